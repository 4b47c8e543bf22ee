"""What each operation of a graph means on columns. The interpreter says the same of one family (`core/book`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from yimen.bulk.sweep.columns import (
    Array,
    Column,
    both_known,
    chosen,
    conjunction,
    disjunction,
    false_of,
    truth_where_known,
)

Operation: TypeAlias = Callable[..., Column]


def add(a: Column, b: Column) -> Column:
    return a[0] + b[0], both_known(a[1], b[1])


def subtract(a: Column, b: Column) -> Column:
    return a[0] - b[0], both_known(a[1], b[1])


def multiply(a: Column, b: Column) -> Column:
    return a[0] * b[0], both_known(a[1], b[1])


def greatest(a: Column, b: Column) -> Column:
    return np.maximum(a[0], b[0]), both_known(a[1], b[1])


def least(a: Column, b: Column) -> Column:
    return np.minimum(a[0], b[0]), both_known(a[1], b[1])


def lt(a: Column, b: Column) -> Column:
    return truth_where_known(a[0] < b[0], both_known(a[1], b[1]))


def le(a: Column, b: Column) -> Column:
    return truth_where_known(a[0] <= b[0], both_known(a[1], b[1]))


def gt(a: Column, b: Column) -> Column:
    return truth_where_known(a[0] > b[0], both_known(a[1], b[1]))


def ge(a: Column, b: Column) -> Column:
    return truth_where_known(a[0] >= b[0], both_known(a[1], b[1]))


def eq(a: Column, b: Column) -> Column:
    return truth_where_known(a[0] == b[0], both_known(a[1], b[1]))


def ne(a: Column, b: Column) -> Column:
    return truth_where_known(a[0] != b[0], both_known(a[1], b[1]))


def one_of(codes: tuple[int, ...]) -> Operation:
    """Whether a value is among the codes; compared one by one, which for a short list beats a look-up."""

    def isin(a: Column) -> Column:
        values = a[0]
        holds = np.zeros(values.shape, np.bool_)
        for code in codes:
            holds |= values == values.dtype.type(code)
        return truth_where_known(holds, a[1])

    return isin


# Choice -----------------------------------------------------------------------------------------------------------


def where_truth(test: Column, a: Column, b: Column) -> Column:
    """One truth or the other; where the test is open, the one on which both agree."""
    true, false = test[0], false_of(test)
    holds = (true & a[0]) | (false & b[0])
    if test[1] is None and a[1] is None and b[1] is None:
        return holds, None
    not_a, not_b = false_of(a), false_of(b)
    fails = (true & not_a) | (false & not_b)
    return (holds, fails) if test[1] is None else (holds | (a[0] & b[0]), fails | (not_a & not_b))


def where_number(test: Column, a: Column, b: Column) -> Column:
    """One value or the other; where the test is open, known only if both are the same."""
    values = chosen(test[0], a[0], b[0])
    if test[1] is None:
        return values, _known_of_chosen(test[0], a[1], b[1])
    both = both_known(a[1], b[1])
    same = a[0] == b[0] if both is None else (a[0] == b[0]) & both
    known_a = test[0] if a[1] is None else test[0] & a[1]
    known_b = test[1] if b[1] is None else test[1] & b[1]
    return values, same | known_a | known_b


def where_or_zero(test: Column, a: Column) -> Column:
    """A value or 0, the commonest choice, in one multiplication."""
    values = a[0] * test[0]
    if test[1] is None:
        return values, None if a[1] is None else ~test[0] | a[1]
    nothing = a[0] == 0 if a[1] is None else (a[0] == 0) & a[1]
    return values, nothing | test[1] | (test[0] if a[1] is None else test[0] & a[1])


def _known_of_chosen(test: Array, a: Array | None, b: Array | None) -> Array | None:
    if a is None and b is None:
        return None
    known_a = test if a is None else test & a
    known_b = ~test if b is None else ~test & b
    return known_a | known_b


# Division and rounding --------------------------------------------------------------------------------------------


def divided(part: Array, whole: Array, mode: Array, if_zero: int) -> Array:
    """part / whole to a whole number; modes are places in the list ROUNDING: half_up, up, down."""
    is_zero = whole == 0
    if not is_zero.any():
        return _divided(part, whole, mode)
    return np.where(is_zero, if_zero, _divided(part, np.where(is_zero, 1, whole), mode))


def _divided(part: Array, whole: Array, mode: Array) -> Array:
    if len(mode) == 1:
        return MODES[int(mode[0])](part, whole)
    return np.where(
        mode == 0, _half_up(part, whole), np.where(mode == 1, _up(part, whole), _down(part, whole))
    )


def _half_up(part: Array, whole: Array) -> Array:
    return (2 * part + whole) // (2 * whole)


def _up(part: Array, whole: Array) -> Array:
    return -(-part // whole)


def _down(part: Array, whole: Array) -> Array:
    return part // whole


MODES = (_half_up, _up, _down)


def share_of(up: int, down: int, if_zero: int) -> Operation:
    """part ÷ whole; ``up`` and ``down`` are the powers of ten that give the quotient its decimals."""

    def share(part: Column, whole: Column, mode: Column) -> Column:
        values = divided(part[0] * up, whole[0] * down, mode[0], if_zero)
        return values, both_known(part[1], both_known(whole[1], mode[1]))

    return share


def rounded_to(one: int) -> Operation:
    """A multiple of step; ``one`` is 10**decimals of the amount. Among nobody: 0."""

    def rounded(amount: Column, step: Column, mode: Column, among: Column | None = None) -> Column:
        block, known = one * step[0], both_known(amount[1], both_known(step[1], mode[1]))
        if among is not None:
            block, known = block * among[0], both_known(known, among[1])
        return step[0] * divided(amount[0], block, mode[0], 0), known

    return rounded


# Dates ------------------------------------------------------------------------------------------------------------


def age(born: Column, day: Column) -> Column:
    """Full years between two dates written 20261122."""
    return ((day[0] - born[0]) // np.int32(10_000)).astype(np.int64), both_known(born[1], day[1])


def months(earlier: Column, later: Column) -> Column:
    """Full months between two dates written 20261122."""
    a, b = earlier[0], later[0]
    years = b // 10_000 - a // 10_000
    whole = years * 12 + (b // 100 % 100 - a // 100 % 100) - (b % 100 < a % 100)
    return whole.astype(np.int64), both_known(earlier[1], later[1])


# Between the levels -----------------------------------------------------------------------------------------------


def spread(a: Column, owner: Array) -> Column:
    """A household's value for each of its members; ``owner`` is the household's place by member."""
    values, mask = a
    return (
        values if len(values) == 1 else values.take(owner),
        mask if mask is None or len(mask) == 1 else mask.take(owner),
    )


def spread_law(law: Array, owner: Array) -> Array:
    return law.take(owner)


def sums(values: Array, offsets: Array) -> Array:
    """The sum over each household's members, of no member 0; differences of a running sum, which wrap back exactly."""
    running = np.zeros(int(offsets[-1]) + 1, np.int64)
    np.cumsum(np.broadcast_to(values, len(running) - 1).astype(np.int64, copy=False), out=running[1:])
    at_ends = running.take(offsets)
    return at_ends[1:] - at_ends[:-1]


