"""Invented families for measuring the rule book: poor ones mostly, near the lines, every question answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from yimen.core.book import Fact, Kind, Level

SIZES = (0.30, 0.30, 0.20, 0.13, 0.05, 0.02)
"""How many families have one, two … six members."""

SOME = {
    "wage": (0.35, 250_000),
    "business": (0.25, 80_000),
    "property_income": (0.1, 30_000),
    "transfer": (0.3, 60_000),
    "other_income": (0.05, 40_000),
    "exempt_income": (0.1, 20_000),
    "basic_pension": (0.2, 20_000),
    "employment_cost": (0.2, 40_000),
    "rigid_expenditure": (0.15, 90_000),
    "financial_assets": (0.5, 6_000_000),
    "house_area": (0.95, 12_000),
}
"""Of how many, and up to how much: amounts in fen, area in hundredths of a square metre."""

TRUE = {"local_registration": 0.95, "living_together": 0.9, "work_income_proved": 0.7, "major_illness": 0.1}
ORDINARY = {"houses": 1, "payer_members": 1, "payer_siblings": 1}
"""What is usual where it is not 0."""

RELATIONS = ("head", "spouse", "child", "parent", "sibling", "grandchild")


def families(
    count: int, facts: Sequence[Fact], places: Sequence[str], seed: int = 1, start: int = 0
) -> pa.RecordBatch:
    """One row a household, members nested; amounts in fen, texts as codes of a dictionary, places at random."""
    dice = np.random.default_rng((seed, start))
    sizes = dice.choice(len(SIZES), count, p=SIZES) + 1
    offsets = np.concatenate([[0], sizes.cumsum()]).astype(np.int32)
    nth = np.arange(offsets[-1]) - np.repeat(offsets[:-1], sizes)
    own = {_column(f): _values(dice, f, count) for f in facts if f.level is Level.HOUSEHOLD}
    members = {_column(f): _of_member(dice, f, nth) for f in facts if f.level is Level.MEMBER}
    lists = pa.ListArray.from_arrays(
        pa.array(offsets), pa.StructArray.from_arrays(list(members.values()), names=list(members))
    )
    place = _coded(dice.integers(0, len(places), count), places)
    keys = pa.array(np.arange(start, start + count))
    return pa.RecordBatch.from_pydict({"household": keys, "place": place, **own, "members": lists})


def stream(
    count: int, facts: Sequence[Fact], places: Sequence[str], chunk: int = 1 << 16
) -> Iterator[pa.RecordBatch]:
    """The same kind of families, a chunk at a time."""
    for start in range(0, count, chunk):
        yield families(min(chunk, count - start), facts, places, start=start)


def _column(fact: Fact) -> str:
    return f"{fact.name}_fen" if "fen" in fact.unit.split("/") else fact.name


def _of_member(dice: np.random.Generator, fact: Fact, nth: NDArray[Any]) -> pa.Array:
    """The first is the head; the others follow as in most families, with children young and the rest grown."""
    if fact.name == "relation":
        assert fact.category is not None
        usual = np.array([fact.category.places[code] for code in RELATIONS])
        return _coded(usual[np.minimum(nth, len(usual) - 1)], fact.category.codes)
    if fact.name == "birth_date":
        years = np.where(nth == 2, dice.integers(2004, 2026, len(nth)), dice.integers(1938, 2004, len(nth)))
        days = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int32)
        return pa.array(days + dice.integers(0, 365, len(nth)).astype(np.int32), pa.int32()).cast(pa.date32())
    return _values(dice, fact, len(nth))


def _values(dice: np.random.Generator, fact: Fact, count: int) -> pa.Array:
    if fact.kind is Kind.TRUTH:
        return pa.array(dice.random(count) < TRUE.get(fact.name, 0.05))
    if fact.category is not None:
        most = dice.random(count) < 0.8
        return _coded(
            np.where(most, 0, dice.integers(0, len(fact.category.codes), count)), fact.category.codes
        )
    if fact.kind is Kind.DATE:
        raise ValueError(fact.name)
    return pa.array(_numbers(dice, fact, count))


def _numbers(dice: np.random.Generator, fact: Fact, count: int) -> NDArray[np.int64]:
    some, most = SOME.get(fact.name, (0.05, 4))
    drawn = dice.integers(0, most + 1, count)
    if fact.name in SOME and most > 10_000 and fact.name != "house_area":
        drawn = drawn // 100 * 100
    usual = ORDINARY.get(fact.name, 0)
    low, high = fact.bounds or (0, 0)
    return np.clip(np.where(dice.random(count) < some, drawn, usual), low, high)


def _coded(codes: NDArray[Any], words: Sequence[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(list(words)))
