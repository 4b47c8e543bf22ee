"""住房救助：租赁补贴的框架。Civil affairs verifies income and property, the housing department the housing."""

from yimen.core.book import Expr, Programme, any_, greatest, least, round_money, where
from yimen.core.law import R649
from yimen.core.law.declared.categories import HEADS, LOW_INCOME
from yimen.core.rules.medical import OF_CLASS
from yimen.core.rules.price import book
from yimen.core.rules.scopes import H, M, P

WHO, HOW = R649.article(37), R649.article(38)


def _class(one: str, words: str) -> None:
    @book.figure(f"家里有{words}", name=f"family_of_{one}", source=WHO)
    def family(m: M) -> Expr:
        return any_(OF_CLASS[one](m))


for code, label in LOW_INCOME.values.items():
    _class(code, label)


@book.figure("属于租赁补贴对象", source=WHO)
def rent_class(h: H, p: P) -> Expr:
    found = p.rent_open["tekun"] & h.family_of_tekun
    for one in LOW_INCOME.codes[1:]:
        found = found | (p.rent_open[one] & getattr(h, f"family_of_{one}"))
    return found


@book.figure("住房困难", source=WHO)
def in_housing_need(h: H) -> Expr:
    return h.housing_need


@book.figure("符合租赁补贴条件", source=WHO)
def rent_eligible(h: H) -> Expr:
    return h.in_housing_need & (h.rent > 0) & h.rent_class


@book.figure("保障面积标准", unit="m2", source=HOW, short="保障面积")
def rent_norm(h: H, p: P) -> Expr:
    """By the number of people at home; five stands for five and more."""
    found = p.rent_norm[HEADS.codes[-1]]
    for number, one in reversed(list(enumerate(HEADS.codes[:-1], start=1))):
        found = where(h.at_home <= number, p.rent_norm[one], found)
    return found


@book.figure("租赁补贴系数", unit="share", source=HOW, short="系数")
def rent_coefficient(h: H, p: P) -> Expr:
    """Of the first class the family belongs to and the place opens."""
    found: Expr | int = 0
    for one in reversed(LOW_INCOME.codes):
        found = where(p.rent_open[one] & getattr(h, f"family_of_{one}"), p.rent_coefficient[one], found)
    return found  # type: ignore[return-value]


@book.figure("补贴面积", unit="m2", source=HOW, short="补贴面积")
def rent_area(h: H) -> Expr:
    """The norm less what the family owns."""
    return greatest(h.rent_norm - h.house_area, 0)


@book.figure("每月租赁补贴", unit="fen/month", source=HOW, short="租赁补贴")
def rent_amount(h: H, p: P) -> Expr:
    """Area × rate × coefficient, never more than the real rent."""
    due = least(h.rent_area * p.rent_rate * h.rent_coefficient, h.rent)
    return where(h.rent_eligible, round_money(due, step=p.amount_step["rent"], mode=p.amount_mode["rent"]), 0)


RENT = Programme(
    "rent",
    "住房租赁补贴",
    eligible="rent_eligible",
    amount="rent_amount",
    conditions=("in_housing_need", "rent_class"),
    also=("rent_area", "rent_coefficient"),
)
