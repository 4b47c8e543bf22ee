"""The sample divisions and a citizen with an account."""

import pytest
from tests.intake.filling import NOW, PHONE
from tests.regions.conftest import sample_loaded  # noqa: F401

from yimen.people.accounts import Citizen, citizen_for, open_account


@pytest.fixture
def citizen(sample_loaded, db) -> Citizen:  # noqa: F811
    found = citizen_for(str(open_account(PHONE, NOW)))
    assert found is not None
    return found
