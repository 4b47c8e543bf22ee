"""价格临时补贴：物价涨幅达到启动条件的月份，按人按月发放一份。"""

from decimal import Decimal

from yimen.core.book import Expr, Programme, constant, count, greatest, round_money, share, where
from yimen.core.law import R649
from yimen.core.law.declared.categories import LOW_INCOME
from yimen.core.rules.medical import OF_CLASS, book
from yimen.core.rules.scopes import MEMBER, H, M, P

SOURCE = R649.article(10)
EACH = "fen/person/month"


@book.figure("居民消费价格涨幅达到启动条件", source=SOURCE)
def cpi_triggers(p: P) -> Expr:
    """达到 includes the line itself."""
    return p.cpi >= p.price_trigger


@book.figure("食品价格涨幅达到启动条件", source=SOURCE)
def food_triggers(p: P) -> Expr:
    return p.food_cpi >= p.price_trigger_food


@book.figure("达到价格临时补贴启动条件", source=SOURCE)
def price_triggered(h: H) -> Expr:
    return h.cpi_triggers | h.food_triggers


@book.figure("价格临时补贴对象", level=MEMBER, source=SOURCE)
def price_person(m: M, p: P) -> Expr:
    """Of any class the place opens; somebody of several classes is paid once."""
    found = p.price_open["tekun"] & m.in_tekun
    for one in LOW_INCOME.codes[1:]:
        found = found | (p.price_open[one] & OF_CLASS[one](m))
    return found & ~m.lives_apart & ~(m.absence == "deceased")


@book.figure("价格临时补贴人数", unit="person", source=SOURCE, short="人数")
def price_persons(m: M) -> Expr:
    return count(m.price_person)


@book.figure("符合价格临时补贴条件", source=SOURCE)
def price_eligible(h: H) -> Expr:
    return h.price_triggered & (h.price_persons > 0)


@book.figure("据以计算的涨幅", unit="share", source=SOURCE, short="涨幅")
def price_growth(h: H, p: P) -> Expr:
    """Of the index that triggered, the higher where both did; or of the prices of low-income residents."""
    cpi, food = where(h.cpi_triggers, p.cpi, 0), where(h.food_triggers, p.food_cpi, 0)
    return greatest(where(p.price_method == "trigger", greatest(cpi, food), p.scpi), 0)


@book.figure("每人价格临时补贴", unit=EACH, source=SOURCE, short="每人补贴")
def price_each(h: H, p: P) -> Expr:
    """By the method of the place, not below its floor, rounded once."""
    standard, method = p.dibao_standard[h.residence], p.price_method
    high = h.price_growth >= p.price_tier_line
    tiers = where(high, p.price_tier_high, p.price_tier_low) * standard
    point = constant(Decimal("0.01"), "1")
    points = share(h.price_growth, point, decimals=0, mode="up", if_zero=0)
    by_index = h.price_growth * standard
    due = where(method == "tiers", tiers, where(method == "per_point", p.price_per_point * points, by_index))
    return round_money(greatest(due, p.price_floor), step=p.amount_step["price"], mode=p.amount_mode["price"])


@book.figure("价格临时补贴", unit="fen/month", source=SOURCE, short="价格临时补贴")
def price_amount(h: H) -> Expr:
    return where(h.price_eligible, h.price_each * h.price_persons, 0)


PRICE = Programme(
    "price",
    "价格临时补贴",
    eligible="price_eligible",
    amount="price_amount",
    conditions=("price_triggered",),
    also=("price_person", "price_each"),
)
