"""低保渐退：因就业收入超过标准的家庭，在渐退期内继续领取一部分。"""

from yimen.core.book import Expr, Programme, any_, round_money, where
from yimen.core.law import D57
from yimen.core.rules.scopes import H, M, P
from yimen.core.rules.specials import book

SOURCE = D57.article(33)


@book.figure("正在享受低保", source=SOURCE)
def was_on_dibao(m: M) -> Expr:
    return any_(m.current_programme == "dibao")


@book.figure("因就业收入超过标准", source=SOURCE)
def over_by_work(h: H) -> Expr:
    """At or above the standard, and because a member found work."""
    return ~h.income_below_standard & h.over_line_by_work


@book.figure("收入没有超过渐退上限", source=SOURCE)
def phase_out_income_ok(h: H, p: P) -> Expr:
    within = h.counted_income <= p.phase_out_multiple * h.standard_line
    return (p.phase_out_multiple == 0) | within


@book.figure("仍在渐退期内", source=SOURCE)
def within_phase_out(h: H, p: P) -> Expr:
    return h.months_over_line < p.dibao_phase_out_months


@book.figure("可以渐退", source=SOURCE)
def phase_out_eligible(h: H) -> Expr:
    return h.was_on_dibao & h.over_by_work & h.phase_out_income_ok & h.property_ok_dibao & h.within_phase_out


@book.figure("渐退期低保金", unit="fen/month", source=SOURCE, short="渐退期低保金")
def phase_out_amount(h: H, p: P) -> Expr:
    """A share of the last benefit that falls every two months where the place says so."""
    rate = where(
        h.months_over_line < 2,
        p.phase_out_rate["first"],
        where(h.months_over_line < 4, p.phase_out_rate["second"], p.phase_out_rate["third"]),
    )
    paid = round_money(
        rate * h.last_benefit, step=p.amount_step["phase_out"], mode=p.amount_mode["phase_out"]
    )
    return where(h.phase_out_eligible, paid, 0)


PHASE_OUT = Programme(
    "dibao_phase_out",
    "低保渐退",
    eligible="phase_out_eligible",
    amount="phase_out_amount",
    conditions=(
        "was_on_dibao",
        "over_by_work",
        "phase_out_income_ok",
        "property_ok_dibao",
        "within_phase_out",
    ),
)
