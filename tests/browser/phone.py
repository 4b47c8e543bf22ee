"""A citizen with a phone in a browser: what is tapped and typed, found by the words on the screen."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.axe import axe_violations
from tests.browser.site import keep
from tests.intake.filling import HEAD, HUSBAND, PHONE, SON, a_photo

FOLDER = "phone"


class Citizen:
    """Walks the phone pages; every screen is kept as a picture and looked at by axe."""

    def __init__(self, page: Page, folder: str = FOLDER) -> None:
        self.page, self.folder, self.number = page, folder, 0

    def look(self, name: str) -> None:
        self.number += 1
        self.page.wait_for_load_state()
        keep(self.page, self.folder, f"{self.number:02d}-{name}")
        self.page.inspected = True  # type: ignore[attr-defined]
        found = axe_violations(self.page)
        assert found == [], f"{name}：{found}"

    def open(self, path: str, name: str = "") -> None:
        self.page.goto(path)
        if name:
            self.look(name)

    def tap(self, words: str) -> None:
        """A button or link by its words."""
        self.page.get_by_role("button", name=words).or_(
            self.page.get_by_role("link", name=words)
        ).last.click()

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=False).first.fill(text)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=False).first.select_option(label=option)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).first.check()

    def shown_code(self) -> str:
        return self.page.locator("[data-code]").inner_text()

    def sign_in(self, phone: str = PHONE) -> None:
        self.type("手机号码", phone)
        self.tap("获取验证码")
        self.type("验证码", self.shown_code())
        self.page.get_by_role("button", name="登录", exact=True).click()

    # The steps of the form ---------------------------------------------------------------------------------------

    def place(self) -> None:
        self.tick("家人患病")
        self.choose("县（区）", "罗庄区")
        self.choose("乡镇（街道）", "罗庄街道")
        expect(self.page.get_by_label("村（社区）").locator("option")).to_have_count(3)
        self.choose("村（社区）", "龙潭社区")
        self.type("居住地址", "龙潭社区 3 组 12 号")
        self.tick("城镇")

    def member(self, person: dict[str, str]) -> None:
        relations = {"head": "户主（本人）", "child": "子女", "spouse": "配偶"}
        self.type("姓名", person["name"])
        self.choose("与户主关系", relations[person["relation"]])
        self.type("身份证号码", person["id_number"])
        self.page.get_by_label("身份证号码").press("Tab")
        expect(self.page.locator("#id-note")).to_contain_text("出生")
        if person.get("phone"):
            self.type("手机号码", person["phone"])

    def no_income(self, name: str) -> None:
        self.page.get_by_role("button", name=f"：{name}").click()

    def property(self) -> None:
        for group in self.page.locator(".ym-holding").all():
            house = group.locator("legend").inner_text() == "住房"
            group.get_by_role("radio", name="有" if house else "没有", exact=True).check()
        self.page.locator("#id_house_quantity").fill("1")

    def account(self, holder: str) -> None:
        self.choose("户名", holder)
        self.type("开户银行", "农商银行")
        self.type("账号", "6222000011112222331")

    def photo(self, folder: Path, kind: str) -> None:
        picture = folder / "病历.jpg"
        picture.write_bytes(a_photo())
        self.choose("是什么材料", kind)
        self.page.get_by_label("拍照或选择文件").set_input_files(picture)

    def sign(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()
        self.tap("获取验证码")
        self.type("验证码", self.shown_code())
        self.tick("本人已阅读并同意以上授权")


PEOPLE = (HEAD, HUSBAND, SON)
