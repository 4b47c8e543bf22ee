"""Which questions keep a figure open: facts nobody answered and standards nobody published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from yimen.core.book.kinds import Level
from yimen.core.book.nodes import AGGREGATES

if TYPE_CHECKING:
    from yimen.core.book.finding import Finding


@dataclass(frozen=True)
class OpenQuestion:
    """One thing to find out. ``member`` is None for the household; a parameter is for the civil affairs bureau to enter."""

    kind: Literal["fact", "parameter"]
    name: str
    label: str
    question: str
    member: int | None = None
    member_name: str = ""


def open_questions(finding: Finding, cells: Iterable[int]) -> list[OpenQuestion]:
    """In the order the rules come upon them, each once. Behind an open condition of `where` only the condition is asked."""
    search = _Search(finding)
    for cell in cells:
        search.visit_all(cell)
    return list(search.found)


class _Search:
    def __init__(self, finding: Finding) -> None:
        self.finding, self.cells = finding, finding.graph.cells
        self.found: dict[OpenQuestion, None] = {}
        self._seen: set[tuple[int, int | None]] = set()

    def visit_all(self, cell: int) -> None:
        for member in self._members(cell):
            self.visit(cell, member)

    def _members(self, cell: int) -> Iterable[int | None]:
        return range(self.finding.values.members) if self.cells[cell].level is Level.MEMBER else [None]

    def visit(self, number: int, member: int | None) -> None:
        cell = self.cells[number]
        member = member if cell.level is Level.MEMBER else None
        if (number, member) in self._seen or self.finding.raw(number, member) is not None:
            return
        self._seen.add((number, member))
        if cell.op == "fact":
            self._fact(cell.detail[0], member)
        elif cell.op in ("parameter", "pick") and all(
            self.finding.raw(a, member) is not None for a in cell.args
        ):
            self._parameter(number, member)
        elif cell.op in AGGREGATES:
            self.visit_all(cell.args[0])
        else:
            for arg in self._asked(number, member):
                self.visit(arg, member)

    def _asked(self, number: int, member: int | None) -> tuple[int, ...]:
        cell = self.cells[number]
        if cell.op != "where":
            return cell.args
        test = self.finding.raw(cell.args[0], member)
        return cell.args[:1] if test is None else (cell.args[1 if test else 2],)

    def _fact(self, name: str, member: int | None) -> None:
        fact = self.finding.graph.facts[name]
        whose = "" if member is None else self.finding.family.name_of(member)
        question = fact.question.format(name=whose)
        self.found[OpenQuestion("fact", name, fact.label, question, member, whose)] = None

    def _parameter(self, number: int, member: int | None) -> None:
        cell, law = self.cells[number], self.finding.law
        declared = self.finding.graph.parameters[cell.detail[0]]
        key, label = declared.name, declared.label
        if cell.op == "pick" and declared.by is not None:
            code = declared.by.codes[int(self.finding.raw(cell.args[0], member) or 0)]
            key, label = f"{key}.{code}", f"{label}（{declared.by.values[code]}）"
        where = law.place_name or law.place
        question = f"{where}在 {law.on:%Y-%m} 没有公布的“{label}”，请先在‘标准’中录入。"
        self.found[OpenQuestion("parameter", key, label, question)] = None
