"""What is wrong with a file, in sentences a clerk can act on: which sheet, row and column, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from yimen.core.errors import YimenError

MOST_KEPT = 2000  # a file with more faults than this is mended by its source, not from a list


class FileRefused(YimenError):
    """The file as a whole cannot be read; nothing of it is used.

    `reason`: empty, too_large, bomb, locked, macro, old_excel, not_a_table, encoding, broken, header, too_many_rows,
    too_wide, sheet.
    """

    code: ClassVar[str] = "sheets.file_refused"
    sentence = "文件没有读取：{why}{todo}"


def refused(reason: str, why: str, todo: str) -> FileRefused:
    return FileRefused(reason=reason, why=why, todo=todo)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: `sheet` (empty for CSV), `row` as Excel counts (1 is the first), `column` as a letter, `label` the
    header's words, `code` for programs, `what` is wrong, `todo` what to do.  The value itself is not repeated where it
    is an ID or account number."""

    sheet: str
    row: int | None
    column: str
    label: str
    code: str
    what: str
    todo: str

    @property
    def place(self) -> str:
        """“在册人员”表第 5 行 C 列（身份证号）"""
        sheet = f"“{self.sheet}”表" if self.sheet else ""
        row = f"第 {self.row} 行" if self.row else ""
        column = f" {self.column} 列" if self.column else ""
        return f"{sheet}{row}{column}{f'（{self.label}）' if self.label else ''}"

    @property
    def sentence(self) -> str:
        return f"{self.place}：{self.what}{self.todo}"


class Problems:
    """The faults found so far; all are counted, the first two thousand are kept."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.total = 0
        self.rejected_rows = 0

    def add(self, problem: Problem) -> None:
        self.total += 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append(problem)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.kept)

    def __len__(self) -> int:
        return self.total

    def __bool__(self) -> bool:
        return self.total > 0
