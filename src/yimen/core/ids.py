"""Numbers that name a person, a disability card or an organisation.

A resident ID number (GB 11643) is six digits of address, eight of birth date, three of sequence and a check character.
The address is the place of *first* issue and may be a division abolished long ago, so an unknown address is a warning
for the clerk and never a refusal. Addresses that begin with 99 are invented people: nobody has one, and only a
synthetic database accepts them.
"""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from yimen.core.errors import YimenError

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
SYNTHETIC_PREFIX = "99"
OLDEST_AGE = 120

# Two-digit heads of GB/T 2260, residence permits of Hong Kong, Macao and Taiwan residents (81, 82, 83) included.
PROVINCES = frozenset(
    [
        *(
            "11",
            "12",
            "13",
            "14",
            "15",
            "21",
            "22",
            "23",
            "31",
            "32",
            "33",
            "34",
            "35",
            "36",
            "37",
            "41",
            "42",
            "43",
        ),
        *(
            "44",
            "45",
            "46",
            "50",
            "51",
            "52",
            "53",
            "54",
            "61",
            "62",
            "63",
            "64",
            "65",
            "71",
            "81",
            "82",
            "83",
        ),
    ]
)


class Sex(StrEnum):
    """The sex a number states; odd sequence numbers are men."""

    MALE = "M"
    FEMALE = "F"

    @property
    def label(self) -> str:
        return "男" if self is Sex.MALE else "女"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a number: a code for programs, a sentence for people."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A number that passed: its eighteen characters and what they state."""

    number: str
    birth: date
    sex: Sex

    @property
    def county(self) -> str:
        """The six-digit county of first issue; it may no longer exist."""
        return self.number[:6]

    @property
    def synthetic(self) -> bool:
        return self.number.startswith(SYNTHETIC_PREFIX)

    def masked(self) -> str:
        """Six digits of place and the last four, as lists show it."""
        return mask_resident_id(self.number)

    def age_on(self, day: date) -> int:
        """Whole years reached on a day; a birthday counts from the day itself."""
        return day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))


@dataclass(frozen=True, slots=True)
class IdCheck:
    """The result of reading a number: the number, or why not, and what the clerk should look at."""

    text: str
    value: ResidentId | None
    error: Remark | None = None
    warnings: tuple[Remark, ...] = ()

    @property
    def ok(self) -> bool:
        return self.error is None


class BadNumber(YimenError):
    """A number that cannot be right; the message says what to look at, without repeating the number (it may be logged)."""

    code = "number.refused"


def check_resident_id(
    raw: object,
    *,
    synthetic: bool = False,
    on: date | None = None,
    known_counties: Container[str] | None = None,
) -> IdCheck:
    """Read what somebody typed or a file contained, and say in sentences what is wrong with it.

    `synthetic`: invented people (address 99) are welcome.  `on`: today, to refuse births in the future.
    `known_counties`: six-digit codes, present and past; without it only the province is looked at.
    """
    if not isinstance(raw, str):
        return _refused(str(raw), *_NOT_TEXT)
    text = normalise_resident_id(raw)
    fault = _fault(text, synthetic=synthetic, on=on)
    if fault is not None:
        return IdCheck(text, None, fault)
    birth = _birth(text)
    assert birth is not None
    person = ResidentId(text, birth, Sex.MALE if int(text[16]) % 2 else Sex.FEMALE)
    return IdCheck(text, person, None, tuple(_warnings(person, raw, on, known_counties)))


def resident_id(raw: object, *, synthetic: bool = False, on: date | None = None) -> ResidentId:
    """The number, for code that has no use for a wrong one.  Raises: BadNumber."""
    check = check_resident_id(raw, synthetic=synthetic, on=on)
    if check.value is None:
        assert check.error is not None
        raise BadNumber(check.error.sentence, reason=check.error.code)
    return check.value


def normalise_resident_id(raw: str) -> str:
    """Half-width, without blanks, capital X, fifteen digits lengthened to eighteen."""
    text = _plain(raw).replace("×", "X")
    if re.fullmatch(r"\d{15}", text):
        text = lengthen(text)
    return text


def lengthen(fifteen: str) -> str:
    """A first-generation number of fifteen digits as eighteen: the century is 19."""
    body = fifteen[:6] + "19" + fifteen[6:]
    return body + check_character(body)


