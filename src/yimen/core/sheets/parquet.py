"""Parquet: read in batches, only the columns wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from math import isnan
from typing import BinaryIO

import pyarrow as pa
from pyarrow import parquet as pq

from yimen.core.sheets.columns import Cell
from yimen.core.sheets.problems import FileRefused, refused
from yimen.core.sheets.source import Limits, RawFile, RawSheet

BATCH = 8192


def read(stream: BinaryIO, limits: Limits) -> RawFile:
    """One sheet without a name or letters.  Raises: FileRefused broken, too_large, too_many_rows, too_wide."""
    try:
        file = pq.ParquetFile(stream)
    except (pa.ArrowException, OSError) as error:
        raise _broken() from error
    about = file.metadata
    unpacked = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
    if unpacked > limits.inflated:
        raise refused("bomb", "文件解开后过大。", "请按镇街或年份拆成几个文件。")
    if about.num_columns > limits.columns:
        raise refused("too_wide", f"文件有 {about.num_columns} 列。", "请只导出需要的列。")
    return RawFile("parquet", iter([RawSheet("", _rows(file), lettered=False, height=about.num_rows)]))


def _rows(file: pq.ParquetFile) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The names of the columns as the first row, then the values."""
    yield 1, list(file.schema_arrow.names)
    number = 1
    try:
        for batch in file.iter_batches(batch_size=BATCH):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                yield number, [_plain(value) for value in row]
    except (pa.ArrowException, OSError) as error:
        raise _broken() from error


def _plain(value: object) -> Cell:
    """A missing number reads as missing; lists, maps and bytes are no cell and read as a word no column takes."""
    if isinstance(value, float) and isnan(value):
        return None
    if value is None or isinstance(value, str | int | float | date | Decimal):
        return value
    return f"<{type(value).__name__}>"


def _broken() -> FileRefused:
    return refused("broken", "Parquet 文件已损坏或加密，打不开。", "请重新导出后再上传。")
