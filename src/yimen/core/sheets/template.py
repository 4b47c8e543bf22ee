"""The empty workbook we give out to be filled: text where digits must not be lost, choices to pick, one example."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from yimen.core.sheets.columns import Column, Kind
from yimen.core.sheets.reading import EXAMPLE_LABEL, EXAMPLE_MARK, EXPLANATIONS
from yimen.core.sheets.writing import WIDTHS, Formats, Target, deliver, harmless, open_workbook

LINES = 20_000  # rows that carry the checks
LONGEST_LIST = 255  # characters of a list Excel takes inside a check
LISTS_FROM = 10  # column of the explanations sheet where longer lists stand

_KINDS = {
    Kind.TEXT: "文字",
    Kind.RESIDENT_ID: "18 位身份证号（旧证 15 位），单元格为文本格式",
    Kind.ACCOUNT: "数字账号，单元格为文本格式",
    Kind.MONEY: "金额，单位为元，最多两位小数",
    Kind.INTEGER: "整数",
    Kind.DATE: "日期，如 2026-03-05",
    Kind.MONTH: "月份，如 2026-03",
    Kind.YES_NO: "是或否",
    Kind.CHOICE: "从下拉列表中选",
}


def write_template(
    target: Target, columns: Sequence[Column], *, name: str, at: datetime, remarks: Sequence[str] = ()
) -> None:
    """A workbook with a sheet `name` to fill in and a sheet of explanations; `read_table` reads it with `columns`.

    `remarks`: what else this template's explanations say.
    """
    buffer = io.BytesIO()
    book = open_workbook(buffer, at)
    formats = Formats(book)
    page, notes = book.add_worksheet(name), book.add_worksheet(EXPLANATIONS)
    _head(page, columns, formats)
    _explain(notes, columns, formats, remarks)
    for index, column in enumerate(columns, start=1):
        page.set_column(index, index, WIDTHS.get(column.kind, 16), _look(book, column))
        _check(page, notes, index, column)
    book.close()
    deliver(target, buffer.getvalue())


def _look(book: xlsxwriter.Workbook, column: Column) -> Any:
    """The format of the whole column, so that digits typed or pasted as values stay text."""
    codes = {Kind.MONEY: "#,##0.00", Kind.INTEGER: "0", Kind.DATE: "yyyy-mm-dd"}
    return book.add_format({"num_format": codes.get(column.kind, "@"), "font_name": "宋体", "font_size": 11})


def _head(page: Worksheet, columns: Sequence[Column], formats: Formats) -> None:
    page.set_row(0, 32)
    page.set_column(0, 0, 6)
    page.write_string(0, 0, EXAMPLE_LABEL, formats.header)
    page.write_string(1, 0, EXAMPLE_MARK, formats.example)
    for index, column in enumerate(columns, start=1):
        page.write_string(0, index, f"{column.label}{'＊' if column.required else ''}", formats.header)
        page.write_string(1, index, harmless(column.example), formats.example)
    page.freeze_panes(1, 0)


def _explain(notes: Worksheet, columns: Sequence[Column], formats: Formats, remarks: Sequence[str]) -> None:
    notes.set_column(0, 0, 18)
    notes.set_column(1, 1, 8)
    notes.set_column(2, 2, 44)
    notes.set_column(3, 3, 60)
    lines = (
        "1. 从“示例”行的下一行开始填写，“示例”行可以保留，导入时会跳过。",
        "2. 带＊的列必须填写。不要合并单元格，不要改表头，不要用公式。",
        "3. 身份证号和账号请粘贴为“值”或“文本”，以免后几位丢失。",
        "4. 导入页会列出每一处错误在哪一行哪一列、怎样改。",
        *(f"{number}. {remark}" for number, remark in enumerate(remarks, start=5)),
    )
    for line, sentence in enumerate(lines):
        notes.write_string(line, 0, sentence)
    top = len(lines) + 1
    for index, label in enumerate(("列名", "必填", "填什么", "说明")):
        notes.write_string(top, index, label, formats.header)
    for line, column in enumerate(columns, start=top + 1):
        words = (column.label, "是" if column.required else "", _what(column), column.note)
        for index, word in enumerate(words):
            notes.write_string(line, index, harmless(word), formats.note)


def _what(column: Column) -> str:
    choices = "：" + "、".join(column.choices) if column.kind is Kind.CHOICE else ""
    return _KINDS[column.kind] + choices


def _check(page: Worksheet, notes: Worksheet, index: int, column: Column) -> None:
    """What Excel itself refuses while somebody types; pasted cells escape it, so the import checks again."""
    rule = _rule(notes, index, column)
    if rule:
        warning = {
            "error_title": column.label[:32],
            "error_message": f"请填写：{_KINDS[column.kind]}。"[:255],
        }
        page.data_validation(2, index, LINES, index, rule | warning | {"ignore_blank": True})


def _rule(notes: Worksheet, index: int, column: Column) -> dict[str, Any]:
    match column.kind:
        case Kind.CHOICE:
            return {"validate": "list", "source": _list(notes, index, list(column.choices))}
        case Kind.YES_NO:
            return {"validate": "list", "source": ["是", "否"]}
        case Kind.RESIDENT_ID:
            return {"validate": "length", "criteria": "between", "minimum": 15, "maximum": 18}
        case Kind.MONEY:
            low = -(10**9) if (column.low or 0) < 0 else 0
            return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": 10**9}
        case Kind.INTEGER:
            return {
                "validate": "integer",
                "criteria": "between",
                "minimum": column.low or 0,
                "maximum": column.high or 10**9,
            }
        case Kind.DATE:
            first = datetime(1900, 1, 1)  # noqa: DTZ001 - a cell has no zone
            return {"validate": "date", "criteria": ">=", "value": first}
    return {}


def _list(notes: Worksheet, index: int, choices: list[str]) -> list[str] | str:
    """The choices in the check itself, or, where Excel finds that too long, in a column of the other sheet."""
    if len(",".join(choices)) <= LONGEST_LIST and not any("," in choice for choice in choices):
        return choices
    column = LISTS_FROM + index
    for line, choice in enumerate(choices):
        notes.write_string(line, column, choice)
    name = xlsxwriter.utility.xl_col_to_name(column)
    return f"='{EXPLANATIONS}'!${name}$1:${name}${len(choices)}"
