"""Which law each family is judged by, and a plan for every set of laws that comes together in a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np

from yimen.bulk.sweep.columns import Array
from yimen.bulk.sweep.laws import Laws
from yimen.bulk.sweep.plan import Plan, make_plan
from yimen.core.book import Graph, Parameters

LawOf: TypeAlias = Callable[[str, date], Parameters]

FEW = 8
"""Up to so many laws in a batch get a plan of their own, in which more is settled beforehand."""


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
    """Plans by the laws in them, made when first needed."""

    def __init__(
        self, graph: Graph, figures: Sequence[str], shelf: LawShelf, absent: Sequence[str], day: int | None
    ) -> None:
        self.graph, self.figures, self.shelf, self.absent, self.day = graph, figures, shelf, absent, day
        self._few: dict[tuple[int, ...], Plan] = {}
        self._all: Plan | None = None
        self._in_all = 0

    def plan_for(self, numbers: Array) -> tuple[Plan, Array]:
        """The plan for a batch whose families have these laws, and each family's row in it."""
        places = np.zeros(len(self.shelf.laws), np.int64)
        places[numbers] = 1
        present = np.flatnonzero(places)
        if len(present) > FEW:
            return self._for_all(), numbers
        places[present] = np.arange(len(present))
        key, rows = tuple(present.tolist()), places[numbers]
        if key not in self._few:
            self._few[key] = self._make([self.shelf.laws[n] for n in key])
        return self._few[key], rows

    def _for_all(self) -> Plan:
        """One plan for everything on the shelf so far; made anew when there is more."""
        if self._all is None or self._in_all < len(self.shelf.laws):
            self._in_all = len(self.shelf.laws)
            self._all = self._make(self.shelf.laws[: self._in_all])
        return self._all

    def _make(self, laws: Sequence[Parameters]) -> Plan:
        return make_plan(self.graph, self.figures, Laws(laws), self.absent, self.day)
