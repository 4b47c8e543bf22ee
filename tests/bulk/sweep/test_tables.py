"""A table of families gets the answers that each family gets alone, however the table is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import pytest
from tests.bulk.sweep.tables import (
    MEMBER,
    household_table,
    member_table,
    nested_table,
    random_families,
    written_type,
)
from tests.core.book.small_book import BOOK as SMALL
from tests.core.book.small_book import Rule, empty_book

from yimen.bulk.sweep import Question, Sweep, in_threads, unnested
from yimen.bulk.sweep_command import main
from yimen.core.book import Family, Parameters, Programme, Setting, find
from yimen.core.law import parameters_for
from yimen.core.rules import PROGRAMMES, assess

DAY = date(2026, 3, 15)
PLACE = "371311001001"
FAMILIES = random_families(150, seed=7)
ASKED = ["--book", ",".join(PROGRAMMES), "--on", str(DAY), "--place", PLACE, "--quiet"]
BOTH = Programme("p", "试", "payment", also=("adults",))
FIGURES = sorted({target for programme in PROGRAMMES.values() for target in programme.targets})


def swept(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments])


def written(value: Any, unit: str) -> Any:
    """A figure's value as the result writes it: yuan, not fen."""
    if isinstance(value, tuple):
        return [written(one, unit) for one in value]
    return Decimal(value).scaleb(-2) if "fen" in unit.split("/") and value is not None else value


def expected(families: Sequence[Family], schema: pa.Schema) -> list[dict[str, Any]]:
    """Family by family, with the interpreter."""
    law, rows = parameters_for(PLACE, DAY), []
    for family in families:
        findings = [assess(key, family, DAY, law) for key in PROGRAMMES]
        found = {one.name: written(one.value, one.unit) for finding in findings for one in finding}
        rows.append({name: found[name] for name in schema.names[1:]})
    return rows


def test_nested_members_every_figure_of_every_programme(tmp_path: Path):
    pq.write_table(nested_table(FAMILIES), tmp_path / "in.parquet")

    code = swept(
        *ASKED,
        "--figures",
        ",".join(FIGURES),
        "--input",
        tmp_path / "in.parquet",
        "--output",
        tmp_path / "out.parquet",
    )

    result = pq.read_table(tmp_path / "out.parquet")
    assert code == 0
    assert result.column("household").to_pylist() == [f"家{i:06}" for i in range(len(FAMILIES))]
    assert result.drop_columns(["household"]).to_pylist() == expected(FAMILIES, result.schema)


def write_two_parquet(folder: Path) -> tuple[str, str]:
    pq.write_table(household_table(FAMILIES), folder / "h.parquet", row_group_size=100)
    pq.write_table(member_table(FAMILIES), folder / "m.parquet", row_group_size=70)
    return "h.parquet", "m.parquet"


def write_two_csv(folder: Path) -> tuple[str, str]:
    pcsv.write_csv(household_table(FAMILIES), folder / "h.csv")
    pcsv.write_csv(member_table(FAMILIES), folder / "m.csv")
    return "h.csv", "m.csv"


def write_excel_csv(folder: Path) -> tuple[str, str]:
    """As Excel saves it on a Chinese machine, with categories and truths in Chinese."""
    write_two_csv(folder)
    for name in ("h.csv", "m.csv"):
        text = (
            (folder / name)
            .read_text("utf-8")
            .replace('"urban"', "城镇")
            .replace("true", "是")
            .replace('"spouse"', "配偶")
        )
        (folder / name).write_text(text, "gb18030")
    return "h.csv", "m.csv"


LAYOUTS = {"两个 Parquet": write_two_parquet, "两个 CSV": write_two_csv, "Excel 存的 CSV": write_excel_csv}


@pytest.mark.parametrize("write", [pytest.param(write, id=words) for words, write in LAYOUTS.items()])
@pytest.mark.parametrize("out", ["out.parquet", "out.csv"])
def test_members_in_a_table_of_their_own(write: Callable[[Path], tuple[str, str]], out: str, tmp_path: Path):
    households, members = write(tmp_path)

    code = swept(
        *ASKED, "--input", tmp_path / households, "--members", tmp_path / members, "--output", tmp_path / out
    )

    read = pq.read_table if out.endswith("parquet") else pcsv.read_csv
    rows = read(tmp_path / out).to_pylist()
    law = parameters_for(PLACE, DAY)
    assert code == 0
    for family, row in zip(FAMILIES, rows, strict=True):
        finding = assess("dibao", family, DAY, law)
        assert row["dibao_eligible"] == finding.eligible
        amount = None if finding.amount is None else Decimal(finding.amount).scaleb(-2)
        assert row["dibao_amount"] == (amount if out.endswith("parquet") else amount and float(amount))


