"""From the rows of the file to families: what belongs together, what contradicts itself, what is missing.

Rows are taken one after another and let go; of each only what the checks across rows need is kept, so that a register
of a hundred thousand rows fits into little memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from yimen.core.ids import resident_id
from yimen.core.money import short_yuan
from yimen.register.columns import LABELS, MUST, OF_FAMILY, digits
from yimen.register.places import Places, UnknownPlace

FIRST_MONTH = date(1993, 6, 1)  # Shanghai began 低保; no register reaches further back


class Spot(NamedTuple):
    """Where a row stands: its place in the order of reading, sheet and row number."""

    position: int
    sheet: str
    row: int

    def seen_from(self, other: Spot) -> str:
        """第 5 行, with the sheet where that is another one."""
        sheet = f"“{self.sheet}”表" if self.sheet != other.sheet else ""
        return f"{sheet}第 {self.row} 行"


class Said(NamedTuple):
    """One thing to be told: an error, or a notice. `column` names a column of ours; empty: the row as a whole."""

    spot: Spot
    column: str
    code: str
    what: str
    todo: str
    error: bool = True


class Member(NamedTuple):
    """What the checks across rows need of a person; `number` is the ID number, None where there is none yet."""

    spot: Spot
    name: str
    number: str | None
    covered: bool


@dataclass(slots=True)
class Family:
    """The rows with one head's ID number. `doubtful`: a row of it could not be read, so what is missing may stand there."""

    number: int
    head_id: str
    head_name: str
    first: Spot
    head: Spot | None = None
    phone: str | None = None
    doubtful: bool = False
    faulty: bool = False
    own_phone: bool = True
    standing: bool = False
    place: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)

    @property
    def covered(self) -> list[Member]:
        return [member for member in self.members if member.covered]

    def spot_of(self, column: str) -> Spot:
        return self.spots.get(column) or self.head or self.first


class Families:
    """All families of one file."""

    def __init__(self, places: Places, on: date) -> None:
        self.places, self.on = places, on
        self.by_head: dict[str, Family] = {}
        self.doubtful_heads: set[str] = set()
        self._where: dict[str, Spot] = {}

    def __iter__(self) -> Iterator[Family]:
        return iter(self.by_head.values())

    def take(self, spot: Spot, row: Mapping[str, Any]) -> tuple[Family, list[Said]]:
        """A sound row joins its family; what contradicts an earlier row is told."""
        family = self.by_head.get(row["head_id"])
        if family is None:
            family = Family(len(self.by_head) + 1, row["head_id"], row["head_name"], spot)
            self.by_head[row["head_id"]] = family
        said = [*self._person(spot, row, family), *_shared_values(spot, row, family)]
        family.faulty = family.faulty or bool(said)
        family.members.append(Member(spot, row["name"], row["id_number"], row["covered"] is not False))
        if row["id_number"] == row["head_id"]:
            family.head, family.phone = spot, digits(row["phone"] or "") or None
        return family, said

    def doubt(self, head_id: str | None, head_name: str) -> None:
        """A row could not be read. It belongs to this head, or else to one of this name."""
        family = self.by_head.get(head_id or "")
        if family is not None:
            family.doubtful = family.faulty = True
        self.doubtful_heads.add(head_id or head_name)

    def finish(self) -> Iterator[Said]:
        """What shows only once all rows are read."""
        for head_id, family in self.by_head.items():
            if self.doubtful_heads & {head_id, family.head_name}:
                family.doubtful = family.faulty = True
            for said in _whole(family, self.on):
                family.faulty = family.faulty or said.error
                yield said
            yield from self._place(family)
        yield from _shared_accounts(self)
        yield from _shared_phones(self)

    def _person(self, spot: Spot, row: Mapping[str, Any], family: Family) -> Iterator[Said]:
        if row["head_name"] != family.head_name:
            yield _error(
                spot, "head_name", "head_name", f"户主姓名与{family.first.seen_from(spot)}不同，但户主身份证号相同。",
                "请核对姓名和号码，同一户各行应一致。",
            )  # fmt: skip
        number = row["id_number"]
        if number is None:
            yield from _without_number(spot, row, family)
        else:
            earlier = self._where.setdefault(number, spot)
            if earlier is not spot:
                yield _error(
                    spot, "id_number", "repeated", f"与{earlier.seen_from(spot)}是同一个身份证号。",
                    "一个人只能出现一次，请核对后只保留一行。",
                )  # fmt: skip
        yield from _as_head(spot, row)
        yield from _birth_and_grade(spot, row)

    def _place(self, family: Family) -> Iterator[Said]:
        town, place = family.values.get("town") or "", family.values.get("place")
        if not place:
            return
        try:
            family.place = self.places.village(town, place)
        except UnknownPlace as unknown:
            family.faulty = True
            yield _error(family.spot_of(unknown.column), unknown.column, "place", unknown.what, unknown.todo)


