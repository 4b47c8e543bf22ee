"""The workbook we give out is the one we read: filled in as it says, it comes in (practice A3.16)."""

import io

import openpyxl
import pytest

from tests.register.registers import NOW, a_family, checked, said, saved
from yimen.register.columns import COLUMNS, INDEX, MUST, SHEET, template
from yimen.register.models import State


def given_out() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(NOW)))


def header(book: openpyxl.Workbook) -> list[str]:
    return [cell.value for cell in book[SHEET][1]]


def test_it_filled_in_comes_in_and_its_example_row_does_not(office):
    book = given_out()
    for row in a_family(1):
        book[SHEET].append(["", *(row.get(column.name) for column in COLUMNS)])

    upload = checked(office, saved(book))

    assert (upload.state, upload.rows_total, upload.households) == (State.READY, 2, 1), said(upload)
    assert said(upload, "notice") == []


def test_it_handed_in_empty_is_told_so(office):
    upload = checked(office, template(NOW))

    assert upload.state == State.REFUSED
    assert "没有数据行" in upload.note


def test_it_marks_what_must_be_filled():
    labels = {label.removesuffix("＊") for label in header(given_out()) if label.endswith("＊")}
    must = {column.label for column in COLUMNS if column.required or column.name in MUST}
    assert labels == must


def test_numbers_and_accounts_are_text_columns():
    page = given_out()[SHEET]
    for name in ("head_id", "id_number", "account", "phone"):
        column = openpyxl.utils.get_column_letter(INDEX[name] + 2)
        assert page.column_dimensions[column].number_format == "@", name


@pytest.mark.parametrize("name", ["relation", "residence", "disability", "grade", "labour"])
def test_every_word_of_a_list_is_taken(office, name):
    book = given_out()
    column = openpyxl.utils.get_column_letter(INDEX[name] + 2)
    (rule,) = [v for v in book[SHEET].data_validations.dataValidation if str(v.sqref).startswith(column)]
    for word in rule.formula1.strip('"').split(","):
        assert word in COLUMNS[INDEX[name]].choices


def test_it_explains_itself():
    lines = [str(row[0].value) for row in given_out()["填写说明"].iter_rows(max_row=7)]
    assert any("一人一行" in line for line in lines)
    assert any("由另一名负责人批准" in line for line in lines)
