"""Letting a checked file in: every family, person, account and award of it in one transaction, or none.

Imported awards carry file and row and no decision; they are due for recheck, spread over the months the place allows
for one round, village by village (D57 §31).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import IntegrityError
from django.db.models import F

from yimen.audit.trail import Trail, follow, wrote
from yimen.core.calendar import Month
from yimen.core.failpoints import failpoint
from yimen.core.law import limit
from yimen.documents import files
from yimen.documents.numbers import award_numbers, household_numbers
from yimen.guard.clock import local_day
from yimen.guard.scope import scope, system_scope
from yimen.register import staging
from yimen.register.errors import RegisterMoved
from yimen.register.loading import insert
from yimen.register.models import StagedFamily, StagedPerson, State, Upload
from yimen.register.rows import TABLES, Arrival, Numbers, Person, earlier_files

log = structlog.get_logger("yimen.register")

BATCH = 500  # families opened and sealed anew at once


def promote(upload_id: UUID, county: str, actor: str, now: Callable[[], datetime]) -> None:
    """Let the file in. Done once: an upload already let in, or sent back meanwhile, is left as it is.

    Raises: RegisterMoved; nothing is stored then.
    """
    with scope(system_scope((county,), actor=actor)):
        upload = (
            Upload.objects.select_for_update(of=("self",)).select_related("approved_by").get(pk=upload_id)
        )
        if upload.state != State.PROMOTING:
            return
        failpoint("register.start")
        trail = Trail(
            actor, "在册名单入库", now(), actor_name=f"{upload.approved_by}（入库任务）", county=county
        )
        with follow(trail):
            try:
                wrote(_let_in(upload, now()), f"在册名单入库 {upload.name}")
            except IntegrityError as clash:
                if "one_award_per_person_and_programme" in str(clash):
                    raise RegisterMoved() from clash
                raise
            _close(upload, now())
            trail.save()
        failpoint("register.commit")
    files.remove(upload_id)
    log.info("register.promoted", upload=str(upload_id), households=upload.households, persons=upload.persons)


def send_back(upload_id: UUID, state: State, note: str, now: datetime) -> None:
    """The approval lapses, with the reason on the page."""
    Upload.objects.filter(pk=upload_id, state=State.PROMOTING).update(
        state=state, note=note[:300], approved_by=None, approved_at=None, moved_at=now,
        version=F("version") + 1,
    )  # fmt: skip


def _let_in(upload: Upload, now: datetime) -> list[UUID]:
    """Families in the order of their villages, a few hundred at a time. Answers with the new files."""
    coming = StagedFamily.objects.filter(upload=upload, standing=False).order_by("place", "number")
    staged = list(coming.values_list("number", flat=True))
    given = _numbers(upload, now, len(staged))
    # Asked once and first: of the rows that this transaction adds the planner knows nothing.
    before = earlier_files([staging.read(family.content)["head_id"] for family in coming.iterator()])
    opened: list[UUID] = []
    for start in range(0, len(staged), BATCH):
        arrivals = list(_arrivals(upload, staged[start : start + BATCH], given, before))
        for model, columns, rows_of in TABLES:
            insert(model, columns, [row for arrival in arrivals for row in rows_of(arrival)])
            failpoint(f"register.{model._meta.model_name}")
        opened += [arrival.household for arrival in arrivals]
    return opened


def _numbers(upload: Upload, now: datetime, count: int) -> Iterator[Numbers]:
    """The papers' numbers and the day of recheck of each family, in order."""
    files_, awards = household_numbers(upload.county, now, count), award_numbers(upload.county, now, count)
    return map(Numbers, files_, awards, recheck_days(upload.county, local_day(now), count))


def recheck_days(county: str, on: date, count: int) -> Iterator[date]:
    """The last days of the months after `on`, filled evenly, so that a county's offices can go round in one term."""
    months = limit("dibao_recheck_months", county, on)
    for index in range(count):
        yield (Month.of(on) + (1 + index * months // count)).last


def _arrivals(
    upload: Upload, numbers: list[int], given: Iterator[Numbers], before: dict[str, UUID]
) -> Iterator[Arrival]:
    """Staged families opened, each with its persons."""
    families = {f.number: f for f in StagedFamily.objects.filter(upload=upload, number__in=numbers)}
    persons = defaultdict(list)
    for staged in StagedPerson.objects.filter(upload=upload, family__in=numbers).order_by("position"):
        persons[staged.family].append(Person(staging.read(staged.content)))
    for number in numbers:
        content = staging.read(families[number].content)
        earlier = before.get(content["head_id"])
        yield Arrival(upload, families[number], content, persons[number], next(given), earlier)


def _close(upload: Upload, now: datetime) -> None:
    staging.erase(upload)
    failpoint("register.erase")
    upload.state, upload.note, upload.version = State.PROMOTED, "", upload.version + 1
    upload.promoted_at = upload.moved_at = upload.erased_at = now
    upload.save()
    failpoint("register.close")
