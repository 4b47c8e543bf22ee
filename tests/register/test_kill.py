"""Killed at any point, nothing is half imported (promise 15). Each fault is seen to fire, and mutants must be caught."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from threading import Thread

import pytest
from django.db import connection, connections

from tests.county import COUNTY, Offices, offices
from tests.register.registers import (
    COUNTY_SCOPE,
    NOW,
    again,
    approved,
    checked,
    families,
    imported,
    workbook,
)
from yimen.core.failpoints import armed
from yimen.guard.scope import scope
from yimen.register import promoting, tasks
from yimen.register.models import StagedPerson, State, Upload

POINTS = [
    "register.start", "register.household", "register.person", "register.membership", "register.bankaccount",
    "register.award", "register.awardmember", "register.erase", "register.close", "register.commit",
]  # fmt: skip
WRITTEN = (
    "people_household", "people_person", "people_membership", "people_bankaccount", "cases_award", "cases_awardmember",
    "documents_numbering",
)  # fmt: skip


class Killed(Exception):
    """The worker dies here."""


def die() -> None:
    raise Killed


@pytest.fixture
def office(committed) -> Offices:
    return offices()


def rows_written() -> dict[str, int]:
    """Counted by the owner role, past every row policy."""
    counts = {}
    with connections["owner"].cursor() as cursor:
        for table in WRITTEN:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


def waiting(office: Offices) -> Upload:
    return approved(office, checked(office, workbook(families(3))))


def promote(office: Offices, upload: Upload) -> None:
    promoting.promote(upload.pk, COUNTY, office.county_leader.actor, lambda: NOW)


def check_killed_at(office: Offices, upload: Upload, point: str) -> None:
    with armed(point, die) as fired, pytest.raises(Killed):
        promote(office, upload)
    assert fired == [point]
    assert set(rows_written().values()) == {0}, point
    assert again(upload).state == State.PROMOTING


def test_killed_at_each_of_ten_points_nothing_is_in_and_then_the_next_run_brings_all(office):
    upload = waiting(office)
    assert len(POINTS) == 10
    for point in POINTS:
        check_killed_at(office, upload, point)

    with scope(COUNTY_SCOPE):
        assert StagedPerson.objects.count() == 6
    promote(office, upload)

    assert again(upload).state == State.PROMOTED
    assert (rows_written()["people_person"], rows_written()["cases_award"]) == (6, 3)


@contextmanager
def committing_by_and_by():
    """A mutant: each table is committed as it is written, over a connection of its own."""
    real = promoting.insert

    def insert(*args):
        thread = Thread(target=_committed, args=(real, *args))
        thread.start()
        thread.join()

    promoting.insert = insert
    try:
        yield
    finally:
        promoting.insert = real


def _committed(real, *args):
    with scope(COUNTY_SCOPE):
        real(*args)
    connection.close()


@pytest.mark.parametrize("point", ["register.household", "register.close"])
def test_a_mutant_that_commits_by_and_by_is_caught(office, point):
    upload = waiting(office)
    with committing_by_and_by(), pytest.raises(AssertionError, match="register"):
        check_killed_at(office, upload, point)


KILLED = """
import os, signal, sys
from uuid import UUID
import django
from django.db import connections
from django.conf import settings
django.setup()
for alias in ("owner", "default"):
    connections[alias].settings_dict["NAME"] = sys.argv[1]
from datetime import datetime
from yimen.core.failpoints import armed
from yimen.register import promoting
with armed(sys.argv[2], lambda: os.kill(os.getpid(), signal.SIGKILL)):
    promoting.promote(UUID(sys.argv[3]), "371311", "user:1", lambda: datetime.fromisoformat(sys.argv[4]))
"""


@pytest.mark.parametrize("point", ["register.person", "register.commit"])
def test_a_worker_killed_with_nine_leaves_nothing_half_done(office, point):
    upload = waiting(office)

    done = subprocess.run(
        [
            sys.executable,
            "-c",
            KILLED,
            connection.settings_dict["NAME"],
            point,
            str(upload.pk),
            NOW.isoformat(),
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        check=False,
    )

    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert set(rows_written().values()) == {0}
    promote(office, upload)
    assert rows_written()["cases_award"] == 3


def test_a_fault_of_ours_puts_the_upload_back_and_says_so(office):
    upload = waiting(office)

    with armed("register.award", die) as fired, pytest.raises(Killed):
        tasks.promote(upload=str(upload.pk), county=COUNTY, actor=office.county_leader.actor)

    assert fired
    after = again(upload)
    assert (after.state, after.approved_by_id) == (State.READY, None)
    assert "数据没有任何变化" in after.note


def test_a_check_that_dies_is_begun_anew_and_stages_nothing_twice(office, monkeypatch):
    content = workbook(families(3))
    upload = checked(office, content)
    with scope(COUNTY_SCOPE):
        Upload.objects.filter(pk=upload.pk).update(state=State.CHECKING)

    tasks.check(upload=str(upload.pk), county=COUNTY, actor=office.county_clerk.actor)

    with scope(COUNTY_SCOPE):
        assert StagedPerson.objects.count() == 6
    assert again(upload).state == State.READY


def test_two_workers_on_one_promotion_let_in_once(office):
    upload = waiting(office)
    promote(office, upload)
    promote(office, upload)

    assert rows_written()["cases_award"] == 3


def test_counting_sees_what_is_there(office):
    """The counter itself: after an import no table is empty."""
    imported(office, workbook(families(1)))

    assert 0 not in rows_written().values()
