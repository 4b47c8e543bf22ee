"""Reads of households and persons."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from yimen.people.models import BankAccount, IncomeItem, Membership, PropertyItem


class Kin(NamedTuple):
    """A declared near relative of staff who belongs to a household."""

    user_id: int | None
    staff_name: str
    staff_post: str
    relation: str
    person_id: UUID


def kin_of_staff(household: UUID) -> list[Kin]:
    """The staff whose declared relatives live in this household, whatever their area."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_kin_of_staff(%s)", [household])
        return [Kin(*row) for row in cursor.fetchall()]


def members_on(household: UUID, day: date) -> list[Membership]:
    """共同生活成员 on a day, head first, with their persons."""
    return _head_first(_memberships(household, day).filter(kind=Membership.Kind.MEMBER))


def _head_first(rows: Iterable[Membership]) -> list[Membership]:
    return sorted(
        rows, key=lambda m: (m.relation != Membership.Relation.HEAD, m.person.birth_date or date.max, m.pk)
    )


def supporters_on(household: UUID, day: date) -> list[Membership]:
    """赡养、抚养、扶养义务人 living apart."""
    return list(_memberships(household, day).filter(kind=Membership.Kind.SUPPORTER))


def family_on(household: UUID, day: date) -> tuple[list[Membership], list[Membership]]:
    """Members, head first, and supporters on a day, in one query."""
    rows = list(_memberships(household, day))
    members = [row for row in rows if row.kind == Membership.Kind.MEMBER]
    return _head_first(members), [row for row in rows if row.kind == Membership.Kind.SUPPORTER]


def _memberships(household: UUID, day: date) -> QuerySet[Membership]:
    return Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day), household_id=household, since__lte=day
    ).select_related("person")


def stated_incomes(household: UUID) -> list[IncomeItem]:
    """What stands declared now, replaced statements left out."""
    return list(
        IncomeItem.objects.filter(household_id=household, replaced_on__isnull=True).order_by(
            "stated_on", "id"
        )
    )


def stated_properties(household: UUID) -> list[PropertyItem]:
    return list(
        PropertyItem.objects.filter(household_id=household, replaced_on__isnull=True).order_by(
            "stated_on", "id"
        )
    )


def open_account(household: UUID) -> BankAccount | None:
    """The account aid is paid to now."""
    return BankAccount.objects.filter(household_id=household, until__isnull=True).first()
