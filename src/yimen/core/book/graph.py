"""A linked graph: the figures a question rests on, numbered so that every operand comes before its use.

It is plain data. It can be stored beside a decision and read back years later (`as_data`, `graph_from_data`), sent to
another process, and given to any evaluator.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from yimen.core.book.bounds import DAYS, Range, range_of
from yimen.core.book.declarations import Fact, Parameter
from yimen.core.book.errors import RecordRefused, RuleMistake
from yimen.core.book.kinds import Category, Kind, Level, Unit, unit
from yimen.core.book.nodes import Node

if TYPE_CHECKING:
    from yimen.core.book.book import Book


class Cited(Protocol):
    @property
    def key(self) -> str: ...

    def __str__(self) -> str: ...


@dataclass(frozen=True)
class StoredSource:
    """A source read back from a stored graph."""

    key: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class FigureInfo:
    """What a figure is called and where it stands. An inline one is shown by its arithmetic wherever it is used."""

    name: str
    label: str
    short: str
    unit: str
    source: Cited
    meaning: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One operation; operands are earlier cells by number. Bounds are of the raw value."""

    op: str
    args: tuple[int, ...]
    detail: tuple[Any, ...]
    kind: Kind
    level: Level
    unit: Unit
    scale: int
    category: Category | None
    lo: int
    hi: int


@dataclass(frozen=True, eq=False)
class Graph:
    """Cells in order, the figures among them by name, and the declarations they use."""

    cells: tuple[Cell, ...]
    figures: Mapping[str, int]
    infos: Mapping[str, FigureInfo]
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    kept: dict[str, Any] = field(default_factory=dict, repr=False)  # what an evaluator has prepared from it

    @cached_property
    def version(self) -> str:
        """Names what was computed: it changes with the rules, not with their wording."""
        data = self.as_data()
        del data["infos"]
        for shelf in ("facts", "parameters", "categories"):
            data[shelf] = {name: _without_words(item) for name, item in data[shelf].items()}
        text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def figure_cell(self, name: str) -> Cell:
        return self.cells[self.figures[name]]

    def as_data(self) -> dict[str, Any]:
        """Everything as plain JSON values."""
        items: list[Any] = [*self.cells, *self.facts.values(), *self.parameters.values()]
        used: list[Category] = [item.category for item in items if item.category]
        used += [p.by for p in self.parameters.values() if p.by]
        return {
            "cells": [_cell_data(c) for c in self.cells],
            "figures": dict(self.figures),
            "infos": {n: _info_data(i) for n, i in self.infos.items()},
            "facts": {
                n: _declared_data(f) | {"level": f.level.value, "question": f.question}
                for n, f in self.facts.items()
            },
            "parameters": {
                n: _declared_data(p) | {"by": p.by.name if p.by else None, "source": p.source}
                for n, p in self.parameters.items()
            },
            "categories": {
                c.name: {"label": c.label, "values": dict(c.values), "codes": list(c.codes)} for c in used
            },
        }


# Linking ----------------------------------------------------------------------------------------------------------


def link(book: Book, targets: tuple[str, ...], day: date) -> Graph:
    """Number everything the targets rest on.  Raises: RuleMistake for a circle, a lapsed figure, an overflow."""
    linker = _Linker(book, day)
    roots = [Node("figure", detail=(name,)) for name in targets]  # kept alive: nodes are known by identity
    for root in roots:
        linker.follow(root)
    return Graph(tuple(linker.cells), linker.figures, linker.infos, linker.facts, linker.parameters)


class _Linker:
    def __init__(self, book: Book, day: date) -> None:
        self.book, self.day = book, day
        self.cells: list[Cell] = []
        self.ranges: list[Range] = []
        self.figures: dict[str, int] = {}
        self.infos: dict[str, FigureInfo] = {}
        self.facts: dict[str, Fact] = {}
        self.parameters: dict[str, Parameter] = {}
        self._numbers: dict[int, int] = {}  # by identity of node; the book keeps the nodes alive
        self._same: dict[tuple[Any, ...], int] = {}
        self._entered: list[str] = []

    def follow(self, root: Node) -> None:
        """Depth first without recursion, so that a long chain of figures is no trouble."""
        stack = [(root, False)]
        while stack:
            node, ready = stack.pop()
            if id(node) in self._numbers:
                continue
            needs = self._operands(node)
            if ready:
                self._settle(node, tuple(self._numbers[id(n)] for n in needs))
            elif not self._is_known_figure(node):
                self._enter(node)
                stack.append((node, True))
                stack.extend((n, False) for n in reversed(needs))

    def _operands(self, node: Node) -> tuple[Node, ...]:
        if node.op == "figure":
            return (self.book.in_force(node.detail[0], self.day).root,)
        return node.args

    def _is_known_figure(self, node: Node) -> bool:
        known = node.op == "figure" and node.detail[0] in self.figures
        if known:
            self._numbers[id(node)] = self.figures[node.detail[0]]
        return known

    def _enter(self, node: Node) -> None:
        if node.op != "figure":
            return
        name = node.detail[0]
        if name in self._entered:
            raise RuleMistake(f"图表项互相引用成了圈：{' → '.join([*self._entered, name])}。", figure=name)
        self._entered.append(name)

    def _settle(self, node: Node, args: tuple[int, ...]) -> None:
        if node.op != "figure":
            self._numbers[id(node)] = self._number(node, args)
            return
        name = self._entered.pop()
        number = self._number(_as_figure(node, self.cells[args[0]]), args)
        self._numbers[id(node)] = self.figures[name] = number
        self.infos[name] = self.book.in_force(name, self.day).info

    def _number(self, node: Node, args: tuple[int, ...]) -> int:
        key = (
            node.op,
            args,
            node.detail,
            node.kind,
            node.scale,
            node.unit,
            node.category and node.category.name,
        )
        if key not in self._same:
            self._same[key] = len(self.cells)
            found = self._range(node, args)
            self.ranges.append(found)
            level, category = node.level, node.category
            self.cells.append(
                Cell(
                    node.op,
                    args,
                    node.detail,
                    node.kind,
                    level,
                    node.unit,
                    node.scale,
                    category,
                    found.lo,
                    found.hi,
                )
            )
        return self._same[key]

    def _range(self, node: Node, args: tuple[int, ...]) -> Range:
        declared = self._declared(node)
        if declared is None:
            return self._computed_range(node, args)
        if declared.bounds is not None:
            return Range(*declared.bounds, declared.scale)
        if declared.category is not None:
            return Range(0, len(declared.category.codes) - 1)
        return Range(*DAYS) if declared.kind is Kind.DATE else Range(0, 1)

    def _computed_range(self, node: Node, args: tuple[int, ...]) -> Range:
        try:
            return range_of(node, [self.ranges[a] for a in args])
        except RuleMistake as mistake:
            name = self._entered[-1]
            raise RuleMistake(f"图表项“{name}”：{mistake.message}", figure=name) from mistake

    def _declared(self, node: Node) -> Fact | Parameter | None:
        if node.op == "fact":
            return self.facts.setdefault(node.detail[0], self.book.facts[node.detail[0]])
        if node.op in ("parameter", "pick"):
            return self.parameters.setdefault(node.detail[0], self.book.parameters[node.detail[0]])
        return None


