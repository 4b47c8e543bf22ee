"""Registers as clerks keep them, and the files they come in; all people are invented."""

import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import openpyxl

from tests.county import COUNTY, MONDAY, Offices
from yimen.core.ids import check_character
from yimen.guard.scope import scope, system_scope
from yimen.register import actions, checking, promoting
from yimen.register.columns import COLUMNS, LABELS, SHEET
from yimen.register.models import Remark, State, Upload
from yimen.register.staging import problem_of

NOW = MONDAY
HEADER = [column.label for column in COLUMNS]
COUNTY_SCOPE = system_scope([COUNTY], actor="test")

Line = dict[str, Any]


def an_id(number: int) -> str:
    """A synthetic number, another for each `number`."""
    day = date(1950, 1, 1) + timedelta(days=number % 20_000)
    body = f"990001{day:%Y%m%d}{number // 20_000 + 1:03d}"
    return body + check_character(body)


def a_family(number: int, members: int = 2, **values: Any) -> list[Line]:
    """The rows of one family; the family's values stand on the head's row."""
    first = number * 10
    head: Line = {"head_name": f"王户{'甲乙丙丁戊己庚辛壬癸'[number % 10]}", "head_id": an_id(first)}
    own: Line = {
        "town": "罗庄街道", "place": "龙潭社区", "residence": "城镇", "address": f"某路 {number} 号", "persons": members,
        "monthly": 400 * members, "start": "2023-05", "bank": "某农商银行", "account": f"62284800{number:08d}",
        "phone": f"139{number:08d}",
    }  # fmt: skip
    rows = [
        head | own | {"name": head["head_name"], "id_number": head["head_id"], "relation": "户主"} | values
    ]
    for index in range(1, members):
        rows.append(
            head | {"name": f"王员{'甲乙丙丁'[index]}", "id_number": an_id(first + index), "relation": "子女"}
        )
    return rows


def families(count: int, members: int = 2) -> list[Line]:
    return [row for number in range(1, count + 1) for row in a_family(number, members)]


def cells(rows: Sequence[Line]) -> list[list[Any]]:
    return [[row.get(column.name) for column in COLUMNS] for row in rows]


def workbook(rows: Sequence[Line], *, sheet: str = SHEET, header: Sequence[Any] = HEADER) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for line in (list(header), *cells(rows)):
        page.append(line)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def a_csv(rows: Sequence[Line], encoding: str = "gb18030") -> bytes:
    lines = [HEADER, *([("" if cell is None else str(cell)) for cell in line] for line in cells(rows))]
    return "\r\n".join([*(",".join(line) for line in lines), ""]).encode(encoding)


def cell_of(row: int, column: str) -> str:
    """D5, as the clerk sees it."""
    return f"{openpyxl.utils.get_column_letter(1 + [c.name for c in COLUMNS].index(column))}{row}"


# The way of a file ------------------------------------------------------------------------------------------------------


def hand_in(office: Offices, content: bytes, name: str = "在册名单.xlsx") -> Upload:
    with scope(office.county_clerk.scope):
        upload, _ = actions.hand_in(name, content, "dibao", officer=office.county_clerk, now=NOW)
    return upload


def checked(office: Offices, content: bytes, name: str = "在册名单.xlsx") -> Upload:
    """Handed in and checked, as the worker does it."""
    upload = hand_in(office, content, name)
    checking.check(upload.pk, COUNTY, office.county_clerk.actor, lambda: NOW)
    return again(upload)


def approved(office: Offices, upload: Upload) -> Upload:
    with scope(office.county_leader.scope):
        actions.let_in(upload.pk, version=upload.version, officer=office.county_leader, now=NOW)
    return again(upload)


def let_in(office: Offices, upload: Upload) -> Upload:
    """Approved and promoted, as the worker does it."""
    approved(office, upload)
    promoting.promote(upload.pk, COUNTY, office.county_leader.actor, lambda: NOW)
    return again(upload)


def imported(office: Offices, content: bytes, name: str = "在册名单.xlsx") -> Upload:
    upload = checked(office, content, name)
    assert upload.state == State.READY, said(upload)
    return let_in(office, upload)


def again(upload: Upload) -> Upload:
    with scope(COUNTY_SCOPE):
        return Upload.objects.get(pk=upload.pk)


def remarks(upload: Upload, kind: str = "error") -> list[Any]:
    """The remarks, opened, in the order of the file."""
    with scope(COUNTY_SCOPE):
        found = Remark.objects.filter(upload=upload, kind=kind).order_by("position", "pk")
        return [problem_of(remark) for remark in found]


def said(upload: Upload | UUID, kind: str = "error") -> list[str]:
    return [problem.sentence for problem in remarks(upload, kind)]


def label(column: str) -> str:
    return LABELS[column]
