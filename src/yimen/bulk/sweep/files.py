"""Tables of families in files: Parquet (members nested, or a table of their own) and CSV (two tables)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from yimen.bulk.sweep.rows import KEY, MEMBERS, Batches, InputMistake, Rows, joined, unnested
from yimen.bulk.sweep.running import BATCH

SUFFIXES = (".parquet", ".csv")
SNIFFED = 1 << 20


@dataclass(frozen=True)
class Source:
    """A stream of whole families, the schemas of its two tables, and how many households there are where that is known."""

    rows: Iterator[Rows]
    households: pa.Schema
    members: pa.Schema
    count: int | None = None


class Sink(Protocol):
    def write_batch(self, batch: pa.RecordBatch) -> None: ...


def open_source(families: Path, members: Path | None = None) -> Source:
    """Families from one file with nested members, or from two files.  Raises: InputMistake."""
    households = _Table(families)
    if members is None:
        return _nested(households)
    second = _Table(members)
    for table in (households, second):
        if KEY not in table.schema.names:
            raise InputMistake(f"{table.path} 没有 {KEY} 这一列；两个表要用它对应。", file=str(table.path))
    return Source(
        joined(households.batches(), second.batches()), households.schema, second.schema, households.count
    )


def _nested(table: _Table) -> Source:
    outer, inner = nested_schemas(table.schema, str(table.path))
    return Source(map(unnested, table.batches()), outer, inner, table.count)


def nested_schemas(schema: pa.Schema, where: str) -> tuple[pa.Schema, pa.Schema]:
    """Of the households and of their members, where these are a list in the column `members`.  Raises: InputMistake."""
    if MEMBERS not in schema.names or KEY not in schema.names:
        raise InputMistake(
            f"{where} 里要有 {KEY} 和 {MEMBERS}（成员的列表）两列；成员另成一表的，用 --members 写明。",
            where=where,
        )
    kind = schema.field(MEMBERS).type
    is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    if not is_list or not pa.types.is_struct(kind.value_type):
        raise InputMistake(
            f"{MEMBERS} 一列的类型是 {kind}，应是成员的列表，每名成员是一组命名的项。", column=MEMBERS
        )
    return pa.schema([field for field in schema if field.name != MEMBERS]), pa.schema(list(kind.value_type))


class _Table:
    """One file as a stream of batches."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count: int | None = None
        if path.suffix not in SUFFIXES:
            raise InputMistake(f"{path} 的类型不认识；请给 .parquet 或 .csv。", file=str(path))
        try:
            self._open()
        except (pa.ArrowException, OSError) as problem:
            raise InputMistake(f"{path} 打不开：{problem}。", file=str(path)) from problem

    def _open(self) -> None:
        if self.path.suffix == ".csv":
            self._csv = _open_csv(self.path)
            self.schema: pa.Schema = self._csv.schema
            return
        self._parquet = pq.ParquetFile(
            self.path, read_dictionary=_texts(pq.read_schema(self.path)), pre_buffer=False
        )
        self.schema, self.count = self._parquet.schema_arrow, self._parquet.metadata.num_rows

    def batches(self) -> Batches:
        stream = self._csv if self.path.suffix == ".csv" else self._parquet.iter_batches(batch_size=BATCH)
        try:
            for batch in stream:
                yield from (batch.slice(start, BATCH) for start in range(0, len(batch), BATCH))
        except pa.ArrowException as problem:
            raise InputMistake(f"{self.path} 读到一半出错：{problem}。", file=str(self.path)) from problem


def _texts(schema: pa.Schema, path: str = "") -> list[str]:
    """The text columns, read as codes and a list of the different texts."""
    found: list[str] = []
    for field in schema:
        name = f"{path}{field.name}"
        if pa.types.is_string(field.type) and name != KEY:
            found.append(name)
        elif pa.types.is_list(field.type) and pa.types.is_struct(field.type.value_type):
            inner = field.type.value_field.name
            found += _texts(pa.schema(list(field.type.value_type)), f"{name}.list.{inner}.")
    return found


def _open_csv(path: Path) -> pcsv.CSVStreamingReader:
    """Every column as text, so that no number passes through an approximation; an empty cell is not answered."""
    encoding = _encoding(path)
    with open(path, encoding=encoding, newline="") as file:
        names = [
            name.strip().strip('"') for name in file.readline().rstrip("\r\n").lstrip("\ufeff").split(",")
        ]
    return pcsv.open_csv(
        path,
        read_options=pcsv.ReadOptions(block_size=1 << 23, encoding=encoding.replace("-sig", "")),
        convert_options=pcsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )


def _encoding(path: Path) -> str:
    """Excel on a Chinese machine saves GB18030."""
    start = path.open("rb").read(SNIFFED)
    try:
        start[: start.rfind(b"\n") + 1].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


@contextmanager
def open_sink(path: Path, schema: pa.Schema) -> Iterator[Sink]:
    """A file that appears under its name only when it is whole.  Raises: InputMistake for what its kind cannot hold."""
    if path.suffix == ".csv":
        _refuse_lists(schema)
    elif path.suffix != ".parquet":
        raise InputMistake(f"{path} 的类型不认识；请写 .parquet 或 .csv。", file=str(path))
    part = path.with_name(f".{path.name}.part")
    make = pq.ParquetWriter if path.suffix == ".parquet" else pcsv.CSVWriter
    try:
        with make(part, schema) as writer:
            yield writer
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _refuse_lists(schema: pa.Schema) -> None:
    lists = [field.name for field in schema if pa.types.is_list(field.type)]
    if lists:
        raise InputMistake(
            f"{'、'.join(lists)} 是成员的项，每户一列数，CSV 写不下；请输出到 .parquet，或不要这些项。",
            columns=lists,
        )
