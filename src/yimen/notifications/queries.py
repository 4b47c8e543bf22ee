"""Reads of messages: the 模拟短信 page of a synthetic installation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from yimen.guard.scope import Scope, current_scope, scope
from yimen.notifications.models import Message


@dataclass(frozen=True)
class Shown:
    """A message as the outbox shows it."""

    phone: str
    text: str
    at: datetime
    state: str


def outbox(limit: int = 50) -> list[Shown]:
    """The latest messages, newest first; none in an installation of real people."""
    if not settings.SYNTHETIC:
        return []
    with scope(reading()):
        rows = Message.objects.order_by("-created_at", "-pk")[:limit]
        return [Shown(r.phone, r.text, r.created_at, Message.State(r.state).label) for r in rows]


def text_of(key: str) -> str | None:
    """The text queued under a key, in a synthetic installation only: it may hold a code."""
    if not settings.SYNTHETIC:
        return None
    with scope(reading()):
        row = Message.objects.filter(key=key).first()
        return row.text if row else None


def code_key(code_id: UUID) -> str:
    """The key of the message that carries a one-time code."""
    return f"code:{code_id}"


def reading() -> Scope:
    held = current_scope()
    return Scope(kind="delivery", actor=held.actor if held else "delivery")