def total(a: Column, offsets: Array) -> Column:
    return sums(a[0], offsets), None if a[1] is None else sums(~a[1], offsets) == 0


def count(a: Column, offsets: Array) -> Column:
    holding = sums(a[0], offsets)
    return holding, None if a[1] is None else holding + sums(a[1], offsets) == np.diff(offsets)


def any_of(a: Column, offsets: Array) -> Column:
    holds = sums(a[0], offsets) > 0
    return holds, None if a[1] is None else sums(a[1], offsets) == np.diff(offsets)


def all_of(a: Column, offsets: Array) -> Column:
    fails = sums(false_of(a), offsets) > 0
    return (~fails, None) if a[1] is None else (sums(a[0], offsets) == np.diff(offsets), fails)


def largest(default: int) -> Operation:
    return _extreme(np.maximum, default)


def smallest(default: int) -> Operation:
    return _extreme(np.minimum, default)


def _extreme(which: np.ufunc, default: int) -> Operation:
    def extreme(a: Column, offsets: Array) -> Column:
        values, found = np.broadcast_to(a[0], offsets[-1]), np.full(len(offsets) - 1, default, np.int64)
        settled = offsets[1:] > offsets[:-1]
        if settled.any():
            found[settled] = which.reduceat(values, offsets[:-1][settled])
        return found, None if a[1] is None else sums(~a[1], offsets) == 0

    return extreme


# Law --------------------------------------------------------------------------------------------------------------


def look_up(table: Column, index: Array) -> Column:
    """Entries of a short table by place."""
    values, mask = table
    return values.take(index), None if mask is None else mask.take(index)


def row_of(width: int) -> Operation:
    """A parameter listed by category, for families under several laws: the table is laid out law after law."""

    def pick(table: Column, law: Array, index: Column) -> Column:
        place = law * width + index[0]
        return _picked(look_up(table, place), index)

    return pick


def pick(table: Column, index: Column) -> Column:
    """A parameter listed by category, the same for all families."""
    return _picked(look_up(table, index[0]), index)


def _picked(found: Column, index: Column) -> Column:
    return found[0], both_known(found[1], index[1])


OPERATIONS: dict[str, Operation] = {
    "add": add,
    "sub": subtract,
    "mul": multiply,
    "greatest": greatest,
    "least": least,
    "lt": lt,
    "le": le,
    "gt": gt,
    "ge": ge,
    "eq": eq,
    "ne": ne,
    "and": conjunction,
    "or": disjunction,
    "total": total,
    "count": count,
    "any": any_of,
    "all": all_of,
    "age": age,
    "months": months,
}
