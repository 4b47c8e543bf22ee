"""Our own book through both evaluators: every figure in it, under packs nobody has published. Nightly, a million families."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from multiprocessing import get_context
from random import Random
from typing import Any

import pytest
from tests.bulk.sweep.both_ways import Home, differences

from yimen.core.book import Fact, Graph, Kind, Level, Parameter, Parameters, Setting
from yimen.core.book.declarations import ymd
from yimen.core.law import parameters_for
from yimen.core.rules import BOOK

DAY = date(2026, 3, 15)
CHUNK = 2_500


@cache
def whole_book() -> tuple[Graph, list[str]]:
    """Every figure in force that day."""
    names = [name for name, versions in BOOK.versions.items() if any(v.in_force(DAY) for v in versions)]
    return BOOK.graph(names, DAY), names


def _raw(dice: Random, item: Fact | Parameter) -> Any:
    """Near the small numbers and the round ones, where lines are met; now and then anything the bounds allow."""
    if item.kind is Kind.TRUTH:
        return dice.random() < 0.5
    if item.category is not None:
        return dice.choice([0, dice.randrange(len(item.category.codes))])
    if item.kind is Kind.DATE:
        return ymd(date.fromordinal(DAY.toordinal() - dice.randrange(33_000)))
    low, high = item.bounds or (0, 0)
    near = dice.choice(
        [0, dice.randrange(4), dice.randrange(200), 1000 * dice.randrange(200), dice.randint(low, high)]
    )
    return min(max(near, low), high)


def _law(dice: Random) -> Parameters:
    """A pack at random, or a real one with some settings at random; now and then a setting nobody made."""
    real = parameters_for("371311001001", DAY).settings if dice.random() < 0.5 else {}
    settings = dict(real)
    for parameter in whole_book()[0].parameters.values():
        for key in parameter.keys:
            if key not in settings or dice.random() < 0.2:
                settings[key] = Setting(_raw(dice, parameter))
            if dice.random() < 0.03:
                del settings[key]
    return Parameters("0", DAY, settings)


def _facts(dice: Random, facts: Sequence[Fact], opens: float) -> dict[str, Any]:
    return {fact.name: None if dice.random() < opens else _raw(dice, fact) for fact in facts}


def _homes(dice: Random, count: int, laws: int) -> list[Home]:
    facts = whole_book()[0].facts.values()
    own, of_members = ([f for f in facts if f.level is level] for level in (Level.HOUSEHOLD, Level.MEMBER))
    opens = dice.choice([0.0, 0.02, 0.2])
    day = dice.choice([20260315, 20240229, 20281231])
    return [
        Home(
            _facts(dice, own, opens),
            [_facts(dice, of_members, opens) for _ in range(dice.choice([0, 1, 1, 2, 3, 4]))],
            dice.randrange(laws),
            day,
        )
        for _ in range(count)
    ]


def differing(seed: int, count: int) -> list[str]:
    """What the evaluators disagree on, for so many families; the same seed gives the same families."""
    dice = Random(seed)
    graph, names = whole_book()
    laws = [_law(dice) for _ in range(dice.choice([1, 1, 3]))]
    return differences(graph, names, laws, _homes(dice, count, len(laws)))[:5]


@pytest.mark.parametrize("seed", range(12))
def test_every_figure_of_our_book_under_packs_at_random(seed: int):
    assert differing(seed, 60) == []


@pytest.mark.nightly
def test_a_million_families():
    seeds = range(1000, 1000 + 1_000_000 // CHUNK)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = [line for lines in pool.map(differing, seeds, [CHUNK] * len(seeds)) for line in lines]

    assert found == []
