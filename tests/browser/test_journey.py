"""一个家庭从手机申请走到发放名册：群众、乡镇、核对、公示、县级、发放，全部在真实浏览器里，每一屏存图。"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk, a_picture
from tests.browser.phone import Citizen
from tests.browser.site import keep, opened
from tests.browser.test_phone import applied
from tests.county import Offices
from tests.verification.drops import Drops
from yimen.core.calendar import Month
from yimen.guard import clock
from yimen.guard.scope import scope
from yimen.verification import sources
from yimen.verification.models import CheckRequest
from yimen.verification.tasks import run_check

pytestmark = pytest.mark.browser


class Thorough(Citizen):
    """Answers every question about the members; what a silent source leaves open is for the office."""

    def member(self, person: dict[str, str]) -> None:
        super().member(person)
        for label, option in (
            ("就学情况", "义务教育" if person["relation"] == "child" else "不在校"), ("劳动能力", "部分丧失劳动能力"),
            ("残疾证类别", "无"), ("正在享受的救助", "无"), ("户口在本地", "是"), ("患重特大疾病", "否"),
        ):  # fmt: skip
            self.choose(label, option)

    def type(self, label: str, text: str) -> None:
        super().type(label, text)
        if label == "其他收入":
            for more in ("其中：优抚金", "上班必须的花费", "残疾、重病自己负担"):
                super().type(more, "0")


@pytest.fixture
def drops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drops:
    """A bank that drops its file today, and an exchange that never answers."""
    made = Drops(tmp_path)
    monkeypatch.setattr(sources, "folder", lambda: made.settings)
    made.source("bank")
    made.silent()
    return made


@pytest.fixture
def movable_day(committed) -> Iterator[None]:
    """The day may be moved; afterwards it is today's again."""
    yield
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE guard_installation SET clock_shift_days = 0")
    connections["owner"].close()


def the_check_runs(office: Offices) -> None:
    """What the worker does with the waiting request."""
    with scope(office.town_clerk.scope):
        request = CheckRequest.objects.get(state="asked")
    run_check(request=str(request.pk), county=request.county, actor=office.town_clerk.actor)


@pytest.mark.usefixtures("movable_day")
def test_a_family_goes_from_the_phone_to_the_payment_list(
    browser: Browser, address: str, county: Offices, drops: Drops, tmp_path: Path
) -> None:
    office = county
    with opened(browser, address) as phone:
        citizen = Thorough(phone, "journey-phone")
        citizen.open("/m/sign-in/?next=/m/apply/")
        citizen.sign_in()
        receipt = applied(citizen, tmp_path, look=False)

    drops.deposits(on=f"{clock.today():%Y%m%d}")

    with Desk(browser, address, office.town_clerk) as town:
        town.open("/desk/")
        town.look("01-工作台")
        town.case_of("王秀兰")
        town.look("02-案件页-新提交")
        town.press("受理")
        town.says("已办理“受理”")
        town.press("一键核对")
        town.says("已发起核对")
        town.look("03-核对中")
        the_check_runs(office)
        town.page.get_by_role("link", name="查询进度与报告").click()
        town.look("04-核对报告")
        town.case_of("王秀兰")
        town.survey(tmp_path, "李协办")
        town.look("05-入户调查后")
        close_open_questions(town, tmp_path)
        town.look("06-认定后")

    with Desk(browser, address, office.town_leader) as leader:
        leader.case_of("王秀兰")
        leader.unfold("提出初审意见：符合")
        leader.page.locator("#first_review-opinion").fill("经调查核实，拟予确认。")
        leader.press("提出初审意见：符合")
        leader.says("已办理“提出初审意见：符合”")
        leader.press("公示")
        leader.says("已办理“公示”")
        leader.look("07-公示中")

    with opened(browser, address, 1280) as public:
        public.goto("/notices/371311001001/")
        expect(public.locator("main")).to_contain_text("王秀兰")
        text = public.content()
        keep(public, "journey", "08-公示页")
    for secret in ("990001", "13800001234", "2222331", "龙潭社区 3 组"):
        assert secret not in text, f"公示页泄露了 {secret}"

    with Desk(browser, address, office.town_clerk) as town:
        town.case_of("王秀兰")
        town.page.get_by_label("公示栏照片").set_input_files(a_picture(tmp_path, "公示栏"))
        town.press("上传公示栏照片")
        town.says("公示栏照片已上传")
        town.open("/desk/day/")
        town.page.get_by_label("向前拨几天").fill("8")
        town.press("向前拨")
        town.says("已拨到")
        town.look("09-拨日")
        town.case_of("王秀兰")
        town.press("公示结束，报县级")
        town.says("已办理“公示结束，报县级”")

    with Desk(browser, address, office.county_leader) as chief:
        chief.case_of("王秀兰")
        chief.look("10-县级审核")
        chief.press("确认")
        chief.says("已办理“确认”")
        chief.look("11-已确认")
        serve_letter(chief, "确认通知书")

    with opened(browser, address, 1280) as public:
        public.goto("/notices/371311001001/")
        expect(public.locator("main")).to_contain_text("已确认")

    with Desk(browser, address, office.finance) as finance:
        finance.open("/desk/payments/")
        finance.page.get_by_label("发放月份").fill(str(Month.of(clock.today()).next))
        finance.press("生成低保发放名册")
        finance.says("三项相等")
        finance.look("12-发放名册")
        with finance.page.expect_download() as sheet:
            finance.page.get_by_role("link", name="下载 XLSX").click()
        assert sheet.value.suggested_filename.endswith(".xlsx")

    with opened(browser, address) as phone:
        citizen = Citizen(phone, "journey-phone")
        citizen.open("/m/sign-in/?next=/m/cases/")
        citizen.sign_in()
        phone.get_by_role("link", name="最低生活保障").click()
        expect(phone.locator("main")).to_contain_text("确认")
        citizen.look("办理结果")
        citizen.open("/m/looks/", "谁查过我")
        expect(phone.locator("main")).to_contain_text("王经办")
        citizen.open(f"/m/receipt/{receipt}/", "凭回执查询")


def close_open_questions(desk: Desk, folder: Path) -> None:
    """认定 every question that is still open, each with evidence and a reason."""
    for _ in range(12):
        question = desk.page.locator("details.ym-step:has(form[action*='/question/'])").first
        if question.count() == 0:
            return
        if question.get_attribute("open") is None:
            question.locator("summary").click()
        value = question.locator("[name$='-value']")
        if value.evaluate("e => e.tagName") == "SELECT":
            choices = value.locator("option").all_inner_texts()
            value.select_option(label="否" if "否" in choices else "无" if "无" in choices else choices[1])
        else:
            value.fill("0")
        question.locator("[name$='-reason']").fill("入户核实，佐证在卷")
        question.locator("[name$='-evidence']").set_input_files(a_picture(folder, "佐证"))
        question.get_by_role("button", name="认定").click()
        desk.page.wait_for_load_state()
        desk.says("已认定")
    raise AssertionError("还有没认定完的问题")


def serve_letter(desk: Desk, title: str) -> None:
    """送达登记 of one letter."""
    row = desk.page.get_by_role("row").filter(has_text=title)
    row.get_by_text("登记送达").click()
    row.get_by_role("button", name="登记").click()
    desk.says("送达已登记")
