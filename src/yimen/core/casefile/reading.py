"""What a case file means: programme, days, place, parameters, and the family's facts.

A list or group that is written is complete: `income: {wage: 1500}` says there is no other income, `assets: []` that there
are none. What is not written, or written as null, is not answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from yimen.core.book import Fact, FactRefused, Kind, Level, Parameters
from yimen.core.book.declarations import MAX_MEMBERS
from yimen.core.book.family import encode
from yimen.core.casefile.assets import ASSET_FACTS, read_assets
from yimen.core.casefile.nodes import CaseFileMistake, Field, open_file
from yimen.core.casefile.settings import read_parameters
from yimen.core.regions import BadDivision, level_of
from yimen.core.rules import BOOK, PROGRAMMES, Family

TOP = ("programme", "on", "accepted_on", "place", "parameters", "household", "applicant")
INCOME = ("wage", "business", "property_income", "transfer", "other_income", "exempt_income", "basic_pension")
EXPENSES = ("employment_cost", "rigid_expenditure")
YEARLY = ("living_expense", "medical_expense", "education_expense", "rehabilitation_expense", "other_expense")
EXPENSE_FIELDS = ("kind", "member", "monthly", "yearly")
ALL = "all"

HOUSEHOLD = {name: fact for name, fact in BOOK.facts.items() if fact.level is Level.HOUSEHOLD}
MEMBER = {
    name: fact
    for name, fact in BOOK.facts.items()
    if fact.level is Level.MEMBER and name not in (*INCOME, *EXPENSES)
}


@dataclass(frozen=True)
class Case:
    """One family to assess. ``programmes`` are the keys asked for; the law is that of the day of acceptance, if stated."""

    programmes: tuple[str, ...]
    family: Family
    on: date
    law: Parameters
    applicant: str


def read_case(path: Path) -> Case:
    """Raises: CaseFileMistake with line, field and what is expected."""
    top = open_file(path)
    fields = top.fields(*TOP)
    for needed in ("programme", "on", "household"):
        if needed not in fields:
            raise top.wrong(f"缺少“{needed}”。")
    on = fields["on"].day()
    law_day = fields["accepted_on"].day() if "accepted_on" in fields else on
    law = read_parameters(fields.get("parameters"), _place(fields.get("place")), law_day)
    family = _household(fields["household"])
    return Case(
        _programmes(fields["programme"]), family, on, law, _applicant(fields.get("applicant"), family)
    )


def _programmes(field: Field) -> tuple[str, ...]:
    if field.text == ALL:
        return tuple(PROGRAMMES)
    if field.text not in PROGRAMMES:
        known = "、".join([*(f"{p.key}（{p.label}）" for p in PROGRAMMES.values()), f"{ALL}（全部）"])
        raise field.wrong(f"没有“{field.text}”这个救助项目；可写：{known}。")
    return (field.text,)


def _place(field: Field | None) -> str:
    """A division code; without one only the national frame and the file's own parameters hold."""
    if field is None or field.is_nothing:
        return ""
    try:
        level_of(field.text)
    except BadDivision as problem:
        raise field.wrong(problem.message) from problem
    return field.text


def _applicant(field: Field | None, family: Family) -> str:
    if field is None or field.is_nothing:
        return ""
    names = [str(member.get("name", "")) for member in family.members]
    if field.text not in names:
        raise field.wrong(f"申请人“{field.text}”不在成员里；成员有：{'、'.join(filter(None, names))}。")
    return field.text


# The family -------------------------------------------------------------------------------------------------------


def _household(field: Field) -> Family:
    fields = field.fields("members", "every_member", "assets", "expenses", *HOUSEHOLD)
    if "members" not in fields:
        raise field.wrong("缺少“members”（家庭成员列表）。")
    shared = _facts(fields["every_member"], MEMBER) if "every_member" in fields else {}
    members = [_member(item, shared) for item in fields["members"].items()]
    if len(members) > MAX_MEMBERS:
        raise fields["members"].wrong(f"一个家庭最多 {MAX_MEMBERS} 名成员，这里有 {len(members)} 名。")
    facts = {name: _fact(fields[name], HOUSEHOLD[name]) for name in HOUSEHOLD if name in fields}
    if "assets" in fields:
        facts |= _assets(fields["assets"], facts)
    if "expenses" in fields:
        facts |= _expenses(fields["expenses"], members, facts)
    return Family(facts, members)


