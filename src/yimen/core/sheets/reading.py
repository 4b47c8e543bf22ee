"""A table read from a file by its headers: rows that are sound, and a sentence for everything that is not.

`read_table` is for imports: sound rows as values, faults collected. `open_table` is for those who look up single rows
of a large file: raw rows first, values when asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple

from yimen.core.sheets import parquet, text, xlsx
from yimen.core.sheets.columns import BadCell, Cell, Column, Context, as_text, is_blank, read_cell
from yimen.core.sheets.problems import Problem, Problems, refused
from yimen.core.sheets.source import Area, File, Limits, RawFile, RawSheet, letter, opened

HEADER_WITHIN = 20  # rows from the top among which the header is looked for
EXAMPLE_LABEL, EXAMPLE_MARK = "序号", "示例"  # the example row of the template we give out
EXPLANATIONS = "填写说明"  # its second sheet
_TOTALS = ("合计", "总计", "小计", "共计")


@dataclass(frozen=True, slots=True)
class Row:
    """A sound row: where it stands, and its values by column name."""

    sheet: str
    number: int
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


class RawRow(NamedTuple):
    """A row before its cells are read: `cells` in the order of the columns asked for."""

    sheet: str
    number: int
    cells: tuple[Cell, ...]
    faults: tuple[tuple[int, str], ...] = ()


class Reading(NamedTuple):
    """`rows` is read once and lazily; `problems` and `notices` fill as it goes."""

    rows: Iterator[Row]
    problems: Problems
    notices: list[str]


def read_table(
    file: File,
    *,
    columns: Sequence[Column],
    synthetic: bool = False,
    on: date | None = None,
    limits: Limits | None = None,
) -> Reading:
    """The rows of an XLSX, CSV or Parquet file as values.

    Rows with any fault are left out and each fault is listed.  `synthetic`: invented people are welcome.
    `on`: today.  Raises: FileRefused, at once or while the rows are read, where the file as a whole cannot be used.
    """
    table = open_table(file, columns=columns, limits=limits)
    problems = Problems()
    context = Context(synthetic, on)
    return Reading(_sound_rows(table, problems, context), problems, table.notices)


def open_table(file: File, *, columns: Sequence[Column], limits: Limits | None = None) -> Table:
    """The file's header matched, no row read yet.  Raises: FileRefused."""
    limits = limits or Limits()
    stream = opened(file, limits)
    try:
        return Table(stream, _raw(stream, limits), tuple(columns), limits, ours=stream is not file)
    except BaseException:
        if stream is not file:
            stream.close()
        raise


def _raw(stream: BinaryIO, limits: Limits) -> RawFile:
    """The reader for what the first bytes say, whatever the name ends in."""
    head = stream.read(8)
    stream.seek(0)
    if head.startswith(b"PK"):
        return xlsx.read(stream, limits)
    if head.startswith(b"PAR1"):
        return parquet.read(stream, limits)
    if head.startswith(xlsx.OLE):
        raise xlsx.refuse_old(head, stream.read())
    return text.read(stream, limits)


def _sound_rows(table: Table, problems: Problems, context: Context) -> Iterator[Row]:
    seen: dict[str, dict[Any, int]] = {column.name: {} for column in table.columns if column.unique}
    with table:
        count = 0
        for raw in table.raw_rows():
            count += 1
            row, faults = table.parse(raw, context)
            faults += _repeated(table, raw, row, seen)
            for fault in faults:
                problems.add(fault)
            if faults:
                problems.rejected_rows += 1
            elif row is not None:
                yield row
        if count == 0:
            raise refused("empty", "表头下面没有数据行。", "请填写后再上传。")


def _repeated(table: Table, raw: RawRow, row: Row | None, seen: dict[str, dict[Any, int]]) -> list[Problem]:
    """The same ID twice in one file: the later row is named, and the earlier one it repeats."""
    faults = []
    for index, column in enumerate(table.columns):
        if not column.unique or row is None or row.values.get(column.name) is None:
            continue
        first = seen[column.name].setdefault(row.values[column.name], raw.number)
        if first != raw.number:
            faults.append(
                table.problem(raw, index, "repeated", f"与第 {first} 行重复。", "请核对后只保留一行。")
            )
    return faults


