"""What a graph means, said a second time: by walking, on fractions, with no decimals to track and no code generated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import Any

from yimen.core.book import Graph, Kind, Level

Facts = Mapping[str, Any]  # raw values by name


def meaning(
    graph: Graph, figure: str, on: date, parameters: Facts, household: Facts, members: Sequence[Facts]
) -> Any:
    """The figure's value: one, or one for each member."""
    walk = _walker(graph, on, parameters, household, members)
    number = graph.figures[figure]
    if graph.cells[number].level is Level.HOUSEHOLD:
        return walk(number, None)
    return [walk(number, i) for i in range(len(members))]


def as_fraction(raw: Any, kind: Kind, scale: int) -> Any:
    return Fraction(raw, 10**scale) if raw is not None and kind is Kind.NUMBER else raw


def _walker(graph: Graph, on: date, parameters: Facts, household: Facts, members: Sequence[Facts]) -> Any:
    @cache
    def walk(number: int, member: int | None) -> Any:
        cell = graph.cells[number]
        see = lambda arg: walk(arg, member if graph.cells[arg].level is Level.MEMBER else None)  # noqa: E731
        if cell.op == "constant":
            return as_fraction(cell.detail[0], cell.kind, cell.scale)
        if cell.op == "day":
            return int(on.strftime("%Y%m%d"))
        if cell.op == "fact":
            given = household if cell.level is Level.HOUSEHOLD else members[member]
            return as_fraction(given.get(cell.detail[0]), cell.kind, cell.scale)
        if cell.op == "parameter":
            return as_fraction(parameters[cell.detail[0]], cell.kind, cell.scale)
        if cell.op == "pick":
            index = see(cell.args[0])
            return (
                None
                if index is None
                else as_fraction(parameters[cell.detail[0]][index], cell.kind, cell.scale)
            )
        if cell.op in AGGREGATE:
            values = [walk(cell.args[0], i) for i in range(len(members))]
            return AGGREGATE[cell.op](values, cell)
        return combine(cell, [see(arg) for arg in cell.args], on)

    return walk


def combine(cell: Any, args: list[Any], on: date) -> Any:
    if cell.op == "figure":
        return args[0]
    if cell.op == "and":
        return False if False in args else None if None in args else True
    if cell.op == "or":
        return True if True in args else None if None in args else False
    if cell.op == "where":
        test, a, b = args
        return (a if a == b else None) if test is None else a if test else b
    return None if None in args else DEFINITE[cell.op](args, cell, on)


def _rounded(quotient: Fraction, mode: int) -> int:
    return (floor(quotient + Fraction(1, 2)), ceil(quotient), floor(quotient))[mode]


def _share(args: list[Any], cell: Any, on: date) -> Fraction:
    part, whole, mode = args
    one = 10**cell.scale
    return Fraction(cell.detail[0], one) if whole == 0 else Fraction(_rounded(part / whole * one, mode), one)


def _round(args: list[Any], cell: Any, on: date) -> Fraction:
    amount, step, mode, *among = args
    if among and among[0] == 0:
        return Fraction(0)
    return step * _rounded(amount / (among[0] if among else 1) / step, mode)


def _age(args: list[Any], cell: Any, on: date) -> Fraction:
    born = args[0]
    had_birthday = (on.month, on.day) >= (born // 100 % 100, born % 100)
    return Fraction(on.year - born // 10_000 - (not had_birthday))


def _months(args: list[Any], cell: Any, on: date) -> Fraction:
    day = args[0]
    return Fraction((on.year - day // 10_000) * 12 + on.month - day // 100 % 100 - (on.day < day % 100))


DEFINITE = {
    "add": lambda args, cell, on: args[0] + args[1],
    "sub": lambda args, cell, on: args[0] - args[1],
    "mul": lambda args, cell, on: args[0] * args[1],
    "lt": lambda args, cell, on: args[0] < args[1],
    "le": lambda args, cell, on: args[0] <= args[1],
    "gt": lambda args, cell, on: args[0] > args[1],
    "ge": lambda args, cell, on: args[0] >= args[1],
    "eq": lambda args, cell, on: args[0] == args[1],
    "ne": lambda args, cell, on: args[0] != args[1],
    "not": lambda args, cell, on: not args[0],
    "isin": lambda args, cell, on: args[0] in cell.detail,
    "greatest": lambda args, cell, on: max(args),
    "least": lambda args, cell, on: min(args),
    "share": _share,
    "round": _round,
    "age": _age,
    "months": _months,
}
AGGREGATE = {
    "total": lambda values, cell: None if None in values else sum(values, Fraction(0)),
    "count": lambda values, cell: None if None in values else Fraction(sum(values)),
    "any": lambda values, cell: True if True in values else None if None in values else False,
    "all": lambda values, cell: False if False in values else None if None in values else True,
    "max": lambda values, cell: None if None in values else max(values, default=_default(cell)),
    "min": lambda values, cell: None if None in values else min(values, default=_default(cell)),
}


def _default(cell: Any) -> Fraction:
    return Fraction(cell.detail[0], 10**cell.scale)
