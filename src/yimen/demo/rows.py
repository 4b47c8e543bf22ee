"""Arrow tables into PostgreSQL by COPY, and row identifiers made by the hundred thousand."""

import io
import math

import numpy as np
import pyarrow as pa
import pyarrow.csv
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from yimen.demo.text import from_bytes

AT_ONCE = 100_000
_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
_DASHES = (8, 13, 18, 23)


def row_ids(rng: np.random.Generator, count: int, millis: int) -> pa.Array:
    """`count` different UUIDs of version 7 as text, in ascending order, all of one millisecond or the next few."""
    number = np.arange(count, dtype=np.uint64)
    # 48 bits of time, then 12 that count within it: every 4096 rows the clock moves on by one.
    stamp = (np.uint64(millis) + (number >> np.uint64(12))).astype(">u8")
    matrix = np.empty((count, 16), np.uint8)
    matrix[:, :6] = stamp.view(np.uint8).reshape(count, 8)[:, 2:]
    counter = (number & np.uint64(0xFFF)).astype(">u2").view(np.uint8).reshape(count, 2)
    matrix[:, 6:8] = counter
    matrix[:, 6] |= 0x70
    matrix[:, 8:] = rng.integers(0, 256, (count, 8), np.uint8)
    matrix[:, 8] = matrix[:, 8] & 0x3F | 0x80
    return _as_text(matrix)


def _as_text(matrix: np.ndarray) -> pa.Array:
    digits = _HEX[np.stack([matrix >> 4, matrix & 15], axis=2).reshape(len(matrix), 32)]
    text = np.full((len(matrix), 36), ord("-"), np.uint8)
    text[:, [n for n in range(36) if n not in _DASHES]] = digits
    return from_bytes(text)


def copy(cursor: CursorWrapper, table: str, rows: pa.Table) -> None:
    """Append rows; the table's column names are those of the database. An empty cell is NULL, an empty text a text."""
    columns = sql.SQL(", ").join(map(sql.Identifier, rows.column_names))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table), columns)
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    with cursor.copy(statement) as stream:  # type: ignore[attr-defined]
        for n in range(math.ceil(rows.num_rows / AT_ONCE)):
            sink = io.BytesIO()
            pyarrow.csv.write_csv(rows.slice(n * AT_ONCE, AT_ONCE), sink, options)
            stream.write(sink.getbuffer())