def _error(spot: Spot, column: str, code: str, what: str, todo: str) -> Said:
    return Said(spot, column, code, what, todo)


def _notice(spot: Spot, column: str, code: str, what: str, todo: str) -> Said:
    return Said(spot, column, code, what, todo, error=False)


# One row ----------------------------------------------------------------------------------------------------------


def _without_number(spot: Spot, row: Mapping[str, Any], family: Family) -> Iterator[Said]:
    if row["birth"] is None:
        yield _error(
            spot, "id_number", "missing", "没有填写身份证号。", "请补填；确实还没有身份证号的，填写出生日期。"
        )
    twin = next((m for m in family.members if m.number is None and m.name == row["name"]), None)
    if twin is not None:
        yield _error(
            spot, "name", "repeated", f"与{twin.spot.seen_from(spot)}同名，两行都没有身份证号。",
            "一个人只能出现一次，请核对后只保留一行。",
        )  # fmt: skip


def _as_head(spot: Spot, row: Mapping[str, Any]) -> Iterator[Said]:
    """The head's own row and the others say so alike."""
    is_head = row["id_number"] == row["head_id"]
    if is_head and row["relation"] != "head":
        yield _error(
            spot,
            "relation",
            "head",
            "这一行是户主本人（两个身份证号相同），关系却不是“户主”。",
            "请改为“户主”，或核对身份证号。",
        )
    if not is_head and row["relation"] == "head":
        yield _error(
            spot,
            "relation",
            "head",
            "关系填的是“户主”，但成员身份证号与户主身份证号不同。",
            "请核对两个号码，或改填实际关系。",
        )
    if is_head and row["name"] != row["head_name"]:
        yield _error(
            spot, "name", "head_name", "这一行是户主本人，成员姓名却与户主姓名不同。", "请核对姓名和号码。"
        )


def _birth_and_grade(spot: Spot, row: Mapping[str, Any]) -> Iterator[Said]:
    number, birth = row["id_number"], row["birth"]
    if number and birth and resident_id(number, synthetic=True).birth != birth:
        yield _error(
            spot,
            "birth",
            "birth",
            "出生日期与身份证号里的不一致。",
            "请对照证件核对；有身份证号的可以不填出生日期。",
        )
    kind, grade = row["disability"], row["grade"]
    if grade and kind in (None, "none"):
        yield _error(
            spot, "disability", "missing", "填了残疾等级，没有填残疾类别。", "请对照残疾人证补填类别。"
        )
    if kind not in (None, "none") and not grade:
        yield _error(spot, "grade", "missing", "填了残疾类别，没有填残疾等级。", "请对照残疾人证补填等级。")


def _shared_values(spot: Spot, row: Mapping[str, Any], family: Family) -> Iterator[Said]:
    """The family's values, said once or on every row alike."""
    for column in OF_FAMILY:
        value = row[column]
        if value is None:
            continue
        if family.values.setdefault(column, value) == value:
            family.spots.setdefault(column, spot)
        else:
            yield _error(
                spot, column, "differs", f"{LABELS[column]}与同一户的{family.spots[column].seen_from(spot)}不同。",
                "同一户只有一个值：请核对后改成一致，或只在户主那一行填写。",
            )  # fmt: skip


# A family -----------------------------------------------------------------------------------------------------------


def _whole(family: Family, on: date) -> Iterator[Said]:
    if not family.doubtful:
        yield from _missing(family)
        yield from _count(family)
    yield from _money(family, on)
    yield from _account(family)


