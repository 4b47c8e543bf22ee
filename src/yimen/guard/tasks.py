"""Looking after the queue itself: jobs whose worker died are taken up again, old ones are removed."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

SILENT = 60.0
"""Seconds without a sign of life after which a worker counts as dead; it gives one every ten."""

KEPT_HOURS = 180 * 24


@app.periodic(cron="* * * * *", periodic_id="guard.retry_stalled")
@app.task(name="guard.retry_stalled", queue="care", queueing_lock="guard.retry_stalled", pass_context=False)
async def retry_stalled(timestamp: int) -> None:
    """A worker that was killed leaves its job in `doing` for ever; it goes back to the queue. Jobs do their work once.

    Where the same work waits in the queue already, the dead job only gives up its lock.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


@app.periodic(cron="40 3 * * *", periodic_id="guard.forget_old_jobs")
@app.task(name="guard.forget_old_jobs", queue="care", queueing_lock="guard.forget_old_jobs")
async def forget_old_jobs(timestamp: int) -> None:
    """After half a year, as the field inventory says (procrastinate_jobs)."""
    await app.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