@dataclass
class Table:
    """An opened file whose headers are matched as each sheet comes up."""

    stream: BinaryIO
    raw: RawFile
    columns: tuple[Column, ...]
    limits: Limits
    ours: bool = True  # whether the stream is ours to close
    places: dict[str, list[int | None]] = field(default_factory=dict)  # sheet → index of each column
    height: int = 0  # rows of the sheets come to so far, about; 0 where not known
    lettered: bool = True

    @property
    def notices(self) -> list[str]:
        return self.raw.notices

    def __enter__(self) -> Table:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.ours:
            with suppress(OSError, ValueError):
                self.stream.close()

    def raw_rows(self) -> Iterator[RawRow]:
        """All data rows of all visible sheets that have the header, blank ones and totals left out."""
        best = _Miss()
        found = False
        for sheet in self.raw.sheets:
            header = self._header(sheet, best)
            if header is None:
                if sheet.name != EXPLANATIONS:
                    self.notices.append(f"工作表“{sheet.name}”没有要找的表头，没有读取。")
                continue
            found = True
            self.height += sheet.height
            yield from self._data(sheet, header)
        if not found:
            raise best.refusal(self.columns)

    def parse(self, raw: RawRow, context: Context) -> tuple[Row | None, list[Problem]]:
        """The values of a raw row, with every fault in it; no row where there is any."""
        values: dict[str, Any] = {}
        faults: list[Problem] = []
        told = dict(raw.faults)
        for index, (column, cell) in enumerate(zip(self.columns, raw.cells, strict=True)):
            if index in told:
                faults.append(self.problem(raw, index, told[index], *_FAULTS[told[index]]))
                continue
            try:
                values[column.name], remarks = read_cell(column, cell, context)
            except BadCell as error:
                faults.append(self.problem(raw, index, error.reason, error.what, error.todo))
                continue
            for remark in remarks:
                self.notices.append(f"{self.problem(raw, index, '', '', '').place}：{remark}")
        faults += [self._row_problem(raw, code) for index, code in raw.faults if index < 0]
        return (Row(raw.sheet, raw.number, values) if not faults else None), faults

    def problem(self, raw: RawRow, index: int, code: str, what: str, todo: str) -> Problem:
        place = self.places[raw.sheet][index]
        where = letter(place + 1) if place is not None and self.lettered else ""
        return Problem(raw.sheet, raw.number, where, self.columns[index].label, code, what, todo)

    def _row_problem(self, raw: RawRow, code: str) -> Problem:
        return Problem(raw.sheet, raw.number, "", "", code, *_FAULTS[code])

    def _header(self, sheet: RawSheet, best: _Miss) -> tuple[int, int] | None:
        """Row number and width of the header, which is among the first rows; columns are found by their words."""
        self.lettered = sheet.lettered
        for number, cells in sheet.rows:
            labels = [_plain_label(cell) for cell in cells]
            if len(labels) > self.limits.columns and any(labels[self.limits.columns :]):
                raise refused("too_wide", f"“{sheet.name}”有 {len(labels)} 列。", "请删除不用的列。")
            places = [_place(column, labels) for column in self.columns]
            missing = [
                c.label for c, place in zip(self.columns, places, strict=True) if c.required and not place
            ]
            hits = sum(bool(place) for place in places)
            if hits and not missing:
                self._refuse_doubles(sheet, number, places)
                self.places[sheet.name] = [place[0] if place else None for place in places]
                self._note_unread(sheet, cells)
                return number, max(i for i, label in enumerate(labels) if label) + 1
            best.offer(hits, sheet.name, number, missing)
            if number >= HEADER_WITHIN:
                break
        return None

    def _refuse_doubles(self, sheet: RawSheet, number: int, places: Sequence[Sequence[int]]) -> None:
        for column, found in zip(self.columns, places, strict=True):
            if len(found) > 1:
                where = "、".join(f"{letter(i + 1)} 列" for i in found)
                raise refused(
                    "header",
                    f"第 {number} 行的表头“{column.label}”出现了不止一次（{where}）。",
                    "请只保留一列。",
                )

    def _note_unread(self, sheet: RawSheet, cells: Sequence[Cell]) -> None:
        used = set(self.places[sheet.name])
        unread = [as_text(cell) for i, cell in enumerate(cells) if i not in used and not is_blank(cell)]
        unread = [label for label in unread if label != EXAMPLE_LABEL]
        if unread:
            self.notices.append(f"这些列没有读取：{'、'.join(unread[:20])}。")

    def _data(self, sheet: RawSheet, header: tuple[int, int]) -> Iterator[RawRow]:
        top, width = header
        places = self.places[sheet.name]
        merged = _merged_rows(sheet.merged, top, places)
        watched = bool(sheet.faults or merged or sheet.strict_width)
        for number, cells in sheet.rows:
            if number - top > self.limits.rows:
                raise refused(
                    "too_many_rows", f"数据超过 {self.limits.rows:,} 行。", "请按镇街或年份拆成几个文件。"
                )
            wanted = tuple([cells[i] if i is not None and i < len(cells) else None for i in places])
            if self._passed_over(sheet, number, cells, wanted):
                continue
            faults = _faults_of(sheet, number, cells, width, places, merged) if watched else ()
            yield RawRow(sheet.name, number, wanted, faults)

    def _passed_over(
        self, sheet: RawSheet, number: int, cells: Sequence[Cell], wanted: tuple[Cell, ...]
    ) -> bool:
        """Blank rows, the template's example, and totals (which leave something blank)."""
        if cells and cells[0] == EXAMPLE_MARK:
            return True
        if not any(is_blank(cell) for cell in wanted):
            return False
        if all(is_blank(cell) for cell in wanted):
            return not any(row == number for row, _ in sheet.faults)
        first = next(as_text(cell) for cell in cells if not is_blank(cell))
        if re.sub(r"[\s：:]", "", first).startswith(_TOTALS):
            self.notices.append(f"第 {number} 行是合计行，没有读取。")
            return True
        return first == EXAMPLE_MARK


