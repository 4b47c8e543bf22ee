"""What holds for a place on a day: its own settings first, then those of the areas it lies in."""

from datetime import date
from pathlib import Path

import pytest

from yimen.core.law import BadValue, PackMistake, ParameterMissing, limit, packed_places, parameters_for
from yimen.core.law.packs import pack_of
from yimen.core.law.places import lineage

DAY = date(2026, 3, 1)
LUOZHUANG = "371311"


@pytest.mark.parametrize(
    ("place", "on", "urban"),
    [
        pytest.param("371311001002", DAY, 100_600, id="村继承到市"),
        pytest.param("371311", DAY, 100_600, id="区继承到市"),
        pytest.param("371311", date(2024, 12, 31), 96_200, id="旧标准最后一天"),
        pytest.param("371311", date(2025, 1, 1), 100_600, id="新标准第一天"),
        pytest.param("371311", date(2023, 12, 31), None, id="更早没有录入"),
        pytest.param("110101", DAY, None, id="没有标准的地方"),
    ],
)
def test_a_standard_is_found_by_place_and_day(place: str, on: date, urban: int | None):
    setting = parameters_for(place, on).get("dibao_standard", "urban")

    assert (setting and setting.raw) == urban


def test_a_setting_says_where_it_comes_from():
    law = parameters_for("371311003", DAY)
    standard, clock = law.get("dibao_standard", "urban"), law.get("dibao_county_days")

    assert (standard.place, standard.assumed, standard.since) == ("3713", True, date(2025, 1, 1))
    assert (clock.place, clock.instrument) == ("", "《最低生活保障审核确认办法》第二十条")
    assert law.place_name == "罗庄区"


@pytest.mark.parametrize(
    ("on", "assumed"),
    [
        pytest.param(date(2025, 12, 31), False, id="十四五最后一天"),
        pytest.param(date(2026, 1, 1), True, id="之后是假定"),
    ],
)
def test_the_pension_exemption_ends_and_what_follows_is_marked(on: date, assumed: bool):
    setting = parameters_for(LUOZHUANG, on).get("basic_pension_exempt")

    assert (setting.raw, setting.assumed) == (True, assumed)


def test_limits_are_whole_numbers_and_a_missing_one_is_said():
    assert limit("dibao_publicity_days", LUOZHUANG, DAY) == 7
    with pytest.raises(ParameterMissing, match="110101 在 2026-03-01 没有设定“月最低工资标准”"):
        limit("minimum_wage", "110101", DAY)


@pytest.mark.parametrize(
    ("overrides", "key", "raw"),
    [
        pytest.param({"dibao_standard": "1000.50"}, "dibao_standard.rural", 100_050, id="一个值用于城乡"),
        pytest.param({"dibao_standard": {"urban": 1000}}, "dibao_standard.urban", 100_000, id="分列"),
        pytest.param({"dibao_standard.urban": "1,000"}, "dibao_standard.urban", 100_000, id="按键，有千分号"),
        pytest.param({"dibao_floor": "0.20"}, "dibao_floor", 2000, id="比例"),
        pytest.param({"rigid_deduction": False}, "rigid_deduction", False, id="是非"),
        pytest.param({"dibao_rounding_mode": "down"}, "dibao_rounding_mode", 2, id="类别"),
    ],
)
def test_overrides_replace_settings(overrides: dict, key: str, raw: int | bool):
    law = parameters_for(LUOZHUANG, DAY, overrides)

    assert law.settings[key].raw == raw
    assert law.settings[key].instrument == "个案文件给定"
    assert law.get("dibao_county_days").raw == 10


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        pytest.param({"standart": 1}, "没有名为“standart”", id="没有这个参数"),
        pytest.param({"dibao_standard": {"town": 1}}, "没有“town”", id="没有这一列"),
        pytest.param({"dibao_standard": 1000.5}, "近似小数", id="小数近似值"),
        pytest.param({"dibao_standard": "1000.505"}, "最多 2 位小数", id="不足一分"),
        pytest.param({"dibao_standard": "-1"}, "应在 0 到", id="负数"),
        pytest.param({"dibao_standard": "一千"}, "要写一个数", id="不是数"),
        pytest.param({"rigid_deduction": "yes"}, "true 或 false", id="不是真假"),
        pytest.param({"dibao_method": "average"}, "差额", id="没有这一类"),
        pytest.param({"dibao_standard": "NaN"}, "最多|应在|要写", id="不是有限数"),
    ],
)
def test_a_wrong_override_is_refused(overrides: dict, said: str):
    with pytest.raises(BadValue, match=said):
        parameters_for(LUOZHUANG, DAY, overrides)