def _as_figure(node: Node, root: Cell) -> Node:
    return Node("figure", (), node.detail, root.kind, root.level, root.unit, root.scale, root.category)


# As data ----------------------------------------------------------------------------------------------------------


def _cell_data(c: Cell) -> list[Any]:
    category = c.category.name if c.category else None
    return [
        c.op,
        list(c.args),
        list(c.detail),
        c.kind.value,
        c.level.value,
        str(c.unit),
        c.scale,
        category,
        c.lo,
        c.hi,
    ]


def _info_data(info: FigureInfo) -> dict[str, Any]:
    return {
        "label": info.label,
        "short": info.short,
        "unit": info.unit,
        "source": info.source.key,
        "words": str(info.source),
        "meaning": info.meaning,
        "inline": info.inline,
    }


def _declared_data(item: Fact | Parameter) -> dict[str, Any]:
    return {
        "label": item.label,
        "short": item.short,
        "kind": item.kind.value,
        "unit": item.unit,
        "scale": item.scale,
        "bounds": list(item.bounds) if item.bounds else None,
        "category": item.category.name if item.category else None,
    }


def _without_words(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in item.items()
        if key not in ("label", "short", "question", "values", "source")
    }


def graph_from_data(data: Mapping[str, Any]) -> Graph:
    """Read back what `as_data` wrote.  Raises: RecordRefused."""
    try:
        categories = {n: Category(n, c["label"], c["values"]) for n, c in data["categories"].items()}
        return Graph(
            cells=tuple(_read_cell(c, categories) for c in data["cells"]),
            figures={name: int(number) for name, number in data["figures"].items()},
            infos={n: _read_info(n, i) for n, i in data["infos"].items()},
            facts={n: _read_fact(n, f, categories) for n, f in data["facts"].items()},
            parameters={n: _read_parameter(n, p, categories) for n, p in data["parameters"].items()},
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise RecordRefused(f"存档的图表读不出来（{problem!r}）；请核对存档是否完整。") from problem


def _read_cell(row: list[Any], categories: Mapping[str, Category]) -> Cell:
    op, args, detail, kind, level, unit_text, scale, category, lo, hi = row
    shown = _read_unit(unit_text)
    return Cell(
        op, tuple(args), tuple(detail), Kind(kind), Level(level), shown, scale,
        categories[category] if category else None, lo, hi,
    )  # fmt: skip


def _read_unit(text: str) -> Unit:
    """A unit as the algebra writes it may multiply: "fen*month/year"."""
    above, *below = text.split("/")
    whole = unit("1")
    for base in above.split("*"):
        whole = whole.times(unit(base))
    for base in below:
        whole = whole.over(unit(base))
    return Unit(whole.powers, text)


def _read_info(name: str, row: Mapping[str, Any]) -> FigureInfo:
    source = StoredSource(row["source"], row["words"])
    return FigureInfo(name, row["label"], row["short"], row["unit"], source, row["meaning"], row["inline"])


def _read_declared(row: Mapping[str, Any], categories: Mapping[str, Category]) -> dict[str, Any]:
    return {
        "label": row["label"],
        "short": row["short"],
        "kind": Kind(row["kind"]),
        "unit": row["unit"],
        "scale": row["scale"],
        "bounds": tuple(row["bounds"]) if row["bounds"] else None,
        "category": categories[row["category"]] if row["category"] else None,
    }


def _read_fact(name: str, row: Mapping[str, Any], categories: Mapping[str, Category]) -> Fact:
    return Fact(name, level=Level(row["level"]), question=row["question"], **_read_declared(row, categories))


def _read_parameter(name: str, row: Mapping[str, Any], categories: Mapping[str, Category]) -> Parameter:
    by = categories[row["by"]] if row["by"] else None
    return Parameter(name, by=by, source=row["source"], **_read_declared(row, categories))