def _assets(field: Field, facts: Mapping[str, Any]) -> dict[str, Any]:
    twice = [name for name in ASSET_FACTS if name in facts]
    if twice:
        raise field.wrong(f"写了 assets 就不要再单独写 {'、'.join(twice)}。")
    return read_assets(field)


def _member(field: Field, shared: Mapping[str, Any]) -> dict[str, Any]:
    fields = field.fields("name", "income", *MEMBER)
    member: dict[str, Any] = dict(shared)
    if "name" in fields:
        member["name"] = fields["name"].text
    member |= {name: _fact(one, MEMBER[name]) for name, one in fields.items() if name in MEMBER}
    if "income" in fields:
        member |= _income(fields["income"])
    return member


def _facts(field: Field, known: Mapping[str, Fact]) -> dict[str, Any]:
    return {name: _fact(one, known[name]) for name, one in field.fields(*known).items()}


def _income(field: Field) -> dict[str, Any]:
    """Classes in yuan a month; `income: 0` says there is none, null that nobody answered."""
    if field.is_nothing:
        return {}
    if field.is_scalar:
        if field.fen() != 0:
            raise field.wrong(f"收入要按类别写，例如 income: {{wage: {field.text}}}；没有收入写 0。")
        return dict.fromkeys(INCOME, 0)
    given = {name: _fact(one, BOOK.facts[name]) for name, one in field.fields(*INCOME).items()}
    return dict.fromkeys(INCOME, 0) | given


def _expenses(field: Field, members: list[dict[str, Any]], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Monthly ones are a member's and may be deducted; yearly ones are the family's rigid expenses of twelve months."""
    twice = [name for name in YEARLY if name in facts]
    if twice:
        raise field.wrong(f"写了 expenses 就不要再单独写 {'、'.join(twice)}。")
    family: dict[str, Any] = dict.fromkeys(YEARLY, 0)
    for member in members:
        member |= dict.fromkeys(EXPENSES, 0)
    for item in field.items():
        fields = item.fields(*EXPENSE_FIELDS)
        if "kind" not in fields:
            raise item.wrong("缺少“kind”。")
        kind = fields["kind"].text
        if kind in YEARLY:
            _add_expense(item, fields, "yearly", family, kind)
        elif kind in EXPENSES:
            if "member" not in fields:
                raise item.wrong("缺少“member”。")
            _add_expense(item, fields, "monthly", _named(fields["member"], members), kind)
        else:
            known = "、".join(f"{e}（{BOOK.facts[e].label}）" for e in (*EXPENSES, *YEARLY))
            raise fields["kind"].wrong(f"没有“{kind}”这类支出；可写：{known}。")
    return family


def _add_expense(
    item: Field, fields: Mapping[str, Field], period: str, target: dict[str, Any], kind: str
) -> None:
    if period not in fields:
        raise item.wrong(f"缺少“{period}”。")
    for other in {"monthly", "yearly"} - {period}:
        if other in fields:
            raise fields[other].wrong(f"“{kind}”要写 {period}，不写 {other}。")
    amount, before = fields[period], target[kind]
    target[kind] = None if amount.is_nothing or before is None else before + amount.fen()


def _named(field: Field, members: list[dict[str, Any]]) -> dict[str, Any]:
    found = [member for member in members if member.get("name") == field.text]
    if len(found) != 1:
        raise field.wrong(f"成员里{'没有' if not found else '不止一个'}“{field.text}”；请用成员的 name。")
    return found[0]


# One fact ---------------------------------------------------------------------------------------------------------


def _fact(field: Field, fact: Fact) -> Any:
    """The value as the book takes it, checked against its kind and bounds."""
    if field.is_nothing:
        return None
    value = _value(field, fact)
    try:
        encode(fact, value)
    except FactRefused as problem:
        raise field.wrong(problem.message) from problem
    return value


def _value(field: Field, fact: Fact) -> Any:
    if fact.kind is Kind.TRUTH:
        return field.truth()
    if fact.kind is Kind.DATE:
        return field.day()
    if fact.category is not None:
        by_words = {words: code for code, words in fact.category.values.items()}
        return by_words.get(field.text, field.text)
    if fact.unit.startswith("fen"):
        return field.fen()
    return _number(field)


def _number(field: Field) -> int | Decimal:
    try:
        number = Decimal(field.text.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise field.wrong(f"要写一个数，写的却是“{field.text}”。")
    return int(number) if number == number.to_integral_value() else number


__all__ = ["Case", "CaseFileMistake", "read_case"]