def test_every_pack_of_the_house_loads():
    places = packed_places()

    assert places[0] == ""
    assert all(pack_of(place).name for place in places)


# Packs that are wrong say where -------------------------------------------------------------------------------------

HEAD = 'place: "99"\nname: 试省\nparameters:\n'
GOOD = "{value: 7, from: 2021-07-01, instrument: 某文件}"


def written(folder: Path, text: str, place: str = "99") -> Path:
    home = folder / place
    home.mkdir()
    (home / "试.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        pytest.param("", 1, "空的", id="空文件"),
        pytest.param("place: [", 2, "YAML", id="写法有误"),
        pytest.param("name: 试省", 1, "缺少“place”", id="没有写明地方"),
        pytest.param('place: "98"\nname: 试省', 1, "文件夹却是", id="地方与文件夹不同"),
        pytest.param(HEAD + "  payday:\n    values: []", 5, "没有名为“payday”", id="没有这个参数"),
        pytest.param(HEAD + f"  payment_day:\n    values: [{GOOD}]", 5, "写明 unit", id="没有写单位"),
        pytest.param(
            HEAD + f"  payment_day:\n    unit: month\n    values: [{GOOD}]", 5, "单位应是 day", id="单位不对"
        ),
        pytest.param(
            HEAD + f"  payment_day:\n    unit: day\n    urban: [{GOOD}]", 6, "不认识“urban”", id="没有这一列"
        ),
        pytest.param(
            HEAD + "  payment_day:\n    unit: day\n    values:\n      - {value: 7, from: 2021-07-01}",
            7,
            "缺少“instrument”",
            id="没有依据",
        ),
        pytest.param(
            HEAD
            + "  payment_day:\n    unit: day\n    values: [{value: 32, from: 2021-07-01, instrument: x}]",
            6,
            "应在 1 到 31",
            id="超出界限",
        ),
        pytest.param(
            HEAD + "  payment_day:\n    unit: day\n    values: [{value: 7, from: 去年, instrument: x}]",
            6,
            "不是日期",
            id="日期写错",
        ),
        pytest.param(
            HEAD
            + "  payment_day:\n    unit: day\n    values: [{value: 7, from: 2021-07-01, instrument: x, assumed: 是}]",
            6,
            "assumed",
            id="假定写错",
        ),
        pytest.param(
            HEAD + f"  payment_day:\n    unit: day\n    values: [{GOOD}]\n    values: [{GOOD}]",
            7,
            "写了两次",
            id="写了两次",
        ),
        pytest.param(HEAD + "  payment_day:\n    unit: day\n    values: 7", 6, "列表", id="不是列表"),
    ],
)
def test_a_wrong_pack_says_file_and_line(tmp_path: Path, text: str, line: int, said: str):
    with pytest.raises(PackMistake, match=said) as caught:
        pack_of("99", written(tmp_path, text))

    assert caught.value.line == line
    assert f"99/试.yaml 第 {line} 行" in caught.value.message


def test_all_sets_the_codes_not_listed_beside_it(tmp_path: Path):
    text = HEAD + (
        "  vehicle_counts:\n"
        "    all: [{value: true, from: 2021-07-01, instrument: 甲}]\n"
        "    car: [{value: false, from: 2021-07-01, instrument: 乙}]\n"
    )
    pack = pack_of("99", written(tmp_path, text))

    assert [pack.setting(f"vehicle_counts.{code}", DAY).raw for code in ("car", "machine")] == [False, True]


def test_a_zone_hands_on_to_its_managing_parent(tmp_path: Path):
    written(tmp_path, 'place: "991199"\nname: 某高新区\nparent: "9901"\n', "991199")
    written(tmp_path, 'place: "9901"\nname: 某市\n', "9901")
    written(tmp_path, 'place: "9911"\nname: 邻市\n', "9911")

    assert [pack.place for pack in lineage("991199005", tmp_path)] == ["991199", "9901"]


def test_a_setting_that_ended_lets_the_wider_area_speak(tmp_path: Path):
    text = (
        HEAD
        + "  payment_day:\n    unit: day\n    values: [{value: 5, from: 2021-01-01, until: 2024-12-31, instrument: 甲}]\n"
    )
    written(tmp_path, text)
    written(
        tmp_path,
        text.replace('"99"', "nation").replace("value: 5", "value: 8").replace("2024-", "2030-"),
        "nation",
    )

    days = [
        parameters_for("99", date(year, 12, 31), folder=tmp_path).get("payment_day").raw
        for year in (2024, 2025)
    ]
    assert days == [5, 8]
