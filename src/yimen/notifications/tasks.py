"""Jobs of the outbox. They carry ids only."""

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from yimen.guard import clock
from yimen.notifications import actions
from yimen.notifications.channel import ChannelFault, channel

ATTEMPTS = 8


@app.task(
    name="notifications.deliver",
    queue="messages",
    pass_context=True,
    retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=3, retry_exceptions={ChannelFault}),
)
def deliver(context: JobContext, message: str) -> None:
    """Send one message; without a connector it waits for one."""
    via = channel()
    if via is None:
        return
    try:
        actions.send(UUID(message), via, clock.now())
    except ChannelFault:
        if context.job.attempts + 1 >= ATTEMPTS:
            actions.give_up(UUID(message))
        raise


@app.periodic(cron="*/10 * * * *", periodic_id="notifications.sweep")
@app.task(name="notifications.sweep", queue="messages", queueing_lock="notifications.sweep")
def sweep(timestamp: int) -> None:
    """Send what still waits: its job was lost, or a connector has come since."""
    for message in actions.waiting(clock.now()):
        deliver.defer(message=str(message))


@app.periodic(cron="40 3 * * *", periodic_id="notifications.erase_old")
@app.task(name="notifications.erase_old", queueing_lock="notifications.erase_old")
def erase_old(timestamp: int) -> None:
    """What the field inventory says is over."""
    actions.erase_old()
