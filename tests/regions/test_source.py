"""区划数据的来源：全国清单重新打包，自有 CSV 逐行检查。"""

from __future__ import annotations

import lzma
from datetime import date
from pathlib import Path

import pytest

from yimen.regions.source import DivisionsMissing, Entry, complete, from_csv, read_days, repack

SAMPLE = Path(__file__).parent / "sample"


def test_the_national_list_is_repacked_to_code_and_name(tmp_path):
    tables = tmp_path / "dist"
    tables.mkdir()
    for name in ("provinces", "cities", "areas", "streets"):
        (tables / f"{name}.csv").write_text("code,name\n", "utf-8")
    (tables / "villages.csv").write_text(
        'code,name,streetCode\n371311001001,"䅟茬窑社区居民委员会",371311001\n', "utf-8"
    )

    repack(tables, tmp_path / "cache" / "packed.tsv.xz")

    with lzma.open(tmp_path / "cache" / "packed.tsv.xz", "rt", encoding="utf-8") as packed:
        assert packed.read() == "371311001001\t䅟茬窑社区居民委员会\n"
    assert [f.name for f in (tmp_path / "cache").iterdir()] == ["packed.tsv.xz"]


def test_our_own_file_states_more_than_code_and_name():
    entries = {e.code: e for e in from_csv(SAMPLE / "divisions.csv")}

    assert entries["370911009"].managing_parent == "370971"
    assert entries["370971"] == Entry("370971", "泰安高新技术产业开发区", "overlay", since=date(2005, 1, 1))
    assert entries["371311100202"].until == date(2025, 12, 31)
    assert (entries["371311001001"].urban, entries["371311100201"].urban, entries["37"].urban) == (
        True,
        False,
        None,
    )


def test_larger_areas_come_first():
    codes = [e.code for e in complete(from_csv(SAMPLE / "divisions.csv"))]

    assert codes.index("41") < codes.index("4190") < codes.index("419001")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("3713a,临沂市,", id="代码不是数字"),
        pytest.param("37131,临沂市,", id="五位代码"),
        pytest.param("3713,,", id="没有名称"),
        pytest.param("3713,临沂市,2026年1月1日", id="日期写法"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line):
    file = tmp_path / "own.csv"
    file.write_text(f"code,name,since\n37,山东省,\n{line}\n", "utf-8")

    with pytest.raises(DivisionsMissing, match="第 3 行"):
        list(from_csv(file))


def test_work_days_are_read():
    assert list(read_days(SAMPLE / "work_days.csv")) == [
        (date(2027, 2, 5), False, "（测试）节假日安排"),
        (date(2027, 2, 20), True, "（测试）节假日安排"),
    ]


def test_a_wrong_work_day_is_named(tmp_path):
    file = tmp_path / "days.csv"
    file.write_text("day,working,instrument\n2027-02-05,上班,通知\n", "utf-8")

    with pytest.raises(DivisionsMissing, match="第 2 行"):
        list(read_days(file))
