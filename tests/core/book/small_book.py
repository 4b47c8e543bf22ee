"""A small book to try the engine on: three facts, two parameters, five figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from yimen.core.book import (
    Book,
    Category,
    Expr,
    Fact,
    Family,
    Finding,
    Household,
    Kind,
    Law,
    Level,
    Member,
    Parameter,
    Parameters,
    Programme,
    Setting,
    age,
    count,
    find,
    round_money,
    total,
    where,
)

DAY = date(2026, 11, 22)
RESIDENCE = Category("residence", "城乡", {"urban": "城镇", "rural": "农村"})
HELP = Programme("help", "试用救助", "eligible", "payment", also=("adult", "adults"))


@dataclass(frozen=True)
class Rule:
    """An article of no statute."""

    number: int

    @property
    def key(self) -> str:
        return f"试:{self.number}"

    def __str__(self) -> str:
        return f"《试用办法》第{self.number}条"


FACTS = (
    Fact("residence", "居住地", Level.HOUSEHOLD, Kind.CATEGORY, "你家住在城镇还是农村？", category=RESIDENCE),
    Fact(
        "wage",
        "工资",
        Level.MEMBER,
        Kind.NUMBER,
        "{name}每月的工资是多少元？",
        "fen/month",
        bounds=(0, 10**9),
    ),
    Fact("born", "出生日期", Level.MEMBER, Kind.DATE, "{name}是哪一天出生的？"),
)
PARAMETERS = (
    Parameter(
        "standard", "保障标准", Kind.NUMBER, "fen/person/month", bounds=(0, 10**7), by=RESIDENCE, short="标准"
    ),
    Parameter("step", "取整到", Kind.NUMBER, "fen", bounds=(1, 1000)),
)


def empty_book() -> Book:
    """Declarations without figures."""
    book = Book("试用")
    book.declare(*FACTS, *PARAMETERS)
    return book


def small_book() -> Book:
    """Below the standard → the difference, rounded up."""
    book = empty_book()

    @book.figure("成年", source=Rule(1), level=Level.MEMBER)
    def adult(m: Member) -> Expr:
        """Eighteen or older on the assessment day."""
        return age(m.born) >= 18

    @book.figure("成年人数", source=Rule(1), unit="person")
    def adults(m: Member) -> Expr:
        return count(m.adult)

    @book.figure("家庭人数", source=Rule(2), unit="person")
    def size(m: Member) -> Expr:
        return count((m.wage >= 0) | True)

    @book.figure("家庭收入", source=Rule(2), unit="fen/month", short="收入")
    def income(m: Member) -> Expr:
        return total(m.wage)

    @book.figure("收入低于标准", source=Rule(3))
    def eligible(h: Household, p: Law) -> Expr:
        return h.income < p.standard[h.residence] * h.size

    @book.figure("每月补差", source=Rule(4), unit="fen/household/month")
    def payment(h: Household, p: Law) -> Expr:
        gap = p.standard[h.residence] * h.size - h.income
        return round_money(where(h.eligible, gap, 0), step=p.step, mode="up")

    return book


BOOK = small_book()
LAW = Parameters(
    "371311",
    date(2026, 1, 1),
    {"standard.urban": Setting(100_000, "某号通知"), "step": Setting(100, "某号通知")},
    "罗庄区",
)


def person(**facts: Any) -> dict[str, Any]:
    return {"wage": 0, "born": date(1980, 5, 1)} | facts


def family(*members: dict[str, Any], **household: Any) -> Family:
    return Family({"residence": "urban"} | household, members or (person(),))


def found(given: Family, *, law: Parameters = LAW, book: Book = BOOK, on: date = DAY) -> Finding:
    return find(book.graph(HELP.targets, law.on), HELP, given, on, law, book.facts)
