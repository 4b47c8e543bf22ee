"""Every address × everybody who should not: no way in, and nothing of another area on the page (promise 22).

A family of LUOZHUANG with a row in every table; all who ask are from elsewhere or of another duty. Every text of that
family begins with 甲, so a page that shows one has leaked, whichever page it is.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.addresses import addresses
from tests.database import empty_everything
from tests.rows import CANARY, LUOZHUANG, Rows, model_of
from tests.staff import sign_in
from yimen.core.ids import uuid7
from yimen.guard import clock
from yimen.guard.policies import ReferenceTable, declared
from yimen.guard.scope import Scope, scope
from yimen.network.models import Duty, Organisation, Post, User
from yimen.network.officers import Officer, officer_in
from yimen.people.accounts import CITIZEN_SESSION, open_account

ADDRESSES = list(addresses())
STAFF = [(path, view) for path, view in ADDRESSES if view.audience == "staff"]
CITIZENS = [(path, view) for path, view in ADDRESSES if view.audience == "citizen"]
DUMMY = {
    "uuid": "00000000-0000-0000-0000-000000000000",
    "int": "1",
    "slug": "accept",
    "str": "x",
    "path": "x",
}
HOLE = re.compile(r"<(?:(\w+):)?(\w+)>")
LEAK = re.compile(f"[{CANARY}密]\\d+")


def filled_in(path: str, values: list[object] | None = None) -> str:
    """The address with something in every hole: the next of the values for ids, else a dummy."""
    left = list(values or [])
    return HOLE.sub(
        lambda hole: str(left.pop(0)) if left and hole[1] == "uuid" else DUMMY[hole[1] or "str"], path
    )


def ids(entries: list[tuple[str, Any]]) -> list[str]:
    return [path for path, _ in entries]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "view"), STAFF, ids=ids(STAFF))
def test_a_desk_page_sends_a_stranger_to_sign_in(client, path, view):
    for method in ("get", "post"):
        response = getattr(client, method)(filled_in(path))
        if response.status_code != 405:
            assert response.status_code == 302
            assert response["Location"].startswith("/desk/sign-in/")


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "view"), CITIZENS, ids=ids(CITIZENS))
def test_a_citizens_page_asks_a_stranger_for_their_phone(client, path, view):
    for method in ("get", "post"):
        response = getattr(client, method)(filled_in(path))
        if response.status_code != 405:
            assert response.status_code == 302
            assert response["Location"].startswith("/m/sign-in/")


KINDS = {
    Duty.VILLAGE_ASSISTANT: ("village", "371302001001"),
    Duty.TOWN_CLERK: ("town", "371302001"),
    Duty.TOWN_LEADER: ("town", "371302001"),
    Duty.CENTRE_CLERK: ("centre", "371302"),
    Duty.SUPERVISOR: ("supervision", "371302"),
}
"""Where those from elsewhere sit: another county. Duties not listed sit in its bureau."""


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker) -> Iterator[Rows]:
    with django_db_blocker.unblock():
        rows = Rows(LUOZHUANG)
        for table, rule in declared():
            if not isinstance(rule, ReferenceTable):
                rows.of(model_of(table))
        yield rows
        empty_everything()


@pytest.fixture(scope="module")
def strangers(filled: Rows) -> dict[str, Officer]:
    """One officer of each duty in the other county, and a clerk of the next town of the same one."""
    with scope(Scope(kind="admin", actor="t")):
        granter = User.objects.create(username="granter", name="授权人")
        made = {duty: an_officer(duty, *KINDS.get(duty, ("bureau", "371302")), granter) for duty in Duty}
        return made | {
            "next town": an_officer(Duty.TOWN_CLERK, "town", "371311002", granter),
            "next village": an_officer(Duty.VILLAGE_ASSISTANT, "village", "371311001002", granter),
        }


def an_officer(duty: str, kind: str, area: str, granter: User) -> Officer:
    office, _ = Organisation.objects.get_or_create(
        code=f"{kind}{area}", defaults={"name": f"{area}某机构", "kind": kind, "area": area}
    )
    user = User.objects.create(username=f"{duty}.{area}", name=f"{duty}.{area}")
    post = Post.objects.create(
        user=user, organisation=office, duty=duty, since="2026-01-01", reason="任命", granted_by=granter
    )
    return officer_in(Post.objects.select_related("organisation", "user").get(pk=post.pk))


@pytest.mark.parametrize(("path", "view"), STAFF, ids=ids(STAFF))
def test_a_desk_page_is_closed_to_other_duties(strangers, path, view):
    for duty in set(Duty) - set(view.duties or Duty):
        client = sign_in(Client(), strangers[duty])
        for method in ("get", "post"):
            response = getattr(client, method)(filled_in(path))
            assert response.status_code in (403, 405), (duty, method)


def everything_of(rows: Rows) -> list[UUID]:
    return [row.pk for row in rows.made.values() if isinstance(row.pk, UUID)]


def leaked(response: HttpResponse) -> list[str]:
    return LEAK.findall(response.content.decode(errors="replace"))


@pytest.mark.parametrize(("path", "view"), STAFF, ids=ids(STAFF))
def test_a_desk_page_shows_nothing_of_another_area_whatever_id_is_asked_for(filled, strangers, path, view):
    """Also to those of the right duty: each id of the family in the address, of a file, a letter, a case, anything."""
    askers = [who for who, officer in strangers.items() if officer.duty in (view.duties or Duty)]
    nearest = [
        who for who in askers if who.startswith("next")
    ] or askers  # of the same county, where there is one
    holes = [hole for hole in HOLE.findall(path) if hole[0] == "uuid"]
    tried = [[pk] * len(holes) for pk in everything_of(filled)] if holes else [[]]
    case = filled.made[model_of("cases_case")].pk
    tried += [[case, *values[1:]] for values in tried if len(holes) > 1]
    for who in nearest[:1] if holes else askers:
        client = sign_in(Client(), strangers[who])
        for values in tried:
            response = client.get(filled_in(path, values))
            assert leaked(response) == [], (who, path, values)
            if holes:
                assert response.status_code in (302, 403, 404, 405, 409, 422), (who, values)


@pytest.fixture(scope="module")
def other_citizen(filled: Rows) -> UUID:
    return open_account("13900000000", clock.now())


@pytest.mark.parametrize(("path", "view"), CITIZENS, ids=ids(CITIZENS))
def test_a_citizens_page_shows_nothing_of_another_family(filled, other_citizen, path, view):
    client = Client()
    session = client.session
    session[CITIZEN_SESSION] = str(other_citizen)
    session.save()
    holes = HOLE.findall(path)
    for pk in [*everything_of(filled), uuid4(), uuid7()] if holes else [None]:
        response = client.get(filled_in(path, [pk] * len(holes) if pk else []))
        assert leaked(response) == [], (path, pk)


SIMULATED = (
    "/m/_outbox/"  # a synthetic installation shows the messages it does not send; any other has no such page
)
PUBLIC = [
    (path, view)
    for path, view in ADDRESSES
    if view.audience == "public" and "_styles" not in path and path != SIMULATED
]


@pytest.mark.parametrize(("path", "view"), PUBLIC, ids=ids(PUBLIC))
def test_a_public_page_shows_nothing_of_the_family(filled, path, view):
    """Its notice was taken down; what may be read of a standing one is the publicity suite's."""
    for pk in everything_of(filled) if HOLE.search(path) else [None]:
        response = Client().get(filled_in(path, [pk] if pk else []))
        assert leaked(response) == [], (path, pk)


def test_a_page_that_leaks_is_caught(filled, strangers, monkeypatch):
    """The mutant: the edge takes an officer of the other county for one of this."""
    here = replace(strangers[Duty.COUNTY_CLERK], area=LUOZHUANG.county, counties=(LUOZHUANG.county,))
    monkeypatch.setattr("yimen.web.requests.acting_officer", lambda request: here)
    cases = next(entry for entry in STAFF if entry[0] == "/desk/cases/")
    with pytest.raises(AssertionError):
        test_a_desk_page_shows_nothing_of_another_area_whatever_id_is_asked_for(filled, strangers, *cases)
