"""From what was typed to typed values, section by section. Every fault is noted; nothing stops at the first.

An answer nobody gave is None. "None of these" is an answer of its own: 0 fen, quantity 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import TextChoices

from yimen.core.errors import YimenError
from yimen.core.ids import Sex, check_resident_id
from yimen.core.money import parse_yuan
from yimen.intake.content import Content, person_id
from yimen.intake.faults import Fault
from yimen.notifications.codes import BadPhone, normalise_phone
from yimen.people.models import IncomeItem, Membership, Person, PropertyItem, Residence

REASONS = {
    "no_labour": "缺少劳动力",
    "no_income": "没有收入或收入很低",
    "illness": "家人患病",
    "disability": "家人残疾",
    "schooling": "供子女上学",
    "disaster": "遭遇灾害或意外",
    "other": "其他困难",
}
INCOME_LABELS: dict[str, str] = dict(IncomeItem.Kind.choices)
INCOME_ASKED = ("wage", "business", "property_income", "transfer", "other_income")
"""The five classes of policy §1.4; "没有任何收入" answers all of them with zero."""
OUTGOINGS_ASKED = ("basic_pension", "exempt_income", "employment_cost", "rigid_expenditure")
"""Parts of the income that do not count, and what is taken off it."""
PROPERTY_LABELS: dict[str, str] = dict(PropertyItem.Kind.choices)
PROPERTY_ASKED = (
    "deposit", "securities", "insurance", "online_finance", "claims",
    "vehicle", "house", "non_residential", "business_registration", "large_machine",
)  # fmt: skip
COUNTED = frozenset({"vehicle", "house", "non_residential", "business_registration", "large_machine"})
"""Holdings that are counted (and may be valued); of the others the amount is asked."""
YES, NO = "yes", "no"
MEMBER, RESIDENT = "member", "resident"


@dataclass(frozen=True)
class PlaceRead:
    village: str
    address: str
    registered_address: str
    residence: str
    reason: str
    proxy_name: str


@dataclass(frozen=True)
class PersonRead:
    id: UUID
    kind: str
    relation: str
    name: str
    id_kind: str
    id_number: str | None
    birth_date: date | None
    sex: str
    nation: str
    phone: str | None
    local_registration: bool | None
    married: bool | None
    disability_kind: str | None
    disability_grade: int | None
    major_illness: bool | None
    study: str | None
    labour_ability: str | None
    full_capacity: bool | None
    current_programme: str | None
    half_orphan: bool | None
    no_supporter: bool | None

    def age_on(self, day: date) -> int | None:
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True)
class IncomeRead:
    person: UUID
    kind: str
    monthly_fen: int
    detail: str


@dataclass(frozen=True)
class PropertyRead:
    kind: str
    owner: UUID | None
    quantity: int | None
    value_fen: int | None
    detail: str


@dataclass(frozen=True)
class AccountRead:
    holder: UUID
    bank: str
    number: str


class Reader:
    """Reads the fields of one section and keeps what is wrong with them."""

    def __init__(self, section: str, values: Mapping[str, Any], who: str = "") -> None:
        self.section, self.values, self.who = section, values, who
        self.faults: list[Fault] = []

    def fault(self, field: str, label: str, sentence: str, *, blocks: bool = True) -> None:
        self.faults.append(Fault(self.section, field, self.who, label, sentence, blocks))

    def typed(self, field: str) -> str:
        return str(self.values.get(field) or "").strip()

    def text(self, field: str, label: str, longest: int, *, ask: str = "") -> str:
        """`ask`: the sentence for an empty field that must be filled; empty, it may stay empty."""
        text = self.typed(field)
        if not text and ask:
            self.fault(field, label, ask)
        if len(text) > longest:
            self.fault(field, label, f"最多 {longest} 个字，现有 {len(text)} 个字，请缩短。")
        return text

    def choice(self, field: str, label: str, choices: type[TextChoices], *, ask: str = "") -> str | None:
        text = self.typed(field)
        if text in choices.values:
            return text
        if text:
            self.fault(field, label, "所选的项目已不存在，请重新选择。")
        elif ask:
            self.fault(field, label, ask)
        return None

    def truth(self, field: str) -> bool | None:
        return {YES: True, NO: False}.get(self.typed(field))

    def yuan(self, field: str, label: str) -> int | None:
        if not self.typed(field):
            return None
        return self._try(field, label, parse_yuan)

    def phone(self, field: str, label: str) -> str | None:
        if not self.typed(field):
            return None
        return self._try(field, label, normalise_phone)

    def day(self, field: str, label: str, *, on: date, ask: str = "") -> date | None:
        text = self.typed(field)
        if not text:
            if ask:
                self.fault(field, label, ask)
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.fault(field, label, f"“{text}”不是日期，请写成 1980-05-01 的样子。")
            return None
        if day > on:
            self.fault(field, label, f"{day} 在今天之后，请核对。")
        return day

    def number(self, field: str, label: str, most: int, *, ask: str = "") -> int | None:
        text = self.typed(field)
        if not text:
            if ask:
                self.fault(field, label, ask)
            return None
        if not (text.isascii() and text.isdigit()) or int(text) > most:
            self.fault(field, label, f"“{text}”应为 0 到 {most} 的整数，请核对。")
            return None
        return int(text)

    def _try(self, field: str, label: str, parse: Any) -> Any:
        try:
            return parse(self.typed(field))
        except (YimenError, BadPhone) as error:
            self.fault(field, label, error.message)
            return None


def read_place(content: Content) -> tuple[PlaceRead, list[Fault]]:
    reader = Reader("place", content.get("place"))
    village = reader.typed("village")
    if not village:
        reader.fault("village", "所在村（社区）", "请依次选择县（区）、乡镇（街道）和村（社区）。")
    address = reader.text("address", "居住地址", 200, ask="请填写现在住的地方，写到门牌号或组。")
    registered = reader.text("registered_address", "户籍地址", 200)
    residence = reader.choice("residence", "居住在", Residence, ask="请选择居住在城镇还是农村。")
    listed = [REASONS[r] for r in reader.values.get("reasons") or [] if r in REASONS]
    words = reader.text("reason", "困难说明", 200)
    if not listed and not words:
        reader.fault("reasons", "申请原因", "请至少勾选一项，或写几句家里的困难。")
    proxy = ""
    if reader.typed("filer") == "proxy":
        proxy = reader.text("proxy_name", "代办人姓名", 60, ask="请填写代办人的姓名。")
    reason = "；".join([*listed, *([words] if words else [])])
    return PlaceRead(
        village, address, registered or address, residence or "", reason[:300], proxy
    ), reader.faults


def read_person(
    content: Content, member: str, *, on: date, synthetic: bool
) -> tuple[PersonRead, list[Fault]]:
    reader = Reader(f"member:{member}", content.member(member), content.name(member))
    kind = reader.typed("kind") or MEMBER
    supporter = kind == Membership.Kind.SUPPORTER
    name = reader.text("name", "姓名", 60, ask="请填写姓名，与身份证一致。")
    relation = reader.choice(
        "relation", "与户主关系", Membership.Relation, ask="请选择与户主（申请人）的关系。"
    )
    if supporter and relation == Membership.Relation.HEAD:
        reader.fault("relation", "与户主关系", "户主必须是共同生活的成员。")
    id_kind, number, born, sex = _read_identity(reader, on=on, synthetic=synthetic)
    disability = reader.choice("disability_kind", "残疾类别", Person.Disability)
    grade = _read_grade(reader, disability)
    person = PersonRead(
        id=person_id(member),
        kind=kind,
        relation=relation or "",
        name=name,
        id_kind=id_kind,
        id_number=number,
        birth_date=born,
        sex=sex,
        nation=reader.text("nation", "民族", 20),
        phone=reader.phone("phone", "手机号码"),
        local_registration=reader.truth("local_registration"),
        married=reader.truth("married"),
        disability_kind=disability,
        disability_grade=grade,
        major_illness=reader.truth("major_illness"),
        study=reader.choice("study", "就学情况", Person.Study),
        labour_ability=reader.choice("labour_ability", "劳动能力", Person.LabourAbility),
        full_capacity=reader.truth("full_capacity"),
        current_programme=reader.choice("current_programme", "正在享受的待遇", Person.Cover),
        half_orphan=reader.truth("half_orphan"),
        no_supporter=reader.truth("no_supporter"),
    )
    return person, reader.faults


def _read_identity(reader: Reader, *, on: date, synthetic: bool) -> tuple[str, str | None, date | None, str]:
    """Kind of paper, number, birth date and sex; a resident's number states the last two."""
    id_kind = reader.choice("id_kind", "证件类型", Person.IdKind) or RESIDENT
    if id_kind != Person.IdKind.RESIDENT:
        number = reader.text("id_number", "证件号码", 30) if id_kind == Person.IdKind.OTHER else ""
        born = reader.day("birth_date", "出生日期", on=on, ask="没有身份证号码的，请填写出生日期。")
        sex = reader.choice("sex", "性别", Person.Sex, ask="没有身份证号码的，请选择性别。")
        return id_kind, number or None, born, sex or ""
    check = check_resident_id(reader.typed("id_number"), synthetic=synthetic, on=on)
    for warning in check.warnings:
        reader.fault("id_number", "身份证号码", warning.sentence, blocks=False)
    if check.value is None:
        reader.fault("id_number", "身份证号码", check.error.sentence if check.error else "请核对。")
        return id_kind, None, None, ""
    return id_kind, check.value.number, check.value.birth, "male" if check.value.sex is Sex.MALE else "female"


