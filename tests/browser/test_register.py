"""在册名单导入 in a real browser: the bar moves by itself, errors are worked off, another officer lets it in."""

from contextlib import contextmanager

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser.axe import axe_violations
from tests.browser.site import keep, opened
from tests.register.registers import COUNTY_SCOPE, a_family, again, checked, families, let_in, workbook
from tests.staff import sign_in
from yimen.guard.scope import scope
from yimen.network.officers import Officer
from yimen.register.models import State, Upload

pytestmark = pytest.mark.browser
WIDTHS = (1440, 768, 390)
PAGE = "/desk/register/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@contextmanager
def desk(browser, address: str, officer: Officer):
    """A page with this officer signed in."""
    session = sign_in(Client(), officer).cookies["sessionid"].value
    with opened(browser, address, 1440) as page:
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        yield page


def well(page: Page, name: str) -> None:
    """At every width nothing runs over the edge and axe has nothing to say; a picture is kept."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (name, width)
        keep(page, "register", f"{name}-{width}")
    assert axe_violations(page) == [], name
    page.set_viewport_size({"width": 1440, "height": 900})


def move(upload: Upload, **values: object) -> None:
    with scope(COUNTY_SCOPE):
        Upload.objects.filter(pk=upload.pk).update(**values)


def faulty() -> bytes:
    return workbook(
        [
            *a_family(1, monthly="约八百", place="龙谭社区"),
            *a_family(2, account=None, bank=None),
            *a_family(3, id_number=1.0),
        ]
    )


def test_the_pages_are_well_at_every_width(browser, county, address):
    upload = checked(county, faulty(), "罗庄区 2026 年 10 月低保在册名单（最终版）.xlsx")
    ready = checked(county, workbook(families(12)), "名单.xlsx")
    let_in(county, checked(county, workbook(families(4)), "四户.xlsx"))
    with desk(browser, address, county.county_leader) as page:
        for name, path in {
            "uploads": PAGE,
            "faulty": f"{PAGE}{upload.pk}/",
            "ready": f"{PAGE}{ready.pk}/",
            "families": f"{PAGE}{ready.pk}/families/",
        }.items():
            page.goto(path)
            well(page, name)
        page.goto(f"{PAGE}{ready.pk}/")
        page.get_by_role("button", name="批准入库").first.click()
        well(page, "let-in")


def test_a_file_is_sent_and_its_bar_moves_until_the_page_shows_the_result(browser, county, address):
    with desk(browser, address, county.county_clerk) as page:
        page.goto(PAGE)
        page.get_by_label("名单文件").set_input_files(
            {"name": "名单.xlsx", "mimeType": XLSX, "buffer": workbook(families(2))}
        )
        page.get_by_role("button", name="上传并检查").click()
        expect(page.get_by_text("等待检查").first).to_be_visible()
        with scope(county.county_clerk.scope):
            upload = Upload.objects.get()
        move(upload, state=State.CHECKING, rows_done=1200, rows_total=4000)
        expect(page.get_by_text("1,200 / 4,000")).to_be_visible()
        well(page, "checking")
        move(upload, state=State.READY, rows_done=4000)
        expect(page.get_by_text("检查通过，等待批准入库。")).to_be_visible()


def test_another_officer_lets_it_in_with_the_keyboard(browser, county, address):
    upload = checked(county, workbook(families(2)))
    with desk(browser, address, county.county_leader) as page:
        page.goto(f"{PAGE}{upload.pk}/")
        page.get_by_role("button", name="批准入库").first.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("2 户 4 人、每月 1,600.00 元")
        dialog.get_by_role("button", name="批准入库").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("正在入库 2 户")).to_be_visible()

    assert again(upload).state == State.PROMOTING
