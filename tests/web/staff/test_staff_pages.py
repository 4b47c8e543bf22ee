"""人员与岗位, 个人账号：what the administrators do on the pages, and what they may not."""

import re

import pytest
from django.test import Client

from tests.county import Offices, an_id, offices
from tests.staff import sign_in
from yimen.guard import clock
from yimen.guard.scope import Scope, scope
from yimen.network.models import Duty, Post, StaffKin, User
from yimen.network.officers import Officer, officer_in, posts_on

PASSWORD = "correct horse battery"


@pytest.fixture
def county(db) -> Offices:
    return offices()


def an_administrator(county: Offices, duty: str, username: str) -> Officer:
    with scope(Scope(kind="admin", actor="t")):
        post = Post.objects.create(
            user=User.objects.create(username=username, name=f"{username}某"),
            organisation=county.organisations["bureau"],
            duty=duty,
            since=clock.today(),
            reason="任命",
            granted_by=county.admin,
        )
    return officer_in(post)


@pytest.fixture
def security(county, client) -> Client:
    return sign_in(client, an_administrator(county, Duty.SECURITY_ADMIN, "sec"))


def words(response) -> str:
    return re.sub(r"\s+", "", response.content.decode())


def a_post(county: Offices, **changes: object) -> dict[str, object]:
    form = {
        "organisation": county.organisations["town"].pk,
        "duty": Duty.TOWN_CLERK.value,
        "since": clock.today().isoformat(),
        "until": "",
        "reason": "民发〔2026〕1 号",
    }
    return form | changes


def test_a_new_member_of_staff_gets_an_account_a_post_and_can_be_found(security, county):
    made = security.post("/desk/staff/new/", {"username": "li.xin", "name": "李新"})
    user = User.objects.get(username="li.xin")
    assert made.context["made"].password in made.content.decode()

    given = security.post(f"/desk/staff/{user.pk}/appoint/", a_post(county), follow=True)
    assert "已登记李新任" in words(given)
    assert len(posts_on(user.pk, clock.today())) == 1
    assert "李新" in words(security.get("/desk/staff/", {"q": "李新"}))
    assert "没有找到" in words(security.get("/desk/staff/", {"q": "无此人"}))


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        pytest.param({"username": "clerk", "name": "重名"}, "已经有人使用", id="登录名已用"),
        pytest.param({"username": "CLERK", "name": "重名"}, "已经有人使用", id="只差大小写"),
        pytest.param({"username": "李新", "name": "李新"}, "用3到40个字母", id="登录名用了汉字"),
        pytest.param({"username": "", "name": ""}, "有2处需要改正", id="没有填"),
    ],
)
def test_a_wrong_account_form_says_what_to_put_right(security, county, form, sentence):
    response = security.post("/desk/staff/new/", form)
    assert response.status_code == 422
    assert sentence in words(response)


def test_a_conflicting_post_is_refused_on_the_page_and_nothing_typed_is_lost(security, county):
    clerk = county.county_clerk
    form = a_post(county, organisation=county.organisations["bureau"].pk, duty="finance", reason="某文件")
    response = security.post(f"/desk/staff/{clerk.user_id}/appoint/", form)

    assert response.status_code == 422
    assert "不相容岗位" in words(response)
    assert 'value="某文件"' in response.content.decode()


def test_the_administrators_own_page_offers_nothing(security, county):
    me = User.objects.get(username="sec")
    page = security.get(f"/desk/staff/{me.pk}/")
    assert "这是您自己" in words(page)
    assert "授予岗位" not in words(page)
    response = security.post(f"/desk/staff/{me.pk}/appoint/", a_post(county))
    assert "不能给自己授予岗位" in words(response)
    assert security.post(f"/desk/staff/{me.pk}/reset/").status_code == 422


