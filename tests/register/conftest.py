"""The offices of the little county."""

import pytest

from tests.county import Offices, offices


@pytest.fixture
def office(db: None) -> Offices:
    return offices()
