"""One question put to a stream of families: figures asked for, one row of answers for each household, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yimen.bulk.sweep.columns import Array
from yimen.bulk.sweep.decoding import names_of, refuse_unknown
from yimen.bulk.sweep.encoding import result_type
from yimen.bulk.sweep.lawshelf import LawOf
from yimen.bulk.sweep.rows import KEY, MEMBERS, InputMistake, Rows
from yimen.bulk.sweep.version import FIRST, Version, date_of
from yimen.core.book import Book, Level
from yimen.core.book.declarations import MAX_MEMBERS
from yimen.core.book.family import NOT_FACTS

PLACE, DAY, LAW_DAY = "place", "on", "accepted_on"


@dataclass(frozen=True)
class Question:
    """What is asked of every family.

    ``place``, ``on`` and ``law_day`` hold for families whose row does not say otherwise, in the columns `place`, `on` and
    `accepted_on`; a family without a law day of its own is judged by the law of the day it is assessed on. ``keep`` names
    columns that go into the result as they are.
    """

    book: Book
    figures: tuple[str, ...]
    law_of: LawOf
    on: date
    place: str = ""
    law_day: date | None = None
    keep: tuple[str, ...] = ()


class Sweep:
    """A question made ready for tables of one shape.  Raises: InputMistake where the table cannot answer it."""

    def __init__(self, question: Question, households: pa.Schema, members: pa.Schema) -> None:
        self.question, self.households, self.members = question, households, members
        self._versions: dict[int, Version] = {}
        self._check_columns()

    @cached_property
    def result_schema(self) -> pa.Schema:
        """Key, kept columns, figures."""
        graph = self._version(self.question.law_day or self.question.on).graph
        kept = [self.households.field(name) for name in (KEY, *self.question.keep)]
        return pa.schema(
            [*kept, *(pa.field(f, result_type(graph.figure_cell(f))) for f in self.question.figures)]
        )

    def answer(self, rows: Rows) -> pa.RecordBatch:
        """The answers for some families.  Raises: InputMistake naming the household, the column and what is expected."""
        _check_sizes(rows)
        days = self._law_days(rows)
        versions = {int(day): self._version(date_of(day)) for day in np.unique(days)}
        if len(set(versions.values())) == 1:
            return self._answer(next(iter(versions.values())), rows)
        return self._by_version([versions[int(day)] for day in np.broadcast_to(days, len(rows.keys))], rows)

    def _by_version(self, versions: Sequence[Version], rows: Rows) -> pa.RecordBatch:
        """Families of different law days, some of whose figures are computed by another version: each by its own."""
        places = {
            v: np.array([i for i, other in enumerate(versions) if other is v])
            for v in dict.fromkeys(versions)
        }
        parts = [self._answer(version, rows.take(chosen)) for version, chosen in places.items()]
        back = np.argsort(np.concatenate(list(places.values())), kind="stable")
        return pa.Table.from_batches(parts).take(pa.array(back)).combine_chunks().to_batches()[0]

    def _answer(self, version: Version, rows: Rows) -> pa.RecordBatch:
        day = None if DAY in rows.households.schema.names else self.question.on
        figures = version.figures(rows, self._places(rows), self._law_days(rows), _days(rows, DAY), day)
        kept = [rows.households.column(name) for name in (KEY, *self.question.keep)]
        return pa.RecordBatch.from_arrays([*kept, *figures], schema=self.result_schema)

    # What each family is judged by --------------------------------------------------------------------------------

    def _version(self, law_day: date) -> Version:
        graph = self.question.book.graph(self.question.figures, law_day)
        if id(graph) not in self._versions:
            self._versions[id(graph)] = Version(
                graph, self.question.figures, self.question.law_of, self.households, self.members
            )
        return self._versions[id(graph)]

    def _law_days(self, rows: Rows) -> Array:
        """Days since 1970, for each household or, of length 1, for all."""
        if LAW_DAY in rows.households.schema.names:
            return _days(rows, LAW_DAY)
        stated = self.question.law_day
        if stated is None and DAY in rows.households.schema.names:
            return _days(rows, DAY)
        return np.array([((stated or self.question.on) - FIRST).days])

    def _places(self, rows: Rows) -> pa.DictionaryArray:
        """Each household's place; of length 1 where it is the same for all."""
        if PLACE not in rows.households.schema.names:
            return pa.array([self.question.place]).dictionary_encode()
        stated = rows.households.column(PLACE)
        if (
            pa.types.is_dictionary(stated.type)
            and stated.null_count == 0
            and pa.types.is_string(stated.type.value_type)
        ):
            return stated
        stated = stated.cast(pa.string())
        return pc.fill_null(stated, self.question.place).dictionary_encode()

    # The table's shape --------------------------------------------------------------------------------------------

    def _check_columns(self) -> None:
        facts = self.question.book.facts.values()
        for level, schema, words, others in (
            (
                Level.HOUSEHOLD,
                self.households,
                "家庭表",
                (KEY, MEMBERS, PLACE, DAY, LAW_DAY, *self.question.keep),
            ),
            (Level.MEMBER, self.members, "成员表", (KEY, *NOT_FACTS)),
        ):
            allowed = [name for fact in facts if fact.level is level for name in names_of(fact)]
            refuse_unknown(schema.names, [*allowed, *others], words)
        for name in (KEY, *self.question.keep):
            if name not in self.households.names:
                raise InputMistake(f"家庭表里没有 {name} 这一列。", columns=[name])


def _check_sizes(rows: Rows) -> None:
    sizes = np.diff(rows.offsets)
    if sizes.max(initial=0) > MAX_MEMBERS:
        key, size = rows.keys[int(sizes.argmax())], int(sizes.max())
        raise InputMistake(f"家庭 {key} 有 {size} 名成员，最多 {MAX_MEMBERS} 名。", household=str(key))


def _days(rows: Rows, name: str) -> Array:
    """Days since 1970.  Raises: InputMistake where one is missing."""
    if name not in rows.households.schema.names:
        return np.zeros(0, np.int64)
    cells = rows.households.column(name)
    try:
        days = cells.cast(pa.date32())
    except pa.ArrowInvalid as problem:
        raise InputMistake(f"{name} 一列要填 2026-03-15 这样的日期：{problem}。", column=name) from problem
    if days.null_count:
        key = rows.keys[pc.index(days.is_null(), True).as_py()]
        raise InputMistake(
            f"家庭 {key} 没有填 {name}；请填日期，或去掉这一列。", household=str(key), column=name
        )
    return np.asarray(days.cast(pa.int32())).astype(np.int64)
