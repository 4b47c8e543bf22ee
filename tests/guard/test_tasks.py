"""A worker that is killed leaves its job in `doing`; it is taken up again, and by nobody else's doing."""

import pytest
from asgiref.sync import async_to_sync
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from yimen.audit.tasks import seal
from yimen.guard import tasks

pytestmark = pytest.mark.usefixtures("committed")


def run(sql: str, *params: object) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def taken_by_a_worker(silent_for: int) -> int:
    """A job that a worker began, and how long ago that worker gave its last sign of life."""
    worker = run(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
        silent_for,
    )[0][0]
    job = seal.defer(timestamp=0)
    run(
        "UPDATE procrastinate_jobs SET status = 'doing', attempts = 1, worker_id = %s WHERE id = %s",
        worker,
        job,
    )
    return job


@pytest.mark.parametrize(
    ("silent_for", "status"),
    [pytest.param(600, "todo", id="工作进程已死"), pytest.param(5, "doing", id="工作进程还在")],
)
def test_a_dead_workers_job_is_taken_up_again(silent_for, status):
    job = taken_by_a_worker(silent_for)
    async_to_sync(tasks.retry_stalled.func)(timestamp=0)
    assert ProcrastinateJob.objects.get(pk=job).status == status


def test_where_the_same_work_waits_already_the_dead_job_gives_up_its_lock():
    """Else one killed sealer would stop all sealing."""
    dead = taken_by_a_worker(600)
    waiting = seal.defer(timestamp=1)

    async_to_sync(tasks.retry_stalled.func)(timestamp=0)

    states = dict(ProcrastinateJob.objects.values_list("pk", "status"))
    assert states == {dead: "failed", waiting: "todo"}


def test_old_jobs_are_forgotten_and_young_ones_kept():
    old, young = (seal.configure(queueing_lock=name).defer(timestamp=0) for name in ("old", "young"))
    run("UPDATE procrastinate_jobs SET status = 'succeeded'")
    run("UPDATE procrastinate_events SET at = now() - interval '200 days' WHERE job_id = %s", old)
    async_to_sync(tasks.forget_old_jobs.func)(timestamp=0)
    assert list(ProcrastinateJob.objects.values_list("pk", flat=True)) == [young]


def test_the_jobs_of_the_house_are_known_to_the_worker_and_come_back_by_the_clock():
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["audit.seal"] == "*/30 * * * * *"
    assert periodic["guard.retry_stalled"] == "* * * * *"
    assert "guard.forget_old_jobs" in periodic
