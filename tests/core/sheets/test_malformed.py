"""Promise 15: three hundred spoilt workbooks; every row that is not taken is named with sheet, row, column and why."""

import io
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.sheets.tables import COLUMNS, HEADER, TODAY, a_csv, a_person, an_id, read, saved

from yimen.core.sheets import FileRefused, read_table

THREE_HUNDRED = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))

# What spoils one cell: column, what stands there, the code that must name it.
SPOILT: list[tuple[int, Any, str]] = [
    (0, None, "missing"),
    (0, "名" * 60, "too_long"),
    (1, None, "missing"),
    (1, 990101195001010008, "id.not-text"),
    (1, 990101195001010008.0, "id.not-text"),
    (1, "9.90101E+17", "id.not-text"),
    (1, an_id(77)[:17], "id.shape"),
    (1, an_id(77) + "0", "id.shape"),
    (1, "99010119500231000X", "id.birth"),
    (1, an_id(77)[:16] + "00" if an_id(77)[16:] != "00" else an_id(77)[:16] + "01", "id.checksum"),
    (1, "=B2", "formula"),
    (2, "=SUM(1,2)", "formula"),
    (2, "", "missing"),
    (2, "=1/0", "formula"),
    (2, "#REF!", "error"),
    (2, 12.345, "amount"),
    (2, "约600", "amount"),
    (2, "6,00", "amount"),
    (3, 6228480012345678, "account.number"),
    (3, "银行卡", "account.shape"),
    (4, "去年", "date"),
    (4, "2026/2/30", "date"),
    (5, "可能", "yes_no"),
    (6, "舅舅", "choice"),
]


@dataclass
class Plan:
    """A workbook to spoil: what is done to which data row, and what is done to the sheet around them."""

    rows: int
    spoils: dict[int, tuple[int, Any, str]]
    repeats: dict[int, int] = field(default_factory=dict)
    merges: set[int] = field(default_factory=set)
    shifted: set[int] = field(default_factory=set)
    title_rows: int = 0
    left_columns: int = 0
    blank_after: set[int] = field(default_factory=set)
    hidden: bool = False


@st.composite
def plans(draw) -> Plan:
    rows = draw(st.integers(1, 12))
    numbers = st.integers(0, rows - 1)
    spoils = draw(st.dictionaries(numbers, st.sampled_from(SPOILT), max_size=rows))
    free = [number for number in range(rows) if number not in spoils]
    some = st.sets(st.sampled_from(free), max_size=2) if free else st.just(set())
    merges, shifted = draw(some), draw(some)
    repeats = {}
    sound = [number for number in free if number not in merges | shifted]
    if len(sound) > 1 and draw(st.booleans()):
        repeats[sound[-1]] = sound[0]
    return Plan(
        rows,
        spoils,
        repeats,
        merges,
        shifted - merges,
        draw(st.integers(0, 4)),
        draw(st.integers(0, 3)),
        draw(st.sets(numbers, max_size=2)),
        draw(st.booleans()),
    )


def built(plan: Plan) -> tuple[bytes, dict[int, int]]:
    """The workbook, and the Excel row on which each data row stands."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "在册人员"
    line, left = plan.title_rows + 1, plan.left_columns
    for title in range(plan.title_rows):
        sheet.cell(title + 1, 1, f"说明 {title}")
    _write(sheet, line, left, HEADER)
    lines = {}
    for number in range(plan.rows):
        line += 1
        lines[number] = line
        row = a_person(number)
        if number in plan.spoils:
            column, value, _ = plan.spoils[number]
            row[column] = value
        if number in plan.repeats:
            row[1] = an_id(plan.repeats[number])
        _write(sheet, line, left + (1 if number in plan.shifted else 0), row)
        if number in plan.merges:
            sheet.merge_cells(start_row=line, end_row=line, start_column=left + 1, end_column=left + 2)
        line += number in plan.blank_after
    if plan.hidden:
        book.create_sheet("隐藏").sheet_state = "hidden"
    return saved(book), lines


def _write(sheet: Any, line: int, left: int, values: list[Any]) -> None:
    for column, value in enumerate(values, start=left + 1):
        if value is not None:
            sheet.cell(line, column, value)


@THREE_HUNDRED
@given(plans())
def test_every_rejected_row_says_where_and_why_and_every_sound_row_is_taken(plan):
    data, lines = built(plan)

    rows, reading = read(data)

    spoilt = set(plan.spoils) | set(plan.repeats) | plan.merges | plan.shifted
    assert {row.number for row in rows} == {lines[n] for n in range(plan.rows) if n not in spoilt}
    assert {problem.row for problem in reading.problems} == {lines[n] for n in spoilt}
    assert reading.problems.rejected_rows == len(spoilt)
    told = {(problem.row, problem.column, problem.code) for problem in reading.problems}
    for number, (column, _, code) in plan.spoils.items():
        assert (lines[number], chr(65 + plan.left_columns + column), code) in told
    whole = {(problem.row, problem.code) for problem in reading.problems}
    assert {(lines[n], "merged") for n in plan.merges} | {
        (lines[n], "repeated") for n in plan.repeats
    } <= whole
    for problem in reading.problems:
        assert problem.sheet == "在册人员"
        assert problem.what
        assert problem.sentence.endswith("。")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_torn_or_flipped_file_is_read_or_refused_and_nothing_else(data):
    source = data.draw(st.sampled_from(FILES))
    spoilt = bytearray(source)
    for _ in range(data.draw(st.integers(0, 6))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    torn = bytes(spoilt[: data.draw(st.integers(1, len(spoilt)))])

    try:
        reading = read_table(torn, columns=COLUMNS, synthetic=True, on=TODAY)
        rows = list(reading.rows)
    except FileRefused as error:
        sentence = error.message
    else:
        sentence = "".join(problem.sentence for problem in reading.problems) or "。"
        assert all(row.values["id"] for row in rows)
    assert sentence.endswith("。")


def _files() -> list[bytes]:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for number in range(20):
        book.active.append(a_person(number))
    target = io.BytesIO()
    book.save(target)
    people = [a_person(number) for number in range(20)]
    return [target.getvalue(), a_csv(people), a_csv(people, "gb18030"), a_csv(people, "utf-16")]


FILES = _files()
