"""赡养、抚养、扶养费：有判决、调解、协议的按其数额，没有的按当地办法核算；实际收到更高的，已在转移收入里。

A payer is listed as a member with the relation `supporter`. What he actually pays is declared as transfer income; here only
what he owes beyond it is added.
"""

from yimen.core.book import Expr, greatest, least, round_money, share, total, where
from yimen.core.law import D57
from yimen.core.rules.imputed import book
from yimen.core.rules.scopes import MEMBER, H, M, P

SOURCE = D57.article(13)
MONTHLY = "fen/month"


@book.figure("义务人家庭超出部分", level=MEMBER, unit=MONTHLY, source=SOURCE, short="超出部分")
def payer_excess(h: H, m: M, p: P) -> Expr:
    """Income of the payer's family above the line of the place's method, for all its people, to the fen."""
    standard, method = p.dibao_standard[h.residence], p.support_method
    near = where(method == "c", p.bianyuan_multiple * standard, standard)
    line = where(method == "a", 2 * standard, where(method == "b", p.dibao_standard["rural"], near))
    return round_money(greatest(m.payer_income - line * m.payer_members, 0), step=1, mode="half_up")


@book.figure("按办法核算的赡养费", level=MEMBER, unit=MONTHLY, source=SOURCE, short="赡养费")
def parents_due(m: M, p: P) -> Expr:
    """A share of the excess; under the fourth method a lower one where the parents have three children or more."""
    rates = p.support_rate
    by_children = where(m.payer_siblings >= 3, p.support_rate_many, rates["d"])
    rate = where(p.support_method == "a", rates["a"], where(p.support_method == "b", rates["b"], by_children))
    rate = where(p.support_method == "c", rates["c"], rate)
    return rate * m.payer_excess


@book.figure("按办法核算的抚养、扶养费", level=MEMBER, unit=MONTHLY, source=SOURCE, short="抚养费")
def alimony_due(m: M, p: P) -> Expr:
    """A share of the payer's own income for each person, all of them together not above the most."""
    each = p.alimony_rate * m.payer_own_income * m.supported_all
    most = p.alimony_most * m.payer_own_income
    return where(m.supported_all == 0, 0, least(each, most))


@book.figure("本户应得份额", level=MEMBER, unit=MONTHLY, source=SOURCE, short="应得份额")
def support_share(m: M) -> Expr:
    """What all supported persons are due, divided among them, for those of this family."""
    due = where(m.support_kind == "parents", m.parents_due, m.alimony_due)
    return share(due * m.supported_here, m.supported_all, decimals=0, mode="half_up", if_zero=0)


@book.figure("应计的赡养、抚养、扶养费", level=MEMBER, unit=MONTHLY, source=SOURCE, short="赡养费")
def support_due(m: M) -> Expr:
    """The judgment, mediation or agreement first; else the share; only what goes beyond the money received."""
    due = where(m.support_document > 0, m.support_document, m.support_share)
    return greatest(due - m.support_received, 0)


@book.figure("应计赡养、抚养、扶养费合计", unit=MONTHLY, source=SOURCE, short="应计赡养费")
def support_income(m: M) -> Expr:
    return total(m.support_due, of=m.lives_apart)
