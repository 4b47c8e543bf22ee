"""Asking and running a check as the desk and the worker do."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from tests.county import COUNTY, MONDAY, Offices
from yimen.guard.scope import scope, system_scope
from yimen.intake.models import Application
from yimen.people.models import Person
from yimen.verification import actions
from yimen.verification.asking import Checker
from yimen.verification.models import CheckReport, CheckRequest, SourceQuery
from yimen.verification.sources import sources

PURPOSE = "低保审核确认"
COUNTY_SCOPE = system_scope([COUNTY], actor="test")


def ask(
    office: Offices, family: Application, now: datetime = MONDAY, subject: UUID | None = None
) -> CheckRequest:
    """The town clerk asks about a family."""
    with scope(office.town_clerk.scope):
        return actions.ask_check(
            family.household_id, subject or uuid4(), officer=office.town_clerk, purpose=PURPOSE, now=now
        )


def checker(now: datetime | Callable[[], datetime] = MONDAY) -> Checker:
    """The worker, with the sources of the moment."""
    clock = now if callable(now) else lambda: now
    return Checker(COUNTY, "user:1", {source.key: source for source in sources()}, clock)


def run(request: CheckRequest, now: datetime = MONDAY) -> CheckReport:
    """The worker asks all that is open and reports."""
    report = checker(now).run(request.pk)
    assert isinstance(report, CheckReport), report
    return report


def answers(request: CheckRequest) -> dict[tuple[str, str], SourceQuery]:
    """By person and source."""
    with scope(COUNTY_SCOPE):
        return {
            (q.person_name, q.source): q
            for q in SourceQuery.objects.filter(request=request).select_related("authorisation")
        }


def person(family: Application, name: str) -> Person:
    with scope(COUNTY_SCOPE):
        return Person.objects.get(household=family.household, name=name)


def number_of(family: Application, name: str) -> str:
    with scope(COUNTY_SCOPE):
        return str(Person.objects.get(household=family.household, name=name).id_number)
