"""One small county for the tests of this room; making it takes a fraction of a second."""

from __future__ import annotations

import pytest
from tests.demo.villages import VILLAGES

from yimen.demo.county import County, make_county


@pytest.fixture(scope="session")
def county() -> County:
    return make_county(1500, seed=7, place="371311", villages=VILLAGES)
