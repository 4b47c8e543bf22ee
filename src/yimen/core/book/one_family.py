"""The interpreter: what a graph means for one family, in plain Python, with every value kept.

A graph is written out once as a Python function, one assignment for each cell, and called for each family. The function
is plain enough to be read (`source_of`); nothing a user types gets into it, only cell numbers and whole numbers.
Household cells are evaluated in stages between loops over the members, as aggregates and their uses alternate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from yimen.core.book import operations
from yimen.core.book.bounds import quotient_powers
from yimen.core.book.graph import Cell, Graph
from yimen.core.book.kinds import Kind, Level

Raw: TypeAlias = "int | bool | None"
Run: TypeAlias = "Callable[[int, Sequence[Any], Sequence[Raw], list[list[Raw]]], tuple[Raw, ...]]"

HELPERS = {
    name: getattr(operations, name)
    for name in (
        "total",
        "count",
        "any_of",
        "all_of",
        "largest",
        "smallest",
        "divided",
        "rounded",
        "months_between",
    )
}
SIGNS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}


class Values:
    """Every cell's value for one family, by cell number; a member cell has one value for each member."""

    __slots__ = ("_household", "_plan", "_rows")

    def __init__(self, plan: Plan, household: tuple[Raw, ...], rows: list[list[Raw]]) -> None:
        self._plan, self._household, self._rows = plan, household, rows

    @property
    def members(self) -> int:
        return len(self._rows)

    def of(self, cell: int) -> Raw:
        """A household cell's value."""
        return self._household[self._plan.places[cell]]

    def of_member(self, cell: int, member: int) -> Raw:
        """A cell's value as one member sees it; a household's value is the same for all."""
        place = self._plan.places[cell]
        return self._rows[member][place] if self._plan.is_member[cell] else self._household[place]


class Plan:
    """A graph prepared for evaluation: the function, what it takes, and where it leaves each cell's value."""

    def __init__(self, graph: Graph) -> None:
        cells = graph.cells
        self.household_facts = [c.detail[0] for c in cells if c.op == "fact" and c.level is Level.HOUSEHOLD]
        self.member_facts = [c.detail[0] for c in cells if c.op == "fact" and c.level is Level.MEMBER]
        self.parameters = sorted(graph.parameters)
        self.is_member = [c.level is Level.MEMBER for c in cells]
        self.places = [0] * len(cells)
        self.source = _Writer(graph, self).write()
        space: dict[str, Any] = dict(HELPERS)
        exec(compile(self.source, "<book>", "exec"), space)
        self.run: Run = space["run"]


def plan_of(graph: Graph) -> Plan:
    """The graph's plan, made on first use."""
    plan: Plan | None = graph.kept.get("one_family")
    if plan is None:
        plan = graph.kept["one_family"] = Plan(graph)
    return plan


def source_of(graph: Graph) -> str:
    """The Python the graph is evaluated by, for whoever wants to read it."""
    return plan_of(graph).source


def evaluate(
    graph: Graph,
    day: int,
    parameters: Sequence[Any],
    household: Sequence[Raw],
    members: Sequence[Sequence[Raw]],
) -> Values:
    """All cells for one family; facts and parameters are raw values in the plan's order, the day is 20261122."""
    plan = plan_of(graph)
    rows = [list(member) for member in members]
    return Values(plan, plan.run(day, parameters, household, rows), rows)


# Writing the function ---------------------------------------------------------------------------------------------


