"""Reading tables: every fault is named by sheet, row and column, and nothing is guessed."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet as pq
from tests.core.sheets.tables import COLUMNS, HEADER, a_csv, a_person, an_id, people, read, saved, workbook

from yimen.core.sheets import FileRefused, Limits, read_table


def refusal(data: bytes, **options) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read(data, **options)
    return caught.value


def with_part(data: bytes, name: str, content: bytes, *, drop: str | None = None) -> bytes:
    """The same workbook with one part added or replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry not in (name, drop):
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return target.getvalue()


def sheet_xml(cells: str, before: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}">{before}<sheetData>{cells}</sheetData></worksheet>'.encode()


# What is read ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(workbook(people(3)), id="XLSX"),
        pytest.param(a_csv(people(3)), id="CSV带标记的UTF-8"),
        pytest.param(a_csv(people(3), "utf-8"), id="CSV无标记的UTF-8"),
        pytest.param(a_csv(people(3), "gb18030"), id="CSV国标编码"),
        pytest.param(a_csv(people(3), "utf-16"), id="CSV的UTF-16"),
        pytest.param(a_csv(people(3), "gb18030", "\t"), id="制表符分隔"),
    ],
)
def test_the_same_people_come_out_of_every_format(data):
    rows, reading = read(data)

    assert [row["name"] for row in rows] == ["张0", "张1", "张2"]
    assert rows[1].values == {
        "name": "张1",
        "id": an_id(1),
        "amount": 60025,
        "account": "6228480000000001",
        "since": date(2026, 3, 5),
        "rural": True,
        "relation": "self",
    }
    assert not reading.problems


def parquet(columns: dict[str, pa.Array]) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


def test_parquet_is_read_with_its_types():
    data = parquet(
        {
            "姓名": pa.array(["张0", "张1"]),
            "公民身份号码": pa.array([an_id(0), an_id(1)]),
            "月保障金": pa.array([Decimal("600.00"), Decimal("88.50")], pa.decimal128(12, 2)),
            "起发日期": pa.array([date(2026, 3, 5), None]),
        }
    )

    rows, _ = read(data)

    assert [row["amount"] for row in rows] == [60000, 8850]
    assert rows[1]["since"] is None


def test_a_missing_number_in_parquet_is_missing_and_not_zero():
    data = parquet(
        {"姓名": pa.array(["张0"]), "身份证号": pa.array([an_id(0)]), "月保障金": pa.array([float("nan")])}
    )

    rows, reading = read(data)

    assert rows == []
    assert [problem.code for problem in reading.problems] == ["missing"]


def test_titles_above_the_header_and_columns_before_it_do_not_matter():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C2"] = "罗庄区在册人员表"
    for line, row in enumerate([["备注", *HEADER], ["", *a_person(1)]], start=4):
        for column, value in enumerate(row, start=3):
            sheet.cell(line, column, value)

    rows, reading = read(saved(book))

    assert (rows[0].number, rows[0]["id"]) == (5, an_id(1))
    assert reading.notices == ["这些列没有读取：备注。"]


def test_headers_are_found_through_stars_brackets_blanks_and_aliases():
    header = ["＊姓 名", "公民身份号码（必填）", "金额(元)", *HEADER[3:]]

    rows, _ = read(workbook(people(1), header=header))

    assert rows[0]["amount"] == 60000


def test_one_sheet_for_each_town_is_read_sheet_by_sheet():
    book = openpyxl.Workbook()
    for town, number in (("册山", 1), ("傅庄", 2)):
        sheet = book.create_sheet(town)
        sheet.append(HEADER)
        sheet.append(a_person(number))

    rows, _ = read(saved(book))

    assert [(row.sheet, row["name"]) for row in rows] == [("册山", "张1"), ("傅庄", "张2")]


def test_a_hidden_sheet_is_not_read_and_this_is_said():
    book = openpyxl.load_workbook(io.BytesIO(workbook(people(1))))
    hidden = book.create_sheet("旧数据")
    hidden.append(HEADER)
    hidden.append(a_person(7))
    hidden.sheet_state = "hidden"

    rows, reading = read(saved(book))

    assert len(rows) == 1
    assert "工作表“旧数据”是隐藏的，没有读取。" in reading.notices


