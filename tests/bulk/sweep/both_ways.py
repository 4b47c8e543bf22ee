"""One question put to both evaluators: raw families in, every figure of each family out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import numpy as np

from yimen.bulk.sweep.batch import Batch, evaluate, stretched
from yimen.bulk.sweep.columns import DTYPES, Column
from yimen.bulk.sweep.laws import Laws, fill_of
from yimen.bulk.sweep.plan import make_plan
from yimen.core.book import Fact, Graph, Kind, Level, Parameters, Setting, one_family

Raws = Mapping[str, Any]


@dataclass(frozen=True)
class Home:
    """One family with the row of the law it is judged by and its day; facts are raw values, absent is open."""

    household: Raws
    members: Sequence[Raws] = field(default_factory=list)
    law: int = 0
    day: int = 20260228


def law_of(pack: Raws, graph: Graph) -> Parameters:
    """Raw values by parameter name as the settings of a place."""
    settings = {}
    for parameter in graph.parameters.values():
        given = pack[parameter.name]
        raws = given if parameter.by else (given,)
        settings |= {k: Setting(raw) for k, raw in zip(parameter.keys, raws, strict=True) if raw is not None}
    return Parameters("0", None, settings)  # type: ignore[arg-type]


def by_interpreter(
    graph: Graph, names: Sequence[str], laws: Sequence[Parameters], home: Home
) -> dict[str, Any]:
    plan = one_family.plan_of(graph)
    values = one_family.evaluate(
        graph,
        home.day,
        laws[home.law].raws([graph.parameters[p] for p in plan.parameters]),
        [home.household.get(f) for f in plan.household_facts],
        [[m.get(f) for f in plan.member_facts] for m in home.members],
    )
    return {name: _of_one(graph, values, name, len(home.members)) for name in names}


def _of_one(graph: Graph, values: one_family.Values, name: str, members: int) -> Any:
    number = graph.figures[name]
    if graph.cells[number].level is Level.HOUSEHOLD:
        return values.of(number)
    return [values.of_member(number, i) for i in range(members)]


def by_sweep(
    graph: Graph, names: Sequence[str], laws: Sequence[Parameters], homes: Sequence[Home]
) -> list[dict[str, Any]]:
    """Facts nobody answered are left out of the batch, as a column that a file does not have."""
    absent = [name for name in graph.facts if not _answered(graph.facts[name], homes)]
    days = {home.day for home in homes}
    day = days.pop() if len(days) == 1 else None
    plan = make_plan(graph, names, Laws(laws), absent, day)
    batch = batch_of(graph, homes)
    found = evaluate(plan, batch)
    columns = {name: raws_of(graph, name, stretched(graph, name, found[name], batch)) for name in names}
    return [_of_home(graph, columns, batch, i) for i in range(len(homes))]


def _answered(fact: Fact, homes: Sequence[Home]) -> bool:
    return any(row.get(fact.name) is not None for home in homes for row in _rows(fact, home))


def _rows(fact: Fact, home: Home) -> Sequence[Raws]:
    return [home.household] if fact.level is Level.HOUSEHOLD else home.members


def batch_of(graph: Graph, homes: Sequence[Home]) -> Batch:
    offsets = np.array([0, *accumulate(len(home.members) for home in homes)], np.int64)
    facts = {
        fact.name: _column(fact, [r.get(fact.name) for h in homes for r in _rows(fact, h)])
        for fact in graph.facts.values()
    }
    return Batch(offsets, facts, np.array([h.law for h in homes]), np.array([h.day for h in homes], np.int32))


def _column(fact: Fact, raws: Sequence[Any]) -> Column:
    is_open = np.array([raw is None for raw in raws], bool)
    if fact.kind is Kind.TRUTH:
        true, false = (np.array([raw is truth for raw in raws], bool) for truth in (True, False))
        return true, false if is_open.any() else None
    fill = fill_of(fact.bounds)
    values = np.array([fill if raw is None else raw for raw in raws], DTYPES[fact.kind])
    return values, ~is_open if is_open.any() else None


def raws_of(graph: Graph, name: str, column: Column) -> list[Any]:
    """Python's own values, None where open."""
    values, mask = column
    if graph.figure_cell(name).kind is Kind.TRUTH:
        false = ~values if mask is None else mask
        assert not (values & false).any()
        return [
            True if t else False if f else None for t, f in zip(values.tolist(), false.tolist(), strict=True)
        ]
    known = [True] * len(values) if mask is None else mask.tolist()
    return [v if k else None for v, k in zip(values.tolist(), known, strict=True)]


def _of_home(graph: Graph, columns: Mapping[str, list[Any]], batch: Batch, i: int) -> dict[str, Any]:
    start, end = int(batch.offsets[i]), int(batch.offsets[i + 1])
    return {
        name: values[i] if graph.figure_cell(name).level is Level.HOUSEHOLD else values[start:end]
        for name, values in columns.items()
    }


def differences(
    graph: Graph, names: Sequence[str], laws: Sequence[Parameters], homes: Sequence[Home]
) -> list[str]:
    """Where the two do not agree, said in full."""
    swept = by_sweep(graph, names, laws, homes)
    found = []
    for home, sweep in zip(homes, swept, strict=True):
        one = by_interpreter(graph, names, laws, home)
        found += [f"{n}: {one[n]} / {sweep[n]} in {home}" for n in names if not _same(one[n], sweep[n])]
    return found


def _same(a: Any, b: Any) -> bool:
    """Equal and of one type: 1 is not True."""
    if isinstance(a, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return type(a) is type(b) and a == b
