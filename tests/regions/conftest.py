"""The sample divisions in the test database; the table is kept between tests, as in life."""

from __future__ import annotations

from pathlib import Path

import pytest

from yimen.regions.actions import load_divisions
from yimen.regions.models import DayOverride
from yimen.regions.source import from_csv

SAMPLE = Path(__file__).parent / "sample"


@pytest.fixture(scope="session")
def sample_loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_divisions(from_csv(SAMPLE / "divisions.csv"))


@pytest.fixture
def divisions(sample_loaded, django_db_blocker):
    """Transactions commit, as the owner role's loads do; corrections to the calendar are taken away again."""
    with django_db_blocker.unblock():
        yield
        DayOverride.objects.using("owner").all().delete()
