"""The running limits of a case: started and stopped by its steps, on working or calendar days (policy §19A)."""

from datetime import date

from yimen.cases.models import Case, CaseClock
from yimen.core.calendar import Unit
from yimen.core.law import limit
from yimen.core.processes import PROCEDURES, Clock, Step
from yimen.guard.rows import area_of
from yimen.regions.queries import work_calendar


def turn(case: Case, step: Step, day: date) -> None:
    """Stop and start the clocks this step says, and put the nearest running limit on the case."""
    CaseClock.objects.filter(case=case, key__in=step.stops, stopped_on__isnull=True).update(stopped_on=day)
    procedure = PROCEDURES[case.programme]
    for key in step.starts:
        start(case, procedure.clock(key), day)
    case.due_on = nearest(case)


def start(case: Case, clock: Clock, day: date) -> CaseClock:
    """Begin a limit on the day of its event; the first day counted is the next one (民法典 §201)."""
    running = CaseClock.objects.filter(case=case, key=clock.key, stopped_on__isnull=True).first()
    if running is not None:
        return running
    due = work_calendar().add(
        day,
        limit(clock.parameter, case.county, accepted_on(case, day)),
        Unit.WORKING_DAYS if clock.working else Unit.CALENDAR_DAYS,
        roll=clock.working,
    )
    return CaseClock.objects.create(
        case=case,
        household_id=case.household_id,
        key=clock.key,
        started_on=day,
        due_on=due.day,
        assumed=due.assumed,
        **area_of(case),
    )


def stop(case: Case, key: str, day: date) -> None:
    """The event a limit waits for has happened."""
    CaseClock.objects.filter(case=case, key=key, stopped_on__isnull=True).update(stopped_on=day)
    case.due_on = nearest(case)


def nearest(case: Case) -> date | None:
    return (
        CaseClock.objects.filter(case=case, stopped_on__isnull=True)
        .order_by("due_on")
        .values_list("due_on", flat=True)
        .first()
    )


def accepted_on(case: Case, day: date) -> date:
    """A case is judged by what was in force on the day it was accepted (policy §0.1)."""
    return case.accepted_at.date() if case.accepted_at else day