def test_totals_blank_rows_and_the_templates_example_are_passed_over():
    header = ["序号", *HEADER]
    rows = [["示例", "例子", "x", "y"], [1, *a_person(1)], [], ["合计", None, None, 600]]

    sound, reading = read(workbook(rows, header=header))

    assert [row.number for row in sound] == [3]
    assert not reading.problems
    assert "第 5 行是合计行，没有读取。" in reading.notices


def test_amounts_are_read_as_the_cell_shows_them():
    rows = people(4)
    for row, amount in zip(rows, (0.1 + 0.2, "１，２３４．５０元", "￥88", 1234.5), strict=True):
        row[2] = amount

    sound, _ = read(workbook(rows))

    assert [row["amount"] for row in sound] == [30, 123450, 8800, 123450]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-3-5", date(2026, 3, 5)),
        ("2026年3月5日", date(2026, 3, 5)),
        ("2026.03.05", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
        (20260305, date(2026, 3, 5)),
        (date(2026, 3, 5), date(2026, 3, 5)),
    ],
    ids=str,
)
def test_dates_are_read_as_offices_write_them(cell, day):
    row = a_person(1)
    row[4] = cell

    assert read(workbook([row]))[0][0]["since"] == day


def test_what_csv_exports_wrap_around_numbers_is_taken_off():
    row = a_person(1)
    row[1], row[3] = f'"=""{an_id(1)}"""', "\t6228480000000001"

    assert read(a_csv([row]))[0][0]["account"] == "6228480000000001"


@pytest.mark.parametrize("data", [workbook(people(2)), a_csv(people(2))], ids=["XLSX", "CSV"])
def test_a_stream_that_was_handed_in_stays_open(data):
    stream = io.BytesIO(data)

    assert len(read(stream)[0]) == len(read(stream)[0]) == 2


def test_a_file_is_read_by_its_path(tmp_path):
    path = tmp_path / "在册.csv"
    path.write_bytes(a_csv(people(2)))

    assert len(read(path)[0]) == 2


def test_rows_are_read_as_a_stream():
    reading = read(a_csv(people(1)))[1]

    assert iter(reading.rows) is reading.rows


# What is wrong with a row ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "code", "says"),
    [
        pytest.param(0, None, "missing", "没有填写", id="缺姓名"),
        pytest.param(0, "张" * 41, "too_long", "41", id="姓名过长"),
        pytest.param(0, "张\ue000", "characters", "乱码", id="私用区乱码"),
        pytest.param(1, 990101195001010008, "id.not-text", "文本", id="身份证号是数字"),
        pytest.param(1, "9.90101E+17", "id.not-text", "文本", id="身份证号成了科学计数法"),
        pytest.param(1, "99010119500101000", "id.shape", "17 位", id="少一位"),
        pytest.param(
            1, an_id(3)[:-1] + ("0" if an_id(3)[-1] != "0" else "1"), "id.checksum", "校验位", id="校验位错"
        ),
        pytest.param(1, "990101********0017", "id.masked", "星号", id="带星号"),
        pytest.param(2, None, "missing", "没有填写", id="缺金额"),
        pytest.param(2, 1.005, "amount", "小数超过两位", id="三位小数"),
        pytest.param(2, "1.2万", "amount", "12000", id="以万为单位"),
        pytest.param(2, -5, "amount", "负数", id="负数"),
        pytest.param(2, "六百", "amount", "看不懂", id="汉字金额"),
        pytest.param(2, True, "amount.shape", "逻辑值", id="逻辑值"),
        pytest.param(3, 6228480000000001, "account.number", "数字格式", id="账号是数字"),
        pytest.param(3, "6228-48", "account.shape", "8 至 32 位", id="账号太短"),
        pytest.param(4, "2026-02-30", "date", "真实的日期", id="没有的日期"),
        pytest.param(4, 46000, "date", "真实的日期", id="日期是序号"),
        pytest.param(5, "大概", "yes_no", "是”或“否", id="看不出是否"),
        pytest.param(6, "邻居", "choice", "本人、配偶、子女", id="不在选项内"),
    ],
)
def test_a_fault_is_named_by_row_and_column_with_what_to_do(column, value, code, says):
    rows = people(3)
    rows[1][column] = value

    sound, reading = read(workbook(rows))

    [problem] = list(reading.problems)
    assert [row.number for row in sound] == [2, 4]
    assert (problem.sheet, problem.row, problem.column) == ("在册人员", 3, "ABCDEFG"[column])
    assert problem.code == code
    assert says in problem.sentence
    assert problem.sentence.endswith("。")


