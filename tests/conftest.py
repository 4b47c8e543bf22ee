"""Fixtures of the suite: one PostgreSQL, migrated by the owner role, used as the app role."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from tests.database import empty_everything


def _name(request: pytest.FixtureRequest) -> str:
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    return "_".join(filter(None, [os.environ.get("YIMEN_TEST_DB", "test_yimen"), worker]))


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: object) -> Iterator[None]:
    """A database of this process, made and migrated by the owner role; the suite talks to it as the app role."""
    # these need the settings, which the plugin sets up after this file is read
    from yimen.regions.actions import load_divisions
    from yimen.regions.source import from_csv

    name = _name(request)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        owner = connections["owner"]
        with owner._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
        for alias in ("owner", "default"):
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
        call_command("migrate", database="owner", verbosity=0)
        with owner.cursor() as cursor:
            cursor.execute(
                "INSERT INTO guard_installation (id, synthetic, clock_shift_days, county) VALUES (1, true, 0, '371311')"
            )
        owner.close()
        load_divisions(from_csv(Path(__file__).parent / "regions" / "sample" / "divisions.csv"))
        yield
        for alias in ("owner", "default"):
            connections[alias].close()
        with owner._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """A test whose transactions really commit (threads, jobs, rollbacks, a browser); everything is emptied afterwards."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        empty_everything()
