"""A phone in a test: addresses, posts and what the pages say."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.intake.filling import HEAD, PHONE, PLACE, PROPERTY, SON, a_photo


@dataclass
class Phone:
    client: Client
    number: str = PHONE

    def get(self, path: str, status: int = 200, **more: Any) -> HttpResponse:
        answer = self.client.get(path, **more)
        assert answer.status_code == status, (path, answer.status_code, words(answer)[:400])
        return answer

    def post(
        self, path: str, data: dict[str, Any] | None = None, status: int = 302, **more: Any
    ) -> HttpResponse:
        answer = self.client.post(path, data or {}, **more)
        assert answer.status_code == status, (path, answer.status_code, words(answer)[:600])
        return answer

    def sign_in(self, after: str = "/m/") -> HttpResponse:
        page = self.post("/m/sign-in/", {"phone": self.number, "next": after}, 200)
        return self.post("/m/sign-in/code/", {"phone": self.number, "code": shown_code(page), "next": after})

    def begin(self) -> str:
        """Start an application; the head's member id."""
        self.post("/m/apply/")
        return members_on(self.get("/m/apply/members/"))[0]

    def fill(self, head: dict[str, Any] = HEAD, son: dict[str, Any] = SON) -> list[str]:
        """The whole form, as two people fill it in; their ids."""
        first = self.begin()
        self.post("/m/apply/place/", PLACE)
        self.post(f"/m/apply/members/{first}/", head)
        second = self.post("/m/apply/members/", {"kind": "member"})["Location"].rstrip("/").split("/")[-1]
        self.post(f"/m/apply/members/{second}/", son)
        for member in (first, second):
            self.post("/m/apply/income/", {"nothing_for": member})
        self.post("/m/apply/property/", PROPERTY)
        self.post("/m/apply/account/", {"holder": first, "bank": "农商银行", "number": "6222000011112222331"})
        self.post("/m/apply/papers/", {"kind": "illness", "member": first, "picked": a_file()})
        self.sign(first, second)
        return [first, second]

    def sign(self, signer: str, *wards: str) -> None:
        path = f"/m/apply/sign/{uuid(signer)}/"
        page = self.get(self.post(path, {"do": "code", "phone": self.number})["Location"].split("#")[0])
        data = {
            "do": "sign",
            "phone": self.number,
            "code": shown_code(page),
            "agreed": "on",
            "wards": list(wards),
        }
        self.post(path, data)

    def apply(self) -> str:
        """Fill and file; the receipt number."""
        self.fill()
        return receipt_of(self.post("/m/apply/review/", {"promise": "yes"}))


def a_file(name: str = "病历.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_photo(), "image/jpeg")


def words(answer: HttpResponse) -> str:
    """The text of a page."""
    text = answer.content.decode("utf-8", "replace")
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", text, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def shown_code(answer: HttpResponse) -> str:
    found = re.search(r"data-code>(\d{6})<", answer.content.decode())
    assert found, words(answer)[:600]
    return found[1]


def receipt_of(answer: HttpResponse) -> str:
    return answer["Location"].split("/")[3]


def members_on(answer: HttpResponse) -> list[str]:
    return re.findall(r'href="/m/apply/members/([0-9a-f]{32})/', answer.content.decode())


def uuid(member: str) -> str:
    return f"{member[:8]}-{member[8:12]}-{member[12:16]}-{member[16:20]}-{member[20:]}"


def hidden(answer: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', answer.content.decode())
    assert found, name
    return found[1]
