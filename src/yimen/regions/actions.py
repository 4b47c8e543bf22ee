"""Loading reference data as the owner role. Loading again changes nothing; nothing is ever removed by a load."""

from collections.abc import Iterable
from datetime import date

from django.db import connections, transaction

from yimen.core.regions import parent_of
from yimen.regions.models import DayOverride
from yimen.regions.source import Entry, complete

OWNER = "owner"
COLUMNS = "code, name, level, parent_id, kind, managing_parent_id, since, until, successor_id, urban"


def load_divisions(entries: Iterable[Entry], *, using: str = OWNER) -> int:
    """Store what a source states; returns how many rows are new or changed.

    A fact the source leaves open does not erase one that is known (a successor, an end).
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE loaded (LIKE regions_division) ON COMMIT DROP")
        with cursor.copy(f"COPY loaded ({COLUMNS}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for entry in complete(entries):
                copy.write_row(_row(entry))
        cursor.execute(_MERGE)
        return int(cursor.rowcount)


def _row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.code,
        entry.name,
        len(entry.code),
        parent_of(entry.code) or None,
        entry.kind,
        entry.managing_parent,
        entry.since,
        entry.until,
        entry.successor,
        entry.urban,
    )


_KEPT = ("managing_parent_id", "since", "until", "successor_id", "urban")
_MERGE = f"""
    INSERT INTO regions_division AS held ({COLUMNS}) SELECT {COLUMNS} FROM loaded
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind,
        {", ".join(f"{c} = coalesce(excluded.{c}, held.{c})" for c in _KEPT)}
    WHERE (held.name, held.kind, {", ".join(f"held.{c}" for c in _KEPT)}) IS DISTINCT FROM
        (excluded.name, excluded.kind, {", ".join(f"coalesce(excluded.{c}, held.{c})" for c in _KEPT)})
"""


def override_days(days: Iterable[tuple[date, bool, str]], *, using: str = OWNER) -> int:
    """Store corrections to the working calendar; a later one for the same day replaces the earlier."""
    rows = [DayOverride(day=day, working=working, instrument=instrument) for day, working, instrument in days]
    DayOverride.objects.using(using).bulk_create(
        rows, update_conflicts=True, unique_fields=["day"], update_fields=["working", "instrument"]
    )
    return len(rows)