def _missing(family: Family) -> Iterator[Said]:
    if family.head is None:
        yield _error(
            family.first, "id_number", "no_head", f"{family.head_name}这一户没有户主本人的一行。",
            "请补上户主的一行；户主不是保障对象的，在“是否保障对象”填“否”。",
        )  # fmt: skip
    for column in MUST:
        if column not in family.values:
            yield _error(
                family.spot_of(column),
                column,
                "missing",
                "这一户没有填写。",
                f"请在户主那一行补填{LABELS[column]}。",
            )


def _count(family: Family) -> Iterator[Said]:
    said, covered = family.values.get("persons"), len(family.covered)
    if covered == 0:
        yield _error(
            family.first,
            "covered",
            "nobody",
            "这一户没有保障对象。",
            "请核对“是否保障对象”一列，或删去这一户。",
        )
    elif said is not None and said != covered:
        yield _error(
            family.spot_of("persons"), "persons", "persons", f"保障人数填的是 {said} 人，这一户的保障对象有 {covered} 行。",
            "请补上缺的成员，或更正保障人数；同住但不享受的成员在“是否保障对象”填“否”。",
        )  # fmt: skip


def _money(family: Family, on: date) -> Iterator[Said]:
    start = family.values.get("start")
    spot = family.spot_of("start")
    if start is not None and start > _next_month(on):
        yield _error(
            spot,
            "start",
            "start",
            f"起始年月 {start:%Y-%m} 还没有到。",
            "在册名单只收已经在享受的家庭，请核对。",
        )
    elif start is not None and start < FIRST_MONTH:
        yield _error(spot, "start", "start", f"起始年月 {start:%Y-%m} 早于低保制度建立。", "请核对。")
    monthly, covered = family.values.get("monthly"), len(family.covered)
    if monthly and covered and monthly > 5_000_00 * covered:
        yield _notice(
            family.spot_of("monthly"), "monthly", "large",
            f"月保障金 {short_yuan(monthly)}，{covered} 人每人超过 5,000 元。", "请核对是否多写了位数，或填成了全年金额。",
        )  # fmt: skip


def _next_month(on: date) -> date:
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)


def _account(family: Family) -> Iterator[Said]:
    bank, account = family.values.get("bank"), family.values.get("account")
    if bool(bank) != bool(account):
        column, have = ("account", "开户银行") if bank else ("bank", "账号")
        yield _error(
            family.spot_of("bank" if bank else "account"),
            column,
            "missing",
            f"填了{have}，没有填{LABELS[column]}。",
            "请补填。",
        )
    elif not account:
        yield _notice(
            family.spot_of("account"),
            "account",
            "no_account",
            "没有发放账户。",
            "可以入库；发放名册会列为问题，请尽快补登。",
        )
    holder = family.values.get("holder")
    if holder and holder not in [member.name for member in family.members] and not family.doubtful:
        yield _error(
            family.spot_of("holder"), "holder", "holder", f"账户户名“{holder[:20]}”不是这一户的成员。",
            "救助金发到本户成员的账户；请核对，或补上这名成员。",
        )  # fmt: skip


# Between families -------------------------------------------------------------------------------------------------


def _shared_accounts(families: Families) -> Iterator[Said]:
    owner: dict[str, Family] = {}
    for family in families:
        account = family.values.get("account")
        if not account:
            continue
        other = owner.setdefault(account, family)
        if other is not family:
            spot = family.spot_of("account")
            yield _notice(
                spot, "account", "shared_account",
                f"与{other.spot_of('account').seen_from(spot)}的{other.head_name}家是同一个账号。",
                "两户共用一个账户的，请核实是否一户拆成两户、是否由他人代领。",
            )  # fmt: skip


def _shared_phones(families: Families) -> Iterator[Said]:
    """A village's own telephone given for many families must not open their files to whoever answers it."""
    counts = Counter(family.phone for family in families if family.phone)
    for family in families:
        if family.phone and counts[family.phone] > 1:
            family.own_phone = False
            yield _notice(
                family.head or family.first, "phone", "shared_phone",
                f"{counts[family.phone]} 户的户主填了同一个电话。", "照样入库，但这个电话不能用来在手机上查看本户，请补登本人的号码。",
            )  # fmt: skip
