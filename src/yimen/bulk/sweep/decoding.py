"""From the columns of a table to the columns of a batch: amounts in yuan become fen, exactly; null stays open.

A column named as a fact is written as people write it: amounts in yuan, dates, codes or their Chinese. An amount may
also be given in whole fen, in a column that says so (`wage_fen`). Nothing is guessed: a float is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yimen.bulk.sweep.columns import Array, Column
from yimen.bulk.sweep.laws import fill_of
from yimen.bulk.sweep.rows import InputMistake
from yimen.core.book import Category, Fact, Kind
from yimen.core.book.declarations import FIRST_DAY, LAST_DAY, ymd

FEN = "_fen"
WIDEST = pa.decimal128(38, 6)
TRUTHS = {"true": 1, "false": 0, "是": 1, "否": 0, "1": 1, "0": 0}
Decode: TypeAlias = Callable[[pa.Array], Column]


@dataclass(frozen=True)
class BadCell(Exception):
    """Which row, and what is wrong; the reader says whose row it is."""

    row: int
    sentence: str


def is_money(fact: Fact) -> bool:
    return fact.kind is Kind.NUMBER and "fen" in fact.unit.split("/")


def names_of(fact: Fact) -> tuple[str, ...]:
    """The columns a table may give it in."""
    return (fact.name, f"{fact.name}{FEN}") if is_money(fact) else (fact.name,)


def decoder(fact: Fact, column: str, kind: pa.DataType) -> Decode:
    """How a column of this type is read.  Raises: InputMistake for a type that cannot be exact."""
    make = {
        Kind.NUMBER: _number_decoder,
        Kind.TRUTH: _truth_decoder,
        Kind.DATE: _date_decoder,
        Kind.CATEGORY: _category_decoder,
    }[fact.kind]
    return make(fact, column, kind)


def _refused(fact: Fact, column: str, kind: pa.DataType, expected: str) -> InputMistake:
    return InputMistake(
        f"“{fact.label}”（{column}）一列的类型是 {kind}，应是{expected}。", column=column, expected=expected
    )


def _wrong(fact: Fact, row: int, shown: object, expected: str) -> BadCell:
    return BadCell(row, f"“{fact.label}”（{fact.name}）{expected}，填的却是“{shown}”。")


# Numbers ----------------------------------------------------------------------------------------------------------


def _number_decoder(fact: Fact, column: str, kind: pa.DataType) -> Decode:
    decimals = fact.scale + (2 if is_money(fact) and column == fact.name else 0)
    if pa.types.is_integer(kind):
        return lambda cells: _number(fact, cells, _whole(cells), decimals)
    if pa.types.is_decimal128(kind):
        return lambda cells: _number(fact, cells, _low_words(fact, cells), decimals - kind.scale)
    if _is_text(kind):
        return lambda cells: _number_of_text(fact, cells, decimals)
    if pa.types.is_null(kind):
        return lambda cells: _number(fact, cells, np.zeros(len(cells), np.int64), 0)
    raise _refused(fact, column, kind, "整数、decimal 或文字；近似小数（float）不收")


def _whole(cells: pa.Array) -> Array:
    whole = cells if cells.type == pa.int64() else cells.cast(pa.int64())
    return np.frombuffer(whole.buffers()[1], np.int64)[whole.offset : whole.offset + len(whole)]


def _low_words(fact: Fact, cells: pa.Array) -> Array:
    """The lower 64 of the 128 bits; the upper ones may only repeat its sign."""
    words = np.frombuffer(cells.buffers()[1], np.int64).reshape(-1, 2)[
        cells.offset : cells.offset + len(cells)
    ]
    low = words[:, 0]
    _must(fact, cells, (low >> 63) == words[:, 1], _known(cells))
    return low


def _number_of_text(fact: Fact, cells: pa.Array, decimals: int) -> Column:
    text = _plain_text(cells)
    is_number = np.asarray(
        pc.fill_null(pc.match_substring_regex(text, r"^\s*-?\d{1,18}(\.\d{1,6}0*)?\s*$"), True)
    )
    if not is_number.all():
        row = int(np.flatnonzero(~is_number)[0])
        raise _wrong(fact, row, text[row], f"要填一个数（{_unit_words(fact)}）")
    exact = pc.utf8_trim_whitespace(text).cast(WIDEST)
    return _number(fact, cells, _low_words(fact, exact), decimals - WIDEST.scale)


def _number(fact: Fact, cells: pa.Array, raw: Array, shift: int) -> Column:
    """``shift`` is by how many powers of ten the raw numbers fall short of the fact's own."""
    low, high = fact.bounds or (0, 0)
    known = _known(cells)
    raw = raw if known is None else np.where(known, raw, fill_of(fact.bounds) if shift == 0 else 0)
    if shift == 0:  # as it is, and nearly always right: two passes and no copy
        if len(raw) and (raw.min() < low or raw.max() > high):
            _must(fact, cells, (raw >= low) & (raw <= high), known)
        return raw, known
    if shift > 0:
        edge = 10**shift
        _must(fact, cells, (raw >= -(-low // edge)) & (raw <= high // edge), known)
        values = raw * edge
    else:
        edge = 10**-shift
        values = raw // edge
        _must(fact, cells, values * edge == raw, known, "小数位太多")
        _must(fact, cells, (values >= low) & (values <= high), known)
    return (values, None) if known is None else (np.where(known, values, fill_of(fact.bounds)), known)


def _must(fact: Fact, cells: pa.Array, right: Array, known: Array | None = None, what: str = "") -> None:
    """Raises: BadCell naming the first row that is not right."""
    if right.all():
        return
    wrong = ~right if known is None else ~right & known
    if not wrong.any():
        return
    row = int(np.flatnonzero(wrong)[0])
    low, high = (f"{Decimal(edge).scaleb(-_decimals(fact)):f}" for edge in fact.bounds or (0, 0))
    raise _wrong(fact, row, cells[row], what or f"应在 {low} 到 {high}（{_unit_words(fact)}）之间")


def _decimals(fact: Fact) -> int:
    return fact.scale + (2 if is_money(fact) else 0)


def _unit_words(fact: Fact) -> str:
    return "元" if is_money(fact) else fact.unit


# Truths, dates and categories ---------------------------------------------------------------------------------------


def _truth_decoder(fact: Fact, column: str, kind: pa.DataType) -> Decode:
    if _is_text(kind):
        return lambda cells: _truth(_listed(fact, cells, TRUTHS, "要填是或否").cast(pa.bool_()))
    if pa.types.is_boolean(kind) or pa.types.is_null(kind):
        return lambda cells: _truth(cells.cast(pa.bool_()))
    raise _refused(fact, column, kind, "是非（bool）")


def _truth(cells: pa.Array) -> Column:
    if cells.null_count == 0:
        return np.asarray(cells), None
    return np.asarray(pc.fill_null(cells, False)), np.asarray(pc.fill_null(pc.invert(cells), False))


def _category_decoder(fact: Fact, column: str, kind: pa.DataType) -> Decode:
    if not _is_text(kind) and not pa.types.is_null(kind):
        raise _refused(fact, column, kind, "类别的代码或中文（文字）")
    assert fact.category is not None
    places, expected = _places(fact.category), f"可填：{'、'.join(fact.category.codes)}"
    return lambda cells: _coded(_listed(fact, cells, places, expected), np.int8, 0)


@cache
def _places(category: Category) -> Mapping[str, int]:
    """By code and by Chinese."""
    words = {words: category.places[code] for code, words in category.values.items()}
    return words | dict(category.places)


def _coded(codes: pa.Array, dtype: type[np.generic], fill: int) -> Column:
    known = _known(codes)
    return np.asarray(codes if known is None else pc.fill_null(codes, fill)).astype(dtype, copy=False), known


def _listed(fact: Fact, cells: pa.Array, places: Mapping[str, int], expected: str) -> pa.Array:
    """Text by its place in a list, looked up once for each different text; null for null."""
    if pa.types.is_null(cells.type):
        return pa.nulls(len(cells), pa.int8())
    coded = cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()
    words = coded.dictionary.to_pylist()
    found = [None if word is None else places.get(word.strip(), -1) for word in words]
    codes = pa.array(found, pa.int8()).take(coded.indices)
    if -1 in found:
        wrong = pc.index(codes, pa.scalar(-1, pa.int8())).as_py()
        if wrong >= 0:
            raise _wrong(fact, wrong, cells[wrong], expected)
    return codes


def _date_decoder(fact: Fact, column: str, kind: pa.DataType) -> Decode:
    if _is_text(kind):
        return lambda cells: _date(fact, _date_of_text(fact, _plain_text(cells)))
    if pa.types.is_date(kind) or pa.types.is_null(kind):
        return lambda cells: _date(fact, cells.cast(pa.date32()))
    raise _refused(fact, column, kind, "日期（date32），或 2026-03-15 这样的文字")


def _date_of_text(fact: Fact, text: pa.Array) -> pa.Array:
    try:
        return text.cast(pa.date32())
    except pa.ArrowInvalid:
        for row, one in enumerate(text.to_pylist()):
            try:
                date.fromisoformat(one or "2000-01-01")
            except ValueError:
                raise _wrong(fact, row, one, "要填 2026-03-15 这样的日期") from None
        raise


def _date(fact: Fact, cells: pa.Array) -> Column:
    known = _known(cells)
    since_1970 = cells.cast(pa.int32())
    days = np.asarray(since_1970 if known is None else pc.fill_null(since_1970, EPOCH_DAY)) - EPOCH_DAY
    if len(days) and (days.min() < 0 or days.max() >= len(_calendar())):
        row = int(np.flatnonzero((days < 0) | (days >= len(_calendar())))[0])
        raise _wrong(fact, row, cells[row], f"要填 {FIRST_DAY.year} 年以后的日期")
    return _calendar().take(days), known


EPOCH_DAY = (FIRST_DAY - date(1970, 1, 1)).days


@cache
def _calendar() -> Array:
    """Every day the book knows, written 20261122."""
    count = (LAST_DAY - FIRST_DAY).days + 1
    return np.array([ymd(FIRST_DAY + timedelta(days=n)) for n in range(count)], np.int32)


# Arrow ------------------------------------------------------------------------------------------------------------


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _plain_text(cells: pa.Array) -> pa.Array:
    return cells.dictionary_decode() if pa.types.is_dictionary(cells.type) else cells


def _known(cells: pa.Array) -> Array | None:
    return None if cells.null_count == 0 else np.asarray(cells.is_valid())


def refuse_unknown(names: Sequence[str], allowed: Sequence[str], table: str) -> None:
    """Raises: InputMistake for columns nobody asked for; ignoring one would hide a misspelt fact."""
    unknown = [name for name in names if name not in allowed]
    if unknown:
        raise InputMistake(
            f"{table}里不认识的列：{'、'.join(unknown)}。请核对拼写；要原样带到结果里的，用 --keep 写明。",
            columns=unknown,
        )