def test_all_faults_of_a_row_are_told_at_once():
    rows = people(1)
    rows[0][0], rows[0][2], rows[0][5] = None, "1.2万", "?"

    _, reading = read(workbook([*rows, a_person(9)]))

    assert [problem.column for problem in reading.problems] == ["A", "C", "F"]
    assert reading.problems.rejected_rows == 1


def test_a_formula_without_a_stored_result_is_not_an_empty_cell():
    rows = people(2)
    rows[0][4] = "=TODAY()"

    _, reading = read(workbook(rows))

    [problem] = list(reading.problems)
    assert (problem.code, problem.column, problem.row) == ("formula", "E", 2)


def test_a_formula_with_its_result_is_read():
    data = workbook(people(1))
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    xml = xml.replace(b'<c r="C2" t="n"><v>600</v>', b'<c r="C2"><f>300*2</f><v>600</v>')
    assert b"<f>" in xml

    rows, reading = read(with_part(data, "xl/worksheets/sheet1.xml", xml))

    assert rows[0]["amount"] == 60000
    assert not reading.problems


def test_an_error_value_is_not_an_empty_cell():
    rows = people(2)
    rows[1][4] = "#N/A"

    _, reading = read(workbook(rows))

    assert [(problem.code, problem.row, problem.column) for problem in reading.problems] == [
        ("error", 3, "E")
    ]


def test_every_row_of_a_merged_range_is_named():
    book = openpyxl.load_workbook(io.BytesIO(workbook(people(4))))
    book.active.merge_cells("A3:A4")

    sound, reading = read(saved(book))

    assert {problem.row for problem in reading.problems if problem.code == "merged"} == {3, 4}
    assert [row.number for row in sound] == [2, 5]


def test_a_merged_title_or_a_merge_beside_the_table_does_not_matter():
    book = openpyxl.load_workbook(io.BytesIO(workbook(people(2))))
    book.active.insert_rows(1)
    book.active["A1"] = "在册人员表"
    book.active.merge_cells("A1:G1")
    book.active.merge_cells("J3:J4")

    assert len(read(saved(book))[0]) == 2


def test_an_id_that_stands_twice_is_named_with_the_row_it_repeats():
    rows = people(3)
    rows[2][1] = rows[0][1]

    sound, reading = read(workbook(rows))

    [problem] = list(reading.problems)
    assert len(sound) == 2
    assert (problem.code, problem.row, problem.column) == ("repeated", 4, "B")
    assert "第 2 行重复" in problem.sentence


def test_a_row_shifted_by_one_column_is_not_taken():
    rows = people(3)
    rows[1] = ["", *rows[1]]

    sound, reading = read(workbook(rows))

    assert [row.number for row in sound] == [2, 4]
    assert {problem.row for problem in reading.problems} == {3}


@pytest.mark.parametrize(
    "change", [lambda line: line.rpartition(",")[0], lambda line: line + ",多出"], ids=["少列", "多列"]
)
def test_a_csv_row_of_another_width_is_not_taken(change):
    lines = a_csv(people(3), "utf-8").decode().splitlines()
    lines[2] = change(lines[2])

    sound, reading = read("\n".join(lines).encode())

    assert [row.number for row in sound] == [2, 4]
    assert [problem.code for problem in reading.problems] == ["ragged"]


def test_invented_people_are_refused_where_they_do_not_belong():

    reading = read_table(workbook(people(2)), columns=COLUMNS)

    assert list(reading.rows) == []
    assert {problem.code for problem in reading.problems} == {"id.synthetic"}


def test_faults_beyond_two_thousand_are_counted_and_no_longer_kept():
    rows = people(2500)
    for row in rows:
        row[2] = "x"

    _, reading = read(a_csv(rows))

    assert reading.problems.total == 2500
    assert len(list(reading.problems)) == 2000


# What is wrong with the file ---------------------------------------------------------------------------------------


def encrypted() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(1000)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(500)
    )


def macro() -> bytes:
    return with_part(workbook(people(1)), "xl/vbaProject.bin", b"macro")


def bomb() -> bytes:
    return with_part(workbook(people(1)), "xl/media/x.bin", bytes(30 * 1024 * 1024))


def steep() -> bytes:
    return with_part(
        workbook(people(1)), "xl/sharedStrings.xml", b"<sst>" + b" " * (20 * 1024 * 1024) + b"</sst>"
    )


def far_corner() -> bytes:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return with_part(workbook(people(1)), "xl/worksheets/sheet1.xml", sheet_xml(cells))


