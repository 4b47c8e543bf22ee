"""The day of this installation. Only a synthetic one can move it (板上拨日).

Domain code takes `now` as an argument; the edges (views, jobs, commands) take it from here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

_held: ContextVar[list[timedelta] | None] = ContextVar("yimen_clock_held", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Within one request the date control is read once."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def now() -> datetime:
    """The present moment, moved by the days of the date control where the database is synthetic."""
    moment = timezone.now()
    return moment + _shift() if settings.SYNTHETIC else moment


def _shift() -> timedelta:
    known = _held.get()
    if known:
        return known[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_shift_days FROM guard_installation")
        row = cursor.fetchone()
    shift = timedelta(days=row[0]) if row else timedelta()
    if known is not None:
        known.append(shift)
    return shift


def today() -> date:
    return timezone.localdate(now())


def local_day(moment: datetime) -> date:
    """The calendar day of a moment in the installation's time zone."""
    return timezone.localdate(moment)


def move(days: int) -> None:
    """Move a synthetic installation's day forward. The database refuses any other installation, and going back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard_move_clock(%s)", [days])
    known = _held.get()
    if known is not None:
        known.clear()
