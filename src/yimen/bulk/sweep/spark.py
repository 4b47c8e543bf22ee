"""The sweep on Spark: the same `Sweep.answer`, batch by batch, inside `mapInArrow`.

What travels to the workers is the wish, in plain values; they have yimen installed and make it ready themselves, and
refuse where their book is not the one the wish was made with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from yimen.bulk.sweep.files import nested_schemas
from yimen.bulk.sweep.question import Question, Sweep
from yimen.bulk.sweep.rows import InputMistake, unnested
from yimen.core.law import parameters_for
from yimen.core.rules import BOOK


@dataclass(frozen=True)
class Wish:
    """A question in plain values, and the versions of the book it was made with."""

    figures: tuple[str, ...]
    on: date
    place: str = ""
    law_day: date | None = None
    keep: tuple[str, ...] = ()
    version: str = ""

    @property
    def question(self) -> Question:
        return Question(BOOK, self.figures, parameters_for, self.on, self.place, self.law_day, self.keep)

    @property
    def book_version(self) -> str:
        return BOOK.graph(self.figures, self.law_day or self.on).version


def sweep_frame(families: DataFrame, wish: Wish) -> DataFrame:
    """The answers for a frame of families with nested members; nothing is computed until they are read or written.

    Raises: InputMistake where the frame's columns cannot answer.
    """
    households, members = nested_schemas(to_arrow_schema(families.schema), "Spark 表")
    schema = plain(Sweep(wish.question, households, members).result_schema)
    asked = replace(wish, version=wish.book_version)
    return families.mapInArrow(_answering(asked), from_arrow_schema(schema))


def _answering(wish: Wish):  # type: ignore[no-untyped-def]  # Spark asks for a plain function
    def answer(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        if wish.book_version != wish.version:
            raise InputMistake(
                f"这台机器上的规则版本是 {wish.book_version}，要的是 {wish.version}；请装同一版本。"
            )
        sweep = None
        for batch in batches:
            rows = unnested(batch)
            sweep = sweep or Sweep(wish.question, rows.households.schema, rows.members.schema)
            answers = sweep.answer(rows)
            yield answers.cast(plain(answers.schema))

    return answer


def plain(schema: pa.Schema) -> pa.Schema:
    """Spark knows no dictionaries."""
    return pa.schema([pa.field(field.name, _plain_type(field.type)) for field in schema])


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    return pa.list_(_plain_type(kind.value_type)) if pa.types.is_list(kind) else kind
