"""Every address states who may; login is the default (promise 22)."""

import pytest

from tests.addresses import addresses
from yimen.network.models import Duty

AUDIENCES = {"staff", "citizen", "public"}
ADDRESSES = list(addresses())


def test_there_are_addresses():
    assert len(ADDRESSES) > 5


@pytest.mark.parametrize(("path", "view"), ADDRESSES, ids=[path for path, _ in ADDRESSES])
def test_an_address_states_its_audience(path, view):
    assert getattr(view, "audience", None) in AUDIENCES, (
        f"{path} 没有声明谁可以访问，请用 web/requests.py 的装饰器"
    )


@pytest.mark.parametrize(("path", "view"), ADDRESSES, ids=[path for path, _ in ADDRESSES])
def test_the_duties_of_an_address_are_duties(path, view):
    assert set(getattr(view, "duties", ())) <= set(Duty)


@pytest.mark.parametrize(("path", "view"), ADDRESSES, ids=[path for path, _ in ADDRESSES])
def test_an_address_lies_on_the_surface_of_its_audience(path, view):
    """The desk is for staff, /m/ for citizens; only signing in and what is public stands open there."""
    if path.startswith(("/desk/", "/dept/", "/v/", "/cockpit/")):
        assert view.audience == "staff" or path.startswith(
            ("/desk/sign-in/", "/desk/sign-out/", "/desk/_styles/")
        )
    if view.audience == "citizen":
        assert path.startswith("/m/")
