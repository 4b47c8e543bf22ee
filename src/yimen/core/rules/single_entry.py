"""第八条：单独提出申请。A person may enter alone where the family as a whole does not qualify."""

from yimen.core.book import Expr, count, greatest, where
from yimen.core.law import D57, N2022
from yimen.core.rules.bianyuan import book
from yimen.core.rules.scopes import MEMBER, H, M, P

ARTICLE = D57.article(8)


def _near(h: H, p: P, ground: str) -> Expr:
    """The family is near the line: its income by the multiple of this ground, its property by the near-dibao rule."""
    line = p.single_multiple[ground] * h.standard_line
    below = where(p.bianyuan_inclusive, h.counted_income <= line, h.counted_income < line)
    return p.single_open[ground] & below & h.property_ok_bianyuan


@book.figure("边缘家庭（按残疾人单独申请的倍数）", source=D57.article(8, item=1))
def near_for_disability(h: H, p: P) -> Expr:
    return _near(h, p, "disability")


@book.figure("边缘家庭（按重病患者单独申请的倍数）", source=D57.article(8, item=2))
def near_for_illness(h: H, p: P) -> Expr:
    return _near(h, p, "illness")


@book.figure("边缘家庭（按其他人员单独申请的倍数）", source=D57.article(8, item=4))
def near_for_other(h: H, p: P) -> Expr:
    return _near(h, p, "other")


@book.figure("以残疾人身份单独申请", level=MEMBER, source=D57.article(8, item=1))
def single_by_disability(h: H, m: M) -> Expr:
    return h.near_for_disability & m.counts & m.single_entry_disabled


@book.figure("以重病患者身份单独申请", level=MEMBER, source=D57.article(8, item=2))
def single_by_illness(h: H, m: M) -> Expr:
    return h.near_for_illness & m.counts & m.major_illness


@book.figure("以宗教教职人员身份单独申请", level=MEMBER, source=D57.article(8, item=3))
def single_as_clergy(m: M, p: P) -> Expr:
    """Clergy who left their family years ago and are in hardship: own income below the standard."""
    return p.single_open["clergy"] & m.clergy_left & ~m.covered_elsewhere & (m.net_income < m.own_standard)


@book.figure("以当地规定的其他身份单独申请", level=MEMBER, source=D57.article(8, item=4))
def single_by_other(h: H, m: M, p: P) -> Expr:
    return h.near_for_other & m.counts & m.single_other


@book.figure("本人收入低于标准", level=MEMBER, source=N2022.article("一(一)"))
def own_income_below(m: M, p: P) -> Expr:
    """As a household of one; asked only where the person is paid the difference."""
    return ~(p.single_amount == "difference") | (m.net_income < m.own_standard)


@book.figure("可单独纳入低保", level=MEMBER, source=ARTICLE)
def single_entry(h: H, m: M) -> Expr:
    """One of the grounds, in a family that does not qualify as a whole: only some of a qualifying family is not allowed."""
    ground = m.single_by_disability | m.single_by_illness | m.single_as_clergy | m.single_by_other
    return ~h.dibao_family & m.may_apply_here & ground & m.own_income_below


@book.figure("单独纳入人数", unit="person", source=ARTICLE)
def single_count(m: M) -> Expr:
    return count(m.single_entry)


@book.figure("单人保金额", level=MEMBER, unit="fen/month", source=ARTICLE, short="单人保")
def single_benefit(h: H, m: M, p: P) -> Expr:
    """The standard less own income; or the full standard; or full and reduced by the family's income."""
    low = h.counted_income < p.single_full_below * h.standard_line
    tiered = where(low, m.own_standard, p.single_reduced * m.own_standard)
    own = greatest(m.own_standard - m.net_income, 0)
    amount = where(
        p.single_amount == "difference", own, where(p.single_amount == "full", m.own_standard, tiered)
    )
    return where(m.single_entry, amount, 0)
