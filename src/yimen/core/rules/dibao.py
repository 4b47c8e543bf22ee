"""最低生活保障：谁能享受，每月多少。"""

from yimen.core.book import Expr, Programme, any_, count, greatest, round_money, total, where
from yimen.core.law import D57, R649
from yimen.core.rules.scopes import MEMBER, H, M, P
from yimen.core.rules.supplements import book


@book.figure("符合最低生活保障条件", source=R649.article(9))
def dibao_eligible(h: H, m: M) -> Expr:
    """The family as a whole, or some member alone."""
    return h.dibao_family | any_(m.single_entry)


@book.figure("保障对象", level=MEMBER, source=D57.article(21))
def dibao_protected(h: H, m: M) -> Expr:
    """Whom the money is for: all counted members, or those who enter alone."""
    return where(h.dibao_family, m.counts, m.single_entry)


@book.figure("单人保金额合计", unit="fen/month", source=D57.article(8), short="单人保")
def single_benefits(m: M) -> Expr:
    return total(m.single_benefit)


@book.figure("三次拒绝介绍工作的人数", unit="person", source=D57.article(34), short="拒绝就业人数")
def work_refusers(m: M, p: P) -> Expr:
    """Who is paid for and refused suitable work three times in a row; asked only where the place acts on it."""
    refused = p.refusal_reduces & (m.labour_ability == "full") & (m.job_refusals >= 3)
    return count(m.dibao_protected & refused)


@book.figure("减发的本人份额", unit="fen/month", source=D57.article(34), short="减发")
def refused_shares(h: H) -> Expr:
    return h.own_benefit * h.work_refusers


@book.figure("取整前的保障金", unit="fen/month", source=D57.article(23), inline=True)
def dibao_before_rounding(h: H, p: P) -> Expr:
    whole = h.shortfall + h.family_supplements
    whole = where(p.refusal_reduces, greatest(whole - h.refused_shares, 0), whole)
    return where(h.dibao_family, whole, h.single_benefits + h.single_supplements)


@book.figure("保障人数", unit="person", source=D57.article(23))
def protected_count(h: H) -> Expr:
    return where(h.dibao_family, h.member_count, h.single_count)


@book.figure("每月低保金", unit="fen/household/month", source=D57.article(23), short="低保金")
def dibao_amount(h: H, p: P) -> Expr:
    """Rounded once, for the family or for each person, as the place says; nothing for a family that is not eligible."""
    step, mode, before = p.dibao_rounding_step, p.dibao_rounding_mode, h.dibao_before_rounding
    each = round_money(before, step=step, mode=mode, among=h.protected_count)
    by_person = p.dibao_rounding_per == "person"
    whole = where(by_person, each * h.protected_count, round_money(before, step=step, mode=mode))
    return where(h.dibao_eligible, whole, 0)


DIBAO = Programme(
    "dibao",
    "最低生活保障",
    eligible="dibao_eligible",
    amount="dibao_amount",
    conditions=("applies_here", "someone_to_protect", "income_below_standard", "property_ok_dibao"),
    also=("counts", "dibao_family", "single_entry", "dibao_protected", "shortfall", "family_supplements"),
)
