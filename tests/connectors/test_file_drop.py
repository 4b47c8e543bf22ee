"""A department's file: exact match, honest dates, and silence wherever the file leaves a doubt."""

import gzip
import hashlib
import io
import json
import os
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet as pq
from tests.connectors.contract import NOW, ConnectorContract, a_query, outcome_of

from yimen.connectors import base, catalogue
from yimen.connectors.base import NoAnswer, Outcome, TryLater
from yimen.connectors.file_drop import index as indexes
from yimen.core.ids import check_character

assert catalogue.__all__

HEADER = ("姓名", "证件号码", "余额", "开户行", "账户类型")


def an_id(number: int) -> str:
    body = f"99010119{50 + number % 50:02d}0101{number // 50:03d}"
    return body + check_character(body)


RICH, POOR, NOBODY = an_id(1), an_id(2), an_id(99)
ROWS = (
    ("张三", RICH, "50000.00", "城东支行", "活期"),
    ("张三", RICH, "18400.00", "册山支行", "定期"),
    ("李四", POOR, "0.00", "册山支行", "活期"),
    ("王五", an_id(3), "120.50", "册山支行", "活期"),
)
OPTIONS = {
    "id_column": "证件号码",
    "name_column": "姓名",
    "pattern": "存款*",
    "categories": {
        "deposit": {"sum": "余额", "show": ("开户行",)},
        "fixed_deposit": {"sum": "余额", "where": {"账户类型": ("定期",)}},
        "account": {},
    },
}


def as_csv(rows=ROWS, encoding: str = "utf-8") -> bytes:
    return "\r\n".join([",".join(map(str, row)) for row in (HEADER, *rows)] + [""]).encode(encoding)


def as_xlsx(rows=ROWS) -> bytes:
    book = openpyxl.Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_parquet(rows=ROWS) -> bytes:
    target = io.BytesIO()
    columns = {name: pa.array([row[i] for row in rows]) for i, name in enumerate(HEADER)}
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


def drop(
    folder: Path, content: bytes, name: str = "存款_20261031.csv", lain: timedelta = timedelta(hours=2)
) -> Path:
    path = folder / name
    path.write_bytes(content)
    age(path, lain)
    return path


def age(path: Path, lain: timedelta) -> None:
    then = (NOW - lain).timestamp()
    os.utime(path, (then, then))


def manifest(path: Path, **said: object) -> None:
    path.with_name(path.name + ".manifest.json").write_text(json.dumps(said), "utf-8")


def source(folder: Path, **options: object):
    return base.connect("file_drop", "区农商银行", {**OPTIONS, "folder": folder, **options})


def reason(folder: Path, id_number: str = NOBODY, **options: object) -> str:
    with pytest.raises(NoAnswer) as caught:
        source(folder, **options).ask(a_query(id_number))
    return caught.value.reason


class TestFileDrop(ConnectorContract):
    @pytest.fixture
    def connector(self, tmp_path):
        drop(tmp_path, as_csv())
        return source(tmp_path)

    @pytest.fixture
    def known(self):
        return a_query(RICH)

    @pytest.fixture
    def unknown(self):
        return a_query(NOBODY)

    @pytest.fixture
    def faults(self, tmp_path):
        return broken(tmp_path)


def broken(folder: Path) -> list[Callable[[], object]]:
    """Everything that can lie in the folder instead of a good file."""
    name = "存款_20261031.csv"
    middle = as_csv().decode()
    contents = {
        "空文件": b"",
        "只有表头": as_csv(rows=()),
        "传了一半，停在引号里": as_csv()[:-20] + b'"',
        "乱码": b"\xff\xfe\xfa\x00\xd8" * 40,
        "二进制": bytes(range(256)) * 9,
        "别的表头": as_csv().replace("证件号码".encode(), "编号".encode()),
        "缺一列": as_csv().replace("余额".encode(), "数额".encode()),
        "压缩包": gzip.compress(as_csv()),
        "半个工作簿": as_xlsx()[:2000],
        "坏的Parquet": b"PAR1" + bytes(64) + b"PAR1",
        "网页": b"<html><body>502 Bad Gateway</body></html>",
        "有密码": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "表头重复": middle.replace("开户行", "余额").encode(),
    }
    faults: list[Callable[[], object]] = [
        (lambda content=content: drop(folder, content, name)) for content in contents.values()
    ]
    faults += [
        lambda: (folder / name).unlink(),  # 没有文件
        lambda: drop(folder, as_csv(), "存款_20260101.csv"),  # 太旧
        lambda: [path.unlink() for path in folder.iterdir()] and folder.rmdir(),  # 没有文件夹
    ]
    return faults


