"""A family of one county, for the suites of this room. Needs an open scope."""

from datetime import date

from yimen.core.ids import uuid7
from yimen.guard.keys import blind_index
from yimen.people.models import BankAccount, Household, Person

AREA = {"county": "371311", "town": "371311001", "village": "371311001001"}


def a_household(**area: str) -> Household:
    return Household.objects.create(
        number=str(uuid7())[:24],
        residence="urban",
        address="某路 1 号",
        opened_on=date(2026, 1, 5),
        **(AREA | area),
    )


def a_person(household: Household, *, save: bool = True, **values: str | None) -> Person:
    number = values.get("id_number")
    values.setdefault("id_kind", "resident" if number else "none_yet")
    index = blind_index("id", number) if number else None
    person = Person(household=household, name="王小芳", id_index=index, **AREA, **values)
    if save:
        person.save()
    return person


def an_account(household: Household, holder: Person, number: str) -> BankAccount:
    return BankAccount.objects.create(
        household=household,
        holder=holder,
        bank="某银行",
        number=number,
        number_index=blind_index("account", number),
        last4=number[-4:],
        since=date(2026, 1, 5),
        **AREA,
    )
