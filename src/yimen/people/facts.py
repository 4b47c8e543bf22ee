"""A household's rows as the facts the rule book asks for. What nobody answered is None, and stays open.

Declared items are summed by class; what the sources found stands over what was declared (`Overlay`), and a source that
did not answer leaves the class open, however it was declared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from yimen.core.book import Family
from yimen.people.models import Household, IncomeItem, Membership, Person, PropertyItem
from yimen.people.queries import family_on, stated_incomes, stated_properties

FINANCIAL = (
    PropertyItem.Kind.DEPOSIT,
    PropertyItem.Kind.SECURITIES,
    PropertyItem.Kind.INSURANCE,
    PropertyItem.Kind.ONLINE,
    PropertyItem.Kind.CLAIMS,
)
COUNTED = {
    PropertyItem.Kind.VEHICLE: "cars",
    PropertyItem.Kind.HOUSE: "houses",
    PropertyItem.Kind.NON_RESIDENTIAL: "non_residential_houses",
    PropertyItem.Kind.LARGE_MACHINE: "large_machines",
}


@dataclass(frozen=True)
class Overlay:
    """What the sources say of one person and kind: fen or a count; neither where a source did not answer."""

    person: UUID
    kind: str
    amount_fen: int | None = None
    count: int | None = None
    open: bool = False

    @property
    def value(self) -> int | None:
        return None if self.open else self.amount_fen if self.amount_fen is not None else self.count


@dataclass(frozen=True)
class Declared:
    """What a household has stated by a day: members head first, supporters living apart, incomes, property."""

    household: Household
    members: list[Membership]
    supporters: list[Membership]
    incomes: list[IncomeItem]
    properties: list[PropertyItem]


def declared_by(household: Household, on: date) -> Declared:
    """Three queries, whatever the size of the family."""
    members, supporters = family_on(household.pk, on)
    return Declared(
        household, members, supporters, stated_incomes(household.pk), stated_properties(household.pk)
    )


def family_facts(declared: Declared, overlays: Iterable[Overlay] = ()) -> Family:
    """The family of a household as the rule book asks for it."""
    found = list(overlays)
    return Family(
        household=_household_facts(declared.household, declared.properties, found),
        members=[_member_facts(m, declared.incomes, found) for m in declared.members],
    )


def _household_facts(household: Household, items: list[PropertyItem], found: list[Overlay]) -> dict[str, Any]:
    amounts = [_property(kind, items, found, worth) for kind in FINANCIAL]
    facts: dict[str, Any] = {
        "residence": household.residence,
        "financial_assets": _sum(amounts),
    }
    facts |= {fact: _property(kind, items, found, things) for kind, fact in COUNTED.items()}
    vans = [things(item) for item in items if item.kind == PropertyItem.Kind.BUSINESS_VEHICLE]
    # 机动车辆 answers for all of them; only those named as 经营用 are told apart
    facts["business_vehicles"] = _sum(vans) if vans or facts["cars"] is None else 0
    registered = _property(PropertyItem.Kind.BUSINESS, items, found, things)
    facts["business_registered"] = None if registered is None else registered > 0
    return facts


def worth(item: PropertyItem) -> int | None:
    """Fen; none of these is 0, and an exempt holding counts nothing."""
    return 0 if item.quantity == 0 or item.exempt else item.value_fen


def things(item: PropertyItem) -> int | None:
    return 0 if item.exempt else item.quantity


def _property(kind: str, items: list[PropertyItem], found: list[Overlay], measure: Any) -> int | None:
    """The family's holding of a kind: what the sources say of all its members, else what it declared."""
    verified = [overlay.value for overlay in found if overlay.kind == kind]
    values = verified or [measure(item) for item in items if item.kind == kind]
    return _sum(values)


def _sum(values: list[int | None]) -> int | None:
    """Nothing answered, or one of it open: the sum is open."""
    return None if not values or None in values else sum(value for value in values if value is not None)


def _member_facts(membership: Membership, incomes: list[IncomeItem], found: list[Overlay]) -> dict[str, Any]:
    person = membership.person
    facts = {
        "id": str(person.pk),
        "name": person.name,
        "relation": membership.relation,
        "living_together": True,
        "absence": "deceased" if person.died_on else "none",  # an open membership says: not away
        "birth_date": person.birth_date,
        "local_registration": person.local_registration,
        "disability_kind": person.disability_kind,
        "disability_grade": person.disability_grade
        if person.disability_kind != Person.Disability.NONE
        else 0,
        "major_illness": person.major_illness,
        "student_stage": person.study,
        "labour_ability": person.labour_ability,
        "current_programme": person.current_programme,
        "half_orphan": person.half_orphan,
        "no_supporter": person.no_supporter,
    }
    return facts | {kind.value: _income(kind, person, incomes, found) for kind in IncomeItem.Kind}


def _income(kind: str, person: Person, incomes: list[IncomeItem], found: list[Overlay]) -> int | None:
    verified = [overlay for overlay in found if overlay.kind == kind and overlay.person == person.pk]
    if verified:
        return verified[0].value
    amounts = [item.monthly_fen for item in incomes if item.person_id == person.pk and item.kind == kind]
    return _sum(amounts)