class _Writer:
    def __init__(self, graph: Graph, plan: Plan) -> None:
        self.graph, self.plan = graph, plan
        self.stages = _stages(graph.cells)
        self.lines = ["def run(day, P, H, rows):"]
        self.pad = "    "

    def write(self) -> str:
        self._unpack("P", [f"p{i}" for i in range(len(self.plan.parameters))])
        self._unpack("H", [f"v{i}" for i in self._facts(Level.HOUSEHOLD)])
        for i, cell in enumerate(self._facts(Level.MEMBER)):
            self.plan.places[cell] = i
        self.width = len(self.plan.member_facts)
        for stage in range(max(self.stages, default=0) + 1):
            self._household_stage(stage)
            self._member_stage(stage)
        kept = [i for i, c in enumerate(self.graph.cells) if c.level is Level.HOUSEHOLD]
        for place, i in enumerate(kept):
            self.plan.places[i] = place
        self.lines.append(f"    return ({''.join(f'v{i}, ' for i in kept)})")
        return "\n".join(self.lines) + "\n"

    def _facts(self, level: Level) -> list[int]:
        return [i for i, c in enumerate(self.graph.cells) if c.op == "fact" and c.level is level]

    def _unpack(self, what: str, names: list[str]) -> None:
        if names:
            self.lines.append(f"    {', '.join(names)}, = {what}")

    def _in_stage(self, stage: int, level: Level) -> list[int]:
        cells = enumerate(self.graph.cells)
        return [i for i, c in cells if self.stages[i] == stage and c.level is level and c.op != "fact"]

    def _household_stage(self, stage: int) -> None:
        self.pad = "    "
        for i in self._in_stage(stage, Level.HOUSEHOLD):
            self._assign(i)

    def _member_stage(self, stage: int) -> None:
        """One loop over the members: read what earlier loops left in the row, compute, append."""
        chosen = self._in_stage(stage, Level.MEMBER)
        if not chosen:
            return
        self.lines.append("    for r in rows:")
        self.pad = "        "
        for i in sorted({a for c in chosen for a in self.graph.cells[c].args} - set(chosen)):
            if self.plan.is_member[i]:
                self.lines.append(f"{self.pad}v{i} = r[{self.plan.places[i]}]")
        for i in chosen:
            self._assign(i)
            self.plan.places[i] = self.width
            self.width += 1
        self.lines.append(f"{self.pad}r += ({''.join(f'v{i}, ' for i in chosen)})")

    def _assign(self, i: int) -> None:
        self.lines.append(f"{self.pad}v{i} = {self._formula(self.graph.cells[i])}")

    # One cell ---------------------------------------------------------------------------------------------------

    def _formula(self, cell: Cell) -> str:
        if cell.op in SIGNS:
            scale = max(self.graph.cells[a].scale for a in cell.args)
            a, b = (self._scaled(x, scale) for x in cell.args)
            return self._unless_open(cell.args, f"{a} {SIGNS[cell.op]} {b}")
        return getattr(self, f"_{cell.op}")(cell)  # type: ignore[no-any-return]

    def _unless_open(self, args: Sequence[int], formula: str) -> str:
        open_ = [
            f"v{a} is None" for a in dict.fromkeys(args) if self.graph.cells[a].op not in ("constant", "day")
        ]
        return f"None if {' or '.join(open_)} else {formula}" if open_ else formula

    def _scaled(self, arg: int, scale: int) -> str:
        factor = 10 ** (scale - self.graph.cells[arg].scale)
        return f"v{arg}" if factor == 1 else f"v{arg} * {factor}"

    def _scaled_or_open(self, arg: int, scale: int) -> str:
        """An operand that may be open, at the result's decimals; computed on a line of its own where it must be."""
        formula = self._scaled(arg, scale)
        if formula == f"v{arg}":
            return formula
        self.lines.append(f"{self.pad}w{arg} = {self._unless_open([arg], formula)}")
        return f"w{arg}"

    def _constant(self, cell: Cell) -> str:
        value = cell.detail[0]
        return repr(bool(value)) if cell.kind is Kind.TRUTH else repr(int(value))

    def _day(self, cell: Cell) -> str:
        return "day"

    def _parameter(self, cell: Cell) -> str:
        return f"p{self.plan.parameters.index(cell.detail[0])}"

    def _pick(self, cell: Cell) -> str:
        table = f"p{self.plan.parameters.index(cell.detail[0])}"
        return self._unless_open(cell.args, f"{table}[v{cell.args[0]}]")

    def _figure(self, cell: Cell) -> str:
        return f"v{cell.args[0]}"

    def _add(self, cell: Cell) -> str:
        a, b = (self._scaled(x, cell.scale) for x in cell.args)
        return self._unless_open(cell.args, f"{a} + {b}")

    def _sub(self, cell: Cell) -> str:
        a, b = (self._scaled(x, cell.scale) for x in cell.args)
        return self._unless_open(cell.args, f"{a} - {b}")

    def _mul(self, cell: Cell) -> str:
        a, b = cell.args
        return self._unless_open(cell.args, f"v{a} * v{b}")

    def _and(self, cell: Cell) -> str:
        a, b = (f"v{x}" for x in cell.args)
        return f"False if {a} is False or {b} is False else None if {a} is None or {b} is None else True"

    def _or(self, cell: Cell) -> str:
        a, b = (f"v{x}" for x in cell.args)
        return f"True if {a} is True or {b} is True else None if {a} is None or {b} is None else False"

    def _not(self, cell: Cell) -> str:
        return self._unless_open(cell.args, f"not v{cell.args[0]}")

    def _isin(self, cell: Cell) -> str:
        listed = "".join(f"{int(code)}, " for code in cell.detail)
        return self._unless_open(cell.args, f"v{cell.args[0]} in ({listed})")

    def _where(self, cell: Cell) -> str:
        test = f"v{cell.args[0]}"
        a, b = (self._scaled_or_open(x, cell.scale) for x in cell.args[1:])
        return f"({a} if {test} else {b}) if {test} is not None else ({a} if {a} == {b} else None)"

    def _greatest(self, cell: Cell) -> str:
        a, b = (self._scaled_or_open(x, cell.scale) for x in cell.args)
        return self._unless_open(cell.args, f"{a} if {a} >= {b} else {b}")

    def _least(self, cell: Cell) -> str:
        a, b = (self._scaled_or_open(x, cell.scale) for x in cell.args)
        return self._unless_open(cell.args, f"{a} if {a} <= {b} else {b}")

    def _column(self, cell: Cell) -> str:
        return f"[r[{self.plan.places[cell.args[0]]}] for r in rows]"

    def _total(self, cell: Cell) -> str:
        return f"total({self._column(cell)})"

    def _count(self, cell: Cell) -> str:
        return f"count({self._column(cell)})"

    def _any(self, cell: Cell) -> str:
        return f"any_of({self._column(cell)})"

    def _all(self, cell: Cell) -> str:
        return f"all_of({self._column(cell)})"

    def _max(self, cell: Cell) -> str:
        return f"largest({self._column(cell)}, {int(cell.detail[0])})"

    def _min(self, cell: Cell) -> str:
        return f"smallest({self._column(cell)}, {int(cell.detail[0])})"

    def _share(self, cell: Cell) -> str:
        part, whole, mode = cell.args
        up, down = quotient_powers(self.graph.cells[part].scale, self.graph.cells[whole].scale, cell.scale)
        formula = f"divided(v{part} * {up}, v{whole} * {down}, v{mode}, {int(cell.detail[0])})"
        return self._unless_open(cell.args, formula)

    def _round(self, cell: Cell) -> str:
        amount, step, mode, *among = cell.args
        one = 10 ** self.graph.cells[amount].scale
        last = f", v{among[0]}" if among else ""
        return self._unless_open(cell.args, f"rounded(v{amount}, {one}, v{step}, v{mode}{last})")

    def _age(self, cell: Cell) -> str:
        return self._unless_open(cell.args, f"(day - v{cell.args[0]}) // 10000")

    def _months(self, cell: Cell) -> str:
        return self._unless_open(cell.args, f"months_between(v{cell.args[0]}, day)")


def _stages(cells: Sequence[Cell]) -> list[int]:
    """How many times the evaluation has to go over the members before a cell can be computed."""
    stages: list[int] = []
    for cell in cells:
        after = [
            stages[a] + (cell.level is Level.HOUSEHOLD and cells[a].level is Level.MEMBER) for a in cell.args
        ]
        stages.append(max(after, default=0))
    return stages
