"""Columns of a batch, and what logic means on them where an answer may be open.

A number, date or category is a pair (values, known): ``known`` is None where every value is known. Below an open value
stands some value its bounds allow, so that nothing computed from it can overflow or divide by zero.
A truth is a pair (true, false): ``false`` is None where every one is known. Open is neither.
A column of length 1 stands for the same value everywhere; NumPy stretches it.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from yimen.core.book.kinds import Kind

Array: TypeAlias = NDArray[Any]

Column: TypeAlias = "tuple[Array, Array | None]"

DTYPES: dict[Kind, type[np.generic]] = {
    Kind.NUMBER: np.int64,
    Kind.DATE: np.int32,
    Kind.CATEGORY: np.int8,
    Kind.TRUTH: np.bool_,
}


def uniform(raw: int | bool | None, kind: Kind, fill: int = 0) -> Column:
    """One raw value, or open, for all; ``fill`` is what stands below an open number."""
    if kind is Kind.TRUTH:
        no_other = None if raw is not None else np.array([False])
        return np.array([raw is True]), no_other
    values = np.array([fill if raw is None else raw], dtype=DTYPES[kind])
    return values, None if raw is not None else np.array([False])


def is_uniform(column: Column) -> bool:
    return len(column[0]) == 1


def false_of(truth: Column) -> Array:
    true, false = truth
    return ~true if false is None else false


def both_known(a: Array | None, b: Array | None) -> Array | None:
    if a is None:
        return b
    return a if b is None else a & b


def negated(truth: Column) -> Column:
    true, false = truth
    return (~true, None) if false is None else (false, true)


def conjunction(a: Column, b: Column) -> Column:
    """False settles it, whatever is open."""
    true = a[0] & b[0]
    if a[1] is None and b[1] is None:
        return true, None
    return true, false_of(a) | false_of(b)


def disjunction(a: Column, b: Column) -> Column:
    """True settles it, whatever is open."""
    true = a[0] | b[0]
    if a[1] is None and b[1] is None:
        return true, None
    return true, false_of(a) & false_of(b)


def truth_where_known(holds: Array, known: Array | None) -> Column:
    """The truth of a comparison whose operands are known there."""
    return (holds, None) if known is None else (holds & known, ~holds & known)


def chosen(test: Array, then: Array, otherwise: Array) -> Array:
    """then where the test is true. By arithmetic, which wraps back exactly: branching costs twice as much."""
    return otherwise + test * (then - otherwise)
