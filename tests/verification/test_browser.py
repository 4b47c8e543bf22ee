"""The check in a real browser: answers arrive while the page is open; seen by axe, at three widths."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests import staff
from tests.browser.axe import axe_violations
from tests.browser.chromium import chromium
from tests.browser.site import keep, opened, served
from tests.county import Kinsman, Offices, a_family, at, offices
from tests.verification.checks import PURPOSE, checker, number_of
from tests.verification.drops import Drops
from yimen.guard import clock
from yimen.guard.scope import scope
from yimen.network.officers import Officer
from yimen.verification import actions
from yimen.verification.models import CheckReport, CheckRequest

pytestmark = pytest.mark.browser

NOW = at(0, 10)
WIDTHS = {"desk": 1440, "tablet": 768, "phone": 390}


@pytest.fixture
def office(address, committed, monkeypatch) -> Offices:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return offices()


@pytest.fixture
def asked(office, drops: Drops) -> CheckRequest:
    """Three people about whom two sources are asked; one of them never answers."""
    drops.silent()
    family = a_family(
        Kinsman("张秀兰"), Kinsman("李建国", relation="spouse", birth="19820202"),
        Kinsman("李小雨", relation="child", birth="20140305"), deposits=0,
    )  # fmt: skip
    drops.deposits(
        ("张秀兰", number_of(family, "张秀兰"), "68400.00"),
        ("李建国", number_of(family, "李建国"), "1200.50"),
    )
    with scope(office.town_clerk.scope):
        return actions.ask_check(
            family.household_id, family.pk, officer=office.town_clerk, purpose=PURPOSE, now=NOW
        )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def address(browser: Browser) -> Iterator[str]:
    """Comes before the database's fixture, so that the site stops after the database has been emptied."""
    with served() as where:
        yield where


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address, WIDTHS["desk"]) as page:
        yield page


def sign_in(page: Page, address: str, officer: Officer) -> None:
    session = staff.sign_in(Client(), officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def look(page: Page, name: str) -> None:
    """Every width: nothing runs over the edge, and axe has nothing to say. The picture is kept."""
    for device, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{name} is {over} px too wide at {width}"
        keep(page, "verification", f"{name}-{device}")
        assert axe_violations(page) == []


def test_the_answers_come_while_the_page_is_open_and_end_in_a_report(page, address, office, asked):
    sign_in(page, address, office.town_clerk)
    page.goto(f"{address}/desk/checks/{asked.pk}/")
    expect(page.get_by_text("查询中").first).to_be_visible()
    look(page, "check-waiting")

    checker(NOW).run(asked.pk)

    expect(page.get_by_role("link", name="查看报告")).to_be_visible(timeout=5000)
    look(page, "check-answered")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="查看报告").click()
    expect(page.get_by_role("heading", name="核对报告 张秀兰")).to_be_visible()
    look(page, "report")


def test_the_centre_works_through_its_queue_and_asks_the_silent_source_again(page, address, office, asked):
    sign_in(page, address, office.centre)
    page.goto(f"{address}/desk/checks/")
    look(page, "queue")
    report = checker(NOW).run(asked.pk)
    assert isinstance(report, CheckReport)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/desk/checks/?state=reported")
    page.get_by_role("link", name="查看报告").click()
    page.get_by_role("link", name="查看报告").click()

    page.get_by_role("button", name="发起复核").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写再次核对的理由")
    look(page, "again-refused")
    page.get_by_label("理由", exact=True).fill("证券登记机构已经接通")
    expect(page.get_by_label("证券登记机构")).to_be_checked()
    page.get_by_role("button", name="发起复核").click()

    expect(page.get_by_text("证券登记机构已经接通")).to_be_visible()
    look(page, "recheck")
