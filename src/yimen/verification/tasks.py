"""The job behind a request. It carries ids, the county and the actor, never a name or a number."""

from datetime import timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yimen.guard import clock
from yimen.verification.asking import Checker
from yimen.verification.sources import sources


@app.task(
    name="verification.run_check",
    queue="verification",
    retry=RetryStrategy(max_attempts=8, exponential_wait=4),
)
def run_check(request: str, county: str, actor: str) -> None:
    """Ask what is still open and report; where a source wants time, come back later."""
    checker = Checker(county, actor, {source.key: source for source in sources()}, clock.now)
    done = checker.run(UUID(request))
    if isinstance(done, timedelta):
        queue_check(UUID(request), county, actor, after=done)


def queue_check(request: UUID, county: str, actor: str, *, after: timedelta | None = None) -> None:
    """One request is worked on by one worker at a time, so that no source is asked twice."""
    lock = f"check:{request}"
    wait = int(after.total_seconds()) if after else 0
    job = (
        run_check.configure(lock=lock, schedule_in={"seconds": wait})
        if wait
        else run_check.configure(lock=lock)
    )
    job.defer(request=str(request), county=county, actor=actor)
