"""医疗救助：资助参保，年度起付标准之上按比例救助到限额，再在第二层分段倾斜救助。The medical insurance bureau pays."""

from yimen.core.book import Expr, Programme, any_, constant, greatest, isin, least, round_money, total, where
from yimen.core.law import L2023, R649
from yimen.core.law.declared.categories import LAYER, LOW_INCOME
from yimen.core.rules.children import book
from yimen.core.rules.scopes import MEMBER, H, M, P
from yimen.core.rules.standing import CLASSES

SECTION = L2023.article("四(二)")
YEARLY = "fen/year"


@book.figure("孤儿、事实无人抚养儿童", level=MEMBER, source=L2023.article("二"))
def in_child_scheme(m: M) -> Expr:
    """Kept already, or found to be one."""
    return isin(m.current_programme, "orphan", "unattended_child") | m.orphan_child | m.unattended


OF_CLASS = {"tekun": CLASSES["tekun"], "child": lambda m: m.in_child_scheme} | {
    one: CLASSES[one] for one in ("dibao", "bianyuan", "gangxing")
}
"""In order of rank: who belongs to several is treated by the first."""


@book.figure("医疗救助对象", level=MEMBER, source=R649.article(28))
def medical_person(m: M, p: P) -> Expr:
    """Of a class the place opens."""
    found = p.medical_open["tekun"] & m.in_tekun
    for one in LOW_INCOME.codes[1:]:
        found = found | (p.medical_open[one] & OF_CLASS[one](m))
    return found & ~m.lives_apart


@book.figure("有可享受医疗救助的费用", source=R649.article(28))
def medical_eligible(m: M) -> Expr:
    return any_(m.medical_person & (m.in_scope_cost > 0))


def _by_class(m: M, of: dict[str, Expr]) -> Expr:
    """The value of the first class the member belongs to."""
    found = of[LOW_INCOME.codes[-1]]
    for one in reversed(LOW_INCOME.codes[:-1]):
        found = where(OF_CLASS[one](m), of[one], found)
    return found


@book.figure("年度起付标准", level=MEMBER, unit=YEARLY, source=SECTION, short="起付标准")
def medical_deductible(h: H, m: M, p: P) -> Expr:
    """A sum, or a share of last year's local disposable income."""
    income = p.disposable_income[h.residence] * constant(1, "person")
    return _by_class(
        m,
        {
            one: where(
                p.medical_deductible_basis[one] == "fixed",
                p.medical_deductible[one],
                p.medical_deductible_share[one] * income,
            )
            for one in LOW_INCOME.codes
        },
    )


@book.figure("起付标准以上的费用", level=MEMBER, unit=YEARLY, source=SECTION, short="起付标准以上")
def cost_above_deductible(m: M) -> Expr:
    return greatest(m.in_scope_cost - m.medical_deductible, 0)


@book.figure("医疗救助比例", level=MEMBER, unit="share", source=SECTION, short="比例")
def medical_rate(m: M, p: P) -> Expr:
    return _by_class(m, {one: p.medical_rate[one] for one in LOW_INCOME.codes})


@book.figure("年度限额", level=MEMBER, unit=YEARLY, source=R649.article(29), short="年度限额")
def medical_cap(m: M, p: P) -> Expr:
    """0 where the place sets none."""
    return _by_class(m, {one: p.medical_cap[one] for one in LOW_INCOME.codes})


@book.figure("年度医疗救助", level=MEMBER, unit=YEARLY, source=SECTION, short="年度医疗救助")
def medical_first(m: M) -> Expr:
    """The rate on what is above the deductible, up to the year's cap, to the fen."""
    due = round_money(m.medical_rate * m.cost_above_deductible, step=1, mode="half_up")
    return where(m.medical_cap > 0, least(due, m.medical_cap), due)


@book.figure("倾斜救助", level=MEMBER, unit=YEARLY, source=SECTION, short="倾斜救助")
def medical_second(m: M, p: P) -> Expr:
    """On what the first layer leaves: a rate for each segment, up to the cap; only classes the place opens."""
    left, codes = m.in_scope_cost - m.medical_first, LAYER.codes
    due: Expr | int = 0
    for one, after in zip(codes, (*codes[1:], None), strict=True):
        top = left if after is None else least(left, p.second_above[after])
        due = due + p.second_rate[one] * greatest(top - p.second_above[one], 0)
    paid = round_money(due, step=1, mode="half_up")  # type: ignore[arg-type]
    limited = where(p.second_cap > 0, least(paid, p.second_cap), paid)
    return where(_by_class(m, {one: p.second_open[one] for one in LOW_INCOME.codes}), limited, 0)


@book.figure("本人医疗救助金", level=MEMBER, unit=YEARLY, source=R649.article(29), short="医疗救助金")
def medical_aid(m: M, p: P) -> Expr:
    """Both layers less what this year has already paid, rounded once."""
    due = greatest(m.medical_first + m.medical_second - m.medical_aid_paid, 0)
    rounded = round_money(due, step=p.amount_step["medical"], mode=p.amount_mode["medical"])
    return where(m.medical_person, rounded, 0)


@book.figure("医疗救助金", unit=YEARLY, source=R649.article(29), short="医疗救助金")
def medical_amount(m: M) -> Expr:
    return total(m.medical_aid)


@book.figure(
    "资助参保金额", level=MEMBER, unit="fen/person/year", source=R649.article(29, item=1), short="资助参保"
)
def premium_subsidy(m: M, p: P) -> Expr:
    """All of the premium for 特困, a share for others."""
    part = _by_class(m, {one: p.premium_share[one] for one in LOW_INCOME.codes})
    return where(m.medical_person, round_money(part * p.premium, step=1, mode="half_up"), 0)


MEDICAL = Programme(
    "medical",
    "医疗救助",
    eligible="medical_eligible",
    amount="medical_amount",
    per="once",
    conditions=("medical_eligible",),
    also=("medical_person", "medical_first", "medical_second", "medical_aid"),
)
