"""What shows once all rows of a family are read, and once all families are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date

from yimen.core.money import short_yuan
from yimen.register.columns import LABELS, MUST
from yimen.register.family import Family, Said, fault, notice

FIRST_MONTH = date(1993, 6, 1)  # Shanghai began 低保; no register reaches further back


def whole(family: Family, on: date) -> Iterator[Said]:
    yield from _missing(family)
    yield from _count(family)
    yield from _money(family, on)
    yield from _account(family)
    yield from _holder(family)


def _missing(family: Family) -> Iterator[Said]:
    if family.head is None and "id_number" not in family.unread:
        yield fault(
            family.first, "id_number", "no_head", f"{family.head_name}这一户没有户主本人的一行。",
            "请补上户主的一行；户主不是保障对象的，在“是否保障对象”填“否”。",
        )  # fmt: skip
    for column in MUST:
        if column not in family.values and column not in family.unread:
            yield fault(
                family.spot_of(column),
                column,
                "missing",
                "这一户没有填写。",
                f"请在户主那一行补填{LABELS[column]}。",
            )


def _count(family: Family) -> Iterator[Said]:
    said, covered = family.values.get("persons"), len(family.covered)
    if "covered" in family.unread:
        return
    if covered == 0:
        yield fault(
            family.first,
            "covered",
            "nobody",
            "这一户没有保障对象。",
            "请核对“是否保障对象”一列，或删去这一户。",
        )
    elif said is not None and said != covered:
        yield fault(
            family.spot_of("persons"), "persons", "persons", f"保障人数填的是 {said} 人，这一户的保障对象有 {covered} 行。",
            "请补上缺的成员，或更正保障人数；同住但不享受的成员在“是否保障对象”填“否”。",
        )  # fmt: skip


def _money(family: Family, on: date) -> Iterator[Said]:
    start = family.values.get("start")
    spot = family.spot_of("start")
    if start is not None and start > _next_month(on):
        yield fault(
            spot,
            "start",
            "start",
            f"起始年月 {start:%Y-%m} 还没有到。",
            "在册名单只收已经在享受的家庭，请核对。",
        )
    elif start is not None and start < FIRST_MONTH:
        yield fault(spot, "start", "start", f"起始年月 {start:%Y-%m} 早于低保制度建立。", "请核对。")
    monthly, covered = family.values.get("monthly"), len(family.covered)
    if monthly and covered and monthly > 5_000_00 * covered:
        yield notice(
            family.spot_of("monthly"), "monthly", "large",
            f"月保障金 {short_yuan(monthly)}，{covered} 人每人超过 5,000 元。", "请核对是否多写了位数，或填成了全年金额。",
        )  # fmt: skip


def _next_month(on: date) -> date:
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)


def _account(family: Family) -> Iterator[Said]:
    bank, account = family.values.get("bank"), family.values.get("account")
    if family.unread & {"bank", "account"}:
        return
    if bank and not account:
        yield fault(family.spot_of("bank"), "account", "missing", "填了开户银行，没有填账号。", "请补填。")
    elif account and not bank:
        yield fault(family.spot_of("account"), "bank", "missing", "填了账号，没有填开户银行。", "请补填。")
    elif not account:
        yield notice(
            family.spot_of("account"), "account", "no_account", "没有发放账户。", "可以入库；发放名册会列为问题，请尽快补登。"
        )  # fmt: skip


def _holder(family: Family) -> Iterator[Said]:
    holder = family.values.get("holder")
    if not holder or "name" in family.unread:
        return
    if holder not in [member.name for member in family.members]:
        yield fault(
            family.spot_of("holder"), "holder", "holder", f"账户户名“{holder[:20]}”不是这一户的成员。",
            "救助金发到本户成员的账户；请核对，或补上这名成员。",
        )  # fmt: skip


# Between families -------------------------------------------------------------------------------------------------


def shared_accounts(families: Collection[Family]) -> Iterator[Said]:
    owner: dict[str, Family] = {}
    for family in families:
        account = family.values.get("account")
        if not account:
            continue
        other = owner.setdefault(account, family)
        if other is not family:
            spot = family.spot_of("account")
            yield notice(
                spot, "account", "shared_account",
                f"与{other.spot_of('account').seen_from(spot)}的{other.head_name}家是同一个账号。",
                "两户共用一个账户的，请核实是否一户拆成两户、是否由他人代领。",
            )  # fmt: skip


def shared_phones(families: Collection[Family]) -> Iterator[Said]:
    """A village's own telephone given for many families must not open their files to whoever answers it."""
    counts = Counter(family.phone for family in families if family.phone)
    for family in families:
        if family.phone and counts[family.phone] > 1:
            family.own_phone = False
            yield notice(
                family.head or family.first, "phone", "shared_phone",
                f"{counts[family.phone]} 户的户主填了同一个电话。", "照样入库，但这个电话不能用来在手机上查看本户，请补登本人的号码。",
            )  # fmt: skip
