"""Signing in: two factors, one sentence for every wrong guess, a lock after five, a session that ends with the post."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from tests.county import Offices, offices
from tests.staff import sign_in
from yimen.audit import trail
from yimen.audit.models import Event
from yimen.guard import clock
from yimen.guard.scope import Scope, scope
from yimen.network import actions, second_factor
from yimen.network.models import Duty, Post, User
from yimen.network.officers import officer_for, officer_in

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
PASSWORD = "correct horse battery"
START = "/desk/sign-in/"
ADMIN = Scope(kind="admin", actor="t")


@pytest.fixture
def county(db) -> Offices:
    return offices()


@pytest.fixture
def clerk(county) -> User:
    """A clerk with a password and the app set up, the last code used an hour ago."""
    user = User.objects.get(pk=county.town_clerk.user_id)
    user.set_password(PASSWORD)
    user.save()
    with pytest.MonkeyPatch.context() as past:
        hour_ago = timezone.now().timestamp() - 3600
        past.setattr("yimen.network.second_factor.time.time", lambda: hour_ago)
        assert second_factor.enrol(user, SECRET, format_hotp_value(hotp_value(SECRET, int(hour_ago) // 30)))
    return user


def type_password(client: Client, username: str = "clerk", password: str = PASSWORD, query: str = ""):
    return client.post(START + query, {"username": username, "password": password})


def type_code(client: Client, code: str | None = None, page: str = "code/"):
    return client.post(START + page, {"code": code or code_now()})


def code_now() -> str:
    return second_factor.code_of_the_moment(User.objects.get(username="clerk").pk)


def is_in(client: Client) -> bool:
    return client.get("/desk/account/").status_code == 200


def words(response) -> str:
    return re.sub(r"\s+", "", response.content.decode())


def test_name_password_and_code_open_the_desk(clerk, client):
    step = type_password(client)
    assert step["Location"] == f"{START}code/"
    assert not is_in(client)

    done = type_code(client)
    assert done["Location"] == "/desk/"
    assert is_in(client)


def test_a_password_alone_opens_nothing(clerk, client):
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/desk/account/")
    assert response["Location"] == "/desk/sign-in/?next=/desk/account/"


def test_after_signing_in_one_is_where_one_wanted_to_go(clerk, client):
    type_password(client, query="?next=/desk/account/%3Fa%3D1")
    assert type_code(client)["Location"] == "/desk/account/?a=1"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "evil"]
)
def test_no_address_leads_elsewhere_after_signing_in(clerk, client, wanted):
    client.get(START, {"next": wanted})
    client.post(f"{START}?next={wanted}", {"username": "clerk", "password": PASSWORD})
    assert type_code(client)["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("username", "password"),
    [
        pytest.param("clerk", "wrong password", id="密码不对"),
        pytest.param("nobody", PASSWORD, id="没有这个登录名"),
        pytest.param("gone", PASSWORD, id="账号已停用"),
    ],
)
def test_every_wrong_guess_reads_the_same(clerk, client, settings, username, password):
    settings.SYNTHETIC = False
    gone = User.objects.create_user("gone", "已离职", PASSWORD)
    gone.is_active = False
    gone.save()

    response = type_password(client, username, password)

    assert response.status_code == 422
    assert "登录名或密码不正确" in words(response)
    text = words(response).replace(username, "")
    other = words(type_password(Client(), "somebody", "else")).replace("somebody", "")
    assert re.sub(r'csrfmiddlewaretoken"value="\w+"|X-CSRFToken":"\w+"', "", text) == re.sub(
        r'csrfmiddlewaretoken"value="\w+"|X-CSRFToken":"\w+"', "", other
    )


def test_an_empty_form_says_what_is_missing(clerk, client):
    response = type_password(client, "", "")
    assert response.status_code == 422
    assert "有2处需要改正" in words(response)


@pytest.mark.parametrize(
    "username", [pytest.param("clerk", id="有这个人"), pytest.param("nobody", id="没有这个人")]
)
def test_after_five_wrong_passwords_the_name_is_locked_even_for_the_right_one(clerk, client, username):
    for _ in range(4):
        assert type_password(client, username, "wrong").status_code == 422
    fifth = type_password(client, username, "wrong")
    assert fifth.status_code == 429
    assert "已锁定15分钟" in words(fifth)

    assert type_password(Client(), username, PASSWORD).status_code == 429


def test_wrong_codes_count_too_and_lock_the_code_page(clerk, client):
    type_password(client)
    wrong = "000000" if code_now() != "000000" else "000001"
    for _ in range(4):
        response = type_code(client, wrong)
        assert response.status_code == 422
        assert "动态码不正确" in words(response)
    assert type_code(client, wrong).status_code == 429

    type_password(client)
    assert type_code(client).status_code in (302, 429)
    assert not is_in(client)


def test_a_locked_name_is_not_let_in_by_a_right_code(clerk, client):
    """Somebody who knows the password guesses codes from a second window."""
    type_password(client)
    for _ in range(5):
        type_password(Client(), "clerk", "wrong")
    assert type_code(client).status_code == 429
    assert not is_in(client)


def test_a_code_used_once_does_not_open_a_second_session(clerk, client):
    code = code_now()
    type_password(client)
    type_code(client, code)
    other = Client()
    type_password(other)
    assert type_code(other, code).status_code == 422


def test_a_recovery_code_opens_once(clerk, client):
    code = second_factor.recovery_codes(clerk)[0]
    for opens in (True, False):
        fresh = Client()
        type_password(fresh)
        type_code(fresh, code)
        assert is_in(fresh) is opens


def test_ten_minutes_after_the_password_one_starts_again(clerk, client, monkeypatch):
    type_password(client)
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr("yimen.web.staff.sign_in.clock.now", lambda: later)

    response = client.get(f"{START}code/", follow=True)

    assert "没有在十分钟内完成" in words(response)


def test_without_a_password_no_step_opens(county, client):
    for page in ("new-password/", "enrol/", "recovery-codes/", "code/", "post/", "again/"):
        assert client.get(START + page)["Location"] == START
        assert client.post(START + page, {"code": "000000"})["Location"] == START


def test_a_half_finished_sign_in_dies_with_a_changed_password(clerk, client):
    type_password(client)
    clerk.set_password("another one entirely")
    clerk.save()
    assert client.get(f"{START}code/")["Location"] == START


def first_day(county: Offices) -> tuple[User, str]:
    with scope(ADMIN):
        security = Post.objects.create(
            user=county.admin,
            organisation=county.organisations["bureau"],
            duty=Duty.SECURITY_ADMIN,
            since=clock.today(),
            reason="任命",
            granted_by_id=county.finance.user_id,
        )
        made = actions.open_account("new.clerk", "李新", by=officer_in(security))
        Post.objects.create(
            user=made.user,
            organisation=county.organisations["town"],
            duty=Duty.TOWN_CLERK,
            since=clock.today(),
            reason="任命",
            granted_by=county.admin,
        )
    return made.user, made.password


def test_the_first_day_new_password_app_recovery_codes_desk(county, client):
    user, password = first_day(county)

    assert type_password(client, "new.clerk", password)["Location"] == f"{START}new-password/"
    for early in ("code/", "enrol/", "recovery-codes/"):
        assert client.get(START + early)["Location"] == f"{START}new-password/"
    short = client.post(f"{START}new-password/", {"new_password": "short", "repeated": "shirt"})
    assert short.status_code == 422
    assert "至少10个字符" in words(short)
    same = client.post(f"{START}new-password/", {"new_password": password, "repeated": password})
    assert "不能与现在的密码相同" in words(same)
    changed = client.post(f"{START}new-password/", {"new_password": PASSWORD, "repeated": PASSWORD})
    assert changed["Location"] == f"{START}enrol/"

    page = client.get(f"{START}enrol/")
    secret = page.context["secret"].replace(" ", "")
    assert page.context["qr"].startswith("data:image/svg")
    assert client.get(f"{START}enrol/").context["secret"].replace(" ", "") == secret
    assert client.post(f"{START}enrol/", {"code": "123"}).status_code == 422
    now = format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
    assert client.post(f"{START}enrol/", {"code": now})["Location"] == f"{START}recovery-codes/"
    assert not is_in(client)

    shown = client.get(f"{START}recovery-codes/")
    assert len(shown.context["codes"]) == 10
    assert client.post(f"{START}recovery-codes/")["Location"] == "/desk/"
    assert is_in(client)
    user.refresh_from_db()
    assert not user.password_is_first
    assert client.get(f"{START}recovery-codes/")["Location"] == START


def test_the_secret_is_not_in_the_page_after_it_was_kept(county, client):
    _, password = first_day(county)
    type_password(client, "new.clerk", password)
    client.post(f"{START}new-password/", {"new_password": PASSWORD, "repeated": PASSWORD})
    secret = client.get(f"{START}enrol/").context["secret"].replace(" ", "")
    now = format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
    client.post(f"{START}enrol/", {"code": now})
    assert secret not in str(dict(client.session))


def test_who_holds_several_posts_chooses_and_may_change(clerk, county, client):
    with scope(ADMIN):
        second = Post.objects.create(
            user=clerk,
            organisation=county.organisations["other"],
            duty=Duty.TOWN_CLERK,
            since=clock.today(),
            reason="兼任",
            granted_by=county.admin,
        )
    type_password(client)
    assert type_code(client)["Location"] == f"{START}post/"
    assert second.organisation.name in words(client.get(f"{START}post/"))
    assert client.post(f"{START}post/", {"post": county.town_leader.post_id}).status_code == 422
    assert client.post(f"{START}post/", {"post": second.pk})["Location"] == "/desk/"
    assert second.organisation.name in words(client.get("/desk/account/"))
    assert client.session["post"] == second.pk


def test_who_holds_no_post_is_told_and_not_let_in(clerk, county, client):
    end_all(clerk, county)
    type_password(client)
    type_code(client)
    assert "没有任职" in words(client.get(START))
    assert not is_in(client)


def end_all(user: User, county: Offices) -> None:
    with scope(ADMIN):
        for post in Post.objects.filter(user=user):
            post.until = max(post.since, clock.today())
            post.ended_at, post.ended_by, post.end_reason = clock.now(), county.admin, "调离"
            post.save()


def test_a_session_ends_when_the_post_ends(clerk, county, client):
    type_password(client)
    type_code(client)
    assert is_in(client)
    end_all(clerk, county)

    response = client.get("/desk/account/", follow=True)

    assert "没有任职" in words(response)
    assert "_auth_user_id" not in client.session


def test_a_session_in_a_post_that_ended_does_not_go_on_in_another(clerk, county, client):
    with scope(ADMIN):
        Post.objects.create(
            user=clerk,
            organisation=county.organisations["other"],
            duty=Duty.TOWN_CLERK,
            since=clock.today(),
            reason="兼任",
            granted_by=county.admin,
        )
    sign_in(client, county.town_clerk)
    assert is_in(client)
    with scope(ADMIN):
        Post.objects.filter(pk=county.town_clerk.post_id).update(
            until=clock.today(), ended_at=clock.now(), ended_by=county.admin, end_reason="调离"
        )
    assert "岗位已变动" in words(client.get("/desk/account/", follow=True))


def test_a_closed_account_is_out_at_once(clerk, county, client):
    sign_in(client, county.town_clerk)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get("/desk/account/").status_code == 302


def test_signing_out_says_so_and_leaves_nothing(clerk, county, client):
    sign_in(client, county.town_clerk)
    assert client.get("/desk/sign-out/").status_code == 405
    response = client.post("/desk/sign-out/", follow=True)
    assert "您已退出" in words(response)
    assert not is_in(client)


def test_a_piece_of_a_page_sends_the_whole_page_to_sign_in(county, client):
    response = client.get(
        "/desk/account/", headers={"hx-request": "true", "hx-current-url": "http://testserver/desk/cases/"}
    )
    assert response["HX-Redirect"] == "/desk/sign-in/?next=%2Fdesk%2Fcases%2F"


def test_a_form_sent_after_the_session_comes_back_to_its_page(county, client):
    response = client.post("/desk/account/password/", headers={"referer": "http://testserver/desk/account/"})
    assert response["Location"] == "/desk/sign-in/?next=/desk/account/"


def test_a_synthetic_installation_shows_who_can_sign_in_and_their_codes(clerk, client):
    page = client.get(START)
    assert "模拟" in words(page)
    login = next(each for each in page.context["logins"] if each.username == "clerk")
    type_password(client)
    assert type_code(client, login.code).status_code == 302


def test_a_real_installation_shows_nobody(clerk, client, settings):
    settings.SYNTHETIC = False
    page = client.get(START)
    assert page.context["logins"] == []
    assert "clerk" not in words(page)


def test_what_is_weighty_asks_for_a_code_again(clerk, county, client, monkeypatch):
    sign_in(client, county.town_clerk)
    fresh = client.get("/desk/account/recovery-codes/")
    assert fresh.status_code == 200

    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr("yimen.guard.clock.now", lambda: later)
    asked = client.get("/desk/account/recovery-codes/")
    assert asked["Location"] == "/desk/sign-in/again/?next=%2Fdesk%2Faccount%2Frecovery-codes%2F"
    assert type_code(client, "000000", "again/").status_code == 422
    back = client.post(f"{asked['Location']}", {"code": code_now()})
    assert back["Location"] == "/desk/account/recovery-codes/"
    made = client.post("/desk/account/recovery-codes/")
    assert len(made.context["codes"]) == 10


@pytest.fixture
def recorded(monkeypatch) -> list[Event]:
    """The rows of the audit as they are written; the app role cannot read them."""
    rows: list[Event] = []
    monkeypatch.setattr(trail, "insert", lambda event: rows.append(event))
    return rows


def test_every_attempt_leaves_a_row_without_what_was_typed(clerk, client, recorded):
    type_password(client, "clerk", "secretly-wrong")
    type_password(client, "clerk's password typed here", "x")
    type_password(client)
    type_code(client)
    assert [(row.result, row.detail) for row in recorded] == [
        ("denied", "登录名或密码不正确"),
        ("denied", "登录名或密码不正确"),
        ("ok", "登录"),
    ]
    told = " ".join(f"{row.actor} {row.actor_name} {row.action} {row.detail}" for row in recorded)
    assert "secretly" not in told
    assert "typed here" not in told


def test_pages_of_signing_in_are_kept_by_no_cache(clerk, client):
    assert "no-store" in client.get(START)["Cache-Control"]
    type_password(client)
    assert "no-store" in client.get(f"{START}code/")["Cache-Control"]
    assert officer_for(clerk, clock.today())
