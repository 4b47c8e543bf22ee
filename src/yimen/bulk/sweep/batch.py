"""Some thousand whole families as columns, and what a plan makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

    def of_households(self, chosen: Array, graph: Graph) -> tuple[Batch, Array]:
        """Some of the households with their members, and these members' places in the whole batch."""
        counts = np.diff(self.offsets)[chosen]
        offsets = np.concatenate([[0], counts.cumsum()])
        places = np.arange(offsets[-1]) + np.repeat(self.offsets[chosen] - offsets[:-1], counts)
        facts = {
            name: _taken(column, chosen if graph.facts[name].level is Level.HOUSEHOLD else places)
            for name, column in self.facts.items()
        }
        return Batch(offsets, facts, None, None if self.day is None else self.day[chosen]), places


def _taken(column: Column, places: Array) -> Column:
    values, mask = column
    return values.take(places), None if mask is None else mask.take(places)


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


def put_together(
    graph: Graph, name: str, parts: Sequence[tuple[Column, Batch, Array, Array]], whole: Batch
) -> Column:
    """One figure from batches evaluated apart; each comes with the places of its households and of its members."""
    of_households = graph.figure_cell(name).level is Level.HOUSEHOLD
    length = whole.households if of_households else whole.members
    stretched_parts = [
        (stretched(graph, name, column, batch), homes if of_households else people)
        for column, batch, homes, people in parts
    ]
    values = np.empty(length, stretched_parts[0][0][0].dtype)
    mask = np.empty(length, np.bool_) if any(part[1] is not None for part, _ in stretched_parts) else None
    for (own, own_mask), places in stretched_parts:
        values[places] = own
        if mask is not None:
            mask[places] = _mask_of(own, own_mask)
    return values, mask


def _mask_of(values: Array, mask: Array | None) -> Array | bool:
    """The mask that says what no mask says: every truth's other half is false, every other value is known."""
    if mask is not None:
        return mask
    return ~values if values.dtype == np.bool_ else True