def entities() -> bytes:
    xml = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + sheet_xml("")
    return with_part(workbook(people(1)), "xl/worksheets/sheet1.xml", xml)


def half() -> bytes:
    data = workbook(people(200))
    return data[: len(data) // 2]


@pytest.mark.parametrize(
    ("data", "reason", "says"),
    [
        pytest.param(b"", "empty", "空的", id="空文件"),
        pytest.param(encrypted(), "locked", "取消密码", id="有打开密码"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel", "另存", id="旧版xls"),
        pytest.param(macro(), "macro", "不带宏", id="带宏"),
        pytest.param(bomb(), "bomb", "过大", id="压缩炸弹"),
        pytest.param(steep(), "bomb", "过大", id="压缩比离谱"),
        pytest.param(far_corner(), "too_wide", "XFD1048576", id="最远角上有一个值"),
        pytest.param(entities(), "broken", "损坏", id="XML实体"),
        pytest.param(half(), "broken", "损坏", id="只传了一半"),
        pytest.param(
            with_part(workbook(people(1)), "x", b"", drop="xl/workbook.xml"),
            "not_a_table",
            "不是 Excel",
            id="别的压缩包",
        ),
        pytest.param(b"PAR1" + bytes(100) + b"PAR1", "broken", "Parquet", id="坏的Parquet"),
        pytest.param(
            b"<html><table><tr><td>\xe5\xa7\x93</td></tr></table></html>",
            "not_a_table",
            "网页",
            id="网页冒充",
        ),
        pytest.param(b"\xff\xfe\xfa\x00\xd8" * 30, "encoding", "编码", id="乱码"),
        pytest.param(b"\x00\x01\x02" * 99, "encoding", "编码", id="二进制"),
        pytest.param(workbook([]), "empty", "没有数据行", id="只有表头"),
        pytest.param(
            workbook(people(2), header=list("abcdefg")), "header", "姓名、身份证号、月保障金", id="没有表头"
        ),
        pytest.param(
            workbook(people(2), header=["姓名", "号码", *HEADER[2:]]),
            "header",
            "缺少：身份证号",
            id="表头缺列",
        ),
        pytest.param(
            workbook(people(2), header=["姓名", "身份证号", "金额", "月保障金", *HEADER[4:], "月保障金"]),
            "header",
            "不止一次（D 列、H 列）",
            id="表头重复",
        ),
        pytest.param('姓名,身份证号,月保障金\n张三,"1,2'.encode(), "broken", "引号", id="引号不成对"),
        pytest.param(
            ("姓名,身份证号,月保障金\n" + "长" * 20000 + ",1,2").encode(), "broken", "超过", id="一格过长"
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(data, reason, says):
    error = refusal(data, limits=Limits(inflated=25 * 1024 * 1024))

    assert error.reason == reason
    assert says in error.message
    assert error.message.endswith("。")


@pytest.mark.parametrize("make", [workbook, a_csv], ids=["XLSX", "CSV"])
def test_too_many_rows_are_refused(make):
    assert refusal(make(people(12)), limits=Limits(rows=10)).reason == "too_many_rows"


def test_a_file_too_large_is_refused_unread():
    assert refusal(workbook(people(1)), limits=Limits(size=100)).reason == "too_large"


def test_a_directory_that_understates_a_part_is_found_out():
    data = bytearray(with_part(workbook(people(1)), "xl/worksheets/sheet1.xml", sheet_xml(" " * 3_000_000)))
    real = (3_000_000 + len(sheet_xml(""))).to_bytes(4, "little")
    at = bytes(data).rfind(real)
    data[at : at + 4] = (500).to_bytes(4, "little")

    assert refusal(bytes(data)).reason == "broken"


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param(sheet_xml('<row><c t="inlineStr"><is><t>x</t></is></c></row>'), id="没有单元格位置"),
        pytest.param(sheet_xml("", '<dimension ref="A1:XFD1048576"/>'), id="尺寸虚报"),
        pytest.param(sheet_xml('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'), id="行号过大"),
        pytest.param(sheet_xml('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), id="列号过大"),
        pytest.param(sheet_xml('<row r="1"><c r="A1" t="s"><v>999999</v></c></row>'), id="文字索引越界"),
    ],
)
def test_strange_sheets_end_in_a_sentence(xml):
    assert refusal(with_part(workbook(people(1)), "xl/worksheets/sheet1.xml", xml)).message
