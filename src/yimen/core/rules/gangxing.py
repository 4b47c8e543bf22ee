"""刚性支出困难家庭：收入低于当地人均可支配收入，而十二个月的刚性支出过重。"""

from functools import reduce
from operator import add

from yimen.core.book import Expr, Programme, constant, greatest, least, round_money, share, where
from yimen.core.law import G2025
from yimen.core.law.declared.categories import EXPENSE
from yimen.core.rules.scopes import H, P
from yimen.core.rules.tekun import book

YEARLY = "fen/year"
A_YEAR = constant(12, "month/year")


@book.figure("家庭年收入", unit=YEARLY, source=G2025.article(4), short="年收入")
def annual_income(h: H) -> Expr:
    """Twelve times the counted members' income of a month, to the fen."""
    return round_money(h.income_of_members * A_YEAR, step=1, mode="half_up")


@book.figure("收入低于上年度人均可支配收入", source=G2025.article(4, item=2))
def income_below_disposable(h: H, p: P) -> Expr:
    """低于 is strict; totals are compared."""
    return h.annual_income < p.disposable_income[h.residence] * h.member_count


@book.figure("没有认定为低保或低保边缘", source=G2025.article(4, item=1))
def not_recognised_already(h: H) -> Expr:
    return ~h.dibao_family & ~h.bianyuan_eligible


@book.figure("刚性支出总额", unit=YEARLY, source=G2025.article(5), short="刚性支出")
def rigid_expenses(h: H, p: P) -> Expr:
    """Of twelve months, in the classes the place counts; a class it does not count is not asked."""
    return reduce(
        add, (where(p.gangxing_counts[one], getattr(h, f"{one}_expense"), 0) for one in EXPENSE.codes)
    )


@book.figure("刚性支出超过年收入的规定比例", source=G2025.article(4, item=4))
def rigid_above_ratio(h: H, p: P) -> Expr:
    """超过 is strict nationally; a place may say 达到, which includes the line."""
    line = p.gangxing_ratio * h.annual_income
    return where(p.gangxing_inclusive, h.rigid_expenses >= line, h.rigid_expenses > line)


@book.figure("支出后的剩余收入", unit=YEARLY, source=G2025.article(4, item=4), short="剩余")
def left_after_expenses(h: H) -> Expr:
    return h.annual_income - h.rigid_expenses


@book.figure("剩余收入低于低保标准的规定倍数", source=G2025.article(4, item=4))
def rigid_leaves_little(h: H, p: P) -> Expr:
    return h.left_after_expenses < p.gangxing_residual * h.standard_line * A_YEAR


@book.figure("刚性支出过重", source=G2025.article(4, item=4))
def rigid_heavy(h: H, p: P) -> Expr:
    """By the method of the place: the share of income, what is left, or either."""
    ratio, residual = h.rigid_above_ratio, h.rigid_leaves_little
    return where(
        p.gangxing_method == "ratio",
        ratio,
        where(p.gangxing_method == "residual", residual, ratio | residual),
    )


@book.figure("符合当地规定的其他条件", source=G2025.article(4, item=5))
def gangxing_other_ok(h: H, p: P) -> Expr:
    return ~p.gangxing_other | h.gangxing_other_met


@book.figure("认定为刚性支出困难家庭", source=G2025.article(4))
def gangxing_eligible(h: H) -> Expr:
    return (
        h.applies_here
        & h.someone_to_protect
        & h.not_recognised_already
        & h.income_below_disposable
        & h.property_ok_gangxing
        & h.rigid_heavy
        & h.gangxing_other_ok
    )


@book.figure("每月缺口", unit="fen/month", source=G2025.article(2), short="缺口")
def gangxing_gap(h: H) -> Expr:
    """The standard for all members less what is left; the whole standard where expenses exceed income."""
    whole = h.standard_line * A_YEAR
    return share(greatest(least(whole, whole - h.left_after_expenses), 0), A_YEAR, decimals=0, mode="half_up", if_zero=0)  # fmt: skip


@book.figure("刚性支出困难家庭生活补助", unit="fen/month", source=G2025.article(2), short="生活补助")
def gangxing_amount(h: H, p: P) -> Expr:
    """A recognition nationally; where the place pays, the gap, rounded once."""
    paid = round_money(h.gangxing_gap, step=p.amount_step["gangxing"], mode=p.amount_mode["gangxing"])
    return where(p.gangxing_pays, where(h.gangxing_eligible, paid, 0), 0)


GANGXING = Programme(
    "gangxing",
    "刚性支出困难家庭",
    eligible="gangxing_eligible",
    amount="gangxing_amount",
    conditions=(
        "applies_here",
        "someone_to_protect",
        "not_recognised_already",
        "income_below_disposable",
        "property_ok_gangxing",
        "rigid_heavy",
        "gangxing_other_ok",
    ),
    also=("annual_income", "rigid_expenses", "member_count"),
)