def test_amounts_may_be_given_in_fen_in_a_column_that_says_so(tmp_path: Path):
    table = nested_table(FAMILIES)
    yuan = table.column("financial_assets").to_pylist()
    fen = pa.array([None if amount is None else int(amount * 100) for amount in yuan], pa.int64())
    place = table.schema.get_field_index("financial_assets")
    pq.write_table(table, tmp_path / "yuan.parquet")
    pq.write_table(table.set_column(place, "financial_assets_fen", fen), tmp_path / "fen.parquet")

    for name in ("yuan", "fen"):
        assert (
            swept(
                *ASKED, "--input", tmp_path / f"{name}.parquet", "--output", tmp_path / f"{name}.out.parquet"
            )
            == 0
        )

    assert pq.read_table(tmp_path / "fen.out.parquet").equals(pq.read_table(tmp_path / "yuan.out.parquet"))


def test_columns_may_be_kept(tmp_path: Path):
    table = nested_table(FAMILIES).append_column("town", pa.array(["罗庄街道"] * len(FAMILIES)))
    pq.write_table(table, tmp_path / "in.parquet")

    swept(*ASKED, "--keep", "town", "--input", tmp_path / "in.parquet", "--output", tmp_path / "out.parquet")

    assert set(pq.read_table(tmp_path / "out.parquet").column("town").to_pylist()) == {"罗庄街道"}


def test_no_family_at_all(tmp_path: Path):
    pq.write_table(nested_table([]), tmp_path / "in.parquet")

    assert swept(*ASKED, "--input", tmp_path / "in.parquet", "--output", tmp_path / "out.parquet") == 0
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0


def test_a_fact_without_a_column_is_open(tmp_path: Path):
    table = nested_table(random_families(50, seed=3, opens=0)).drop_columns(["houses"])
    pq.write_table(table, tmp_path / "in.parquet")

    swept(
        *ASKED,
        "--figures",
        "houses_ok_dibao",
        "--input",
        tmp_path / "in.parquet",
        "--output",
        tmp_path / "out.parquet",
    )

    assert None in pq.read_table(tmp_path / "out.parquet").column("houses_ok_dibao").to_pylist()


# Each family by its own place and day -------------------------------------------------------------------------------


def a_law(place: str, on: date) -> Parameters:
    """The standard is the place's number and the day's, so that a wrong law shows."""
    if place == "未公布":
        return Parameters(place, on, {"step": Setting(1)})
    standard = 1000 * int(place) + on.month
    return Parameters(
        place,
        on,
        {"standard.urban": Setting(standard), "standard.rural": Setting(standard * 2), "step": Setting(1)},
    )


