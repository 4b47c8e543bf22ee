"""Jobs of the drafts."""

from procrastinate.contrib.django import app

from yimen.guard.scope import scope, system_scope
from yimen.intake import drafts


@app.periodic(cron="20 3 * * *", periodic_id="intake.erase_stale_drafts")
@app.task(name="intake.erase_stale_drafts", queueing_lock="intake.erase_stale_drafts")
def erase_stale_drafts(timestamp: int) -> None:
    """What somebody typed and left for 30 days is erased."""
    with scope(system_scope(())):
        drafts.erase_stale()
