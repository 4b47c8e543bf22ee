"""What would change the answer: the conditions that stand against it, nearest first, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from yimen.core.book.finding import Finding
from yimen.core.book.graph import Cell
from yimen.core.book.kinds import Kind, Level
from yimen.core.book.wording import Wording, show


@dataclass(frozen=True)
class Change:
    """One condition that would have to turn.

    ``by`` is the least change that turns it, in the unit of its left side (whole fen for money); None where it is not a
    matter of size. ``distance`` is that change relative to the line it must cross.
    """

    name: str
    label: str
    member: str
    by: int | None
    unit: str
    sentence: str
    distance: Fraction | None


def what_would_change(finding: Finding, name: str | None = None) -> list[Change]:
    """The nearest way to the opposite of a settled truth (by default the programme's answer): all of it is needed.

    Where any of several conditions would do, only the nearest is given. An open figure has no answer to change: the
    list is empty.  Raises: NoSuchFigure.
    """
    title = finding.programme.eligible if name is None else name
    number = finding.graph.figures[finding[title].name]
    if finding.raw(number, None) is None:
        return []
    return sorted(_Search(finding).way(number, None, title), key=_rank)


def _rank(change: Change) -> tuple[bool, Fraction]:
    return change.distance is None, change.distance or Fraction(0)


def _cost(way: list[Change]) -> tuple[int, Fraction]:
    """Fewest conditions that are not a matter of size, then the smallest changes."""
    return sum(c.distance is None for c in way), sum((c.distance or Fraction(0) for c in way), Fraction(0))


class _Search:
    """Walks down to the comparisons and facts that hold the answer where it is."""

    def __init__(self, finding: Finding) -> None:
        self.finding, self.cells, self.words = finding, finding.graph.cells, Wording(finding)

    def way(self, number: int, member: int | None, name: str) -> list[Change]:
        """The nearest set of changes that turns this truth; ``name`` is the figure it belongs to."""
        cell = self.cells[number]
        member = member if cell.level is Level.MEMBER else None
        if cell.op == "figure":
            return self.way(cell.args[0], member, cell.detail[0])
        if cell.op == "not":
            return self.way(cell.args[0], member, name)
        if cell.op in ("and", "or"):
            parts = [(part, member) for part in self.words.flat(number, cell.op)]
            return self._several(parts, number, member, cell.op == "and", name)
        if cell.op in ("any", "all") and self.finding.values.members:
            parts = [(cell.args[0], i) for i in range(self.finding.values.members)]
            return self._several(parts, number, member, cell.op == "all", name)
        if cell.op == "where" and (test := self.finding.raw(cell.args[0], member)) is not None:
            return self.way(cell.args[1 if test else 2], member, name)
        return [self._change(cell, number, member, name)]

    def _several(
        self,
        parts: list[tuple[int, int | None]] | list[tuple[int, int]],
        number: int,
        member: int | None,
        every: bool,
        name: str,
    ) -> list[Change]:
        """A false "all of these" needs every false part turned, a true one any part; "some of these" the other way round."""
        held = self.finding.raw(number, member)
        ways = [self.way(part, whose, name) for part, whose in parts if self.finding.raw(part, whose) == held]
        return min(ways, key=_cost) if every is held else [change for way in ways for change in way]

    def _change(self, cell: Cell, number: int, member: int | None, name: str) -> Change:
        info = self.finding.graph.infos[name]
        whose = "" if member is None else self.finding.family.name_of(member)
        said = f"{whose}：{self.words.phrase(number, member)}" if whose else self.words.phrase(number, member)
        gap = self._gap(cell, member)
        if gap is None:
            return Change(name, info.label, whose, None, "", f"{said}。", None)
        by, distance, verb, shown_unit = *gap, self.words.unit_of(self.cells[cell.args[0]])
        sentence = f"{said}；{verb} {show(by, Kind.NUMBER, shown_unit)}，这一条的结果就会不同。"
        return Change(name, info.label, whose, by, str(shown_unit), sentence, distance)

    def _gap(self, cell: Cell, member: int | None) -> tuple[int, Fraction, str] | None:
        """How far the left side is from turning the comparison, in whole units of its own."""
        if cell.op not in ("lt", "le", "gt", "ge") or self.cells[cell.args[0]].kind is not Kind.NUMBER:
            return None
        scale = max(self.cells[n].scale for n in cell.args)
        a, b = (
            int(self.finding.raw(n, member) or 0) * 10 ** (scale - self.cells[n].scale) for n in cell.args
        )
        one, reach = 10**scale, abs(a - b)
        by = -(-reach // one) if _turns_on_equality(cell.op, a, b) else reach // one + 1
        less = a > b or (a == b and cell.op in ("lt", "ge"))
        return by, Fraction(reach, max(abs(b), 1)), "再少" if less else "再多"


def _turns_on_equality(op: str, a: int, b: int) -> bool:
    """Whether equality is already the other side: a held `a < b` turns at a == b, and so does a failed `a <= b`."""
    holds = {"lt": a < b, "le": a <= b, "gt": a > b, "ge": a >= b}[op]
    return (op in ("lt", "gt")) is holds
