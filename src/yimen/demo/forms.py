"""A synthetic household's application as a clerk types it at the window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from yimen.core.money import format_yuan
from yimen.demo.county import County
from yimen.intake.content import Content
from yimen.intake.reading import COUNTED, NO, PROPERTY_ASKED, YES

Row = dict[str, Any]


@dataclass(frozen=True)
class Applicants:
    """One household as rows of the county's tables; members first, the head before all."""

    household: Row
    persons: list[Row]
    incomes: dict[tuple[int, str], int | None]
    properties: list[Row]
    account: Row

    @property
    def town(self) -> str:
        return str(self.household["village"])[:9]

    @property
    def members(self) -> list[Row]:
        return [p for p in self.persons if p["kind"] == "member"]

    @property
    def monthly_income(self) -> int:
        """Fen of the five classes, unanswered ones left out."""
        asked = ("wage", "business", "property_income", "transfer", "other_income")
        return sum(fen or 0 for (_, kind), fen in self.incomes.items() if kind in asked)


def applicants(county: County, households: Sequence[int]) -> list[Applicants]:
    """These households with everything that was said of them, in this order."""
    wanted = pa.array(list(households), pa.int64())

    def rows(name: str) -> dict[int, list[Row]]:
        table = getattr(county, name)
        found: dict[int, list[Row]] = {h: [] for h in households}
        for row in table.filter(pc.is_in(table["household"], wanted)).to_pylist():
            found[row["household"]].append(row)
        return found

    homes, persons, incomes = rows("households"), rows("persons"), rows("incomes")
    properties, accounts = rows("properties"), rows("accounts")
    return [
        Applicants(
            household=homes[h][0],
            persons=sorted(persons[h], key=lambda p: (p["kind"] == "supporter", p["relation"] != "head")),
            incomes={(i["person"], i["kind"]): i["monthly_fen"] for i in incomes[h]},
            properties=properties[h],
            account=accounts[h][0],
        )
        for h in households
    ]


def content_of(family: Applicants, on: date) -> Content:
    """The form, section by section; what the household left open stays empty."""
    content = Content()
    home = family.household
    content.put(
        "place",
        {
            "village": home["village"],
            "address": home["address"],
            "registered_address": home["address"],
            "residence": home["residence"],
            "reasons": _reasons(family),
            "filer": "self",
        },
        "",
    )
    ids = {person["person"]: content.add_member(_person(person)) for person in family.persons}
    for person in family.members:
        content.put(f"income:{ids[person['person']]}", _income(family, person["person"]), "")
    content.put("property", _property(family), "")
    account = family.account
    holder = ids[account["holder"]]
    content.put("account", {"holder": holder, "bank": account["bank"], "number": account["number"]}, "")
    return content


def _reasons(family: Applicants) -> list[str]:
    facts = {
        "illness": any(p["major_illness"] for p in family.members),
        "disability": any(p["disability_grade"] for p in family.members),
        "schooling": any(p["study"] in ("senior", "college", "bachelor") for p in family.members),
        "no_labour": not any(p["labour_ability"] == "full" for p in family.members),
    }
    return [reason for reason, holds in facts.items() if holds] or ["no_income"]


def _person(person: Row) -> Row:
    typed = {
        name: person[name] or ""
        for name in (
            *("kind", "relation", "name", "id_kind", "id_number", "nation", "phone"),
            *("disability_kind", "study", "labour_ability"),
        )
    }
    typed |= {
        name: YES if person[name] else NO
        for name in (
            *("local_registration", "married", "major_illness", "full_capacity"),
            *("half_orphan", "no_supporter"),
        )
    }
    typed["disability_grade"] = str(person["disability_grade"] or "")
    typed["current_programme"] = "none"
    if person["id_kind"] == "none_yet":
        typed |= {"birth_date": person["birth_date"].isoformat(), "sex": person["sex"]}
    return typed


def _income(family: Applicants, person: int) -> Row:
    return {
        kind: "" if fen is None else format_yuan(fen)
        for (owner, kind), fen in family.incomes.items()
        if owner == person
    }


def _property(family: Applicants) -> Row:
    """One line a kind, for the whole family together."""
    typed: Row = {}
    for kind in PROPERTY_ASKED:
        mine = [p for p in family.properties if p["kind"] == kind]
        if any(p["quantity"] is None for p in mine):
            continue
        count = sum(p["quantity"] for p in mine)
        typed[f"{kind}_have"] = YES if count else NO
        if count:
            typed[f"{kind}_value"] = format_yuan(sum(p["value_fen"] or 0 for p in mine))
            if kind in COUNTED:
                typed[f"{kind}_quantity"] = str(count)
    return typed
