"""Exactly one row for every look and every write; what was refused or failed is recorded after the rollback (promises 30, 32)."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connections
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.county import Offices, a_family, offices

from yimen.audit import trail
from yimen.audit.trail import looked_at, wrote
from yimen.core.errors import YimenError
from yimen.intake.models import Application
from yimen.network.models import Duty, User
from yimen.people.models import Household
from yimen.web.requests import OfficerRequest, citizen_view, officer_view, public_view
from yimen.web.staff.session import SECOND_FACTOR

ADDRESS = "192.0.2.7"


@pytest.fixture
def county(committed) -> Offices:
    return offices()


@pytest.fixture
def family(county) -> Application:
    return a_family()


@pytest.fixture
def asked(county) -> Callable[[str], HttpRequest]:
    """A request of the town clerk."""

    def make(method: str, query: str = "") -> HttpRequest:
        request = RequestFactory().generic(method, f"/desk/x/{query}", REMOTE_ADDR=ADDRESS)
        request.user = User.objects.get(pk=county.town_clerk.user_id)
        request.session = {SECOND_FACTOR: 1.0, "post": county.town_clerk.post_id}  # type: ignore[assignment]
        return request

    return make


def rows() -> list[dict[str, object]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT actor, actor_name, county, action, purpose, subjects, writes, result, detail, host(address) AS address "
            "FROM audit_event ORDER BY id"
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def one_row() -> dict[str, object]:
    found = rows()
    assert len(found) == 1, found
    return found[0]


def view(body: Callable[[OfficerRequest], HttpResponse | None], *duties: str) -> Callable[..., HttpResponse]:
    def shown(request: OfficerRequest) -> HttpResponse:
        return body(request) or HttpResponse("ok")

    return officer_view(*duties, purpose="审核")(shown)


def rename(family: Application) -> None:
    Household.objects.filter(pk=family.household_id).update(address="另一条路")
    wrote(family.household_id)


def address(family: Application) -> str:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT address FROM people_household WHERE id = %s", [family.household_id])
        return str(cursor.fetchone()[0])


def test_a_look_leaves_who_when_where_what_why_whose(asked, county, family):
    view(lambda r: looked_at(family.household_id))(asked("GET"))

    row = one_row()
    assert row["actor"] == f"user:{county.town_clerk.user_id}"
    assert county.town_clerk.name in str(row["actor_name"])
    assert (row["county"], row["address"], row["purpose"]) == ("371311", ADDRESS, "审核")
    assert str(row["action"]).startswith("GET ")
    assert row["subjects"] == [family.household_id]
    assert (row["writes"], row["result"]) == (False, "ok")


def test_looking_at_one_family_many_times_in_a_request_is_one_row_and_one_subject(asked, family):
    def body(request: OfficerRequest) -> None:
        for _ in range(5):
            looked_at(family.household_id)

    view(body)(asked("GET"))
    assert one_row()["subjects"] == [family.household_id]


def test_a_page_that_reads_no_file_leaves_nothing(asked):
    view(lambda r: None)(asked("GET"))
    assert rows() == []


def test_a_write_leaves_one_row_in_its_own_transaction(asked, family):
    view(lambda r: rename(family))(asked("POST"))
    row = one_row()
    assert (row["writes"], row["result"], row["subjects"]) == (True, "ok", [family.household_id])
    assert address(family) == "另一条路"


def test_without_the_row_the_write_does_not_happen(asked, family, monkeypatch):
    def full(event: object) -> None:
        raise DatabaseError("could not extend file")

    before = address(family)
    monkeypatch.setattr(trail, "insert", full)
    with pytest.raises(DatabaseError, match="could not extend"):
        view(lambda r: rename(family))(asked("POST"))
    assert address(family) == before


def test_without_the_row_the_page_is_not_shown(asked, family, monkeypatch):
    def full(event: object) -> None:
        raise DatabaseError("could not extend file")

    monkeypatch.setattr(trail, "insert", full)
    with pytest.raises(DatabaseError):
        view(lambda r: looked_at(family.household_id))(asked("GET"))


class Refusal(YimenError):
    code = "refusal"
    sentence = "不能这样办。"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("error", "result", "detail"),
    [
        pytest.param(Refusal(), "denied", "不能这样办。", id="业务拒绝"),
        pytest.param(PermissionDenied("不是您的案件"), "denied", "不是您的案件", id="没有权限"),
        pytest.param(Http404(), "denied", "没有这一项，或不在您的辖区", id="没有这一项"),
        pytest.param(
            ZeroDivisionError("secret 371311199001010034"), "failed", "ZeroDivisionError", id="意外"
        ),
    ],
)
def test_what_is_refused_or_fails_is_undone_and_recorded_once(asked, family, method, error, result, detail):
    def body(request: OfficerRequest) -> None:
        if method == "POST":
            rename(family)
        looked_at(family.household_id)
        raise error

    before = address(family)
    with pytest.raises(type(error)):
        view(body)(asked(method))

    row = one_row()
    assert (row["result"], row["detail"], row["subjects"]) == (result, detail, [family.household_id])
    assert address(family) == before


def test_another_duty_is_refused_and_recorded(asked):
    with pytest.raises(PermissionDenied):
        view(lambda r: None, Duty.FINANCE)(asked("GET"))
    row = one_row()
    assert (row["result"], row["subjects"]) == ("denied", [])
    assert "职责不符" in str(row["detail"])


def test_a_get_cannot_write(asked, family):
    """Whatever the view does: the transaction is read-only."""
    with pytest.raises(DatabaseError, match="read-only"):
        view(lambda r: rename(family))(asked("GET"))
    assert one_row()["result"] == "failed"


def test_a_public_page_that_looks_at_a_file_is_recorded_too(family):
    @public_view(purpose="公示")
    def page(request: HttpRequest) -> HttpResponse:
        looked_at(family.household_id)
        return HttpResponse("ok")

    page(RequestFactory().get("/notices/", REMOTE_ADDR=ADDRESS))
    assert (one_row()["actor"], one_row()["address"]) == ("public", ADDRESS)


def test_a_stranger_on_a_citizens_page_leaves_nothing_and_is_asked_to_sign_in(committed):
    @citizen_view()
    def page(request: HttpRequest) -> HttpResponse:
        raise AssertionError

    request = RequestFactory().get("/m/x/")
    request.session = {}  # type: ignore[assignment]
    assert page(request).status_code == 302
    assert rows() == []


def test_what_a_request_touched_does_not_stay_for_the_next(asked, family):
    view(lambda r: looked_at(family.household_id))(asked("GET"))
    view(lambda r: None)(asked("GET"))
    assert len(rows()) == 1