def _read_grade(reader: Reader, disability: str | None) -> int | None:
    if disability in (None, Person.Disability.NONE):
        return None
    grade = reader.number("disability_grade", "残疾等级", 4)
    if grade == 0:
        reader.fault("disability_grade", "残疾等级", "等级为 1 到 4，请对照残疾证选择。")
        return None
    return grade


PARTS_OF_INCOME = frozenset({"exempt_income", "basic_pension", "employment_cost"})


def read_incomes(content: Content, member: str) -> tuple[list[IncomeRead], list[Fault]]:
    """Monthly amounts of one member; a class left empty has no row."""
    reader = Reader(f"income:{member}", content.get(f"income:{member}"), content.name(member))
    nothing = reader.typed("nothing") == YES
    rows = []
    for kind in (*INCOME_ASKED, *OUTGOINGS_ASKED):
        fen = reader.yuan(kind, INCOME_LABELS[kind])
        if nothing and kind in INCOME_ASKED:
            if fen:
                reader.fault(
                    kind, INCOME_LABELS[kind], "勾选了“没有任何收入”，这里却填了金额，请改正其中一处。"
                )
            fen = 0
        if nothing and fen is None and kind in PARTS_OF_INCOME:
            fen = 0  # no income, so no part of it either
        if fen is not None:
            detail = reader.text(f"{kind}_detail", f"{INCOME_LABELS[kind]}说明", 200)
            rows.append(IncomeRead(person_id(member), kind, fen, detail))
    return rows, reader.faults


