"""残疾人两项补贴：困难残疾人生活补贴、重度残疾人护理补贴。Both start in the month of application."""

from functools import reduce
from operator import or_

from yimen.core.book import Expr, Programme, any_, assessment_day, isin, round_money, total, where
from yimen.core.law import CH2019, L2023
from yimen.core.rules.linshi import book
from yimen.core.rules.scopes import MEMBER, M, P
from yimen.core.rules.standing import CLASSES

SOURCE = L2023.article("四(五)")
MONTHLY = "fen/month"


@book.figure("残疾证在有效期内", level=MEMBER, source=SOURCE)
def card_valid(m: M) -> Expr:
    """The last day still counts; asked only of who holds a card."""
    return m.has_disability & (m.card_until >= assessment_day())


@book.figure("在本地申请两项补贴的残疾人", level=MEMBER, source=SOURCE)
def allowance_applicant(m: M) -> Expr:
    """Registered here, alive, with a valid card."""
    return m.card_valid & m.local_registration & ~m.lives_apart & ~(m.absence == "deceased")


@book.figure("属于可享受生活补贴的困难类别", level=MEMBER, source=SOURCE)
def poor_enough_for_living(m: M, p: P) -> Expr:
    """Low-income classes the place opens, 低保 first."""
    return reduce(or_, (p.disability_living_open[one] & of(m) for one, of in CLASSES.items()))


@book.figure("不得叠加享受生活补贴", level=MEMBER, source=CH2019.article("三(一)"))
def living_barred(m: M) -> Expr:
    """Kept by 特困 or a scheme for children at full rate."""
    return isin(m.current_programme, "tekun", "orphan", "unattended_child")


@book.figure("可享受困难残疾人生活补贴", level=MEMBER, source=SOURCE)
def living_allowed(m: M) -> Expr:
    return m.allowance_applicant & m.poor_enough_for_living & ~m.living_barred


@book.figure("有成员可享受困难残疾人生活补贴", source=SOURCE)
def disability_living_eligible(m: M) -> Expr:
    return any_(m.living_allowed)


@book.figure("本人生活补贴", level=MEMBER, unit="fen/person/month", source=SOURCE, short="生活补贴")
def living_allowance(m: M, p: P) -> Expr:
    paid = where(m.severely_disabled, p.disability_living["severe"], p.disability_living["mild"])
    rounded = round_money(paid, step=p.amount_step["disability"], mode=p.amount_mode["disability"])
    return where(m.living_allowed, rounded, 0)


@book.figure("困难残疾人生活补贴", unit=MONTHLY, source=SOURCE, short="生活补贴")
def disability_living_amount(m: M) -> Expr:
    return total(m.living_allowance)


# 护理补贴 -----------------------------------------------------------------------------------------------------------


@book.figure("属于护理补贴的残疾等级", level=MEMBER, source=SOURCE)
def severe_enough_for_care(m: M, p: P) -> Expr:
    """Grades 1 and 2; grades 3 and 4 of mind where the place extends it."""
    extended = (p.disability_care_mind["three"] & (m.disability_grade == 3)) | (
        p.disability_care_mind["four"] & (m.disability_grade == 4)
    )
    return m.severely_disabled | (m.of_mind & extended)


@book.figure("不得叠加享受护理补贴", level=MEMBER, source=SOURCE)
def care_barred(m: M, p: P) -> Expr:
    """Care already paid by 特困, or an elderly care subsidy where only one of the two may be drawn."""
    return (m.current_programme == "tekun") | (p.care_or_elderly_subsidy & m.elderly_care_subsidy)


@book.figure("可享受重度残疾人护理补贴", level=MEMBER, source=SOURCE)
def care_allowed(m: M) -> Expr:
    return m.allowance_applicant & m.severe_enough_for_care & ~m.care_barred


@book.figure("有成员可享受重度残疾人护理补贴", source=SOURCE)
def disability_care_eligible(m: M) -> Expr:
    return any_(m.care_allowed)


@book.figure("本人护理补贴", level=MEMBER, unit="fen/person/month", source=SOURCE, short="护理补贴")
def care_allowance(m: M, p: P) -> Expr:
    """By grade; no means test."""
    table = p.disability_care
    lower = where(m.disability_grade == 3, table["three"], table["four"])
    paid = where(m.disability_grade == 1, table["one"], where(m.disability_grade == 2, table["two"], lower))
    rounded = round_money(paid, step=p.amount_step["disability"], mode=p.amount_mode["disability"])
    return where(m.care_allowed, rounded, 0)


@book.figure("重度残疾人护理补贴", unit=MONTHLY, source=SOURCE, short="护理补贴")
def disability_care_amount(m: M) -> Expr:
    return total(m.care_allowance)


DISABILITY_LIVING = Programme(
    "disability_living",
    "困难残疾人生活补贴",
    eligible="disability_living_eligible",
    amount="disability_living_amount",
    conditions=("disability_living_eligible",),
    also=("living_allowed", "living_allowance"),
)

DISABILITY_CARE = Programme(
    "disability_care",
    "重度残疾人护理补贴",
    eligible="disability_care_eligible",
    amount="disability_care_amount",
    conditions=("disability_care_eligible",),
    also=("care_allowed", "care_allowance"),
)