def table_of(places: Sequence[str | None], days: Sequence[date]) -> pa.RecordBatch:
    member = pa.struct([pa.field("wage", pa.string()), pa.field("born", pa.date32())])
    count = len(places)
    return pa.RecordBatch.from_arrays(
        [
            pa.array(range(count)),
            pa.array(["urban", "rural"] * (count // 2)),
            pa.array(places, pa.string()),
            pa.array(days, pa.date32()),
            pa.array(
                [[{"wage": "1.25", "born": date(2008, 4, 1)}] * (i % 3) for i in range(count)],
                pa.list_(member),
            ),
        ],
        names=["household", "residence", "place", "on", "members"],
    )


def small_question(**changed: Any) -> Question:
    return Question(SMALL, ("payment", "adults"), a_law, date(2026, 1, 1), **changed)


@pytest.mark.parametrize("places", [pytest.param(3, id="几个地方"), pytest.param(40, id="很多地方")])
def test_every_family_is_judged_by_its_own_place_and_day(places: int):
    count = 240
    stated = [None if i % 11 == 0 else "未公布" if i % 13 == 0 else str(1 + i % places) for i in range(count)]
    days = [date(2026, 1 + i % 12, 1) for i in range(count)]
    batch = table_of(stated, days)
    rows = unnested(batch)

    answers = (
        Sweep(small_question(place="9"), rows.households.schema, rows.members.schema).answer(rows).to_pylist()
    )

    for i, answer in enumerate(answers):
        law = a_law(stated[i] or "9", days[i])
        members = [{"wage": 125, "born": date(2008, 4, 1)}] * (i % 3)
        family = Family({"residence": ("urban", "rural")[i % 2]}, members)
        finding = find(SMALL.graph(("payment", "adults"), days[i]), BOTH, family, days[i], law)
        payment = finding["payment"].value
        assert answer["payment"] == (None if payment is None else Decimal(payment).scaleb(-2)), i
        assert answer["adults"] == finding["adults"].value


def test_a_rule_that_changed_is_applied_by_the_law_day_of_each_family():
    book = empty_book()
    book.figure("新", source=Rule(1), name="answer", since=date(2025, 1, 1))(lambda h: h.residence == "urban")
    book.figure("旧", source=Rule(1), name="answer", until=date(2024, 12, 31))(
        lambda h: h.residence == "rural"
    )
    days = [date(2024, 12, 31) + timedelta(days=i % 2) for i in range(10)]
    rows = unnested(table_of(["1"] * 10, days))

    asked = Question(book, ("answer",), a_law, date(2026, 1, 1))
    answers = Sweep(asked, rows.households.schema, rows.members.schema).answer(rows)

    assert answers.column("answer").to_pylist() == [False, False] * 5
    assert answers.column("household").to_pylist() == list(range(10))


def test_one_law_day_for_all_is_stronger_than_the_assessment_day_of_each():
    rows = unnested(table_of(["1"] * 4, [date(2026, month, 1) for month in (1, 2, 3, 4)]))

    asked = small_question(law_day=date(2026, 7, 1))
    payments = (
        Sweep(asked, rows.households.schema, rows.members.schema).answer(rows).column("payment").to_pylist()
    )

    assert payments == [Decimal(n).scaleb(-2) for n in (0, 2 * 1007 - 125, 2 * 1007 - 250, 0)]


# Tables that cannot be taken ----------------------------------------------------------------------------------------


def changed(column: str, values: Any, kind: pa.DataType | None = None) -> Callable[[pa.Table], pa.Table]:
    """The household table with one column replaced: a value in the third row, or all of a type."""

    def change(table: pa.Table) -> pa.Table:
        place, field = table.schema.get_field_index(column), table.schema.field(column)
        cells = table.column(column).to_pylist()
        cells[2] = values
        return table.set_column(place, column, pa.array(cells, kind or field.type))

    return change


def of_member(name: str, value: Any) -> Callable[[pa.Table], pa.Table]:
    """The first member of the third household answers so."""

    def change(table: pa.Table) -> pa.Table:
        rows = table.column("members").to_pylist()
        rows[2] = [{**dict.fromkeys(f.name for f in MEMBER), name: value}]
        inner = pa.struct(
            [pa.field(f.name, pa.string() if f.name == name else written_type(f)) for f in MEMBER]
        )
        for row in rows:
            for member in row:
                member[name] = None if member[name] is None else str(member[name])
        return table.drop_columns(["members"]).append_column("members", pa.array(rows, pa.list_(inner)))

    return change


WRONG: dict[str, tuple[Callable[[pa.Table], pa.Table], str]] = {
    "多出一列": (lambda t: t.append_column("incone", pa.array([1] * len(t))), "不认识的列：incone"),
    "没有家庭编号": (lambda t: t.drop_columns(["household"]), "household"),
    "没有成员": (lambda t: t.drop_columns(["members"]), "--members"),
    "成员不是列表": (
        lambda t: t.drop_columns(["members"]).append_column("members", pa.array([1] * len(t))),
        "应是成员的列表",
    ),
    "近似小数": (lambda t: changed("financial_assets", 1.5, pa.float64())(_as_float(t)), "float"),
    "金额写了两列": (lambda t: t.append_column("financial_assets_fen", pa.array([1] * len(t))), "同一项"),
    "超出上界": (changed("financial_assets", Decimal("99999999999.99")), "家庭 家000002 “金融资产”"),
    "负数": (changed("cars", -1), "家庭 家000002 “小型、中型汽车”（cars）应在 0 到 100"),
    "类别不认识": (changed("residence", "town"), "家庭 家000002 “城乡类别”"),
    "成员的金额不是数": (
        of_member("wage", "三千"),
        "家庭 家000002 第 1 名成员：“工资性收入”（wage）要填一个数（元），填的却是“三千”",
    ),
    "成员的金额小数太多": (of_member("wage", "3.001"), "小数位太多"),
    "成员的日期不是日期": (of_member("birth_date", "1980-2-30"), "2026-03-15 这样的日期"),
    "成员的日期太早": (of_member("birth_date", "1879-12-31"), "1880 年以后"),
    "是非填了别的": (of_member("major_illness", "也许"), "要填是或否"),
    "成员列表是空值": (lambda t: _with_null(t), "没有成员请写空列表"),
    "成员太多": (lambda t: _crowded(t), "最多 60 名"),
}


def _as_float(table: pa.Table) -> pa.Table:
    place = table.schema.get_field_index("financial_assets")
    return table.set_column(place, "financial_assets", table.column("financial_assets").cast(pa.float64()))


def _with_null(table: pa.Table) -> pa.Table:
    rows = table.column("members").to_pylist()
    rows[2] = None
    return table.drop_columns(["members"]).append_column(
        "members", pa.array(rows, table.schema.field("members").type)
    )


def _crowded(table: pa.Table) -> pa.Table:
    rows = table.column("members").to_pylist()
    rows[2] = [dict.fromkeys(f.name for f in MEMBER)] * 61
    return table.drop_columns(["members"]).append_column(
        "members", pa.array(rows, table.schema.field("members").type)
    )


@pytest.mark.parametrize(("change", "said"), [pytest.param(*case, id=words) for words, case in WRONG.items()])
def test_a_wrong_table_is_refused_and_nothing_is_written(
    change: Callable[[pa.Table], pa.Table], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    pq.write_table(change(nested_table(FAMILIES[:20])), tmp_path / "in.parquet")

    code = swept(*ASKED, "--input", tmp_path / "in.parquet", "--output", tmp_path / "out.parquet")

    assert code == 1
    assert said in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in.parquet"]


def swapped(table: pa.Table) -> pa.Table:
    return table.take(list(range(len(table) - 1, -1, -1)))


@pytest.mark.parametrize(
    ("households", "members", "said"),
    [
        pytest.param(lambda t: t, swapped, "没有按家庭表的顺序", id="成员表没有排序"),
        pytest.param(lambda t: t.slice(0, 10), lambda t: t, "找不到", id="成员的家庭不在家庭表里"),
        pytest.param(lambda t: pa.concat_tables([t, t.slice(0, 1)]), lambda t: t, "重复", id="家庭重复"),
        pytest.param(lambda t: t, lambda t: t.drop_columns(["household"]), "household", id="成员表没有编号"),
    ],
)
def test_two_tables_that_do_not_fit_are_refused(
    households: Callable[[pa.Table], pa.Table],
    members: Callable[[pa.Table], pa.Table],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    pq.write_table(households(household_table(FAMILIES)), tmp_path / "h.parquet")
    pq.write_table(members(member_table(FAMILIES)), tmp_path / "m.parquet")

    code = swept(
        *ASKED,
        "--input",
        tmp_path / "h.parquet",
        "--members",
        tmp_path / "m.parquet",
        "--output",
        tmp_path / "o.parquet",
    )

    assert code == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changed_arguments", "said"),
    [
        pytest.param(["--input", "no.parquet"], "打不开", id="没有这个文件"),
        pytest.param(["--input", "in.xlsx"], "类型不认识", id="不认识的文件"),
        pytest.param(["--output", "out.txt"], "类型不认识", id="不认识的结果文件"),
        pytest.param(["--book", "dibo"], "没有名为“dibo”的救助项目", id="没有这个项目"),
        pytest.param(["--figures", "elligible"], "没有这些图表项", id="没有这个图表项"),
        pytest.param(["--figures", "counts", "--output", "out.csv"], "CSV 写不下", id="成员的项写不进 CSV"),
        pytest.param(["--keep", "town"], "没有 town 这一列", id="要保留的列不存在"),
    ],
)
def test_a_wrong_wish_is_refused(
    changed_arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.chdir(tmp_path)
    pq.write_table(nested_table(FAMILIES[:20]), "in.parquet")

    assert swept(*ASKED, "--input", "in.parquet", "--output", "out.parquet", *changed_arguments) == 1
    assert said in capsys.readouterr().err


def test_a_stream_is_read_only_a_little_ahead():
    read: list[int] = []

    def numbers() -> Any:
        for number in range(100):
            read.append(number)
            yield number

    answers = in_threads(lambda number: number * 2, numbers(), threads=2)

    assert next(answers) == 0
    assert len(read) <= 5
    assert list(answers) == [number * 2 for number in range(1, 100)]
