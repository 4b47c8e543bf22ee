"""Every address states who may; login is the default (promise 22)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from yimen.network.models import Duty

AUDIENCES = {"staff", "citizen", "public"}
OPEN_TO_ALL_STAFF = {
    # pages that any post may open: no family's data on them
}


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, Any]]:
    """Every address of the site with its view, includes followed."""
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern).lstrip("^/")
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        elif isinstance(entry, URLPattern):
            yield path, entry.callback


ADDRESSES = list(addresses(get_resolver()))


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
        assert view.audience == "staff" or path.startswith(("/desk/sign-in/", "/desk/sign-out/", "/desk/_styles/"))
    if view.audience == "citizen":
        assert path.startswith("/m/")
