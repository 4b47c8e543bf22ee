"""A question under one version of the book: how the table's columns are read, and the figures computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from threading import Lock

import numpy as np
import pyarrow as pa

from yimen.bulk.sweep.batch import Batch
from yimen.bulk.sweep.columns import Array, Column
from yimen.bulk.sweep.decoding import BadCell, Decode, decoder, names_of
from yimen.bulk.sweep.encoding import encoded
from yimen.bulk.sweep.lawshelf import LawOf, LawShelf, Plans
from yimen.bulk.sweep.rows import InputMistake, Rows
from yimen.core.book import Graph, Level
from yimen.core.book.declarations import ymd

FIRST = date(1970, 1, 1)


class Version:
    """The figures of one linked graph over tables of one shape."""

    def __init__(
        self, graph: Graph, figures: Sequence[str], law_of: LawOf, households: pa.Schema, members: pa.Schema
    ) -> None:
        self.graph, self.figures_asked = graph, figures
        self.decoders: dict[str, tuple[str, Decode]] = {}
        for fact in graph.facts.values():
            schema = households if fact.level is Level.HOUSEHOLD else members
            column = _column_of(names_of(fact), schema)
            if column is not None:
                self.decoders[fact.name] = (column, decoder(fact, column, schema.field(column).type))
        self.absent = [name for name in graph.facts if name not in self.decoders]
        self.shelf = LawShelf(graph, law_of)
        self._plans: dict[int | None, Plans] = {}
        self._lock = Lock()  # plans and laws are made once, whichever thread comes first

    def figures(
        self, rows: Rows, places: pa.DictionaryArray, law_days: Array, days: Array, day: date | None
    ) -> list[pa.Array]:
        """The figures asked for; ``day`` is the assessment day of all, or ``days`` that of each household."""
        numbers = self._law_numbers(places, law_days)
        plans = self._plans_of(None if day is None else ymd(day))
        read = cache(lambda name: self._read(name, rows))  # a fact no plan asks for is not read
        found = plans.evaluate(read, rows.offsets, numbers, None if day is not None else _ymds(days))
        batch = Batch(rows.offsets, {})
        return [encoded(self.graph, name, found[name], batch) for name in self.figures_asked]

    def _plans_of(self, day: int | None) -> Plans:
        with self._lock:
            if day in self._plans:
                return self._plans[day]
            self._plans[day] = Plans(self.graph, self.figures_asked, self.shelf, self.absent, day)
            return self._plans[day]

    def _law_numbers(self, places: pa.DictionaryArray, law_days: Array) -> Array:
        """Each household's law by its place on the shelf; looked up once for each different place and day."""
        names, (distinct, nth) = places.dictionary.to_pylist(), np.unique(law_days, return_inverse=True)
        pairs = np.asarray(places.indices).astype(np.int64) * len(distinct) + nth
        table = np.zeros(len(names) * len(distinct), np.int64)
        table[pairs] = 1
        with self._lock:
            for pair in np.flatnonzero(table):
                table[pair] = self.shelf.number(
                    names[pair // len(distinct)], date_of(distinct[pair % len(distinct)])
                )
        return table[pairs]

    def _read(self, name: str, rows: Rows) -> Column:
        column, decode = self.decoders[name]
        is_household = self.graph.facts[name].level is Level.HOUSEHOLD
        try:
            return decode((rows.households if is_household else rows.members).column(column))
        except BadCell as bad:
            raise _told(bad, rows, column, is_household) from bad


def _told(bad: BadCell, rows: Rows, column: str, is_household: bool) -> InputMistake:
    home = bad.row if is_household else int(np.searchsorted(rows.offsets, bad.row, "right")) - 1
    whose = "" if is_household else f"第 {bad.row - int(rows.offsets[home]) + 1} 名成员："
    key = str(rows.keys[home])
    return InputMistake(f"家庭 {key} {whose}{bad.sentence}。", household=key, column=column)


def _column_of(names: Sequence[str], schema: pa.Schema) -> str | None:
    found = [name for name in names if name in schema.names]
    if len(found) > 1:
        raise InputMistake(f"{'、'.join(found)} 是同一项，只能写一列。", columns=found)
    return found[0] if found else None


def date_of(day: int) -> date:
    return FIRST + timedelta(days=int(day))


def _ymds(days: Array) -> Array:
    distinct, back = np.unique(days, return_inverse=True)
    return np.array([ymd(date_of(day)) for day in distinct], np.int32)[back]
