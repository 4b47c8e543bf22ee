"""Some thousand whole families as columns, and what a plan makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from yimen.bulk.sweep.columns import Array, Column
from yimen.bulk.sweep.plan import DAY, LAW, OFFSETS, OWNER, Plan
from yimen.core.book import Graph, Level


@dataclass(frozen=True)
class Batch:
    """Families one after another, each one's members together.

    Shape: ``offsets`` has one place more than there are households; household i has members offsets[i]:offsets[i + 1].
    ``law`` is each household's row of the laws, ``day`` its assessment day (20261122) where the plan has none for all.
    """

    offsets: Array
    facts: Mapping[str, Column]
    law: Array | None = None
    day: Array | None = None

    @property
    def households(self) -> int:
        return len(self.offsets) - 1

    @property
    def members(self) -> int:
        return int(self.offsets[-1])

    @cached_property
    def owner(self) -> Array:
        """For each member the place of its household."""
        return np.repeat(np.arange(self.households), np.diff(self.offsets))


def evaluate(plan: Plan, batch: Batch) -> dict[str, Column]:
    """The figures of the plan, as columns; one of length 1 holds for the whole batch."""
    places: list[Any] = list(plan.start)
    places[OFFSETS], places[OWNER], places[LAW] = batch.offsets, batch.owner, batch.law
    places[DAY] = None if batch.day is None else (batch.day, None)
    for name, place in plan.facts.items():
        places[place] = batch.facts[name]
    for step in plan.steps:
        places[step.out] = step.run(*[places[arg] for arg in step.args])
        for place in step.done:
            places[place] = None
    return {name: places[place] for name, place in plan.figures.items()}


def stretched(graph: Graph, name: str, column: Column, batch: Batch) -> Column:
    """A figure's column with one value for each household, or for each member."""
    values, mask = column
    length = batch.households if graph.figure_cell(name).level is Level.HOUSEHOLD else batch.members
    return np.broadcast_to(values, length), None if mask is None else np.broadcast_to(mask, length)
