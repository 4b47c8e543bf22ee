"""Random books, packs and families, so that evaluators are tried on graphs nobody thought of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from tests.core.book.small_book import Rule

from yimen.core.book import (
    ROUNDING,
    Book,
    Category,
    Expr,
    Fact,
    Graph,
    Kind,
    Level,
    Parameter,
    RuleMistake,
    age,
    all_,
    any_,
    assessment_day,
    constant,
    count,
    greatest,
    isin,
    least,
    max_,
    min_,
    months_since,
    round_money,
    share,
    total,
    where,
)
from yimen.core.book.declarations import ymd

H, M = Level.HOUSEHOLD, Level.MEMBER
COLOUR = Category("colour", "颜色", {"red": "红", "green": "绿", "blue": "蓝"})
BOUND = 2_000
TODAY = date(2026, 2, 28)

FACTS = tuple(
    fact
    for level, letter in ((H, "h"), (M, "m"))
    for fact in (
        Fact(f"{letter}_sum", "额", level, Kind.NUMBER, "？", "fen", bounds=(-BOUND, BOUND)),
        Fact(f"{letter}_parts", "数", level, Kind.NUMBER, "？", "fen", scale=2, bounds=(0, BOUND)),
        Fact(f"{letter}_truth", "是非", level, Kind.TRUTH, "？"),
        Fact(f"{letter}_colour", "颜色", level, Kind.CATEGORY, "？", category=COLOUR),
        Fact(f"{letter}_date", "日期", level, Kind.DATE, "？"),
    )
)
PARAMETERS = (
    Parameter("rate", "率", Kind.NUMBER, "share", scale=3, bounds=(0, 3000)),
    Parameter("line", "线", Kind.NUMBER, "fen", bounds=(0, BOUND)),
    Parameter("by_colour", "分列", Kind.NUMBER, "fen", bounds=(0, BOUND), by=COLOUR),
    Parameter("switch", "开关", Kind.TRUTH),
    Parameter("shade", "色", Kind.CATEGORY, category=COLOUR),
    Parameter("step", "步长", Kind.NUMBER, "fen", bounds=(1, 50)),
    Parameter("mode", "取整", Kind.CATEGORY, category=ROUNDING),
)


@dataclass
class Shelf:
    """What a growing random book may still use, by level and kind."""

    book: Book
    names: dict[tuple[Level, Kind], list[str]]

    def read(self, level: Level, kind: Kind, draw: Callable, scopes: dict[str, Any]) -> Expr:
        scope = scopes["h" if level is H else "m"]
        return getattr(scope, draw(st.sampled_from(self.names[level, kind])))


@st.composite
def books(draw: st.DrawFn) -> tuple[Graph, list[str]]:
    """A linked graph of some twelve figures and their names."""
    book = Book("随机")
    book.declare(*FACTS, *PARAMETERS)
    names: dict[tuple[Level, Kind], list[str]] = {}
    for fact in FACTS:
        names.setdefault((fact.level, fact.kind), []).append(fact.name)
    shelf, made = Shelf(book, names), []
    for i in range(draw(st.integers(3, 12))):
        level = draw(st.sampled_from([H, M]))
        kind = draw(st.sampled_from([Kind.NUMBER, Kind.NUMBER, Kind.TRUTH, Kind.CATEGORY]))
        if _try_figure(draw, shelf, f"f{i}", level, kind):
            names.setdefault((level, kind), []).append(f"f{i}")
            made.append(f"f{i}")
    if not made:
        made = ["plain"]
        book.figure("平", source=Rule(1), name="plain")(lambda h: h.h_truth)
    return book.graph(made, TODAY), made


def _try_figure(draw: st.DrawFn, shelf: Shelf, name: str, level: Level, kind: Kind) -> bool:
    """One figure, unless what was drawn would not fit 64 bits."""
    unit = "fen" if kind is Kind.NUMBER else "1"

    def rule(h: Any, m: Any, p: Any) -> Expr:
        scopes = {"h": h, "m": m, "p": p}
        return _of(draw, shelf, scopes, level, kind, draw(st.integers(1, 4)))

    before = {n: list(v) for n, v in shelf.book.versions.items()}
    try:
        shelf.book.figure("随机项", source=Rule(1), name=name, level=level, unit=unit)(rule)
        shelf.book.graph((name,), TODAY)
    except RuleMistake as mistake:
        if "64 位" not in mistake.message:
            raise
        shelf.book.versions = before
        shelf.book._graphs.clear()
        return False
    return True


def _of(draw: st.DrawFn, shelf: Shelf, scopes: dict[str, Any], level: Level, kind: Kind, depth: int) -> Expr:
    """A random expression of that level (or, inside a member's, of the household's) and kind; numbers are in fen."""
    if depth == 0 or kind is Kind.DATE:
        return shelf.read(level, kind, draw, scopes)
    lower = draw(st.sampled_from([H, M])) if level is M else H
    again = lambda k, lv=None: _of(draw, shelf, scopes, lv or level, k, depth - 1)  # noqa: E731
    other = lambda k: _of(draw, shelf, scopes, lower, k, depth - 1)  # noqa: E731
    return draw(st.sampled_from(_choices(kind, level)))(draw, again, other, scopes["p"])


def _choices(kind: Kind, level: Level) -> list[Callable]:
    found = {Kind.NUMBER: NUMBERS, Kind.TRUTH: TRUTHS, Kind.CATEGORY: CATEGORIES}[kind]
    over = {Kind.NUMBER: OVER_NUMBERS, Kind.TRUTH: OVER_TRUTHS, Kind.CATEGORY: []}[kind]
    return [*found, *(over if level is H else [])]


N, T, C, D = Kind.NUMBER, Kind.TRUTH, Kind.CATEGORY, Kind.DATE


NUMBERS: list[Callable] = [
    lambda draw, a, b, p: a(N) + b(N),
    lambda draw, a, b, p: a(N) - b(N),
    lambda draw, a, b, p: b(N) - a(N),
    lambda draw, a, b, p: a(N) * p.rate,
    lambda draw, a, b, p: a(N) * draw(st.sampled_from([2, -1, Decimal("0.5"), Decimal("1.25")])),
    lambda draw, a, b, p: a(N) + p.line,
    lambda draw, a, b, p: a(N) + p.by_colour[b(C)],
    lambda draw, a, b, p: a(N) - p.by_colour["green"],
    lambda draw, a, b, p: where(a(T), a(N), b(N)),
    lambda draw, a, b, p: where(a(T), b(N), 0),
    lambda draw, a, b, p: greatest(a(N), b(N), 0),
    lambda draw, a, b, p: least(a(N), b(N)),
    lambda draw, a, b, p: round_money(a(N), step=draw(st.sampled_from([1, 7, 100])), mode=draw(MODES)),
    lambda draw, a, b, p: round_money(a(N), step=p.step, mode=p.mode),
    lambda draw, a, b, p: (
        round_money(a(N), step=p.step, mode=draw(MODES), among=round_up(greatest(b(N), 0)))
        * constant(1, "fen")
    ),
    lambda draw, a, b, p: (
        share(a(N), greatest(b(N), 0), decimals=draw(st.integers(0, 2)), mode=draw(MODES), if_zero=3)
        * constant(1, "fen")
    ),
    lambda draw, a, b, p: age(a(D)) * constant(1, "fen/age"),
    lambda draw, a, b, p: months_since(a(D)) * constant(1, "fen/month"),
]
TRUTHS: list[Callable] = [
    lambda draw, a, b, p: a(N) < b(N),
    lambda draw, a, b, p: a(N) <= b(N),
    lambda draw, a, b, p: a(N) > b(N),
    lambda draw, a, b, p: a(N) >= p.line,
    lambda draw, a, b, p: a(N) == b(N),
    lambda draw, a, b, p: a(N) != b(N),
    lambda draw, a, b, p: a(C) == b(C),
    lambda draw, a, b, p: a(C) != p.shade,
    lambda draw, a, b, p: isin(a(C), "red", "blue"),
    lambda draw, a, b, p: a(T) & b(T),
    lambda draw, a, b, p: a(T) | b(T),
    lambda draw, a, b, p: a(T) & p.switch,
    lambda draw, a, b, p: ~a(T),
    lambda draw, a, b, p: where(a(T), a(T), b(T)),
    lambda draw, a, b, p: age(a(D)) >= draw(st.integers(0, 70)),
    lambda draw, a, b, p: a(D) < date(2008, 2, 29),
    lambda draw, a, b, p: a(D) <= assessment_day(),
]
CATEGORIES: list[Callable] = [
    lambda draw, a, b, p: where(a(T), a(C), b(C)),
    lambda draw, a, b, p: where(a(T), a(C), p.shade),
]
OVER_NUMBERS: list[Callable] = [
    lambda draw, a, b, p: total(a(N, M)),
    lambda draw, a, b, p: total(a(N, M), of=a(T, M)),
    lambda draw, a, b, p: count(a(T, M)) * p.line * constant(1, "1/person"),
    lambda draw, a, b, p: max_(a(N, M), default=5),
    lambda draw, a, b, p: min_(a(N, M), default=-5),
]
OVER_TRUTHS: list[Callable] = [
    lambda draw, a, b, p: any_(a(T, M)),
    lambda draw, a, b, p: all_(a(T, M)),
    lambda draw, a, b, p: any_(age(a(D, M)) >= draw(st.integers(0, 70))),
    lambda draw, a, b, p: all_(months_since(a(D, M)) < draw(st.integers(0, 300))),
]
MODES = st.sampled_from(["half_up", "up", "down"])


def round_up(amount: Expr) -> Expr:
    """A whole number of fen."""
    return round_money(amount, step=1, mode="up")


# Values -----------------------------------------------------------------------------------------------------------

DAYS = st.dates(date(1920, 1, 1), date(2027, 1, 1)) | st.sampled_from(
    [date(2008, 2, 28), date(2008, 2, 29), date(2008, 3, 1)]
)


def raw_value(item: Fact | Parameter) -> st.SearchStrategy:
    """A raw value of the declared kind; a small range, so that equality and boundaries happen."""
    if item.kind is Kind.TRUTH:
        return st.booleans()
    if item.category is not None:
        return st.integers(0, len(item.category.codes) - 1)
    if item.kind is Kind.DATE:
        return DAYS.map(ymd)
    low, high = item.bounds or (0, 0)
    return st.integers(max(low, -3), min(high, 3)).filter(lambda n: low <= n <= high) | st.integers(low, high)


def maybe(strategy: st.SearchStrategy, known: bool) -> st.SearchStrategy:
    return strategy if known else st.one_of(strategy, strategy, strategy, st.none())


def facts(level: Level, known: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({f.name: maybe(raw_value(f), known) for f in FACTS if f.level is level})


def households(known: bool = False) -> st.SearchStrategy[tuple[dict[str, Any], list[dict[str, Any]]]]:
    return st.tuples(facts(H, known), st.lists(facts(M, known), max_size=4))


def packs(known: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    columns = {}
    for p in PARAMETERS:
        one = maybe(raw_value(p), known)
        columns[p.name] = st.tuples(*[one] * len(p.by.codes)) if p.by else one
    return st.fixed_dictionaries(columns)
