"""Every fault in a register is named with sheet, row, column, what is wrong and what to do (promise 15)."""

import io

import openpyxl
import pytest

from tests.register.registers import (
    COUNTY_SCOPE,
    HEADER,
    a_family,
    an_id,
    cells,
    checked,
    families,
    remarks,
    said,
    saved,
    workbook,
)
from yimen.core.sheets.source import letter
from yimen.guard.scope import scope
from yimen.register import remarks as keeping
from yimen.register.columns import COLUMNS, INDEX, SHEET
from yimen.register.models import StagedFamily, StagedPerson, State

CHECK_CHARACTER_WRONG = an_id(10)[:17] + ("0" if an_id(10)[17] != "0" else "1")


def head_row(**values):
    return lambda: a_family(1, **values)


def member_row(**values):
    def rows():
        made = a_family(1)
        made[1] |= values
        return made

    return rows


def two_families(**values):
    return lambda: [*a_family(1), *a_family(2, **values)]


FAULTS = [
    pytest.param(head_row(name=None), 2, "name", "没有填写", id="没有姓名"),
    pytest.param(member_row(name="王3"), 3, "name", "不像姓名", id="姓名里有数字"),
    pytest.param(head_row(head_id=float(an_id(10)[:15])), 2, "head_id", "数字格式", id="户主号码是数字"),
    pytest.param(member_row(id_number=990001195001110015.0), 3, "id_number", "数字格式", id="号码是数字"),
    pytest.param(member_row(id_number=CHECK_CHARACTER_WRONG), 3, "id_number", "校验位", id="校验位不对"),
    pytest.param(member_row(id_number="99000120270101001X"), 3, "id_number", "今天之后", id="出生在将来"),
    pytest.param(member_row(id_number=an_id(11)[:6] + "********" + an_id(11)[-4:]), 3, "id_number", "星号", id="号码打了星号"),
    pytest.param(member_row(id_number=None), 3, "id_number", "没有填写身份证号", id="没有号码也没有出生日期"),
    pytest.param(member_row(id_number=an_id(10)), 3, "id_number", "与第 2 行是同一个身份证号", id="同户重复"),
    pytest.param(two_families(head_id=an_id(10), id_number=an_id(10)), 4, "id_number", "与第 2 行是同一个身份证号", id="两户重复"),
    pytest.param(member_row(relation="舅舅"), 3, "relation", "不在可选项内", id="关系不认识"),
    pytest.param(member_row(relation="户主"), 3, "relation", "成员身份证号与户主身份证号不同", id="成员填成户主"),
    pytest.param(head_row(relation="配偶"), 2, "relation", "关系却不是“户主”", id="户主行关系不对"),
    pytest.param(head_row(name="王别人"), 2, "name", "成员姓名却与户主姓名不同", id="户主行姓名不同"),
    pytest.param(member_row(head_name="李四"), 3, "head_name", "户主姓名与第 2 行不同", id="户主姓名前后不一"),
    pytest.param(head_row(persons=3), 2, "persons", "保障人数填的是 3 人，这一户的保障对象有 2 行", id="人数对不上"),
    pytest.param(head_row(persons=0), 2, "persons", "过小", id="人数为零"),
    pytest.param(head_row(monthly=None), 2, "monthly", "这一户没有填写", id="没有金额"),
    pytest.param(head_row(monthly=0), 2, "monthly", "过小", id="金额为零"),
    pytest.param(head_row(monthly=-5), 2, "monthly", "负数", id="金额为负"),
    pytest.param(head_row(monthly="约八百"), 2, "monthly", "看不懂", id="金额是文字"),
    pytest.param(head_row(monthly=800.005), 2, "monthly", "小数超过两位", id="金额有厘"),
    pytest.param(head_row(monthly="0.08万"), 2, "monthly", "以元为单位", id="金额用万"),
    pytest.param(head_row(monthly=500_001), 2, "monthly", "过大", id="金额过大"),
    pytest.param(member_row(monthly=900), 3, "monthly", "月保障金与同一户的第 2 行不同", id="同户两个金额"),
    pytest.param(head_row(start="2027-02"), 2, "start", "还没有到", id="起始月在将来"),
    pytest.param(head_row(start="1980-02"), 2, "start", "早于低保制度建立", id="起始月过早"),
    pytest.param(head_row(start="去年"), 2, "start", "不是真实的日期", id="起始月是文字"),
    pytest.param(head_row(start=None), 2, "start", "这一户没有填写", id="没有起始月"),
    pytest.param(head_row(place="龙宫社区"), 2, "place", "罗庄街道没有“龙宫社区”", id="没有这个村"),
    pytest.param(head_row(town="天宫镇"), 2, "town", "本县没有“天宫镇”", id="没有这个乡镇"),
    pytest.param(head_row(place="370911009001"), 2, "place", "不是本县的村", id="外县的区划代码"),
    pytest.param(head_row(place=None), 2, "place", "这一户没有填写", id="没有填村"),
    pytest.param(head_row(residence="城郊"), 2, "residence", "不在可选项内", id="城乡类别不认识"),
    pytest.param(head_row(residence=None), 2, "residence", "这一户没有填写", id="没有城乡类别"),
    pytest.param(head_row(address=None), 2, "address", "这一户没有填写", id="没有住址"),
    pytest.param(head_row(account=6228480000000001), 2, "account", "数字格式", id="账号是数字"),
    pytest.param(head_row(account="6.2284E+18"), 2, "account", "科学计数法", id="账号成了科学计数法"),
    pytest.param(head_row(account="一卡通"), 2, "account", "8 至 32 位数字", id="账号是文字"),
    pytest.param(head_row(bank=None), 2, "bank", "填了账号，没有填开户银行", id="有账号没有银行"),
    pytest.param(head_row(account=None), 2, "account", "填了开户银行，没有填账号", id="有银行没有账号"),
    pytest.param(head_row(holder="李某"), 2, "holder", "不是这一户的成员", id="户名不是成员"),
    pytest.param(head_row(phone="12345"), 2, "phone", "联系电话不对", id="电话不对"),
    pytest.param(head_row(grade="二级"), 2, "disability", "没有填残疾类别", id="有等级没有类别"),
    pytest.param(head_row(disability="肢体"), 2, "grade", "没有填残疾等级", id="有类别没有等级"),
    pytest.param(member_row(birth="1990-01-01"), 3, "birth", "与身份证号里的不一致", id="出生日期矛盾"),
    pytest.param(lambda: a_family(1)[1:], 2, "id_number", "没有户主本人的一行", id="没有户主行"),
    pytest.param(head_row(covered="否"), 2, "persons", "保障对象有 1 行", id="户主不享受而人数没改"),
    pytest.param(head_row(covered="也许"), 2, "covered", "看不出是或否", id="是否保障对象不清"),
    pytest.param(head_row(nation="汉\ue000族"), 2, "nation", "控制字符", id="乱码"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "row", "column", "what"), FAULTS)
