"""The jobs: they carry ids only, survive what goes wrong, and nothing waits for good."""

import io
import json
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app

from tests.county import COUNTY, offices
from tests.register.registers import (
    COUNTY_SCOPE,
    NOW,
    again,
    an_id,
    checked,
    families,
    hand_in,
    let_in,
    workbook,
)
from yimen.cases.models import Award
from yimen.documents import files
from yimen.guard import clock
from yimen.guard.scope import scope
from yimen.register import actions, checking, sweeping, tasks
from yimen.register.models import Remark, StagedFamily, StagedPerson, State
from yimen.register.queries import remarks_of, told
from yimen.register.workbook import remarks_workbook


def jobs() -> list[tuple[str, dict[str, str], str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args::text, coalesce(lock, '') FROM procrastinate_jobs ORDER BY id")
        return [(name, json.loads(args), lock) for name, args, lock in cursor.fetchall()]


def test_a_job_carries_ids_and_the_actor_only(office):
    upload = hand_in(office, workbook(families(1)))

    assert jobs() == [
        (
            "register.check",
            {"upload": str(upload.pk), "county": COUNTY, "actor": office.county_clerk.actor},
            f"register:{upload.pk}",
        )
    ]


def test_what_was_not_kept_has_no_job(office):
    with transaction.atomic():
        hand_in(office, workbook(families(1)))
        transaction.set_rollback(True)

    assert jobs() == []


def test_the_worker_takes_a_register_from_the_upload_to_the_awards(committed):
    office = offices()
    upload = hand_in(office, workbook(families(2)))
    work()
    upload = again(upload)
    assert upload.state == State.READY
    with scope(office.county_leader.scope):
        actions.let_in(upload.pk, version=upload.version, officer=office.county_leader, now=clock.now())
    work()

    assert again(upload).state == State.PROMOTED
    with scope(COUNTY_SCOPE):
        assert Award.objects.count() == 2


def work() -> None:
    """The worker itself, until the queue is empty."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(queues=["register"], wait=False, listen_notify=False, install_signal_handlers=False)
    # what it noted of its timetable is not emptied with the rest
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_periodic_defers")


def test_who_got_an_award_meanwhile_sends_the_file_back_to_be_checked(committed):
    office = offices()
    first, second = (checked(office, workbook(families(n)), f"{n}.xlsx") for n in (1, 2))
    with scope(office.county_leader.scope):
        actions.let_in(second.pk, version=second.version, officer=office.county_leader, now=NOW)
    let_in(office, first)

    tasks.promote(upload=str(second.pk), county=COUNTY, actor=office.county_leader.actor)

    back = again(second)
    assert (back.state, back.approved_by_id) == (State.RECEIVED, None)
    assert "已自动重新检查" in back.note
    tasks.check(upload=str(second.pk), county=COUNTY, actor=office.county_leader.actor)
    assert (again(second).state, again(second).standing, again(second).households) == (State.READY, 1, 1)


def test_a_check_that_fails_through_our_fault_says_so_and_can_be_begun_again(office, monkeypatch):
    upload = hand_in(office, workbook(families(1)))
    monkeypatch.setattr(checking, "look_up", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        tasks.check(upload=str(upload.pk), county=COUNTY, actor=office.county_clerk.actor)

    broken = again(upload)
    assert broken.state == State.BROKEN
    assert "文件没有问题" in broken.note
    assert actions.checkable(broken, NOW)


def test_the_page_can_tell_how_far_a_check_is(office, monkeypatch):
    monkeypatch.setattr(checking, "BATCH", 2)
    seen = []
    real = checking.Checker._save_batch

    def save(self, height, remarks):
        real(self, height, remarks)
        seen.append((again(self.upload).rows_done, again(self.upload).rows_total))

    monkeypatch.setattr(checking.Checker, "_save_batch", save)

    checked(office, workbook(families(3)))

    assert seen == [(2, 6), (4, 6), (6, 6), (6, 6)]


def test_what_nobody_let_in_for_thirty_days_is_erased(office):
    waiting, done = checked(office, workbook(families(2))), checked(office, workbook(families(3)), "b.xlsx")
    let_in(office, done)

    assert sweeping.sweep(NOW + timedelta(days=30)) == 0
    assert sweeping.sweep(NOW + timedelta(days=31)) == 1

    assert again(waiting).state == State.WITHDRAWN
    assert again(done).state == State.PROMOTED
    assert not files._path(waiting.pk).exists()
    with scope(COUNTY_SCOPE):
        assert [m.objects.count() for m in (StagedFamily, StagedPerson, Remark)] == [0, 0, 0]
    assert sweeping.sweep(NOW + timedelta(days=32)) == 0


FORMULAS = [f"{lead}{rest}" for lead in "=+-@＝＋－＠\t" for rest in ("cmd|'/c calc'!A0", "SUM(1,2)", "HYPERLINK(\"x\")")] + [
    " =1+1", "\u200b=1", "\u3000@x",
]  # fmt: skip


def test_a_list_of_errors_never_computes(office):
    """Thirty payloads typed into a register come out as text (promise 17)."""
    rows = [row | {"nation": None} for row in families(len(FORMULAS) // 2 + 1)]
    for row, payload in zip(rows, FORMULAS, strict=False):
        row["relation"] = payload
    upload = checked(office, workbook(rows))
    with scope(COUNTY_SCOPE):
        content = remarks_workbook("=名单.xlsx", told(upload, remarks_of(upload)), NOW)

    book = openpyxl.load_workbook(io.BytesIO(content))
    values = [cell for line in book.active.iter_rows() for cell in line if cell.value is not None]
    assert len(values) > len(FORMULAS)
    assert all(cell.data_type != "f" for cell in values)
    assert not [
        cell.value
        for cell in values
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@"))
    ]
    assert an_id(10) not in str([cell.value for cell in values])
