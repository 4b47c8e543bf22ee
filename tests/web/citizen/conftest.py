"""Phone pages on a database that commits: a citizen who signs in, and the offices of the little county."""

import pytest
from django.test import Client

from tests.county import Offices, offices
from tests.regions.conftest import sample_loaded  # noqa: F401
from tests.web.citizen.phone import Phone


@pytest.fixture
def county(sample_loaded, committed) -> Offices:  # noqa: F811
    return offices()


@pytest.fixture
def phone(county) -> Phone:
    """A phone nobody has signed in on."""
    return Phone(Client())


@pytest.fixture
def mine(phone) -> Phone:
    """A citizen's phone, signed in."""
    phone.sign_in()
    return phone