def test_a_fault_is_told_with_its_cell_and_what_to_do(office, rows, row, column, what):
    upload = checked(office, workbook(rows()))

    assert upload.state == State.FAULTY
    told = remarks(upload)
    place = (SHEET, row, letter(INDEX[column] + 1), COLUMNS[INDEX[column]].label)
    assert [(p.sheet, p.row, p.column, p.label) for p in told if what in p.what] == [place], said(upload)
    assert all(p.what.endswith(("。", "？")) and "请" in p.what + p.todo for p in told)


def test_all_faults_of_a_file_are_told_at_once_and_each_once(office):
    rows = [*a_family(1, name=None), *a_family(2, monthly="多", place="无此村"), *a_family(3)]
    rows[5]["relation"] = "朋友"

    upload = checked(office, workbook(rows))

    assert [(p.row, p.label) for p in remarks(upload)] == [
        (2, "成员姓名"), (4, "月保障金"), (4, "村（社区）"), (7, "与户主关系"),
    ]  # fmt: skip
    assert (upload.errors, upload.rows_total) == (4, 6)


def test_a_row_that_cannot_be_read_makes_no_second_fault_of_its_family(office):
    """The family is not said to lack a head or a member who stands in the row with the fault."""
    rows = families(3)
    rows[0]["id_number"] = "123"
    rows[3]["head_id"] = 1.0
    rows[3]["head_name"] = rows[2]["head_name"]

    upload = checked(office, workbook(rows))

    assert [(p.row, p.label) for p in remarks(upload)] == [(2, "成员身份证号"), (5, "户主身份证号")]


def test_nothing_is_staged_of_a_file_with_a_fault(office):
    upload = checked(office, workbook([*families(30), *a_family(40, monthly=None)]))

    with scope(COUNTY_SCOPE):
        assert not StagedFamily.objects.filter(upload=upload).exists()
        assert not StagedPerson.objects.filter(upload=upload).exists()
    assert (upload.households, upload.monthly_fen) == (0, 0)


