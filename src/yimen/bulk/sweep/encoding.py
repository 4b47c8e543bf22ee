"""From the columns of a batch to the columns of a result: yuan with decimals, dates, codes; open is null."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from yimen.bulk.sweep.batch import Batch, stretched
from yimen.bulk.sweep.columns import Array, Column
from yimen.core.book import Graph, Kind, Level
from yimen.core.book.graph import Cell

DIGITS = 21


def result_type(cell: Cell) -> pa.DataType:
    """How a figure is written; a member's as a list in the order of the members."""
    one = _value_type(cell)
    return one if cell.level is Level.HOUSEHOLD else pa.list_(one)


def _value_type(cell: Cell) -> pa.DataType:
    if cell.kind is Kind.NUMBER:
        return pa.decimal128(DIGITS, decimals_of(cell)) if decimals_of(cell) else pa.int64()
    return {
        Kind.TRUTH: pa.bool_(),
        Kind.DATE: pa.date32(),
        Kind.CATEGORY: pa.dictionary(pa.int8(), pa.string()),
    }[cell.kind]


def decimals_of(cell: Cell) -> int:
    return cell.scale + (2 if cell.unit.is_money else 0)


def encoded(graph: Graph, name: str, column: Column, batch: Batch) -> pa.Array:
    """One figure of a batch as Arrow."""
    cell = graph.figure_cell(name)
    values = _encoded(cell, stretched(graph, name, column, batch))
    if cell.level is Level.HOUSEHOLD:
        return values
    return pa.ListArray.from_arrays(pa.array(batch.offsets.astype(np.int32)), values)


def _encoded(cell: Cell, column: Column) -> pa.Array:
    values, mask = column
    if cell.kind is Kind.TRUTH:
        return pa.array(values, mask=None if mask is None else ~(values | mask))
    is_open = None if mask is None else ~mask
    if cell.kind is Kind.DATE:
        return pa.array(_days_since_1970(values), mask=is_open).view(pa.int32()).cast(pa.date32())
    if cell.category is not None:
        return pa.DictionaryArray.from_arrays(pa.array(values, mask=is_open), pa.array(cell.category.codes))
    return (
        _decimals(values, is_open, decimals_of(cell)) if decimals_of(cell) else pa.array(values, mask=is_open)
    )


def _decimals(values: Array, is_open: Array | None, decimals: int) -> pa.Array:
    """128-bit decimals: the value below, its sign above."""
    words = np.empty((len(values), 2), np.int64)
    words[:, 0], words[:, 1] = values, values >> 63
    shown = None if is_open is None else pa.array(~is_open).buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(DIGITS, decimals), len(values), [shown, pa.py_buffer(words)])


def _days_since_1970(ymds: Array) -> Array:
    months = (ymds // 10_000 - 1970) * 12 + ymds // 100 % 100 - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return (first + ymds % 100 - 1).astype(np.int32)
