"""The style reference in a real browser: seen by axe, with the keyboard, at three widths, talking to nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page

from tests.browser.axe import axe_violations
from tests.browser.chromium import chromium

pytestmark = pytest.mark.browser

DESK = ["/desk/_styles/", "/desk/_styles/file/", "/_styles/", "/desk/_styles/403/"]
PHONE = ["/m/_styles/", "/m/_styles/form/", "/m/_styles/progress/", "/m/_styles/403/"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The site, served from this process; its reference pages read no database."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@contextmanager
def a_page(browser: Browser, address: str, width: int = 1280, *, large: bool = False) -> Iterator[Page]:
    """A page that fails the test when anything leaves the origin or the policy refuses something."""
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN")
    if large:
        context.add_cookies([{"name": "yimen_type", "value": "large", "url": address}])
    page = context.new_page()
    wrong: list[str] = []
    page.on(
        "console",
        lambda line: wrong.append(line.text) if line.type == "error" and "tatus" not in line.text else None,
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda asked: wrong.append(asked.url) if not asked.url.startswith((address, "data:")) else None,
    )
    yield page
    context.close()
    assert wrong == []


@pytest.mark.parametrize("width", [1440, 768, 390])
@pytest.mark.parametrize("path", DESK)
def test_a_desk_page_is_well_at_every_width(browser, address, path, width):
    with a_page(browser, address, width) as page:
        page.goto(address + path)

        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("large", [False, True], ids=["标准字", "大字版"])
@pytest.mark.parametrize("path", PHONE)
def test_a_phone_page_is_well_in_both_sizes(browser, address, path, large):
    with a_page(browser, address, 390, large=large) as page:
        page.goto(address + path)

        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_large_type_enlarges_every_letter_of_the_phone(browser, address):
    sizes = """() => Object.fromEntries([...document.querySelectorAll('main *:not([type=checkbox], [type=radio], [type=hidden], option)')].map((e, i) =>
        [i, parseFloat(getComputedStyle(e).fontSize)]))"""
    with a_page(browser, address, 390) as page:
        page.goto(f"{address}/m/_styles/form/")
        before = page.evaluate(sizes)
        page.click("[data-type-size]")
        page.wait_for_selector("html.ym-large")
        after = page.evaluate(sizes)

    assert before.keys() == after.keys()
    assert all(after[each] >= before[each] * 1.3 for each in before if before[each])


def test_the_slash_goes_to_the_search_and_the_first_tab_to_the_skip_link(browser, address):
    with a_page(browser, address) as page:
        page.goto(f"{address}/desk/_styles/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "跳到正文"
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "site-search"
        page.keyboard.type("a/b")
        assert page.input_value("#site-search") == "a/b"


def test_the_focus_goes_to_the_errors_and_a_jump_to_the_field(browser, address):
    with a_page(browser, address, 390) as page:
        page.goto(f"{address}/m/_styles/form/")
        assert page.evaluate("document.activeElement.className") == "ym-errors"
        page.click(".ym-errors a >> nth=0")
        assert page.evaluate("document.activeElement.id") == "id_number"


def test_the_jumps_of_a_long_page_follow_the_reading_and_the_bar_stays(browser, address):
    with a_page(browser, address) as page:
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{address}/desk/_styles/file/")
        page.click(".ym-anchors a[href='#s-log']")
        page.wait_for_selector(".ym-anchors a[href='#s-log'][aria-current]")
        assert page.evaluate("document.querySelector('.ym-top').getBoundingClientRect().top") == 0


def test_a_question_opens_over_the_page_and_escape_closes_it(browser, address):
    with a_page(browser, address) as page:
        page.goto(f"{address}/desk/_styles/file/")
        page.click("[data-open='return-dialog']")
        assert page.is_visible("#return-dialog")
        assert axe_violations(page) == []
        page.keyboard.press("Escape")
        assert page.is_hidden("#return-dialog")


def test_the_menu_is_a_drawer_on_narrow_screens(browser, address):
    with a_page(browser, address, 768) as page:
        page.goto(f"{address}/desk/_styles/")
        assert page.is_hidden("#menu")
        page.click(".ym-menu-button")
        page.wait_for_selector("#menu.show")
        page.wait_for_timeout(400)
        assert axe_violations(page) == []


def test_one_box_ticks_them_all(browser, address):
    with a_page(browser, address) as page:
        page.goto(f"{address}/desk/_styles/")
        page.click("[data-check-all]")
        assert page.evaluate("document.querySelectorAll('input[name=case]:not(:checked)').length") == 0


def test_a_refused_htmx_request_is_told_on_the_page(browser, address):
    """The alert of the server goes to its place; what answers without one gets a sentence of our own."""
    with a_page(browser, address) as page:
        page.goto(f"{address}/desk/_styles/")
        page.evaluate("htmx.ajax('GET', '/desk/_styles/403/', {target: '.ym-content'})")
        page.wait_for_selector("#page-alerts .ym-alert:has-text('没有权限')")
        assert page.is_visible(".ym-figures")
        page.route("**/broken/", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
        page.evaluate("htmx.ajax('GET', '/broken/', {target: '.ym-content'})")
        page.wait_for_selector("#page-alerts .ym-alert:has-text('没有完成（502）')")
        assert page.is_visible(".ym-figures")


def test_typing_is_not_lost_without_a_question(browser, address):
    with a_page(browser, address) as page:
        asked = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.goto(f"{address}/desk/_styles/file/")
        page.fill(".ym-approval textarea", "家庭收入核实无误。")
        page.goto(f"{address}/desk/_styles/")

    assert asked == ["beforeunload"]
