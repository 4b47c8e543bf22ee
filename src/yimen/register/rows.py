"""The rows that one family of the file becomes: file, persons, memberships, account, award and whom it covers.

What the file does not say stays unanswered: no income, no property, no decision is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models

from yimen.cases.models import Award, AwardMember
from yimen.core.ids import resident_id, uuid7
from yimen.guard.clock import local_day
from yimen.guard.keys import blind_index
from yimen.people import models as people
from yimen.people.names import pinyin_of
from yimen.register.columns import digits
from yimen.register.loading import sealed
from yimen.register.models import StagedFamily, Upload

REASON = "在册名单导入"


class Numbers(NamedTuple):
    """What the platform gives a family: number of its file, number of its award, day of recheck."""

    file: str
    award: str
    recheck_by: date


class Person:
    """One staged row, opened."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.id = uuid7()
        self.content = content
        self.number: str | None = content.get("id_number")
        self.index = blind_index("id", self.number) if self.number else None

    def __getitem__(self, name: str) -> Any:
        return self.content.get(name)

    @property
    def covered(self) -> bool:
        return self["covered"] is not False


@dataclass
class Arrival:
    """One family on its way in."""

    upload: Upload
    family: StagedFamily
    content: dict[str, Any]
    persons: list[Person]
    numbers: Numbers
    before: UUID | None

    def __post_init__(self) -> None:
        self.household, self.award = uuid7(), uuid7()
        self.account = uuid7() if self.content.get("account") else None
        assert self.upload.approved_at is not None
        self.on = local_day(self.upload.approved_at)

    @cached_property
    def area(self) -> tuple[str, str, str]:
        place = self.family.place
        return self.upload.county, place[:9], place

    @cached_property
    def head(self) -> Person:
        return next(person for person in self.persons if person.number == self.content["head_id"])

    @cached_property
    def holder(self) -> Person:
        """Whose account it is; the head's where the file does not say."""
        said = self.content.get("holder")
        return next((person for person in self.persons if person["name"] == said), self.head)

    @property
    def where_from(self) -> str:
        """File and sheet, as the award keeps them."""
        sheet = self.head["sheet"]
        return f"{self.upload.name}［{sheet}］" if sheet else self.upload.name


Rows = Iterator[Sequence[Any]]
AREA = ("county", "town", "village")


def household_rows(one: Arrival) -> Rows:
    yield (
        one.household, *one.area, one.numbers.file, one.content["residence"], one.content["address"], "", one.on, one.before,
    )  # fmt: skip


def person_rows(one: Arrival) -> Rows:
    for person in one.persons:
        phone = digits(person["phone"] or "") or None
        usable = phone is not None and (person is not one.head or one.content["own_phone"])
        yield (
            person.id, *one.area, one.household, person["name"], pinyin_of(person["name"]),
            *_identity(person),
            sealed(people.Person, "phone", person.id, phone), blind_index("phone", phone) if phone and usable else None,
            person["nation"] or "", person["disability"], person["grade"], person["illness"], person["labour"],
        )  # fmt: skip


def _identity(person: Person) -> tuple[Any, ...]:
    """Kind of paper, number sealed, its index, last four, birth, sex."""
    kinds = people.Person.IdKind
    if person.number is None:
        return kinds.NONE_YET.value, None, None, "", person["birth"], ""
    read = resident_id(
        person.number, synthetic=True
    )  # whether invented people are welcome was asked by the check
    number = sealed(people.Person, "id_number", person.id, read.number)
    sex = people.Person.Sex[read.sex.name].value
    return kinds.RESIDENT.value, number, person.index, read.number[-4:], read.birth, sex


def membership_rows(one: Arrival) -> Rows:
    kind = people.Membership.Kind.MEMBER.value
    for person in one.persons:
        yield uuid7(), *one.area, one.household, person.id, kind, person["relation"], one.on, REASON


def account_rows(one: Arrival) -> Rows:
    if one.account is None:
        return
    number = one.content["account"]
    yield (
        one.account, *one.area, one.household, one.holder.id, one.content["bank"],
        sealed(people.BankAccount, "number", one.account, number), blind_index("account", number), number[-4:], one.on,
    )  # fmt: skip


def award_rows(one: Arrival) -> Rows:
    yield (
        one.award, *one.area, one.household, one.numbers.award, one.upload.programme, Award.Origin.REGISTER.value,
        one.where_from, one.head["row"], one.family.monthly_fen, one.content["start"], Award.State.ACTIVE.value,
        one.account, one.numbers.recheck_by,
    )  # fmt: skip


def covered_rows(one: Arrival) -> Rows:
    for person in one.persons:
        if person.covered:
            yield (
                uuid7(),
                *one.area,
                one.household,
                one.award,
                person.id,
                one.upload.programme,
                person.index,
                True,
            )


TABLES: tuple[tuple[type[models.Model], tuple[str, ...], Callable[[Arrival], Rows]], ...] = (
    (people.Household,
     ("id", *AREA, "number", "residence", "address", "registered_address", "opened_on", "succeeds_id"), household_rows),
    (people.Person,
     ("id", *AREA, "household_id", "name", "name_pinyin", "id_kind", "id_number", "id_index", "id_last4", "birth_date",
      "sex", "phone", "phone_index", "nation", "disability_kind", "disability_grade", "major_illness", "labour_ability"),
     person_rows),
    (people.Membership,
     ("id", *AREA, "household_id", "person_id", "kind", "relation", "since", "reason"), membership_rows),
    (people.BankAccount,
     ("id", *AREA, "household_id", "holder_id", "bank", "number", "number_index", "last4", "since"), account_rows),
    (Award,
     ("id", *AREA, "household_id", "number", "programme", "origin", "register_file", "register_row", "monthly_fen",
      "start_month", "state", "account_id", "recheck_by"), award_rows),
    (AwardMember,
     ("id", *AREA, "household_id", "award_id", "person_id", "programme", "id_index", "active"), covered_rows),
)  # fmt: skip
"""In the order in which they refer to each other."""


def earlier_files(heads: Sequence[str]) -> dict[str, UUID]:
    """By a head's ID number, the newest open file of this county in which they stand: the new one follows it."""
    by_index = {blind_index("id", number): number for number in heads}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (p.id_index) p.id_index, h.id FROM people_person p "
            "JOIN people_household h ON h.id = p.household_id AND h.closed_on IS NULL "
            "WHERE p.id_index = ANY(%s) ORDER BY p.id_index, h.opened_on DESC, h.id DESC",
            [list(by_index)],
        )
        return {by_index[bytes(index)]: household for index, household in cursor.fetchall()}
