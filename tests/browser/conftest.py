"""One browser for all, and the site on a little county."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import chromium
from tests.browser.site import served
from tests.county import Offices, offices
from tests.regions.conftest import sample_loaded  # noqa: F401

expect.set_options(timeout=30_000)  # a busy machine is not a fault of the page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def county(sample_loaded, committed, browser) -> Iterator[Offices]:  # noqa: F811
    """The offices, in a database that is emptied afterwards."""
    with served() as address:
        staff = offices()
        staff.address = address  # type: ignore[attr-defined]
        yield staff


@pytest.fixture
def address(county) -> str:
    return county.address  # type: ignore[no-any-return]
