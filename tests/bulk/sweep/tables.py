"""Families as people would write them, and as tables; numbers and names are invented."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
from tests.core.rules.families import HOME, PERSON

from yimen.core.book import Fact, Family, Kind, Level
from yimen.core.rules import BOOK

HOUSEHOLD = [fact for fact in BOOK.facts.values() if fact.level is Level.HOUSEHOLD]
PLAIN = HOME | {name: value for name, value in PERSON.items() if name not in ("birth_date", "relation")}
MEMBER = [fact for fact in BOOK.facts.values() if fact.level is Level.MEMBER]


def random_families(count: int, seed: int, opens: float = 0.02) -> list[Family]:
    """Of none to five members, near the lines the law draws; some questions not answered."""
    dice = random.Random(seed)
    return [
        Family(
            _facts(dice, HOUSEHOLD, opens), [_facts(dice, MEMBER, opens) for _ in range(dice.randrange(6))]
        )
        for _ in range(count)
    ]


def _facts(dice: random.Random, facts: Sequence[Fact], opens: float) -> dict[str, Any]:
    """Mostly what an ordinary poor family answers, with a turn here and there."""
    return {f.name: None if dice.random() < opens else _answer(dice, f) for f in facts}


def _answer(dice: random.Random, fact: Fact) -> Any:
    plain = PLAIN.get(fact.name)
    return plain if plain is not None and dice.random() < 0.8 else _value(dice, fact)


def _value(dice: random.Random, fact: Fact) -> Any:
    if fact.kind is Kind.TRUTH:
        return dice.random() < 0.3
    if fact.category is not None:
        return dice.choice([fact.category.codes[0], dice.choice(fact.category.codes)])
    if fact.kind is Kind.DATE:
        return date(1935, 1, 1) + timedelta(days=dice.randrange(33_300))
    low, high = fact.bounds or (0, 0)
    raw = dice.choice(
        [
            low,
            min(high, 100 * dice.randrange(1500)),
            min(high, dice.randrange(200_000)),
            dice.randint(low, min(high, 3)),
        ]
    )
    return Decimal(max(raw, low)).scaleb(-fact.scale) if fact.scale else max(raw, low)


def as_written(fact: Fact, value: Any) -> Any:
    """Amounts in yuan."""
    money = fact.kind is Kind.NUMBER and "fen" in fact.unit.split("/")
    return Decimal(value).scaleb(-2) if money and value is not None else value


def written_type(fact: Fact) -> pa.DataType:
    if fact.kind is Kind.NUMBER:
        money = "fen" in fact.unit.split("/")
        return pa.decimal128(18, fact.scale + 2 * money) if money or fact.scale else pa.int64()
    return {Kind.TRUTH: pa.bool_(), Kind.DATE: pa.date32(), Kind.CATEGORY: pa.string()}[fact.kind]


def columns(facts: Sequence[Fact], rows: Sequence[dict[str, Any]]) -> dict[str, pa.Array]:
    return {
        f.name: pa.array([as_written(f, row.get(f.name)) for row in rows], written_type(f)) for f in facts
    }


def household_table(families: Sequence[Family]) -> pa.Table:
    keys = pa.array([f"家{i:06}" for i in range(len(families))])
    return pa.table({"household": keys, **columns(HOUSEHOLD, [f.household for f in families])})


def member_table(families: Sequence[Family]) -> pa.Table:
    owned = [(f"家{i:06}", member) for i, family in enumerate(families) for member in family.members]
    return pa.table(
        {
            "household": pa.array([key for key, _ in owned], pa.string()),
            **columns(MEMBER, [m for _, m in owned]),
        }
    )


def nested_table(families: Sequence[Family]) -> pa.Table:
    """One row a household, members in a list."""
    members, offsets = member_table(families).drop_columns(["household"]), [0]
    for family in families:
        offsets.append(offsets[-1] + len(family.members))
    structs = pa.StructArray.from_arrays(
        [c.combine_chunks() for c in members.columns], names=members.column_names
    )
    lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), structs)
    return household_table(families).append_column("members", lists)