# What is found -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(as_csv(), "存款_20261031.csv", id="CSV"),
        pytest.param(as_csv(encoding="gb18030"), "存款_20261031.txt", id="国标编码CSV"),
        pytest.param(as_xlsx(), "存款2026-10-31.xlsx", id="XLSX"),
        pytest.param(as_parquet(), "存款_202610.parquet", id="Parquet"),
    ],
)
def test_every_format_gives_the_same_answer(tmp_path, content, name):
    drop(tmp_path, content, name)

    answer = source(tmp_path).ask(a_query(RICH, "deposit", "account"))

    deposit, account = answer.findings
    assert answer.as_of == date(2026, 10, 31)
    assert (deposit.value, account.value) == (6_840_000, 2)
    assert deposit.note == "2 条记录，合计 68,400.00 元（城东支行、册山支行）"


def test_a_balance_of_zero_is_found_and_not_none(tmp_path):
    drop(tmp_path, as_csv())

    answer = source(tmp_path).ask(a_query(POOR, name="李四"))

    assert answer.outcome is Outcome.FOUND
    assert answer.findings[0].value == 0


def test_a_category_may_take_only_some_rows(tmp_path):
    drop(tmp_path, as_csv())

    fixed = source(tmp_path).ask(a_query(RICH, "fixed_deposit"))
    none = source(tmp_path).ask(a_query(POOR, "fixed_deposit"))

    assert fixed.findings[0].value == 1_840_000
    assert none.outcome is Outcome.NONE


def test_ids_are_matched_whole_and_however_they_are_written(tmp_path):
    rows = [("张三", f" {RICH[:6]} {RICH[6:].lower()}", "1", "a", "b"), ("甲", an_id(11), "2", "a", "b")]
    drop(tmp_path, as_csv(rows))

    assert source(tmp_path).ask(a_query(RICH)).findings[0].value == 100
    assert source(tmp_path).ask(a_query(an_id(12))).outcome is Outcome.NONE


def test_an_old_number_of_fifteen_digits_is_the_same_person(tmp_path):
    old = RICH[:6] + RICH[8:17]
    drop(tmp_path, as_csv([("张三", old, "1", "a", "b")]))

    assert source(tmp_path).ask(a_query(RICH)).outcome is Outcome.FOUND


def test_another_name_beside_the_number_is_said(tmp_path):
    drop(tmp_path, as_csv())

    assert "来源登记的姓名为张三" in source(tmp_path).ask(a_query(RICH, name="张山")).findings[0].note
    assert "姓名" not in source(tmp_path).ask(a_query(RICH, name="张　三")).findings[0].note


def test_what_the_source_said_is_kept(tmp_path):
    drop(tmp_path, as_csv())

    raw = source(tmp_path).ask(a_query(RICH)).raw

    assert raw["file"] == "存款_20261031.csv"
    assert raw["rows"][0] == {
        "place": "第 2 行",
        "姓名": "张三",
        "余额": "50000.00",
        "开户行": "城东支行",
        "账户类型": "活期",
    }
    assert json.loads(json.dumps(raw)) == raw


@pytest.mark.parametrize("amount", ["", "约五万", "1.2万", "5.005"], ids=["空白", "约数", "万", "三位小数"])
def test_an_amount_that_cannot_be_read_is_found_with_an_open_amount(tmp_path, amount):
    drop(tmp_path, as_csv([*ROWS, ("张三", RICH, amount, "城西支行", "活期")]))

    [finding] = source(tmp_path).ask(a_query(RICH)).findings

    assert finding.value is None
    assert "第 6 行的内容读不出" in finding.note


