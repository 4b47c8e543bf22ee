"""A graph made ready for batches: the steps that are left when everything the laws settle has been computed.

Cells are taken in order. What is the same for every family (constants, parameters on which the laws agree) is computed at
once, on columns of length 1; a choice it settles leaves one branch. The rest become steps, and steps that no figure
asked for rests on are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from yimen.bulk.sweep import operations as ops
from yimen.bulk.sweep.columns import Column, is_uniform, negated, uniform
from yimen.bulk.sweep.laws import Laws, fill_of
from yimen.core.book import Graph, Kind, Level
from yimen.core.book.bounds import quotient_powers
from yimen.core.book.graph import Cell
from yimen.core.book.nodes import AGGREGATES, COMPARISONS

OFFSETS, OWNER, LAW, DAY = range(4)
"""Places of what every batch brings besides its facts."""

Ref: TypeAlias = "int | Column"  # a place that is filled batch by batch, or a column already known


@dataclass(frozen=True)
class Step:
    """One operation: from which places, into which, and which places are not needed afterwards."""

    run: Callable[..., Any]
    args: tuple[int, ...]
    out: int
    done: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Shape: ``start`` has a place for everything, constants filled in; facts and figures say which place is whose."""

    start: tuple[Any, ...]
    facts: dict[str, int]
    steps: tuple[Step, ...]
    figures: dict[str, int]


def make_plan(
    graph: Graph, figures: Iterable[str], laws: Laws, absent: Iterable[str] = (), day: int | None = None
) -> Plan:
    """The plan for these figures; facts named ``absent`` are open in every family, ``day`` is one for all or by family."""
    maker = _Maker(graph, laws, set(absent), day)
    for number in range(len(graph.cells)):
        maker.take(number)
    return maker.plan(figures)


