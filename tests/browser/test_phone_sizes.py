"""手机页在大字版和宽屏下都不出横向滚动；每一屏都存图，供人看。"""

import pytest

from tests.browser.phone import Citizen
from tests.browser.site import keep, opened
from tests.browser.test_phone import filled

pytestmark = pytest.mark.browser

SIZES = [(390, True), (1440, False)]  # 大字版 on a phone is where pages burst; a desk screen is the other end
OPEN_PAGES = ["", "dibao/", "try/", "progress/", "sign-in/"]
FORM_PAGES = [
    f"apply/{step}"
    for step in (
        "",
        "place/?check=1",
        "members/",
        "income/",
        "property/",
        "account/",
        "papers/",
        "sign/",
        "review/",
    )
]
OWN_PAGES = ["cases/", "looks/", "_outbox/"]


def test_no_page_is_wider_than_its_screen(browser, address, tmp_path):
    with opened(browser, address) as page:
        citizen = Citizen(page)
        citizen.open("/m/sign-in/?next=/m/apply/")
        citizen.sign_in()
        filled(citizen, tmp_path, look=False)
        member = page.goto("/m/apply/members/") and page.get_by_role("link", name="王秀兰").get_attribute(
            "href"
        )
        income = page.goto("/m/apply/income/") and page.get_by_role(
            "link", name="王秀兰的收入"
        ).get_attribute("href")
        signing = page.goto("/m/apply/sign/") and page.get_by_role("link", name="赵铁柱").get_attribute(
            "href"
        )
        wide = sweep(
            page, address, [*(f"/m/{p}" for p in (*OPEN_PAGES[:4], *FORM_PAGES)), member, income, signing]
        )
        page.goto("/m/apply/review/")
        citizen.tick("我已阅读，承诺以上申报真实、完整")
        citizen.tap("提交申请")
        receipt = page.url.split("?")[0].removeprefix(address)
        case = page.goto("/m/cases/") and page.get_by_role("link", name="最低生活保障").get_attribute("href")
        page.goto(case)
        rights = page.get_by_role("link", name="核对授权").get_attribute("href")
        wide += sweep(
            page, address, [receipt, case, f"{case}withdraw/", rights, *(f"/m/{p}" for p in OWN_PAGES)]
        )
    assert wide == []


def sweep(page, address: str, paths: list[str]) -> list[str]:
    """Every page in every size; those that stick out."""
    wide = []
    for width, large in SIZES:
        page.set_viewport_size({"width": width, "height": 844})
        page.context.add_cookies(
            [{"name": "yimen_type", "value": "large" if large else "normal", "url": address}]
        )
        for path in paths:
            page.goto(path)
            name = path.removeprefix("/m/").replace("/", "_").split("?")[0][:40] or "home"
            keep(page, f"phone-sizes/{width}{'-large' if large else ''}", name)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(f"{path} 在 {width}{'（大字）' if large else ''}")
    return wide
