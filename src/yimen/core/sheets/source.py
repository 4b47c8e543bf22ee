"""A file of rows, whatever its format: what the readers of XLSX, CSV and Parquet hand to the table above them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from yimen.core.sheets.columns import Cell
from yimen.core.sheets.problems import refused

File = str | Path | bytes | BinaryIO


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most; all are checked before or while reading, so memory stays bounded.

    `size`: bytes as sent.  `inflated`: bytes of a workbook's parts or of Parquet columns unpacked.
    `rows`, `columns`: of one sheet.  `cells`: rows × columns of one sheet, empty ones between included.
    """

    size: int = 200 * 1024 * 1024
    inflated: int = 500 * 1024 * 1024
    rows: int = 200_000
    columns: int = 300
    cells: int = 10_000_000


@dataclass(frozen=True, slots=True)
class Area:
    """A merged range, counted from 1 and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: `rows` gives (row number as Excel counts, cells).

    `faults`: cells that look empty but are not, by (row, column from 1): "formula" without a stored result, "error".
    `lettered`: whether columns have letters (not in Parquet).  `strict_width`: a short row is a torn row (CSV).
    `height`: how many rows there are about; 0 where that shows only at the end (CSV).
    """

    name: str
    rows: Iterator[tuple[int, Sequence[Cell]]]
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: Sequence[Area] = ()
    lettered: bool = True
    strict_width: bool = False
    height: int = 0


@dataclass(frozen=True, slots=True)
class RawFile:
    """The sheets of a file, and what was passed over, in sentences."""

    kind: str
    sheets: Iterator[RawSheet]
    notices: list[str] = field(default_factory=list)


def opened(file: File, limits: Limits) -> BinaryIO:
    """The file as a seekable stream at its start; who opened it closes it.

    Raises: FileRefused empty, too_large; OSError where there is none.
    """
    stream: BinaryIO
    if isinstance(file, bytes):
        stream = io.BytesIO(file)
    elif isinstance(file, str | Path):
        stream = open(file, "rb")  # noqa: SIM115 - closed with the table
    else:
        stream = file
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size == 0:
        raise refused("empty", "文件是空的。", "请重新导出后再上传。")
    if size > limits.size:
        raise refused(
            "too_large", f"文件超过 {limits.size // 1024 // 1024} MB。", "请按镇街或年份拆成几个文件。"
        )
    return stream


def letter(column: int) -> str:
    """1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