_FAULTS = {
    "formula": (
        "单元格是公式，但文件里没有算出来的结果。",
        "请在 Excel 或 WPS 中打开并保存一次，或把公式改成数值。",
    ),
    "error": ("单元格是错误值（如 #N/A）。", "请改成正确的内容。"),
    "merged": ("这一行有合并单元格。", "请取消合并，并在每一行填上内容。"),
    "ragged": ("这一行的列数与表头不同，内容可能错位或没有写完。", "请检查是否多了或少了逗号。"),
}


def _faults_of(
    sheet: RawSheet,
    number: int,
    cells: Sequence[Cell],
    width: int,
    places: Sequence[int | None],
    merged: Container[int],
) -> tuple[tuple[int, str], ...]:
    """(index of the column, or −1 for the whole row; code)."""
    faults = []
    if sheet.faults:
        for index, place in enumerate(places):
            if place is not None and (kind := sheet.faults.get((number, place + 1))):
                faults.append((index, kind))
    short = len(cells) < width
    if sheet.strict_width and (short or any(not is_blank(cell) for cell in cells[width:])):
        faults.append((-1, "ragged"))
    if number in merged:
        faults.append((-1, "merged"))
    return tuple(faults)


def _merged_rows(merged: Sequence[Area], top: int, places: Sequence[int | None]) -> set[int]:
    """Data rows that a merged range touches in a column that is read."""
    wanted = {place + 1 for place in places if place is not None}
    rows: set[int] = set()
    for area in merged:
        if area.bottom > top and any(area.left <= column <= area.right for column in wanted):
            rows.update(range(max(area.top, top + 1), min(area.bottom, top + 1_000_000) + 1))
    return rows


_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")


def _plain_label(cell: Cell) -> str:
    """A header without blanks, stars and remarks in brackets: "＊身份证 号（必填）" is 身份证号."""
    if is_blank(cell):
        return ""
    label = re.sub(r"[\s*＊:：]", "", unicodedata.normalize("NFKC", as_text(cell)))
    return _BRACKETS.sub("", label) or label


def _place(column: Column, labels: Sequence[str]) -> list[int]:
    """Where the column stands; its own label goes before an alias."""
    own = [i for i, label in enumerate(labels) if label and label == _plain_label(column.label)]
    if own:
        return own
    others = {_plain_label(alias) for alias in column.aliases}
    return [i for i, label in enumerate(labels) if label in others]


class _Miss:
    """The row that came nearest to being the header, for the sentence."""

    def __init__(self) -> None:
        self.hits, self.sheet, self.number, self.missing = 0, "", 0, [""]

    def offer(self, hits: int, sheet: str, number: int, missing: list[str]) -> None:
        if hits > self.hits:
            self.hits, self.sheet, self.number, self.missing = hits, sheet, number, missing

    def refusal(self, columns: Sequence[Column]) -> Exception:
        if self.hits == 0:
            wanted = "、".join(column.label for column in columns if column.required)
            return refused(
                "header",
                f"前 {HEADER_WITHIN} 行里没有找到表头。",
                f"表头至少要有：{wanted}。请使用我们提供的模板。",
            )
        sheet = f"“{self.sheet}”表" if self.sheet else ""
        missing = "、".join(self.missing)
        return refused(
            "header",
            f"{sheet}第 {self.number} 行的表头缺少：{missing}。",
            "请补上这些列，或把表头改成模板里的名称。",
        )
