"""Events for the suites of this room, and a hand with every right that tampers with them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random

from django.db import connection, connections, transaction

from yimen.audit.models import Event
from yimen.audit.trail import insert
from yimen.core.ids import uuid7

AT = datetime(2026, 11, 2, 1, 2, 3, 456789, tzinfo=UTC)
TABLES = ("audit_event", "audit_seal", "audit_unsealed")


def note(number: int = 1, **values: object) -> None:
    """That many events, each in a transaction of its own, by the app role."""
    for _ in range(number):
        with transaction.atomic():
            insert(an_event(**values))


def an_event(**values: object) -> Event:
    given = {
        "at": AT,
        "actor": "user:1",
        "action": "GET cases",
        "result": "ok",
        "subjects": [uuid7()],
    } | values
    return Event(**given)


@contextmanager
def superuser() -> Iterator[Callable[..., list[tuple]]]:
    """The owner with the triggers asleep: who has the database has this."""
    owner = connections["owner"]

    def run(sql: str, *params: object) -> list[tuple]:
        with owner.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []

    for table in TABLES:
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    try:
        yield run
    finally:
        for table in TABLES:
            run(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def reseal_everything(run: Callable[..., list[tuple]]) -> None:
    """What a thorough forger does: throw the chain away and make a new one, consistent in itself."""
    run("DELETE FROM audit_seal")
    run("DELETE FROM audit_unsealed")
    run("INSERT INTO audit_unsealed SELECT id FROM audit_event")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_seal_batch(4096)")


def some_event(run: Callable[..., list[tuple]], dice: Random) -> int:
    ids = [row[0] for row in run("SELECT id FROM audit_event ORDER BY id")]
    return dice.choice(ids)
