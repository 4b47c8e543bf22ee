"""Officers at the desk in a browser: what is clicked and typed, found by the words on the screen."""

import io
from pathlib import Path

from django.test import Client
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import staff
from tests.browser.axe import axe_violations
from tests.browser.site import keep
from yimen.network.officers import Officer

FOLDER = "journey"


def a_picture(folder: Path, name: str, colour: str = "#9bb7cc") -> Path:
    """A small photo of a house."""
    picture = Image.new("RGB", (640, 480), colour)
    ImageDraw.Draw(picture).rectangle((160, 200, 480, 440), fill="#c9a77c")
    out = io.BytesIO()
    picture.save(out, "JPEG")
    path = folder / f"{name}.jpg"
    path.write_bytes(out.getvalue())
    return path


class Desk:
    """One officer's browser. Every screen named is kept as a picture and looked at by axe."""

    def __init__(self, browser: Browser, address: str, officer: Officer, width: int = 1440) -> None:
        self.officer, self.address = officer, address
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", base_url=address
        )
        signed = staff.sign_in(Client(), officer)
        self.context.add_cookies(
            [{"name": "sessionid", "value": signed.cookies["sessionid"].value, "url": address}]
        )
        self.page: Page = self.context.new_page()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def look(self, name: str) -> None:
        keep(self.page, FOLDER, name)
        found = axe_violations(self.page)
        assert found == [], f"{name}: {found}"

    def open(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def case_of(self, name: str) -> None:
        """From the workbench to the page of this family's case."""
        self.open("/desk/")
        self.page.get_by_role("row").filter(has_text=name).get_by_role("link").first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(name)

    def unfold(self, title: str) -> None:
        """Open the step or form with this title."""
        step = self.page.locator("details.ym-step").filter(
            has=self.page.get_by_role("heading", name=title, exact=True)
        )
        if step.get_attribute("open") is None:
            step.locator("summary").click()

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).last.click()
        self.page.wait_for_load_state()

    def says(self, words: str) -> None:
        faults = self.page.locator(".ym-errors").all_inner_texts()
        assert faults == [], f"没有看到“{words}”，页面说：{faults}"
        expect(self.page.locator("main")).to_contain_text(words)

    def survey(self, folder: Path, second: str, title: str = "登记入户调查") -> None:
        """Two investigators, the house outside and inside, the signatures."""
        self.unfold(title)
        page = self.page
        page.get_by_label("入户时间").fill("00:05")
        page.get_by_label("另一名调查人员").select_option(label=second)
        for label, text in (
            ("在场家庭成员", "王秀兰"), ("住房情况", "砖房两间"), ("家庭生活状况", "靠打零工生活"),
            ("邻里访问", "邻居反映属实"), ("调查结论", "与申报基本一致"),
        ):  # fmt: skip
            page.get_by_label(label).fill(text)
        outside = [a_picture(folder, f"外景{n}") for n in (1, 2)]
        inside = [a_picture(folder, f"内景{n}", "#d8cdb8") for n in (1, 2)]
        page.get_by_label("住房外景照片").set_input_files(outside)
        page.get_by_label("住房内景照片").set_input_files(inside)
        page.get_by_label("签名照片").set_input_files(a_picture(folder, "签名", "#ffffff"))
        self.press(title)
        self.says("入户调查已登记")
