"""Columns of text made without a Python loop: digits from byte matrices, words by look-up, parts joined by Arrow."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Array = npt.NDArray[Any]
ZERO = ord("0")


def from_bytes(matrix: Array) -> pa.Array:
    """A matrix of ASCII codes, one row a text; all texts have the width of the matrix."""
    rows, width = matrix.shape
    offsets = np.arange(rows + 1, dtype=np.int32) * np.int32(width)
    data = np.ascontiguousarray(matrix, dtype=np.uint8)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(data))


def digits(numbers: Array, width: int) -> Array:
    """The decimal digits of whole numbers as a matrix of 0–9, left-padded with 0, the highest cut off."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return (numbers.astype(np.int64)[:, None] // powers % 10).astype(np.uint8)


def padded(numbers: Array, width: int) -> pa.Array:
    """Numbers as text of a fixed width."""
    return from_bytes(digits(numbers, width) + ZERO)


def pick(words: Sequence[str], index: Array) -> pa.Array:
    """The word at each index; -1 is no word."""
    chosen = np.asarray(index)
    return pa.array(list(words), pa.string()).take(pa.array(chosen, mask=chosen < 0))


def joined(*parts: pa.Array | str) -> pa.Array:
    """Texts joined row by row; a plain string stands in every row."""
    return pc.binary_join_element_wise(*[pa.scalar(p) if isinstance(p, str) else p for p in parts], "")


def choose(condition: Array, yes: pa.Array | str | None, no: pa.Array | str | None) -> pa.Array:
    """One of two texts by row; None leaves the cell empty."""
    return pc.if_else(pa.array(condition), _side(yes), _side(no))


def _side(side: pa.Array | str | None) -> pa.Array | pa.Scalar:
    return side if isinstance(side, pa.Array) else pa.scalar(side, pa.string())


def yuan(fen: Array) -> pa.Array:
    """Fen as "1234.50", exactly."""
    whole = pa.array(fen // 100).cast(pa.string())
    return joined(whole, ".", padded(fen % 100, 2))


def yuan_marked(fen: Array) -> pa.Array:
    """Fen as "1,234.50", with marks between thousands (below a thousand million yuan)."""
    whole = fen // 100
    millions, thousands, ones = whole // 1_000_000, whole // 1000 % 1000, whole % 1000
    plain = [pa.array(part).cast(pa.string()) for part in (millions, thousands, ones)]
    high = joined(plain[0], ",", padded(thousands, 3), ",", padded(ones, 3))
    middle = joined(plain[1], ",", padded(ones, 3))
    text = choose(millions > 0, high, choose(thousands > 0, middle, plain[2]))
    return joined(text, ".", padded(fen % 100, 2))


def days(values: Array) -> pa.Array:
    """Days, NaT being no day."""
    return pa.array(values.astype("datetime64[D]"), pa.date32(), mask=np.isnat(values))


def day_text(values: Array, form: str = "-") -> pa.Array:
    """Days as text: 2026-11-01, or 2026/11/01, or 20261101 with an empty mark."""
    y, m, d = ymd(values)
    return joined(padded(y, 4), form, padded(m, 2), form, padded(d, 2))


def ymd(values: Array) -> tuple[Array, Array, Array]:
    """Year, month and day of datetime64 days."""
    day = values.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    number = month.astype(np.int64)
    return number // 12 + 1970, number % 12 + 1, (day - month).astype(np.int64) + 1


def taken(column: pa.Array | pa.ChunkedArray, index: Array) -> pa.Array:
    """Rows of a text column by position, in one piece."""
    found = column.take(pa.array(index))
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def plain(values: Array) -> pa.Array:
    """Numbers as text without padding."""
    return pa.array(values).cast(pa.string())


def decimals(fen: Array) -> pa.Array:
    """Fen as exact decimals of yuan, the way a database exports money."""
    wide = np.ascontiguousarray(np.column_stack([fen.astype(np.int64), fen.astype(np.int64) >> 63]))
    return pa.Array.from_buffers(pa.decimal128(14, 2), len(fen), [None, pa.py_buffer(wide)])


def dates(values: Array) -> pa.Array:
    """Days or months as dates."""
    return pa.array(values.astype("datetime64[D]"), pa.date32())


def constant(text: str, count: int) -> pa.Array:
    """The same text in every row."""
    return pa.repeat(text, count)
