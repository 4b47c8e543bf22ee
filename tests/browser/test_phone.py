"""一位群众用手机从了解政策、自测到申请、拿到回执，再回来看进度。每一屏都存图，并经 axe 检查。"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.phone import FOLDER, PEOPLE, Citizen
from tests.browser.site import keep, opened
from tests.intake.filling import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser, address):
    with opened(browser, address) as fresh:
        fresh.set_default_timeout(10_000)
        yield fresh
        keep(fresh, FOLDER, "99-最后一屏")


def applied(citizen: Citizen, tmp_path: Path, look: bool = True) -> str:
    """From 开始填写 to the receipt; the receipt number."""
    filled(citizen, tmp_path, look)
    citizen.tick("我已阅读，承诺以上申报真实、完整")
    citizen.tap("提交申请")
    expect(citizen.page.get_by_text("申请已提交")).to_be_visible()
    return citizen.page.locator(".ym-result-number").inner_text()


def filled(citizen: Citizen, tmp_path: Path, look: bool = True) -> None:
    """From 开始填写 to the last page, where everything is looked over."""
    see = citizen.look if look else (lambda name: None)
    citizen.tap("开始填写")
    citizen.place()
    see("申请-住址")
    citizen.tap("下一步")
    citizen.page.get_by_role("link", name="第 1 位成员").click()
    citizen.member(PEOPLE[0])
    see("申请-成员")
    citizen.tap("保存")
    for person in PEOPLE[1:]:
        citizen.tap("添加家庭成员")
        citizen.member(person)
        citizen.tap("保存")
    see("申请-家庭成员")
    citizen.tap("下一步")
    citizen.page.get_by_role("link", name="王秀兰的收入").click()
    citizen.type("工资、打工收入", "600")
    citizen.type("在哪里、做什么工作", "镇上饭店帮工")
    for label in ("种植、养殖、做生意", "利息、分红、租金、土地流转", "养老金、赡养费等", "其他收入"):
        citizen.type(label, "0")
    see("申请-收入填写")
    citizen.tap("保存")
    citizen.no_income("赵铁柱")
    citizen.no_income("王小明")
    see("申请-收入")
    citizen.tap("下一步")
    citizen.property()
    see("申请-财产")
    citizen.tap("下一步")
    citizen.account("王秀兰")
    see("申请-账户")
    citizen.tap("下一步")
    citizen.photo(tmp_path, "疾病证明")
    citizen.tap("上传")
    expect(citizen.page.get_by_text("已上传 1 个")).to_be_visible()
    see("申请-材料")
    citizen.tap("下一步")
    see("申请-授权")
    citizen.sign("王秀兰")
    see("申请-授权签署")
    citizen.tap("签署授权")
    citizen.sign("赵铁柱")
    citizen.tap("签署授权")
    expect(citizen.page.get_by_text("已签署", exact=True)).to_have_count(3)
    citizen.tap("下一步")
    see("申请-检查提交")


def test_from_the_first_page_to_the_receipt(page: Page, tmp_path):
    citizen = Citizen(page)
    citizen.open("/m/", "首页")
    citizen.open("/m/dibao/", "低保是什么")
    citizen.open("/m/try/", "自测-家庭")
    citizen.tick("城镇")
    citizen.choose("一起生活的有几口人", "3")
    citizen.tick("都在，或至少一人在")
    citizen.page.get_by_role("group", name="有人在享受").get_by_label("没有", exact=True).check()
    citizen.tap("下一步")
    citizen.type("全家每月工资、打工", "600")
    citizen.type("全家每月养老金", "0")
    citizen.type("残疾、重病每月", "0")
    citizen.look("自测-收入")
    citizen.tap("下一步")
    citizen.look("自测-财产")
    citizen.type("全家存款", "3000")
    for label in ("有几辆汽车", "有几艘船", "有几处商铺"):
        citizen.choose(label, "0")
    citizen.choose("有几套住房", "1")
    citizen.tick("没有")
    citizen.tap("下一步")
    expect(page.get_by_text("可能符合低保条件")).to_be_visible()
    citizen.look("自测-结果")

    citizen.tap("去申请")
    citizen.look("登录")
    citizen.type("手机号码", PHONE)
    citizen.tap("获取验证码")
    citizen.look("登录-验证码")
    citizen.type("验证码", citizen.shown_code())
    page.get_by_role("button", name="登录", exact=True).click()
    citizen.look("申请-须知")
    receipt = applied(citizen, tmp_path)
    citizen.look("回执")

    citizen.open("/m/cases/", "我的办理")
    page.get_by_role("link", name="最低生活保障").click()
    citizen.look("办理进度")
    page.get_by_role("link", name="核对授权").click()
    citizen.look("核对授权")
    citizen.open("/m/looks/", "谁查过我")
    citizen.open("/m/", "首页-已登录")
    citizen.open("/m/_outbox/", "模拟短信")
    assert receipt in page.inner_text("main")


def test_all_faults_at_once_with_jumps_and_nothing_lost(page: Page):
    citizen = Citizen(page, "phone-faults")
    citizen.open("/m/sign-in/?next=/m/apply/")
    citizen.sign_in()
    citizen.tap("开始填写")
    citizen.tap("下一步")
    citizen.look("住址有误")
    expect(page.locator(".ym-errors")).to_be_focused()
    page.get_by_role("link", name="居住地址").click()
    assert page.evaluate("document.activeElement.id") == "id_address"
    citizen.type("居住地址", "写了一半")
    expect(page.locator("[data-autosave-state]")).to_contain_text("已自动保存")

    citizen.open("/m/apply/review/", "检查有误")
    citizen.tap("提交申请")
    expect(page.get_by_role("alert")).to_contain_text("处需要改正")
    page.get_by_role("link", name="申请原因：").click()
    assert page.get_by_label("居住地址").input_value() == "写了一半"
    citizen.look("回到住址")


def test_a_second_page_is_told_and_nothing_is_overwritten(browser, address, page: Page):
    citizen = Citizen(page, "phone-faults")
    citizen.open("/m/sign-in/?next=/m/apply/")
    citizen.sign_in()
    citizen.tap("开始填写")
    other = page.context.new_page()
    other.goto("/m/apply/place/")
    citizen.type("居住地址", "第一页写的")
    expect(page.locator("[data-autosave-state]")).to_contain_text("已自动保存")
    other.get_by_label("居住地址").fill("第二页写的")
    expect(other.locator("#conflict")).to_contain_text("第一页写的")
    expect(other.locator("#conflict")).to_contain_text("第二页写的")
    keep(other, "phone-faults", "两个页面")
    assert other.get_by_label("居住地址").input_value() == "第二页写的"
    other.get_by_label("居住地址").fill("第二页写的，核实过")
    expect(other.locator("[data-autosave-state]")).to_contain_text("已自动保存")


def test_the_form_works_without_javascript(browser, address, tmp_path):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False, base_url=address
    )
    page = context.new_page()
    page.goto("/m/sign-in/?next=/m/apply/")
    citizen = Citizen(page)
    citizen.sign_in()
    citizen.tap("开始填写")
    citizen.tick("家人患病")
    citizen.type("居住地址", "龙潭社区 3 组 12 号")
    citizen.tick("城镇")
    for label, option in (("县（区）", "罗庄区"), ("乡镇（街道）", "罗庄街道"), ("村（社区）", "龙潭社区")):
        citizen.choose(label, option)
        citizen.tap("下一步")
    expect(page.get_by_role("heading", name="家庭成员", level=1)).to_be_visible()
    context.close()
