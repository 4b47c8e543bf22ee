"""One audit row per request or job that reads a family's file or writes (design §4.9).

The edge opens a trail; queries and actions name the families they touch; the edge closes it. A write is recorded in
its own transaction with the change (no row, no commit); a refused or failed request is recorded after the rollback.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from yimen.audit.models import Event


@dataclass
class Trail:
    """What one request has touched so far."""

    actor: str
    action: str
    at: datetime
    actor_name: str = ""
    county: str = ""
    purpose: str = ""
    address: str | None = None
    request_id: str = ""
    subjects: dict[UUID, None] = field(default_factory=dict)
    writes: bool = False
    saved: bool = False

    @property
    def worth_recording(self) -> bool:
        return self.writes or bool(self.subjects)

    def save(self, result: str = Event.Result.OK, detail: str = "") -> None:
        """Insert the one row of this request. Raises where it cannot be inserted, and nothing commits without it."""
        insert(self._event(result, detail))
        self.saved = True

    def _event(self, result: str, detail: str) -> Event:
        return Event(
            at=self.at,
            actor=self.actor,
            actor_name=self.actor_name[:160],
            county=self.county,
            action=self.action[:120],
            purpose=self.purpose[:200],
            subjects=list(self.subjects),
            writes=self.writes,
            result=result,
            detail=detail[:300],
            address=self.address,
            request_id=self.request_id[:64],
        )


def insert(event: Event) -> None:
    """One plain INSERT: the app role may add to the trail and not read it, so nothing is returned, and no conflict passed over."""
    fields = [f for f in event._meta.concrete_fields if f.name not in ("id", "recorded_at")]
    values = [f.get_db_prep_save(getattr(event, f.attname), connection) for f in fields]
    columns, holes = ", ".join(str(f.column) for f in fields), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO audit_event ({columns}) VALUES ({holes})", values)


_current: ContextVar[Trail | None] = ContextVar("yimen_trail", default=None)


@contextmanager
def follow(trail: Trail) -> Iterator[Trail]:
    """Everything inside is noted on this trail."""
    token = _current.set(trail)
    try:
        yield trail
    finally:
        _current.reset(token)


def looked_at(households: UUID | Iterable[UUID], purpose: str = "") -> None:
    """Say which families' files were read. Called by queries that show a file, not by lists of counts."""
    trail = _current.get()
    if trail is None:
        return
    for household in [households] if isinstance(households, UUID) else households:
        trail.subjects.setdefault(household)
    trail.purpose = purpose or trail.purpose


def wrote(households: UUID | Iterable[UUID] = (), purpose: str = "") -> None:
    """Say that something was changed, and whose. Every action calls it once."""
    looked_at(households, purpose)
    trail = _current.get()
    if trail is not None:
        trail.writes = True
