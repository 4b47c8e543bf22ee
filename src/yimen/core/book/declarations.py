"""What a book may ask and what a place may set: facts and parameters, declared before any rule uses them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yimen.core.book.errors import RuleMistake
from yimen.core.book.kinds import Category, Kind, Level, unit

MAX_MEMBERS = 60  # of one household; bounds are computed for as many
FIRST_DAY, LAST_DAY = date(1880, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Fact:
    """Something a family or a register can answer. None is "not answered" and never becomes a default.

    Bounds are inclusive, in the written unit times 10**scale for numbers; they keep 64-bit sums exact.
    """

    name: str
    label: str
    level: Level
    kind: Kind
    question: str
    unit: str = "1"
    scale: int = 0
    bounds: tuple[int, int] | None = None
    category: Category | None = None
    short: str = ""

    def __post_init__(self) -> None:
        _check_shape(self.name, self.kind, self.unit, self.bounds, self.category)


@dataclass(frozen=True)
class Parameter:
    """Something an instrument sets for a place from a day on: one value, or one for each code of the category ``by``."""

    name: str
    label: str
    kind: Kind
    unit: str = "1"
    scale: int = 0
    bounds: tuple[int, int] | None = None
    category: Category | None = None
    by: Category | None = None
    short: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        _check_shape(self.name, self.kind, self.unit, self.bounds, self.category)

    @property
    def keys(self) -> tuple[str, ...]:
        """What a pack may set: "dibao_standard.urban", "dibao_standard.rural", or just the name."""
        return tuple(f"{self.name}.{code}" for code in self.by.codes) if self.by else (self.name,)


def _check_shape(
    name: str, kind: Kind, unit_text: str, bounds: tuple[int, int] | None, category: Category | None
) -> None:
    if not name.isidentifier() or not name.isascii():
        raise RuleMistake(f"名称“{name}”不能用；请用小写英文字母、数字和下划线。")
    if (kind is Kind.CATEGORY) != (category is not None):
        raise RuleMistake(f"“{name}”：类别型要给出 category，其他类型不要给。")
    if (kind is Kind.NUMBER) != (bounds is not None):
        raise RuleMistake(f"“{name}”：数要给出上下界 bounds，其他类型不要给。")
    if bounds is not None and bounds[0] > bounds[1]:
        raise RuleMistake(f"“{name}”的下界大于上界。")
    unit(unit_text)


def exact(value: int | Decimal, scale: int) -> int | None:
    """The whole number that stands for a value with ``scale`` decimals, or None if it has more than that."""
    moved = Decimal(value).scaleb(scale)
    return int(moved) if moved == moved.to_integral_value() else None


def ymd(day: date) -> int:
    """A date as the number 20261122: ordered as dates are, and (day − birth) // 10000 is the age."""
    return day.year * 10_000 + day.month * 100 + day.day


def from_ymd(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)
