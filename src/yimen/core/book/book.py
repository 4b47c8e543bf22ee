"""The book: facts, parameters and figures, each figure traced once, when its module is imported."""

from __future__ import annotations

import inspect
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from yimen.core.book.declarations import Fact, Parameter
from yimen.core.book.errors import RuleMistake
from yimen.core.book.expressions import Expr, Table
from yimen.core.book.graph import FigureInfo, Graph, link
from yimen.core.book.kinds import PURE, Kind, Level, unit
from yimen.core.book.nodes import Node
from yimen.core.book.scopes import Household, Law, Member

DAWN = date.min


class Source(Protocol):
    """Where a rule stands: a short key that is stored, and the words that are shown."""

    @property
    def key(self) -> str: ...

    def __str__(self) -> str: ...


@dataclass(frozen=True)
class Figure:
    """One thing the law states: a traced expression with its name, words, article and the days it is in force."""

    name: str
    label: str
    short: str
    unit: str
    source: Source
    since: date
    until: date | None  # the last day in force
    meaning: str
    root: Node
    inline: bool = False

    def in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def info(self) -> FigureInfo:
        short = self.short or self.label
        return FigureInfo(self.name, self.label, short, self.unit, self.source, self.meaning, self.inline)


class Book:
    """Everything that can be asked of a family under one body of law."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.facts: dict[str, Fact] = {}
        self.parameters: dict[str, Parameter] = {}
        self.versions: dict[str, list[Figure]] = {}
        self._graphs: dict[tuple[int, tuple[str, ...]], Graph] = {}
        self._turns: list[date] = []

    def declare(self, *items: Fact | Parameter) -> None:
        """Add facts and parameters.  Raises: RuleMistake for a name that is taken."""
        for item in items:
            shelf: dict = self.facts if isinstance(item, Fact) else self.parameters
            if item.name in shelf or (isinstance(item, Fact) and item.name in self.versions):
                raise RuleMistake(f"“{item.name}”已经声明过。")
            shelf[item.name] = item

    def figure(
        self,
        label: str,
        *,
        source: Source,
        level: Level = Level.HOUSEHOLD,
        unit: str = "1",
        short: str = "",
        name: str = "",
        inline: bool = False,
        since: date = DAWN,
        until: date | None = None,
    ) -> Callable[[Callable[..., Expr]], Figure]:
        """Trace the decorated function, whose parameters are any of h, m, p, and enter it under its name.

        The unit is that of the value; ``short`` is what arithmetic calls it; an ``inline`` figure shows its own
        arithmetic there instead ("标准 1,000 元 × 3 人").  Raises: RuleMistake.
        """

        def enter(rule: Callable[..., Expr]) -> Figure:
            title = name or rule.__name__
            try:
                root = self._trace(rule, title, level, unit)
                meaning = inspect.getdoc(rule) or ""
                made = Figure(title, label, short, unit, source, since, until, meaning, root, inline)
                self._add(made)
            except RuleMistake as mistake:
                raise RuleMistake(f"图表项“{label}”（{title}）：{mistake.message}", figure=title) from mistake
            return made

        return enter

    def graph(self, targets: Iterable[str], law_day: date) -> Graph:
        """The linked graph that the targets rest on, by the figures in force on that day; kept once made."""
        names = tuple(targets)
        key = (bisect_right(self._turns, law_day), names)
        if key not in self._graphs:
            self._graphs[key] = link(self, names, law_day)
        return self._graphs[key]

    def in_force(self, name: str, day: date) -> Figure:
        """Raises: RuleMistake where no version of the figure is in force that day."""
        for version in self.versions.get(name, ()):
            if version.in_force(day):
                return version
        raise RuleMistake(f"“{name}”在 {day} 没有生效的算法。", figure=name)

    def __iter__(self) -> Iterator[Figure]:
        return (version for versions in self.versions.values() for version in versions)

    # Tracing ------------------------------------------------------------------------------------------------------

    def _trace(self, rule: Callable[..., Expr], name: str, level: Level, unit_text: str) -> Node:
        scopes = {
            "h": Household(lambda n: self._read(n, Level.HOUSEHOLD)),
            "m": Member(lambda n: self._read(n, Level.MEMBER)),
            "p": Law(self._parameter),
        }
        wanted = list(inspect.signature(rule).parameters)
        if not set(wanted) <= set(scopes):
            raise RuleMistake("规则的参数只能是 h（家庭）、m（成员）、p（当地参数）。")
        result = rule(**{n: scopes[n] for n in wanted})
        if not isinstance(result, Expr):
            raise RuleMistake(f"规则要返回一个式子，返回的却是 {result!r}。")
        _check_result(result.node, level, unit_text)
        return result.node

    def _read(self, name: str, level: Level) -> Expr:
        if name in self.facts:
            fact = self.facts[name]
            _check_level(name, fact.level, level)
            found = Node("fact", (), (name,), fact.kind, level, unit(fact.unit), fact.scale, fact.category)
        elif name in self.versions:
            root = self.versions[name][0].root
            _check_level(name, root.level, level)
            found = Node("figure", (), (name,), root.kind, level, root.unit, root.scale, root.category)
        else:
            raise RuleMistake(f"没有名为“{name}”的事实或图表项；先声明，后引用。")
        return Expr(found)

    def _parameter(self, name: str) -> Expr | Table:
        if name not in self.parameters:
            raise RuleMistake(f"没有名为“{name}”的参数；请先在参数表里声明。")
        d = self.parameters[name]
        if d.by is not None:
            return Table(d, d.by)
        return Expr(
            Node("parameter", (), (name,), d.kind, Level.HOUSEHOLD, unit(d.unit), d.scale, d.category)
        )

    def _add(self, figure: Figure) -> None:
        if figure.name in self.facts:
            raise RuleMistake("这个名称已经是事实。")
        others = self.versions.setdefault(figure.name, [])
        for other in others:
            _check_version(figure, other)
        others.append(figure)
        self._graphs.clear()
        self._turns = self._turning_days()

    def _turning_days(self) -> list[date]:
        """The days from which another set of versions is in force."""
        days = {version.since for version in self}
        days |= {version.until + timedelta(days=1) for version in self if version.until is not None}
        return sorted(days)


def _check_result(node: Node, level: Level, unit_text: str) -> None:
    if node.level is not level:
        hint = (
            "请用 total、any_、count 等汇总成员。"
            if level is Level.HOUSEHOLD
            else "式子里没有成员的值；请把 level 改为家庭。"
        )
        raise RuleMistake(f"应是{level.label}的值，式子却是{node.level.label}的值。{hint}")
    declared = unit(unit_text)
    if node.kind is Kind.NUMBER and not _same(node, declared):
        raise RuleMistake(f"写明的单位是“{unit_text}”，式子的单位却是“{node.unit}”。")
    if node.kind is not Kind.NUMBER and declared != PURE:
        raise RuleMistake(f"{node.kind.label}没有单位。")


def _same(node: Node, declared: object) -> bool:
    return node.unit == declared or (node.op == "constant" and node.detail[0] == 0)


def _check_level(name: str, found: Level, asked: Level) -> None:
    if found is Level.MEMBER and asked is Level.HOUSEHOLD:
        raise RuleMistake(f"“{name}”是成员的值，请写 m.{name}，并用 total、any_、count 等汇总。")
    if found is Level.HOUSEHOLD and asked is Level.MEMBER:
        raise RuleMistake(f"“{name}”是家庭的值，请写 h.{name}。")


def _check_version(new: Figure, old: Figure) -> None:
    a, b = new.root, old.root
    if (a.kind, a.level, a.unit, a.scale, a.category) != (b.kind, b.level, b.unit, b.scale, b.category):
        raise RuleMistake("同名的两个版本要有同样的类型、层级、单位和小数位。")
    if (old.until is None or new.since <= old.until) and (new.until is None or old.since <= new.until):
        raise RuleMistake("同名的两个版本生效时间重叠；请给旧的写 until（最后一天），给新的写 since。")
