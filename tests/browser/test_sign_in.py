"""The first day of a clerk, in a real browser: account, post, new password, the app, recovery codes, the desk."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.browser.axe import axe_violations
from tests.browser.site import keep, opened
from yimen.guard import clock
from yimen.guard.scope import Scope, scope
from yimen.network import second_factor
from yimen.network.models import Duty, Post, User

pytestmark = pytest.mark.browser

WIDTHS = (1440, 768, 390)
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
PASSWORD = "correct horse battery"


def the_code(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def well(page: Page, name: str) -> None:
    """At every width nothing runs over the edge and axe has nothing to say; a picture is kept."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
        keep(page, "sign-in", f"{name}-{width}")
    assert axe_violations(page) == []


@pytest.fixture
def administrator(county) -> str:
    """A security administrator whose app is set up."""
    with scope(Scope(kind="admin", actor="t")):
        user = User.objects.create_user("security2", "安全某", PASSWORD)
        Post.objects.create(
            user=user,
            organisation=county.organisations["bureau"],
            duty=Duty.SECURITY_ADMIN,
            since=clock.today(),
            reason="任命",
            granted_by=county.admin,
        )
    assert second_factor.enrol(user, SECRET, the_code(SECRET, -1))
    return user.username


def type_in(page: Page, username: str, password: str) -> None:
    page.get_by_label("登录名", exact=True).fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="下一步").click()


def test_the_first_day_of_a_clerk(browser, address, county, administrator):
    with opened(browser, address, 1440) as page:
        page.goto("/desk/staff/")
        expect(page.get_by_role("heading", name="工作人员登录")).to_be_visible()
        well(page, "1-password")
        type_in(page, administrator, "not the password")
        expect(page.get_by_role("alert")).to_contain_text("登录名或密码不正确")
        type_in(page, administrator, PASSWORD)
        well(page, "2-code")
        page.get_by_label("动态码").fill(the_code(SECRET))
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", name="人员与岗位")).to_be_visible()
        well(page, "3-staff")

        page.get_by_role("link", name="登记人员").click()
        page.get_by_label("登录名").fill("li.xin")
        page.get_by_label("姓名").fill("李新")
        well(page, "4-new")
        page.get_by_role("button", name="登记").click()
        first = page.locator("dl code").inner_text()
        well(page, "5-first-password")
        page.get_by_role("link", name="授予岗位").click()
        page.get_by_label("机构").select_option(label=county.organisations["town"].name)
        page.get_by_label("职责").select_option(label="乡镇经办人")
        page.get_by_label("任职依据").fill("某发〔2026〕1 号")
        page.get_by_role("button", name="授予").click()
        expect(page.get_by_text("已登记 李新")).to_be_visible()
        well(page, "6-person")

    with opened(browser, address, 1440) as page:
        page.goto("/desk/sign-in/")
        type_in(page, "li.xin", first)
        expect(page.get_by_role("heading", name="修改初始密码")).to_be_visible()
        well(page, "7-new-password")
        page.get_by_label("新密码").fill(PASSWORD)
        page.get_by_label("再输一次").fill(PASSWORD)
        page.get_by_role("button", name="保存并继续").click()
        expect(page.get_by_alt_text("绑定动态码的二维码")).to_be_visible()
        well(page, "8-enrol")
        secret = re.sub(r"\s", "", page.locator("code").inner_text())
        page.get_by_label("动态码").fill(the_code(secret))
        page.get_by_role("button", name="绑定").click()
        expect(page.get_by_role("heading", name="抄下恢复码")).to_be_visible()
        well(page, "9-recovery-codes")
        page.get_by_role("button", name="已抄好").click()
        page.goto("/desk/account/")
        expect(page.get_by_role("heading", name="个人账号")).to_be_visible()
        well(page, "10-account")
