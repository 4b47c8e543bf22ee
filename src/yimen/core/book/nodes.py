"""The inert pieces a traced rule is made of. Surface forms are kept (>=, count, isin, rounding step and mode):
evaluators lower them, explanations read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yimen.core.book.kinds import PURE, Category, Kind, Level, Unit

Detail = tuple[Any, ...]  # what an operation needs besides its operands; plain data, so a graph can be stored


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """One operation with its operands, and what comes out: kind, level, unit, and decimals (a value v means v / 10**scale)."""

    op: str
    args: tuple[Node, ...] = ()
    detail: Detail = ()
    kind: Kind = Kind.NUMBER
    level: Level = Level.HOUSEHOLD
    unit: Unit = PURE
    scale: int = 0
    category: Category | None = None


COMPARISONS = {"lt": "低于", "le": "不超过", "gt": "高于", "ge": "不低于", "eq": "等于", "ne": "不等于"}
AGGREGATES = frozenset({"total", "count", "any", "all", "max", "min"})
LEAVES = frozenset({"fact", "parameter", "constant", "day"})


def level_of(*nodes: Node) -> Level:
    """A member's value with a household's is a member's."""
    return Level.MEMBER if any(n.level is Level.MEMBER for n in nodes) else Level.HOUSEHOLD
