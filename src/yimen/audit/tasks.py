"""The sealer: twice a minute everything committed is sealed, and the heads are written outside the database."""

from procrastinate.contrib.django import app

from yimen.audit import sealing


@app.periodic(cron="*/30 * * * * *", periodic_id="audit.seal")
@app.task(name="audit.seal", queue="audit", queueing_lock="audit.seal", lock="audit.seal")
def seal(timestamp: int) -> None:
    sealing.seal_all()
    sealing.export_heads()
