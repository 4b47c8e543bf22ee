"""A book with one figure for each operation and shape of operands, so that none is left to chance."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from tests.core.book.random_books import FACTS, PARAMETERS, TODAY
from tests.core.book.small_book import Rule

from yimen.core.book import (
    Book,
    Expr,
    Graph,
    Level,
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

HALF, ONE = Decimal("0.5"), constant(1, "fen")

NUMBERS: list[Callable[..., Expr]] = [
    lambda s, p: s.sum + s.parts,
    lambda s, p: s.sum - s.parts,
    lambda s, p: s.parts * p.rate,
    lambda s, p: s.sum * HALF + p.line,
    lambda s, p: where(s.truth, s.sum, s.parts),
    lambda s, p: where(s.truth, s.sum, 0),
    lambda s, p: where(s.truth, 0, s.parts),
    lambda s, p: where(s.truth, where(s.truth, s.sum, 1 * s.parts), s.sum),
    lambda s, p: where(s.truth, s.sum - s.sum, 0),
    lambda s, p: where(p.switch, s.sum, s.parts),
    lambda s, p: greatest(s.sum, s.parts),
    lambda s, p: least(s.sum, s.parts, p.line),
    lambda s, p: p.by_colour[s.colour],
    lambda s, p: s.sum + p.by_colour["green"],
    lambda s, p: round_money(s.sum, step=p.step, mode=p.mode),
    *[
        lambda s, p, mode=mode: round_money(s.parts - s.sum, step=7, mode=mode)
        for mode in ("half_up", "up", "down")
    ],
    *[
        lambda s, p, mode=mode: round_money(s.sum * HALF, step=1, mode=mode)
        for mode in ("half_up", "up", "down")
    ],
    *[
        lambda s, p, mode=mode: (
            share(s.sum, greatest(s.parts, 0), decimals=1, mode=mode, if_zero=3) * constant(1, "fen")
        )
        for mode in ("half_up", "up", "down")
    ],
    lambda s, p: share(s.sum, p.line, decimals=0, mode=p.mode, if_zero=-1) * constant(1, "fen"),
    lambda s, p: (
        round_money(s.sum, step=1, mode="up", among=round_money(greatest(s.sum, 0), step=500, mode="down"))
        * constant(1, "fen")
    ),
    lambda s, p: age(s.date) * constant(1, "fen/age"),
    lambda s, p: months_since(s.date) * constant(1, "fen/month"),
]
TRUTHS: list[Callable[..., Expr]] = [
    lambda s, p: s.sum < s.parts,
    lambda s, p: s.sum <= s.parts,
    lambda s, p: s.sum > s.parts,
    lambda s, p: s.sum >= s.parts,
    lambda s, p: s.sum == s.parts,
    lambda s, p: s.sum != s.parts,
    lambda s, p: s.sum < ONE,
    lambda s, p: s.sum <= ONE,
    lambda s, p: s.sum > ONE,
    lambda s, p: s.sum >= ONE,
    lambda s, p: s.sum == ONE,
    lambda s, p: s.sum != ONE,
    lambda s, p: s.truth & (s.sum < ONE),
    lambda s, p: s.truth | (s.sum < ONE),
    lambda s, p: s.truth & p.switch,
    lambda s, p: s.truth | p.switch,
    lambda s, p: ~s.truth,
    lambda s, p: where(s.truth, s.sum < ONE, s.parts < ONE),
    lambda s, p: isin(s.colour, "red", "blue"),
    lambda s, p: isin(s.sum, -1, 1, 2),
    lambda s, p: s.colour == p.shade,
    lambda s, p: s.colour != "green",
    lambda s, p: s.date <= assessment_day(),
]
CATEGORIES: list[Callable[..., Expr]] = [
    lambda s, p: where(s.truth, s.colour, p.shade),
]
OVER: list[tuple[str, Callable[..., Expr]]] = [
    ("fen", lambda m, p: total(m.parts)),
    ("fen", lambda m, p: total(m.sum, of=m.truth)),
    ("fen", lambda m, p: max_(m.sum, default=5)),
    ("fen", lambda m, p: min_(m.sum, default=-5)),
    ("person", lambda m, p: count(m.truth)),
    ("person", lambda m, p: count(m.sum < ONE)),
    ("1", lambda m, p: any_(m.truth)),
    ("1", lambda m, p: all_(m.truth)),
    ("1", lambda m, p: any_(p.switch & (m.sum < ONE))),
]


class _Scope:
    """``s.sum`` is h.h_sum or m.m_sum, as the level has it."""

    def __init__(self, scope: Any, letter: str) -> None:
        self._scope, self._letter = scope, letter

    def __getattr__(self, name: str) -> Expr:
        found: Expr = getattr(self._scope, f"{self._letter}_{name}")
        return found


def _of_household(rule: Callable[..., Expr]) -> Callable[..., Expr]:
    return lambda h, p: rule(_Scope(h, "h"), p)


def _of_member(rule: Callable[..., Expr]) -> Callable[..., Expr]:
    return lambda m, p: rule(_Scope(m, "m"), p)


@cache
def every_operation() -> tuple[Graph, list[str]]:
    """The linked graph and its figures."""
    book, names = Book("每种运算"), []
    book.declare(*FACTS, *PARAMETERS)

    def enter(level: Level, unit: str, rule: Callable[..., Expr]) -> None:
        names.append(f"f{len(names)}")
        book.figure("试", source=Rule(1), name=names[-1], level=level, unit=unit)(rule)

    for unit, rules in (("fen", NUMBERS), ("1", TRUTHS), ("1", CATEGORIES)):
        for rule in rules:
            enter(Level.HOUSEHOLD, unit, _of_household(rule))
            enter(Level.MEMBER, unit, _of_member(rule))
    for unit, rule in OVER:
        enter(Level.HOUSEHOLD, unit, _of_member(rule))
    enter(Level.MEMBER, "fen", lambda h, m: m.m_sum + h.h_parts)
    enter(Level.MEMBER, "fen", lambda h, m, p: m.m_sum + p.by_colour[h.h_colour])
    return book.graph(names, TODAY), names