def read_properties(content: Content) -> tuple[list[PropertyRead], list[Fault]]:
    """One row for each kind that was answered; "没有" is quantity 0 and 0 fen."""
    reader = Reader("property", content.get("property"))
    rows = []
    for kind in PROPERTY_ASKED:
        have = reader.truth(f"{kind}_have")
        if have is False:
            rows.append(PropertyRead(kind, None, 0, 0, ""))
        elif have:
            rows.append(_read_holding(reader, content, kind))
    return rows, reader.faults


def _read_holding(reader: Reader, content: Content, kind: str) -> PropertyRead:
    quantity: int | None = 1
    if kind in COUNTED:
        quantity = reader.number(
            f"{kind}_quantity", f"{PROPERTY_LABELS[kind]}数量", 99, ask="选了“有”，请填写数量。"
        )
        if quantity == 0:
            reader.fault(
                f"{kind}_quantity", f"{PROPERTY_LABELS[kind]}数量", "选了“有”，数量不能是 0；没有请选“没有”。"
            )
    owner = reader.typed(f"{kind}_owner")
    return PropertyRead(
        kind=kind,
        owner=person_id(owner) if owner in content.members else None,
        quantity=quantity,
        value_fen=reader.yuan(f"{kind}_value", f"{PROPERTY_LABELS[kind]}价值"),
        detail=reader.text(f"{kind}_detail", f"{PROPERTY_LABELS[kind]}说明", 200),
    )


def read_account(content: Content) -> tuple[AccountRead | None, list[Fault]]:
    """The account, or None where the family has none yet and says so."""
    reader = Reader("account", content.get("account"))
    if reader.typed("none_yet") == YES:
        return None, []
    holder = reader.typed("holder")
    if holder not in content.members:
        reader.fault("holder", "户名", "请选择账户是谁的；还没有账户请勾选“还没有账户”。")
    bank = reader.text("bank", "开户银行", 60, ask="请填写开户银行，例如 农商银行。")
    number = "".join(reader.typed("number").split()).replace("-", "")
    if not number:
        reader.fault("number", "账号", "请填写惠民惠农一卡通或银行卡账号。")
    elif not (number.isascii() and number.isdigit() and 10 <= len(number) <= 32):
        reader.fault("number", "账号", f"账号应为 10 到 32 位数字，现有 {len(number)} 位，请对照卡面核对。")
    if reader.faults:
        return None, reader.faults
    return AccountRead(person_id(holder), bank, number), []
