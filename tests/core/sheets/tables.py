"""A small register and the files it comes in; all people are invented."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl

from yimen.core.ids import check_character
from yimen.core.sheets import Column, Kind, Reading, read_table

COLUMNS = (
    Column("name", "姓名", required=True, longest=40),
    Column(
        "id", "身份证号", Kind.RESIDENT_ID, aliases=("身份证号码", "公民身份号码"), required=True, unique=True
    ),
    Column("amount", "月保障金", Kind.MONEY, aliases=("金额",), required=True, example="600.00"),
    Column("account", "银行账号", Kind.ACCOUNT),
    Column("since", "起发日期", Kind.DATE),
    Column("rural", "是否农村", Kind.YES_NO),
    Column("relation", "关系", Kind.CHOICE, choices={"本人": "self", "配偶": "spouse", "子女": "child"}),
)
HEADER = [column.label for column in COLUMNS]
TODAY = date(2026, 11, 22)


def an_id(number: int) -> str:
    body = f"99010119{50 + number % 50:02d}0101{number // 50:03d}"
    return body + check_character(body)


def a_person(number: int) -> list[Any]:
    return [
        f"张{number}",
        an_id(number),
        600 + number / 4,
        f"62284800{number:08d}",
        "2026-03-05",
        "是",
        "本人",
    ]


def people(count: int) -> list[list[Any]]:
    return [a_person(number) for number in range(count)]


def workbook(
    rows: Sequence[Sequence[Any]], *, header: Sequence[Any] = HEADER, name: str = "在册人员"
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in (header, *rows):
        sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def a_csv(rows: Sequence[Sequence[Any]], encoding: str = "utf-8-sig", mark: str = ",") -> bytes:
    lines = [mark.join(map(str, row)) for row in (HEADER, *rows)]
    return "\r\n".join([*lines, ""]).encode(encoding)


def read(data: Any, **options: Any) -> tuple[list[Any], Reading]:
    reading = read_table(data, columns=COLUMNS, synthetic=True, on=TODAY, **options)
    return list(reading.rows), reading
