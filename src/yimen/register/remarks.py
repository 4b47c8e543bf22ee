"""What is said of a file, each with its place: sheet, row, column, what, what to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from yimen.core.sheets import Problem
from yimen.core.sheets.reading import RawRow, Table
from yimen.register.columns import INDEX
from yimen.register.family import Said

MOST_ERRORS = 20_000  # listed; a file with more is mended at its source
MOST_NOTICES = 5_000

Remark = tuple[int, bool, Problem]
"""Position in the order of reading, whether an error, and what is said where."""


@dataclass
class Remarks:
    """All are counted, the first many are kept."""

    table: Table
    kept: list[Remark] = field(default_factory=list)
    errors: int = 0
    notices: int = 0
    _heard: int = 0

    def fault(self, position: int, problem: Problem) -> None:
        self._add(position, problem, error=True)

    def said(self, said: Said) -> None:
        """A contradiction between rows."""
        raw = RawRow(said.spot.sheet, said.spot.row, ())
        problem = (
            self.table.problem(raw, INDEX[said.column], said.code, said.what, said.todo)
            if said.column
            else Problem(raw.sheet, raw.number, "", "", said.code, said.what, said.todo)
        )
        self._add(said.spot.position, problem, error=said.error)

    def listen(self, position: int, raw: RawRow) -> None:
        """What the reader remarked since the last row: on a cell of this one, or on the file."""
        fresh, self._heard = self.table.notices[self._heard :], len(self.table.notices)
        for sentence in fresh:
            if not sentence.startswith(_place(self.table, raw, "head_id")):  # the head's own row says it too
                self._add(position, self._worded(raw, sentence), error=False)

    def in_order(self) -> list[Remark]:
        return sorted(self.kept, key=lambda remark: remark[0])

    def _worded(self, raw: RawRow, sentence: str) -> Problem:
        place = _place(self.table, raw, "id_number")
        if sentence.startswith(place):
            return self.table.problem(raw, INDEX["id_number"], "id", sentence.removeprefix(place), "")
        return Problem("", None, "", "", "file", sentence, "")

    def _add(self, position: int, problem: Problem, *, error: bool) -> None:
        self.errors += error
        self.notices += not error
        if (self.errors <= MOST_ERRORS) if error else (self.notices <= MOST_NOTICES):
            self.kept.append((position, error, problem))


def _place(table: Table, raw: RawRow, column: str) -> str:
    return f"{table.problem(raw, INDEX[column], '', '', '').place}："
