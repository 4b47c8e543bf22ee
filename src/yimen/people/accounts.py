"""A citizen who has shown a phone number: the account, and which families' files it may see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from yimen.core.ids import uuid7
from yimen.guard.keys import blind_index
from yimen.guard.scope import Scope, scope
from yimen.people.models import AccountHousehold, CitizenAccount

CITIZEN_SESSION = "citizen"


@dataclass(frozen=True)
class Citizen:
    """`households`: files this account applied for, and those whose head gave this phone number."""

    account: UUID
    households: tuple[UUID, ...]

    @property
    def actor(self) -> str:
        return f"citizen:{self.account}"

    @property
    def scope(self) -> Scope:
        return Scope(kind="subject", actor=self.actor, account=self.account, households=self.households)


def signin_scope() -> Scope:
    return Scope(kind="signin", actor="signin")


def open_account(phone: str, now: datetime) -> UUID:
    """The account of a phone number, made at its first use. `phone` is 11 digits."""
    index = blind_index("phone", phone)
    with scope(signin_scope()):
        found = CitizenAccount.objects.filter(phone_index=index).first()
        if found is None:
            found = CitizenAccount.objects.create(id=uuid7(), phone=phone, phone_index=index, created_at=now)
        return found.pk


def citizen_for(account: str | None) -> Citizen | None:
    """The citizen of a session, with the files they may see today; None where nobody has signed in."""
    if not account:
        return None
    with scope(signin_scope()), connection.cursor() as cursor:
        cursor.execute("SELECT people_households_of(%s)", [account])
        households = tuple(row[0] for row in cursor.fetchall())
    return Citizen(UUID(account), households)


def attach_household(account: UUID, household: UUID, now: datetime) -> None:
    """This account applied for this family. Runs in the citizen's scope."""
    AccountHousehold.objects.get_or_create(
        account_id=account, household_id=household, defaults={"since": now}
    )