def test_a_torn_row_of_the_person_is_found_with_an_open_amount(tmp_path):
    drop(tmp_path, as_csv() + f"张三,{RICH},1".encode())

    assert source(tmp_path).ask(a_query(RICH)).findings[0].value is None


# Which file counts, and its day --------------------------------------------------------------------------------------


def test_of_several_files_the_latest_data_count(tmp_path):
    drop(tmp_path, as_csv(), "存款_20260930.csv", lain=timedelta(hours=1))
    drop(tmp_path, as_csv([("李四", POOR, "7", "a", "b")]), "存款_20261031.csv", lain=timedelta(days=9))
    drop(tmp_path, as_csv(), "不动产_20261101.csv")

    answer = source(tmp_path).ask(a_query(POOR))

    assert (answer.as_of, answer.findings[0].value) == (date(2026, 10, 31), 700)


def test_a_manifest_says_the_day_and_the_name_does_not_matter(tmp_path):
    path = drop(tmp_path, as_csv(), "存款_20200101.csv")
    manifest(path, as_of="2026-11-20", sha256=hashlib.sha256(as_csv()).hexdigest(), rows=4)

    assert source(tmp_path).ask(a_query(RICH)).as_of == date(2026, 11, 20)


def test_without_a_date_in_its_name_the_files_own_day_counts(tmp_path):
    drop(tmp_path, as_csv(), "存款.csv", lain=timedelta(days=3))

    answer = source(tmp_path).ask(a_query(RICH))

    assert answer.as_of == (NOW - timedelta(days=3)).date()
    assert answer.raw["dated_by"] == "文件修改时间"


def test_a_new_file_is_read_anew(tmp_path):
    drop(tmp_path, as_csv())
    asked = source(tmp_path)
    before = asked.ask(a_query(RICH)).findings[0].value
    drop(tmp_path, as_csv([("张三", RICH, "1.00", "a", "b")]))

    assert (before, asked.ask(a_query(RICH)).findings[0].value) == (6_840_000, 100)


def test_a_file_is_indexed_once(tmp_path, monkeypatch):
    drop(tmp_path, as_csv())
    built = []
    monkeypatch.setattr(indexes, "_built", lambda *a, _real=indexes._built: built.append(1) or _real(*a))

    for number in range(20):
        outcome_of(source(tmp_path), a_query(an_id(number)))

    assert len(built) == 1


# Silence -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        pytest.param(lambda folder: None, "没有收到", id="没有文件"),
        pytest.param(
            lambda folder: drop(folder, as_csv(), "存款_20260101.csv"), "已过 325 天", id="数据太旧"
        ),
        pytest.param(lambda folder: drop(folder, as_csv(), "存款_20270101.csv"), "今天之后", id="日期在将来"),
        pytest.param(lambda folder: drop(folder, as_csv(rows=())), "没有数据行", id="只有表头"),
        pytest.param(
            lambda folder: manifest(drop(folder, as_csv()), sha256="0" * 64), "摘要不符", id="摘要不符"
        ),
        pytest.param(lambda folder: manifest(drop(folder, as_csv()), rows=5), "清单说 5 行", id="行数不符"),
        pytest.param(
            lambda folder: manifest(drop(folder, as_csv()), as_of="明天"), "读不懂", id="清单读不懂"
        ),
        pytest.param(
            lambda folder: drop(folder, as_csv(), "存款_20261031.csv.part"),
            "没有收到",
            id="还没传完的临时文件",
        ),
    ],
)
def test_a_file_that_cannot_be_trusted_gives_no_answer_with_the_reason(tmp_path, prepare, says):
    prepare(tmp_path)

    assert says in reason(tmp_path, RICH)


def test_a_file_of_no_rows_may_be_said_by_its_manifest(tmp_path):
    path = drop(tmp_path, as_csv(rows=()))
    manifest(path, rows=0, sha256=hashlib.sha256(as_csv(rows=())).hexdigest())

    assert source(tmp_path).ask(a_query(RICH)).outcome is Outcome.NONE