class _Maker:
    def __init__(self, graph: Graph, laws: Laws, absent: set[str], day: int | None) -> None:
        self.graph, self.laws, self.absent = graph, laws, absent
        self.day: Ref = DAY if day is None else uniform(day, Kind.DATE)
        self.start: list[Any] = [None] * (DAY + 1)
        self.facts: dict[str, int] = {}
        self.steps: list[Step] = []
        self.refs: list[Ref] = []
        self._made: dict[tuple[Any, ...], Ref] = {}

    def take(self, number: int) -> None:
        cell = self.graph.cells[number]
        self.refs.append(self._ref(cell))

    # One cell ---------------------------------------------------------------------------------------------------

    def _ref(self, cell: Cell) -> Ref:
        special = getattr(self, f"_{cell.op}", None)
        if special is not None:
            found: Ref = special(cell)
            return found
        if cell.op in AGGREGATES:
            return self._emit(self._aggregate(cell), [self.refs[cell.args[0]], OFFSETS])
        if cell.op in COMPARISONS:
            scale = max(self.graph.cells[a].scale for a in cell.args)
            return self._emit(ops.OPERATIONS[cell.op], [self._scaled(a, cell, scale) for a in cell.args])
        return self._emit(ops.OPERATIONS[cell.op], [self._seen(a, cell) for a in cell.args])

    def _aggregate(self, cell: Cell) -> ops.Operation:
        if cell.op in ("max", "min"):
            extreme = ops.largest if cell.op == "max" else ops.smallest
            return extreme(int(cell.detail[0]))
        return ops.OPERATIONS[cell.op]

    def _constant(self, cell: Cell) -> Ref:
        return uniform(cell.detail[0], cell.kind)

    def _day(self, cell: Cell) -> Ref:
        return self.day

    def _figure(self, cell: Cell) -> Ref:
        return self.refs[cell.args[0]]

    def _fact(self, cell: Cell) -> Ref:
        name = cell.detail[0]
        if name in self.absent:
            return uniform(None, cell.kind, fill_of(self.graph.facts[name].bounds))
        self.facts[name] = self._place()
        return self.facts[name]

    def _parameter(self, cell: Cell) -> Ref:
        return self._by_law(self.graph.parameters[cell.detail[0]].name, None, cell)

    def _pick(self, cell: Cell) -> Ref:
        parameter = self.graph.parameters[cell.detail[0]]
        index = self._seen(cell.args[0], cell)
        if not isinstance(index, int) and _is_known(index):
            return self._by_law(parameter.name, parameter.keys[int(index[0][0])], cell)
        table, width = self.laws.column(parameter), len(parameter.keys)
        if not self.laws.differ_in(parameter):
            return self._emit(ops.pick, [table, index])
        law = LAW if cell.level is Level.HOUSEHOLD else self._emit(ops.spread_law, [LAW, OWNER])
        return self._emit(ops.row_of(width), [table, law, index], same=("row_of", width))

    def _by_law(self, name: str, key: str | None, cell: Cell) -> Ref:
        """A household's column, or the one value where the laws agree."""
        column = self.laws.column(self.graph.parameters[name], key)
        if is_uniform(column):
            return column
        found = self._emit(ops.look_up, [column, LAW], same=("look_up", name, key))
        return self._spread(found) if cell.level is Level.MEMBER else found

    def _where(self, cell: Cell) -> Ref:
        test, then, otherwise = cell.args
        ref = self._seen(test, cell)
        if not isinstance(ref, int) and _is_known(ref):
            return self._scaled(then if ref[0][0] else otherwise, cell, cell.scale)
        a, b = (self._scaled(x, cell, cell.scale) for x in (then, otherwise))
        if cell.kind is Kind.TRUTH:
            return self._emit(ops.where_truth, [ref, a, b])
        if _is(b, 0) and cell.kind is Kind.NUMBER:
            return self._emit(ops.where_or_zero, [ref, a])
        return self._emit(ops.where_number, [ref, a, b])

    def _and(self, cell: Cell) -> Ref:
        return self._join(cell, ops.conjunction, neutral=True)

    def _or(self, cell: Cell) -> Ref:
        return self._join(cell, ops.disjunction, neutral=False)

    def _join(self, cell: Cell, run: ops.Operation, *, neutral: bool) -> Ref:
        a, b = (self._seen(x, cell) for x in cell.args)
        for one, other in ((a, b), (b, a)):
            if _is(one, neutral):
                return other
            if _is(one, not neutral):
                return one
        return self._emit(run, [a, b])

    def _not(self, cell: Cell) -> Ref:
        return self._emit(negated, [self._seen(cell.args[0], cell)])

    def _isin(self, cell: Cell) -> Ref:
        codes = tuple(int(code) for code in cell.detail)
        return self._emit(ops.one_of(codes), [self._seen(cell.args[0], cell)], same=("isin", codes))

    def _add(self, cell: Cell) -> Ref:
        a, b = (self._scaled(x, cell, cell.scale) for x in cell.args)
        return b if _is(a, 0) else a if _is(b, 0) else self._emit(ops.add, [a, b])

    def _sub(self, cell: Cell) -> Ref:
        a, b = (self._scaled(x, cell, cell.scale) for x in cell.args)
        return a if _is(b, 0) else self._emit(ops.subtract, [a, b])

    def _greatest(self, cell: Cell) -> Ref:
        return self._emit(ops.greatest, [self._scaled(x, cell, cell.scale) for x in cell.args])

    def _least(self, cell: Cell) -> Ref:
        return self._emit(ops.least, [self._scaled(x, cell, cell.scale) for x in cell.args])

    def _share(self, cell: Cell) -> Ref:
        part, whole = (self.graph.cells[a].scale for a in cell.args[:2])
        up, down = quotient_powers(part, whole, cell.scale)
        run = ops.share_of(up, down, int(cell.detail[0]))
        return self._emit(run, [self._seen(a, cell) for a in cell.args])

    def _round(self, cell: Cell) -> Ref:
        run = ops.rounded_to(10 ** self.graph.cells[cell.args[0]].scale)
        return self._emit(run, [self._seen(a, cell) for a in cell.args])

    def _age(self, cell: Cell) -> Ref:
        return self._emit(ops.age, [self._seen(cell.args[0], cell), self._day_seen(cell)])

    def _months(self, cell: Cell) -> Ref:
        return self._emit(ops.months, [self._seen(cell.args[0], cell), self._day_seen(cell)])

    def _day_seen(self, cell: Cell) -> Ref:
        return self._spread(self.day) if cell.level is Level.MEMBER else self.day

    # Operands ---------------------------------------------------------------------------------------------------

    def _seen(self, arg: int, user: Cell) -> Ref:
        """An operand as its user sees it: a household's value by member, where the user is a member's."""
        outer = user.level is Level.MEMBER and self.graph.cells[arg].level is Level.HOUSEHOLD
        return self._spread(self.refs[arg]) if outer else self.refs[arg]

    def _spread(self, ref: Ref) -> Ref:
        if not isinstance(ref, int):
            return ref
        return self._emit(ops.spread, [ref, OWNER])

    def _scaled(self, arg: int, user: Cell, scale: int) -> Ref:
        ref, factor = self._seen(arg, user), 10 ** (scale - self.graph.cells[arg].scale)
        return ref if factor == 1 else self._emit(ops.multiply, [ref, uniform(factor, Kind.NUMBER)])

    # Steps ------------------------------------------------------------------------------------------------------

    def _place(self, value: Any = None) -> int:
        self.start.append(value)
        return len(self.start) - 1

    def _emit(self, run: Callable[..., Any], args: Sequence[Ref], same: tuple[Any, ...] = ()) -> Ref:
        """The result at once where every operand is known, else a step; the same step is not made twice."""
        if not any(isinstance(arg, int) for arg in args):
            return _tidy(run(*args))
        key = (same or run, *(arg if isinstance(arg, int) else _key(arg) for arg in args))
        if key not in self._made:
            places = tuple(arg if isinstance(arg, int) else self._place(arg) for arg in args)
            out = self._place()
            self.steps.append(Step(run, places, out))
            self._made[key] = out
        return self._made[key]

    def plan(self, figures: Iterable[str]) -> Plan:
        wanted = {name: self.refs[self.graph.figures[name]] for name in figures}
        places = {n: ref if isinstance(ref, int) else self._place(ref) for n, ref in wanted.items()}
        steps = _live(self.steps, set(places.values()))
        used = {place for step in steps for place in step.args} | set(places.values())
        facts = {name: place for name, place in self.facts.items() if place in used}
        return Plan(tuple(self.start), facts, _with_ends(steps, set(places.values())), places)


