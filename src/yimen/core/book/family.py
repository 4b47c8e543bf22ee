"""One family's facts as given, and checked against what the book declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from yimen.core.book.declarations import FIRST_DAY, LAST_DAY, MAX_MEMBERS, Fact, exact, from_ymd, ymd
from yimen.core.book.errors import FactRefused
from yimen.core.book.kinds import Kind, Level

Raws: TypeAlias = "dict[str, int | bool | None]"
NOT_FACTS = (
    "name",
    "id",
)  # how a member is called in sentences, and by whom the family was given; no rule reads them


@dataclass(frozen=True)
class Family:
    """Facts by name: money in fen, dates as dates, categories by code. None or absent means not answered."""

    household: dict[str, Any] = field(default_factory=dict)
    members: Sequence[dict[str, Any]] = ()

    def name_of(self, member: int) -> str:
        given = self.members[member].get("name")
        return str(given) if given else f"第 {member + 1} 名成员"


def read(family: Family, facts: Mapping[str, Fact]) -> tuple[Raws, list[Raws]]:
    """The raw values by name, of the household and of each member.

    Raises: FactRefused for an unknown name, a wrong kind, a value out of bounds, or too many members.
    """
    if len(family.members) > MAX_MEMBERS:
        raise FactRefused(
            f"一个家庭最多 {MAX_MEMBERS} 名成员，这里有 {len(family.members)} 名。",
            field="members",
            member=None,
        )
    members = [_read(facts, Level.MEMBER, given, i) for i, given in enumerate(family.members)]
    return _read(facts, Level.HOUSEHOLD, family.household, None), members


def _read(facts: Mapping[str, Fact], level: Level, given: Mapping[str, Any], member: int | None) -> Raws:
    raws: Raws = {}
    for name, value in given.items():
        fact = facts.get(name)
        if fact is not None and fact.level is level:
            raws[name] = encode(fact, value, member)
        elif level is Level.HOUSEHOLD or name not in NOT_FACTS:
            raise _misplaced(fact, name, level, member)
    return raws


def _misplaced(fact: Fact | None, name: str, level: Level, member: int | None) -> FactRefused:
    if fact is None:
        return _refused(f"没有名为“{name}”的事实；请核对拼写。", name, member)
    return _refused(
        f"“{fact.label}”（{name}）是{fact.level.label}的事实，不能写在{level.label}里。", name, member
    )


def encode(fact: Fact, value: Any, member: int | None = None) -> int | bool | None:
    """The raw value an evaluator takes.  Raises: FactRefused."""
    if value is None:
        return None
    kind = fact.kind
    if kind is Kind.NUMBER:
        return _number(fact, value, member)
    if kind is Kind.TRUTH:
        if value is True or value is False:
            return bool(value)
        raise _refused(f"“{fact.label}”要填是或否，填的却是 {value!r}。", fact.name, member)
    if fact.category is not None:
        if isinstance(value, str) and value in fact.category.places:
            return fact.category.places[value]
        listed = "、".join(f"{code}（{words}）" for code, words in fact.category.values.items())
        raise _refused(f"“{fact.label}”没有 {value!r} 这一类；可填：{listed}。", fact.name, member)
    if type(value) is date and FIRST_DAY <= value <= LAST_DAY:
        return ymd(value)
    raise _refused(
        f"“{fact.label}”要填 {FIRST_DAY.year} 年以后的日期，填的却是 {value!r}。", fact.name, member
    )


def _number(fact: Fact, value: Any, member: int | None) -> int:
    low, high = fact.bounds or (0, 0)
    if type(value) is int and fact.scale == 0 and low <= value <= high:
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _refused(
            f"“{fact.label}”要填一个准确的数，填的却是 {value!r}；金额以整数分计，不用小数近似值。",
            fact.name,
            member,
        )
    raw = exact(value, fact.scale)
    if raw is None:
        raise _refused(f"“{fact.label}”最多 {fact.scale} 位小数，填的却是 {value}。", fact.name, member)
    if not low <= raw <= high:
        shown = [Decimal(edge).scaleb(-fact.scale) for edge in (low, high)]
        raise _refused(
            f"“{fact.label}”应在 {shown[0]:f} 到 {shown[1]:f} 之间，填的却是 {value}。请核对单位。",
            fact.name,
            member,
        )
    return raw


def _refused(sentence: str, name: str, member: int | None) -> FactRefused:
    whose = "" if member is None else f"第 {member + 1} 名成员："
    return FactRefused(f"{whose}{sentence}", field=name, member=member)


def decode(raw: int | bool | None, kind: Kind, scale: int, codes: Sequence[str] = ()) -> Any:
    """The value as people and records use it; a number with decimals is an exact Decimal."""
    if raw is None:
        return None
    if kind is Kind.TRUTH:
        return bool(raw)
    if kind is Kind.CATEGORY:
        return codes[raw]
    if kind is Kind.DATE:
        return from_ymd(raw)
    return raw if scale == 0 else Decimal(raw).scaleb(-scale)
