"""Which law each family is judged by, and the plans for the laws that come together in a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock
from typing import Any, TypeAlias

import numpy as np

from yimen.bulk.sweep.batch import Batch, evaluate, put_together
from yimen.bulk.sweep.columns import Array, Column
from yimen.bulk.sweep.laws import Laws
from yimen.bulk.sweep.plan import Plan, make_plan
from yimen.core.book import Graph, Parameters

LawOf: TypeAlias = Callable[[str, date], Parameters]

Read: TypeAlias = Callable[[str], Column]

FEW = 8
"""Up to so many laws in a batch are taken one by one, each with a plan in which all it sets is settled beforehand."""


class LawShelf:
    """Laws by place and day. Places on which nothing differs share one, so that a nation's villages are not 600,000 laws."""

    def __init__(self, graph: Graph, law_of: LawOf) -> None:
        self.law_of = law_of
        self.parameters = [graph.parameters[name] for name in sorted(graph.parameters)]
        self.laws: list[Parameters] = []
        self._by_place: dict[tuple[str, date], int] = {}
        self._by_content: dict[tuple[Any, ...], int] = {}

    def number(self, place: str, on: date) -> int:
        """The law's place on the shelf."""
        key = (place, on)
        if key not in self._by_place:
            law = self.law_of(place, on)
            content = tuple(law.raws(self.parameters))
            if content not in self._by_content:
                self._by_content[content] = len(self.laws)
                self.laws.append(law)
            self._by_place[key] = self._by_content[content]
        return self._by_place[key]


class Plans:
    """A plan for each law alone, and one for all of them; made when first needed."""

    def __init__(
        self, graph: Graph, figures: Sequence[str], shelf: LawShelf, absent: Sequence[str], day: int | None
    ) -> None:
        self.graph, self.figures, self.shelf, self.absent, self.day = graph, figures, shelf, absent, day
        self._one: dict[int, Plan] = {}
        self._all: Plan | None = None
        self._in_all = 0
        self._lock = Lock()

    def evaluate(self, facts: Read, offsets: Array, numbers: Array, day: Array | None) -> dict[str, Column]:
        """The figures of families that have these laws; families of one law together, where they are not too many laws."""
        present = np.flatnonzero(np.bincount(numbers, minlength=1)).tolist()
        if len(present) > FEW:
            plan = self._for_all()
            return evaluate(plan, Batch(offsets, {name: facts(name) for name in plan.facts}, numbers, day))
        parts: list[tuple[dict[str, Column], Batch, Array, Array]] = []
        for law in present:
            plan = self._for_one(law)
            whole = Batch(offsets, {name: facts(name) for name in plan.facts}, None, day)
            if len(present) == 1:
                return evaluate(plan, whole)
            chosen = np.flatnonzero(numbers == law)
            batch, people = whole.of_households(chosen, self.graph)
            parts.append((evaluate(plan, batch), batch, chosen, people))
        whole = Batch(offsets, {})
        return {
            name: put_together(self.graph, name, [(found[name], b, h, m) for found, b, h, m in parts], whole)
            for name in self.figures
        }

    def _for_one(self, law: int) -> Plan:
        with self._lock:
            if law not in self._one:
                self._one[law] = self._make([self.shelf.laws[law]])
            return self._one[law]

    def _for_all(self) -> Plan:
        """One plan for everything on the shelf so far; made anew when there is more."""
        with self._lock:
            if self._all is None or self._in_all < len(self.shelf.laws):
                self._in_all = len(self.shelf.laws)
                self._all = self._make(self.shelf.laws[: self._in_all])
            return self._all

    def _make(self, laws: Sequence[Parameters]) -> Plan:
        return make_plan(self.graph, self.figures, Laws(laws), self.absent, self.day)