@pytest.mark.parametrize(
    "id_cell",
    ["", "3.71E+17", "990101********0016", "99010119510101000", "护照E1234", RICH[:17] + "5"],
    ids=["空白", "科学计数法", "星号", "少一位", "其他证件", "校验位错"],
)
def test_a_row_of_which_nobody_knows_whose_it_is_forbids_none_but_not_found(tmp_path, id_cell):
    drop(tmp_path, as_csv([*ROWS, ("赵六", id_cell, "9", "a", "b")]))

    assert source(tmp_path).ask(a_query(RICH)).outcome is Outcome.FOUND
    assert "1 行的身份证号读不出（第 6 行等）" in reason(tmp_path, NOBODY)
    assert source(tmp_path).check(NOW)
    assert source(tmp_path, tolerated_rows=1).ask(a_query(NOBODY)).outcome is Outcome.NONE


def test_numbers_that_lost_their_digits_in_a_workbook_are_no_answer(tmp_path):
    drop(tmp_path, as_xlsx([("张三", int(POOR), 5, "a", "b")]), "存款_20261031.xlsx")

    assert "读不出" in reason(tmp_path, POOR)


@pytest.mark.parametrize("cut", [1, 2, 9, 40])
def test_a_csv_without_its_last_line_break_may_be_torn_and_forbids_none(tmp_path, cut):
    drop(tmp_path, as_csv().decode().rstrip()[:-cut].encode())

    assert source(tmp_path).ask(a_query(RICH)).outcome is Outcome.FOUND
    assert "可能没有传完" in reason(tmp_path, NOBODY)


def test_a_file_that_just_arrived_is_given_time(tmp_path):
    drop(tmp_path, as_csv(), lain=timedelta(seconds=5))

    with pytest.raises(TryLater) as caught:
        source(tmp_path).ask(a_query(RICH))

    assert caught.value.after == timedelta(seconds=60)


def test_a_file_whose_digest_is_right_need_not_lie_still(tmp_path):
    path = drop(tmp_path, as_csv(), lain=timedelta(seconds=5))
    manifest(path, sha256=hashlib.sha256(as_csv()).hexdigest())

    assert source(tmp_path).ask(a_query(RICH)).outcome is Outcome.FOUND


def test_where_a_manifest_is_required_a_file_without_one_is_no_answer(tmp_path):
    drop(tmp_path, as_csv())

    assert "清单" in reason(tmp_path, RICH, manifest_required=True)


def test_a_category_nobody_set_up_is_no_answer(tmp_path):
    drop(tmp_path, as_csv())

    with pytest.raises(NoAnswer, match="house"):
        source(tmp_path).ask(a_query(RICH, "house"))


def test_a_thousand_torn_or_flipped_files_never_say_none_of_somebody_who_is_in_them(tmp_path):
    """A flipped digit may make another valid number; then the row is another's and the doubt is the department's."""
    chance = random.Random(20261122)
    originals = [as_csv(), as_csv(encoding="gb18030"), as_xlsx(), as_parquet()]
    said = dict.fromkeys(Outcome, 0)
    for _ in range(1000):
        data = bytearray(chance.choice(originals))
        for _ in range(chance.randint(0, 3)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        if chance.random() < 0.5:
            del data[chance.randrange(1, len(data)) :]
        path = drop(tmp_path, bytes(data))
        manifest(path, rows=len(ROWS))
        outcome = outcome_of(source(tmp_path), a_query(RICH))
        said[outcome] += 1
    assert said[Outcome.NONE] == 0
    assert said[Outcome.FOUND] > 100
    assert said[Outcome.NO_ANSWER] > 100


def test_the_day_is_that_of_china(tmp_path):
    drop(tmp_path, as_csv(), "存款_20261123.csv")
    late = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)

    assert source(tmp_path).ask(a_query(RICH, at=late)).as_of == date(2026, 11, 23)
