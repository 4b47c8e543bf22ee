"""The day of this installation. Only a synthetic one can move it (板上拨日).

Domain code takes `now` as an argument; the edges (views, jobs, commands) take it from here.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """The present moment, moved by the days of the date control where the database is synthetic."""
    moment = timezone.now()
    if not settings.SYNTHETIC:
        return moment
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_shift_days FROM guard_installation")
        row = cursor.fetchone()
    return moment + timedelta(days=row[0]) if row else moment


def today() -> date:
    return timezone.localdate(now())


def local_day(moment: datetime) -> date:
    """The calendar day of a moment in the installation's time zone."""
    return timezone.localdate(moment)


def move(days: int) -> None:
    """Move a synthetic installation's day forward. The database refuses any other installation, and going back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard_move_clock(%s)", [days])