def check_character(body: str) -> str:
    """The eighteenth character for the first seventeen digits (GB 11643: weights, sum modulo 11)."""
    return CHECKS[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


def mask_resident_id(number: str) -> str:
    """371311********1234."""
    return (
        number[:6] + "*" * max(0, len(number) - 10) + number[-4:] if len(number) >= 10 else "*" * len(number)
    )


_NOT_TEXT = (
    "id.not-text",
    "身份证号单元格是数字格式，后几位已经丢失。请把这一列设为“文本”格式，再重新粘贴号码。",
)
_SPREADSHEET = re.compile(r"\d(\.\d+)?E\+?\d+|\d+\.0")


def _fault(text: str, *, synthetic: bool, on: date | None) -> Remark | None:
    """The first thing that makes the number impossible, most telling first."""
    if not text:
        return Remark("id.empty", "没有填写身份证号。还没有户口或身份证的，请勾选“暂无证件”。")
    if _SPREADSHEET.fullmatch(text):
        return Remark(*_NOT_TEXT)
    if "*" in text:
        return Remark("id.masked", "身份证号带有星号，是隐去几位后的号码。请录入完整的 18 位。")
    if not re.fullmatch(r"\d{17}[\dX]", text):
        return Remark("id.shape", _shape_sentence(text))
    if text.startswith(SYNTHETIC_PREFIX) and not synthetic:
        return Remark(
            "id.synthetic", "身份证号以 99 开头，是演示用的虚构号码，正式库不接收。请核对证件原件。"
        )
    birth = _birth(text)
    if birth is None:
        return Remark(
            "id.birth", f"身份证号第 7 至 14 位“{text[6:14]}”不是真实的日期。请对照证件核对出生日期。"
        )
    if on is not None and birth > on:
        return Remark("id.future", f"身份证号的出生日期 {birth} 在今天之后。请对照证件核对出生日期。")
    if check_character(text[:17]) != text[17]:
        return Remark("id.checksum", "身份证号的校验位不对，至少有一位录错。请对照证件逐位核对。")
    return None


def _shape_sentence(text: str) -> str:
    if len(text) != 18:
        return f"身份证号有 {len(text)} 位，应为 18 位（或旧证 15 位）。请核对是否漏录或多录。"
    return "身份证号含有不该出现的字符：前 17 位只能是数字，末位是数字或 X。请核对。"


def _birth(text: str) -> date | None:
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def _warnings(
    person: ResidentId, raw: str, on: date | None, known_counties: Container[str] | None
) -> list[Remark]:
    found = []
    if re.fullmatch(r"\d{15}", _plain(raw)):
        found.append(Remark("id.fifteen", "15 位旧号码已换算为 18 位，请对照现用证件核对。"))
    if not person.synthetic:
        found += _address_warnings(person.county, known_counties)
    if on is not None and person.age_on(on) > OLDEST_AGE:
        found.append(Remark("id.age", f"按身份证号计算已满 {person.age_on(on)} 岁，请核实本人是否健在。"))
    return found


def _address_warnings(county: str, known: Container[str] | None) -> list[Remark]:
    """An address is where the number was first issued; it is looked at, not judged."""
    if county[0] == "9":
        return [Remark("id.foreign", "号码以 9 开头，应为外国人永久居留身份证。请核对证件种类。")]
    if county[:2] not in PROVINCES or (known is not None and county not in known):
        return [
            Remark(
                "id.county",
                f"行政区划代码“{county}”不在现行代码表内，可能是已撤并的县区。请对照证件核对，无误可继续。",
            )
        ]
    return []


def _refused(text: str, code: str, sentence: str) -> IdCheck:
    return IdCheck(text, None, Remark(code, sentence))


_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff'’‘`\-–—·]+")


def _plain(raw: str) -> str:
    """Half-width capitals without blanks, invisible marks, hyphens or the apostrophe that spreadsheets put before text."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", raw)).upper()


# Disability card ------------------------------------------------------------------------------------------------


class DisabilityKind(StrEnum):
    """The seven kinds of the second-generation card, in the order of its nineteenth digit."""

    VISUAL = "1"
    HEARING = "2"
    SPEECH = "3"
    PHYSICAL = "4"
    INTELLECTUAL = "5"
    MENTAL = "6"
    MULTIPLE = "7"

    @property
    def label(self) -> str:
        return ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")[int(self) - 1]


@dataclass(frozen=True, slots=True)
class DisabilityCard:
    """A card number: holder's ID number, kind, grade 1 (gravest) to 4, and how often the card was replaced."""

    number: str
    holder: ResidentId
    kind: DisabilityKind
    grade: int
    reissue: int = 0

    @property
    def label(self) -> str:
        return f"{self.kind.label}{'一二三四'[self.grade - 1]}级"


_CARD = re.compile(r"(\d{17}[\dX])([1-7])([1-4])(?:B(\d{0,2}))?")


def disability_card(raw: object, *, synthetic: bool = False, holder: str | None = None) -> DisabilityCard:
    """Read a card number; with `holder` given, it must be that person's card.  Raises: BadNumber."""
    text = _plain(raw) if isinstance(raw, str) else ""
    parts = _CARD.fullmatch(text)
    if parts is None:
        raise BadNumber(
            "残疾人证号不对：应为 18 位身份证号加 1 位类别（1–7）和 1 位等级（1–4），补发的证末尾带 B。请对照证件核对。",
            reason="card.shape",
        )
    person = resident_id(parts[1], synthetic=synthetic)
    if holder is not None and person.number != holder:
        raise BadNumber(
            "残疾人证号的前 18 位与本人身份证号不同。请核对是否录了别人的证。", reason="card.holder"
        )
    reissue = int(parts[4] or 1) if "B" in text else 0
    return DisabilityCard(text, person, DisabilityKind(parts[2]), int(parts[3]), reissue)


# Unified social credit code ---------------------------------------------------------------------------------------

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # 31 characters: no I, O, S, V, Z
CREDIT_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))


def credit_check_character(body: str) -> str:
    """The eighteenth character for the first seventeen (GB 32100: powers of three modulo 31)."""
    total = sum(w * CREDIT_ALPHABET.index(c) for w, c in zip(CREDIT_WEIGHTS, body, strict=True))
    return CREDIT_ALPHABET[-total % 31]


def credit_code(raw: object) -> str:
    """An organisation's unified social credit code, normalised.  Raises: BadNumber."""
    text = _plain(raw) if isinstance(raw, str) else ""
    if len(text) != 18 or any(c not in CREDIT_ALPHABET for c in text):
        raise BadNumber(
            "统一社会信用代码不对：应为 18 位数字或大写字母，不含 I、O、S、V、Z。请对照营业执照核对。",
            reason="credit.shape",
        )
    if credit_check_character(text[:17]) != text[17]:
        raise BadNumber(
            "统一社会信用代码的校验位不对，至少有一位录错。请对照营业执照逐位核对。", reason="credit.checksum"
        )
    return text


# Row identifiers --------------------------------------------------------------------------------------------------


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562): milliseconds, a fraction of one, and 62 random bits.

    The clock is read here only so that rows made together lie together in an index; nothing is ever decided by it.
    """
    millis, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    value = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)