def test_an_ended_post_is_gone_from_the_next_request_on(security, county):
    clerk = sign_in(Client(), county.town_clerk)
    assert clerk.get("/desk/account/").status_code == 200

    without = security.post(f"/desk/staff/posts/{county.town_clerk.post_id}/end/", {"reason": ""})
    assert without.status_code == 422
    ended = security.post(
        f"/desk/staff/posts/{county.town_clerk.post_id}/end/", {"reason": "调离"}, follow=True
    )

    assert "即刻生效" in words(ended)
    assert "调离" in words(ended)
    assert clerk.get("/desk/account/").status_code == 302
    again = security.post(f"/desk/staff/posts/{county.town_clerk.post_id}/end/", {"reason": "再来"})
    assert "不必再次结束" in words(again)


def test_a_reset_throws_out_who_is_in_and_shows_a_first_password(security, county):
    clerk = sign_in(Client(), county.town_clerk)
    response = security.post(f"/desk/staff/{county.town_clerk.user_id}/reset/")

    assert "只显示这一次" in words(response)
    user = User.objects.get(pk=county.town_clerk.user_id)
    assert user.password_is_first
    assert user.check_password(response.context["made"].password)
    assert clerk.get("/desk/account/").status_code == 302


@pytest.mark.parametrize("duty", [Duty.AUDIT_ADMIN, Duty.SUPERVISOR])
def test_those_who_watch_look_and_do_not_touch(county, client, duty):
    watcher = sign_in(client, an_administrator(county, duty, "watcher"))
    page = watcher.get("/desk/staff/")
    assert page.status_code == 200
    assert "登记人员" not in words(page)
    assert (
        watcher.post(f"/desk/staff/{county.town_clerk.user_id}/appoint/", a_post(county)).status_code == 403
    )
    assert watcher.get("/desk/staff/new/").status_code == 403


def test_the_system_administrator_gives_the_security_administrators_post_only(county, client):
    system = sign_in(client, an_administrator(county, Duty.SYSTEM_ADMIN, "sys"))
    somebody = User.objects.create(username="new", name="新某")
    page = system.get(f"/desk/staff/{somebody.pk}/")
    assert [value for value, _ in page.context["form"].fields["duty"].choices] == ["security_admin"]
    form = a_post(county, organisation=county.organisations["bureau"].pk, duty="security_admin")
    assert system.post(f"/desk/staff/{somebody.pk}/appoint/", form).status_code == 302


def test_rights_nobody_used_for_ninety_days_are_listed(security, county):
    User.objects.filter(pk=county.town_clerk.user_id).update(last_login="2020-01-01T00:00+08:00")
    found = security.get("/desk/staff/", {"unused": "1"}).context["page"].object_list
    assert county.town_clerk.name in [user.name for user in found]
    assert "九十天未用" in words(security.get("/desk/staff/"))


def test_nobody_is_there(security, county):
    assert security.get("/desk/staff/999999/").status_code == 404
    assert security.post("/desk/staff/posts/999999/end/", {"reason": "x"}).status_code == 404


def test_a_changed_password_ends_the_other_sessions(county, client):
    user = User.objects.get(pk=county.town_clerk.user_id)
    user.set_password(PASSWORD)
    user.save()
    here, elsewhere = sign_in(client, county.town_clerk), sign_in(Client(), county.town_clerk)
    form = {"password": "wrong", "new_password": "another fine one", "repeated": "another fine one"}
    assert "现在的密码不正确" in words(here.post("/desk/account/password/", form))

    here.post("/desk/account/password/", form | {"password": PASSWORD})

    assert here.get("/desk/account/").status_code == 200
    assert elsewhere.get("/desk/account/").status_code == 302


def test_near_relatives_are_declared_on_ones_own_account(county, client):
    clerk = sign_in(client, county.town_clerk)
    wrong = clerk.post("/desk/account/kin/", {"relation": "子女", "id_number": "123"})
    assert wrong.status_code == 422

    clerk.post("/desk/account/kin/", {"relation": "子女", "id_number": an_id()})

    assert "子女" in words(clerk.get("/desk/account/"))
    with scope(county.town_clerk.scope):
        assert StaffKin.objects.get().user_id == county.town_clerk.user_id


def test_administrators_declare_nothing_there(security):
    assert "近亲属申报" not in words(security.get("/desk/account/"))