def _tidy(column: Column) -> Column:
    """Without a mask where there is nothing to hide."""
    return (column[0], None) if _is_known(column) else column


def _is_known(column: Column) -> bool:
    """Whether this one value for all is known."""
    values, mask = column
    if mask is None:
        return True
    return bool(mask[0]) or (values.dtype == np.bool_ and bool(values[0]))


def _is(ref: Ref, value: int | bool) -> bool:
    return not isinstance(ref, int) and is_uniform(ref) and ref[1] is None and ref[0][0] == value


def _key(column: Column) -> tuple[Any, ...]:
    values, mask = column
    return values.dtype.char, values.tobytes(), None if mask is None else mask.tobytes()


def _live(steps: Sequence[Step], wanted: set[int]) -> list[Step]:
    needed, kept = set(wanted), []
    for step in reversed(steps):
        if step.out in needed:
            needed.update(step.args)
            kept.append(step)
    return kept[::-1]


def _with_ends(steps: Sequence[Step], wanted: set[int]) -> tuple[Step, ...]:
    """Each step told which operands nobody reads after it, so that their memory is used again while it is warm."""
    seen: set[int] = set(wanted) | set(range(DAY + 1))
    ended = []
    for step in reversed(steps):
        last = tuple(dict.fromkeys(arg for arg in step.args if arg not in seen))
        seen.update(last)
        ended.append(Step(step.run, step.args, step.out, last))
    return tuple(ended[::-1])
