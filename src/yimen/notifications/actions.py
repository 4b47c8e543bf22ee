"""Messages out: queued with the change they tell of, delivered later, once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from yimen.core.ids import uuid7
from yimen.guard.scope import Scope, scope
from yimen.notifications.channel import Channel, channel
from yimen.notifications.models import Message

DELIVER = "notifications.deliver"  # the job of tasks.py, called by name because it calls back here
DELIVERY = Scope(kind="delivery", actor="delivery")
STALE = timedelta(days=3)  # news older than this is not sent any more


def queue_message(key: str, phone: str, text: str, now: datetime) -> None:
    """A message that leaves when the caller's transaction commits, and never otherwise.

    `key` makes it happen once: the same key again changes nothing.  `phone` is 11 digits.
    """
    row = Message(id=uuid7(), key=key, phone=phone, text=text, created_at=now)
    Message.objects.bulk_create([row], ignore_conflicts=True)
    app.configure_task(DELIVER, queue="messages").defer(message=str(row.pk))


def send(message_id: UUID, via: Channel, now: datetime) -> bool:
    """Send one waiting message; True when it went out now. No call goes out inside a transaction.

    Raises: ChannelFault, and the message waits on.
    """
    with scope(DELIVERY):
        row = Message.objects.filter(pk=message_id, state=Message.State.WAITING).first()
        if row is None:  # sent already, or the same key had been queued before
            return False
        phone, text, key = row.phone, row.text, row.key
    via.send(phone, text, key=key)
    with scope(DELIVERY):
        Message.objects.filter(pk=message_id).update(state=Message.State.SENT, sent_at=now)
    return True


def give_up(message_id: UUID) -> None:
    """Mark a message that could not be sent, so that a person sees it."""
    with scope(DELIVERY):
        Message.objects.filter(pk=message_id, state=Message.State.WAITING).update(state=Message.State.FAILED)


def waiting(now: datetime) -> list[UUID]:
    """Messages whose job was lost or that waited for a connector, oldest first."""
    if channel() is None:
        return []
    with scope(DELIVERY):
        rows = Message.objects.filter(state=Message.State.WAITING, created_at__gte=now - STALE)
        return list(rows.order_by("created_at").values_list("pk", flat=True)[:1000])


def erase_old() -> int:
    """Codes a day after their end, messages after 180 days; how many rows went."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT notifications_erase_old()")
        return int(cursor.fetchone()[0])
