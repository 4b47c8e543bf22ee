"""What a value is: its kind, whose it is, and what it is counted in. All of it is checked while rules are traced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from yimen.core.book.errors import RuleMistake


class Kind(StrEnum):
    """What sort of value: a truth, an exact number, a date, or one of a list of categories."""

    TRUTH = "truth"
    NUMBER = "number"
    DATE = "date"
    CATEGORY = "category"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


class Level(StrEnum):
    """Whose value: the household's, or each member's."""

    HOUSEHOLD = "household"
    MEMBER = "member"

    @property
    def label(self) -> str:
        return "家庭" if self is Level.HOUSEHOLD else "成员"


_KIND_LABELS = {Kind.TRUTH: "是非", Kind.NUMBER: "数", Kind.DATE: "日期", Kind.CATEGORY: "类别"}

# What a unit is made of. 户 counts as one, 倍 and 成数 are plain numbers: they change how a value is written only.
BASES = {"fen": "元", "person": "人", "month": "个月", "year": "年", "age": "岁", "day": "天", "m2": "平方米"}
COUNTED = {"house": "套", "vehicle": "辆", "time": "次"}
PLAIN = {"1": "", "share": "", "times": "倍", "household": "户"}


@dataclass(frozen=True)
class Unit:
    """A product of bases such as fen/person/month; equal when the powers agree, however it is written."""

    powers: tuple[tuple[str, int], ...] = ()
    written: str = field(default="1", compare=False)

    def times(self, other: Unit) -> Unit:
        return _unit(_sum_powers(self, other, 1))

    def over(self, other: Unit) -> Unit:
        return _unit(_sum_powers(self, other, -1))

    def without(self, base: str) -> Unit:
        return _unit({b: n for b, n in self.powers if b != base})

    @property
    def is_money(self) -> bool:
        return any(base == "fen" for base, _ in self.powers)

    def __str__(self) -> str:
        return self.written


PURE = Unit()


@cache
def unit(text: str) -> Unit:
    """Read "fen/person/month", "person", "share" …  Raises: RuleMistake for a base not listed above."""
    powers: dict[str, int] = {}
    for place, base in enumerate(text.split("/")):
        if base not in BASES and base not in COUNTED and base not in PLAIN:
            raise RuleMistake(
                f"单位“{text}”里的“{base}”不认识；可用的有：{'、'.join([*BASES, *COUNTED, *PLAIN])}。"
            )
        if base not in PLAIN:
            powers[base] = powers.get(base, 0) + (1 if place == 0 else -1)
    return Unit(_tidy(powers), text)


def _unit(powers: Mapping[str, int]) -> Unit:
    tidy = _tidy(powers)
    above = [base for base, power in tidy for _ in range(power)]
    below = [base for base, power in tidy for _ in range(-power)]
    return Unit(tidy, "/".join(["*".join(above) or "1", *below]))


def _sum_powers(left: Unit, right: Unit, sign: int) -> dict[str, int]:
    powers = dict(left.powers)
    for base, power in right.powers:
        powers[base] = powers.get(base, 0) + sign * power
    return powers


def _tidy(powers: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((base, power) for base, power in powers.items() if power))


@dataclass(frozen=True)
class Category:
    """A closed list of answers: codes as stored, Chinese as shown. In a graph a value is its place in the list."""

    name: str
    label: str
    values: Mapping[str, str] = field(hash=False)
    codes: tuple[str, ...] = field(init=False, compare=False, repr=False)
    places: Mapping[str, int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))
        object.__setattr__(self, "codes", tuple(self.values))
        object.__setattr__(self, "places", {code: place for place, code in enumerate(self.values)})

    def index(self, code: str) -> int:
        """Raises: RuleMistake naming the codes there are."""
        if code not in self.values:
            listed = "、".join(f"{c}（{word}）" for c, word in self.values.items())
            raise RuleMistake(f"“{self.label}”没有“{code}”这一类；可用的有：{listed}。")
        return self.places[code]

    def __reduce__(self) -> tuple[object, ...]:
        return Category, (self.name, self.label, dict(self.values))


ROUNDING = Category("rounding", "取整方式", {"half_up": "四舍五入", "up": "向上取整", "down": "向下取整"})
