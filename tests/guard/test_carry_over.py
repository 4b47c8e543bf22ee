"""Requests of many people on few pooled connections: nobody sees what the one before saw (promise 24)."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests.database import empty_everything
from tests.rows import LANSHAN, LUOZHUANG, fill

from yimen.guard.scope import Scope, scope
from yimen.people.models import Household

THREADS, CONNECTIONS = 8, 3


@pytest.fixture
def homes(django_db_setup, django_db_blocker) -> Iterator[dict[str, UUID]]:
    with django_db_blocker.unblock():
        filled = fill(["people_household"])
        yield {area.county: rows.of(Household).pk for area, rows in filled.items()}
        empty_everything()


@pytest.fixture
def pool(homes, monkeypatch) -> Iterator[None]:
    """Django's own pool, smaller than the number of threads, so that connections change hands all the time."""
    settings = connections["default"].settings_dict
    connections["default"].close()
    monkeypatch.setitem(settings, "CONN_MAX_AGE", 0)
    monkeypatch.setitem(
        settings["OPTIONS"], "pool", {"min_size": CONNECTIONS, "max_size": CONNECTIONS, "timeout": 20}
    )
    yield
    connections["default"].close()
    connections["default"].close_pool()


def ids() -> set[UUID]:
    return set(Household.objects.values_list("pk", flat=True))


class Breakdown(Exception):
    pass


def a_request(seed: int, homes: dict[str, UUID]) -> str:
    """One request of somebody, and what was wrong with what they saw; '' for nothing."""
    rng = random.Random(seed)
    county = rng.choice([LUOZHUANG.county, LANSHAN.county])
    mine = Scope(kind="area", actor=f"user:{seed}", counties=(county,))
    kind = rng.choice(["read", "read", "nested", "breaks", "broken sql", "public", "none"])
    try:
        if kind == "none":
            with transaction.atomic():
                return f"{kind}: saw {ids()}"
        if kind == "public":
            with scope(Scope(kind="public", actor="public")):
                return f"{kind}: saw some" if ids() else ""
        with scope(mine):
            seen = ids()
            if kind == "nested":
                with scope(Scope(kind="area", actor=mine.actor)):
                    seen |= ids()
                seen |= ids()
            if kind == "breaks":
                raise Breakdown
            if kind == "broken sql":
                connection.cursor().execute("SELECT no_such_column")
        return "" if seen == {homes[county]} else f"{kind}: {seen}"
    except Breakdown:
        return ""
    except DatabaseError as error:
        return "" if kind in ("none", "broken sql") else f"{kind}: {error}"
    finally:
        connection.close()


def run(number: int, homes: dict[str, UUID]) -> tuple[Counter[str], int]:
    seen_by: set[int] = set()

    def one(seed: int) -> str:
        seen_by.add(threading.get_ident())
        return a_request(seed, homes)

    with ThreadPoolExecutor(THREADS) as threads:
        return Counter(threads.map(one, range(number))), len(seen_by)


def test_1000_interleaved_requests_carry_nothing_over(pool, homes):
    faults, threads = run(1000, homes)
    assert faults == {"": 1000}
    assert threads > CONNECTIONS


@pytest.mark.nightly
def test_10000_interleaved_requests_carry_nothing_over(pool, homes):
    faults, _ = run(10_000, homes)
    assert faults == {"": 10_000}


def test_a_scope_that_lasts_as_long_as_the_connection_is_caught(pool, homes, monkeypatch):
    """The mutant: set_config for the session instead of the transaction."""

    def tell(wanted: Scope | None) -> None:
        if wanted is None:
            return
        with connection.cursor() as cursor:
            for name, value in wanted.settings.items():
                cursor.execute("SELECT set_config(%s, %s, false)", [f"app.{name}", value])

    monkeypatch.setattr("yimen.guard.scope._tell", tell)
    faults, _ = run(200, homes)
    assert any(fault.startswith("none: saw") for fault in faults)
