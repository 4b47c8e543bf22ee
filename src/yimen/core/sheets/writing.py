"""Tables that go out: XLSX and CSV that open as text where they are text, and never compute what somebody typed.

The same rows give the same file, byte for byte: the date inside is the caller's, never the clock's.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from yimen.core.money import format_yuan
from yimen.core.sheets.columns import Column, Kind

Target = str | Path | BinaryIO
TOTAL = "合计"

# What spreadsheets take for the start of a formula, full-width forms included (Chinese Excel reads them too),
# also behind blanks that a program may trim.
_FORMULA = re.compile(r"[\s\u00a0\u200b-\u200f\u2060\u3000\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LONGEST_CELL = 32_767  # characters Excel takes in one cell


@dataclass(frozen=True, slots=True)
class OutSheet:
    """A sheet to write: rows are mappings by column name, values of the column's kind (money in fen).

    `title`: a line above the header.  `totals`: names of MONEY or INTEGER columns summed in a last row.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, Any]]
    title: str = ""
    totals: Sequence[str] = ()


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes in front where it might.

    Reading the file back with `read_table` takes the apostrophe away again.
    """
    clean = _UNPRINTABLE.sub("", text)[:LONGEST_CELL]
    return f"'{clean}"[:LONGEST_CELL] if _FORMULA.match(clean) else clean


def write_workbook(target: Target, sheets: Sequence[OutSheet], *, at: datetime) -> None:
    """An XLSX file: IDs and accounts as text, amounts as yuan with two decimals.  `at`: the date inside."""
    buffer = io.BytesIO()
    book = open_workbook(buffer, at)
    formats = Formats(book)
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    deliver(target, buffer.getvalue())


def write_csv(target: Target, sheet: OutSheet, *, encoding: str = "utf-8-sig") -> None:
    """A CSV file with every text quoted.  `encoding`: utf-8-sig, or gb18030 where a bank wants it."""
    buffer = io.StringIO(newline="")
    out = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    out.writerow([harmless(column.label) for column in sheet.columns])
    for row in sheet.rows:
        out.writerow([_as_csv(column, row.get(column.name)) for column in sheet.columns])
    deliver(target, buffer.getvalue().encode(encoding))


def open_workbook(buffer: io.BytesIO, at: datetime) -> xlsxwriter.Workbook:
    """A workbook in memory that turns no text into numbers, links or formulas, and names nobody."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": at.replace(tzinfo=None), "author": "", "title": ""})
    return book


def deliver(target: Target, content: bytes) -> None:
    if isinstance(target, str | Path):
        Path(target).write_bytes(content)
    else:
        target.write(content)


class Formats:
    """The few looks a sheet has."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        plain = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        cell = plain | {"border": 1}
        self.title = book.add_format(plain | {"bold": True, "font_size": 14})
        self.header = book.add_format(
            cell | {"bold": True, "bg_color": "#DCE6F1", "align": "center", "text_wrap": True}
        )
        self.text = book.add_format(cell | {"num_format": "@"})
        self.money = book.add_format(cell | {"num_format": "#,##0.00"})
        self.number = book.add_format(cell | {"num_format": "0"})
        self.day = book.add_format(cell | {"num_format": "yyyy-mm-dd"})
        self.example = book.add_format(cell | {"num_format": "@", "italic": True, "font_color": "#808080"})
        self.note = book.add_format(plain | {"text_wrap": True})

    def of(self, kind: Kind) -> Format:
        return {Kind.MONEY: self.money, Kind.INTEGER: self.number, Kind.DATE: self.day}.get(kind, self.text)


WIDTHS = {
    Kind.RESIDENT_ID: 22,
    Kind.ACCOUNT: 24,
    Kind.MONEY: 14,
    Kind.DATE: 12,
    Kind.INTEGER: 9,
    Kind.YES_NO: 8,
}


def _write_sheet(page: Worksheet, sheet: OutSheet, formats: Formats) -> None:
    top = 0
    if sheet.title:
        page.write_string(0, 0, harmless(sheet.title), formats.title)
        top = 1
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, WIDTHS.get(column.kind, 16))
        page.write_string(top, index, harmless(column.label), formats.header)
    page.freeze_panes(top + 1, 0)
    sums = dict.fromkeys(sheet.totals, 0)
    line = top
    for line, row in enumerate(sheet.rows, start=top + 1):
        for index, column in enumerate(sheet.columns):
            write_cell(page, line, index, column, row.get(column.name), formats)
        for name in sums:
            sums[name] += row.get(name) or 0
    if sheet.totals:
        _write_totals(page, line + 1, sheet, sums, formats)


def _write_totals(
    page: Worksheet, line: int, sheet: OutSheet, sums: Mapping[str, int], formats: Formats
) -> None:
    """Sums as numbers, not formulas: what was decided is what is printed."""
    for index, column in enumerate(sheet.columns):
        if column.name in sums:
            write_cell(page, line, index, column, sums[column.name], formats)
        else:
            page.write_string(line, index, TOTAL if index == 0 else "", formats.header)


def write_cell(page: Worksheet, line: int, index: int, column: Column, value: Any, formats: Formats) -> None:
    """One value, typed as its column says."""
    look = formats.of(column.kind)
    if value is None:
        page.write_blank(line, index, None, look)
    elif column.kind is Kind.MONEY:
        page.write_number(line, index, float(Decimal(value) / 100), look)
    elif column.kind is Kind.INTEGER:
        page.write_number(line, index, value, look)
    elif column.kind is Kind.DATE:
        page.write_datetime(line, index, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001 - a cell has no zone
    else:
        page.write_string(line, index, harmless(shown(column, value)), look)


def shown(column: Column, value: Any) -> str:
    """A value in words, as the same column reads it."""
    if column.kind is Kind.YES_NO:
        return "是" if value else "否"
    if column.kind is Kind.MONTH and isinstance(value, date):
        return f"{value.year}-{value.month:02d}"
    if column.kind is Kind.CHOICE:
        return next((label for label, meaning in column.choices.items() if meaning == value), str(value))
    return str(value)


def _as_csv(column: Column, value: Any) -> Any:
    if value is None:
        return ""
    if column.kind is Kind.MONEY:
        return Decimal(format_yuan(value, marks=False))
    if column.kind is Kind.INTEGER:
        return value
    return harmless(shown(column, value))
