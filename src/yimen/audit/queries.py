"""Reads of the trail: 谁查过我."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection


class Look(NamedTuple):
    """One request that read or changed a family's file: when, who, what, why."""

    at: datetime
    actor_name: str
    action: str
    purpose: str
    writes: bool
    result: str


def looks_at(household: UUID) -> list[Look]:
    """The looks at one file, newest first, for that family and the staff of its area; the database refuses others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at, actor_name, action, purpose, writes, result FROM audit_looks_at(%s)", [household]
        )
        return [Look(*row) for row in cursor.fetchall()]