def spoilt(spoil) -> bytes:
    """A register of two families whose sheet somebody changed by hand."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(families(2))))
    spoil(book.active)
    return saved(book)


def set_cell(row: int, column: str, value: object):
    return lambda page: page.cell(row, INDEX[column] + 1, value)


def merge(column: str):
    at = INDEX[column] + 1
    return lambda page: page.merge_cells(start_row=2, end_row=3, start_column=at, end_column=at)


@pytest.mark.parametrize(
    ("spoil", "row", "code", "todo"),
    [
        pytest.param(set_cell(2, "monthly", "=400*2"), 2, "formula", "改成数值", id="公式没有结果"),
        pytest.param(set_cell(2, "monthly", "#REF!"), 2, "error", "改成正确的内容", id="错误值"),
        pytest.param(merge("monthly"), 3, "merged", "取消合并", id="合并单元格"),
    ],
)
def test_what_a_spreadsheet_hides_is_told(office, spoil, row, code, todo):
    upload = checked(office, spoilt(spoil))

    assert upload.state == State.FAULTY
    assert (row, code) in {(p.row, p.code) for p in remarks(upload)}
    assert all(p.sheet == SHEET for p in remarks(upload))
    assert todo in said(upload)[-1]


def test_families_of_several_sheets_are_read_and_the_sheet_is_named(office):
    book = openpyxl.load_workbook(io.BytesIO(workbook(a_family(1), sheet="罗庄街道")))
    other = book.create_sheet("沂堂镇")
    for line in [HEADER, *cells(a_family(2, persons=5))]:
        other.append(line)

    upload = checked(office, saved(book))

    assert [(p.sheet, p.row, p.label) for p in remarks(upload)] == [("沂堂镇", 2, "保障人数")]


def test_the_same_person_in_two_sheets_is_told_with_the_other_sheet(office):
    book = openpyxl.load_workbook(io.BytesIO(workbook(a_family(1), sheet="甲")))
    other = book.create_sheet("乙")
    for line in [
        HEADER,
        *cells(a_family(2, head_id=an_id(10), id_number=an_id(10), head_name="王户乙", name="王户乙")),
    ]:
        other.append(line)

    upload = checked(office, saved(book))

    assert any("与“甲”表第 2 行是同一个身份证号" in sentence for sentence in said(upload))


def test_a_file_with_many_faults_counts_all_and_keeps_the_first(office, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_ERRORS", 5)

    upload = checked(
        office,
        workbook(
            families(20),
        ),
    )

    assert upload.errors == 0
    upload = checked(office, workbook([row | {"nation": "汉" * 30} for row in families(20)]))
    assert (upload.errors, len(remarks(upload))) == (40, 5)


# What is worth a look and stops nothing ---------------------------------------------------------------------------

NOTICES = [
    pytest.param(lambda: a_family(1, account=None, bank=None), "没有发放账户", id="没有账户"),
    pytest.param(lambda: a_family(1, monthly=20_000), "每人超过 5,000 元", id="金额很大"),
    pytest.param(two_families(account="6228480000000001"), "王户乙家是同一个账号", id="两户一个账号"),
    pytest.param(two_families(phone="13900000001"), "2 户的户主填了同一个电话", id="两户一个电话"),
    pytest.param(member_row(id_number="990001500101002"), "15 位旧号码已换算", id="旧号码"),
    pytest.param(head_row(place="台井村", town="沂堂镇"), "“台井村”", id="村已并入"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "what"), NOTICES)
def test_what_is_worth_a_look_is_told_and_stops_nothing(office, rows, what):
    upload = checked(office, workbook(rows()))

    assert upload.state == State.READY, said(upload)
    assert upload.notices >= 1
    assert [s for s in said(upload, "notice") if what in s], said(upload, "notice")


def test_what_was_passed_over_is_told(office):
    book = openpyxl.load_workbook(io.BytesIO(workbook(families(1), header=[*HEADER, "低保证号"])))
    book.active.append(["合计", None, None, None, None, None, None, None, None, None, 2, 800])
    book.create_sheet("旧表").append(["说明"])

    upload = checked(office, saved(book))

    told = said(upload, "notice")
    assert any("这些列没有读取：低保证号" in s for s in told)
    assert any("合计行" in s for s in told)
    assert any("“旧表”没有要找的表头" in s for s in told)
    assert upload.state == State.READY
