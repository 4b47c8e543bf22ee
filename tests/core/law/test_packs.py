"""各地标准包：来源文件里的五个地方，加上规定差别最大的三个。"""

from datetime import date

import pytest
from tests.core.rules.families import a_family, fen, person

from yimen.core.law import packed_places, parameters_for
from yimen.core.law.packs import pack_of
from yimen.core.law.places import lineage
from yimen.core.rules import assess

DAY = date(2026, 3, 15)
IN_2013 = date(2013, 8, 1)
PLACES = {
    "371311": "罗庄区",
    "232762": "松岭区",
    "6105": "渭南市",
    "370971": "泰安高新区",
    "370911003": "北集坡街道",
    "2110": "辽阳市",
    "3201": "南京市",
    "50": "重庆市",
    "31": "上海市",
}


def setting(place: str, key: str, on: date = DAY):
    return parameters_for(place, on).settings[key]


@pytest.mark.parametrize(("place", "name"), [pytest.param(p, n, id=n) for p, n in PLACES.items()])
def test_every_place_of_the_sources_has_a_pack(place: str, name: str):
    assert place in packed_places()
    assert pack_of(place).name == name


@pytest.mark.parametrize("place", [pytest.param(p, id=n) for p, n in PLACES.items() if p != "2110"])
def test_a_plain_family_gets_an_answer_in_every_place_of_today(place: str):
    finding = assess("dibao", a_family(person(), person(relation="spouse")), DAY, parameters_for(place, DAY))

    assert (finding.eligible, finding.open) == (True, [])
    assert (
        finding.amount == 2 * setting(place, "dibao_standard.urban").raw + finding["family_supplements"].value
    )


def test_a_standard_that_is_not_published_is_marked():
    for place in PLACES:
        if place != "2110":
            assert setting(place, "dibao_standard.urban").assumed is True


@pytest.mark.parametrize(
    ("place", "residence", "standard"),
    [
        pytest.param("211003", "urban", 420, id="城区"),
        pytest.param("211021", "urban", 348, id="辽阳县城市"),
        pytest.param("211081", "urban", 348, id="灯塔市城市"),
        pytest.param("211003", "rural", 216, id="城区的农村"),
        pytest.param("211021", "rural", 216, id="辽阳县农村"),
    ],
)
def test_liaoyang_in_2013(place: str, residence: str, standard: int):
    found = setting(place, f"dibao_standard.{residence}", IN_2013)

    assert (found.raw, found.assumed) == (fen(standard), False)
    assert "2013年7月17日" in found.instrument


@pytest.mark.parametrize(
    ("income", "amount"),
    [pytest.param("419.99", "1.00", id="低于标准一分"), pytest.param("420.00", "0.00", id="等于标准")],
)
def test_a_case_of_2013_is_judged_by_the_law_of_2013(income: str, amount: str):
    alone = person(wage=fen(income), residence_class="urban", birth_date=date(1970, 1, 1))
    finding = assess("dibao", a_family(alone), IN_2013, parameters_for("211003", IN_2013))

    assert (finding.eligible, finding.amount) == (amount != "0.00", fen(amount))
    assert finding["own_standard"].value == (fen(420),)


def test_liaoyang_has_no_standard_for_today():
    finding = assess("dibao", a_family(person()), DAY, parameters_for("211003", DAY))

    assert finding.eligible is None
    assert "dibao_standard.urban" in {question.name for question in finding.open}


def test_a_zone_is_managed_by_one_and_lies_in_another():
    """北集坡在行政上属岱岳区（代码前缀），标准随管理它的高新区。"""
    assert [pack.place for pack in lineage("370911003001")] == ["370911003", "370971", "3709", "37", ""]
    assert setting("370911003", "employment_deduction").place == "370971"


@pytest.mark.parametrize(
    ("place", "key", "raw"),
    [
        pytest.param("232762", "linshi_ceiling", 200_000, id="松岭：两千元以下由镇确认"),
        pytest.param("6105", "dibao_total_days_delegated", 20, id="渭南：下放后二十天"),
        pytest.param("3201", "dibao_floor", 2000, id="南京：最低补差两成"),
        pytest.param("3201", "supplement_rate.severe_disability", 3000, id="南京：重残一百三十"),
        pytest.param("50", "supplement_fixed.pupil", 10_000, id="重庆：学生一百元"),
        pytest.param("50", "clergy_years", 1, id="重庆：教职人员一年"),
        pytest.param("50", "tekun_care_fixed_home.full", 30_000, id="重庆：全护理三百元"),
        pytest.param("31", "gangxing_pays", True, id="上海：支出型按月发"),
        pytest.param("31", "linshi_months.heavy", 3, id="上海：每次不超过三个月"),
        pytest.param("31", "medical_rate.dibao", 9000, id="上海：低保九成"),
    ],
)
def test_what_each_place_has_published(place: str, key: str, raw: int | bool):
    found = setting(place, key)

    assert (found.raw, found.assumed) == (raw, False)


def test_nanjing_lets_a_person_choose_one_supplement():
    severe = person(disability_kind="physical", disability_grade=1)
    finding = assess("dibao", a_family(severe), DAY, parameters_for("3201", DAY))

    assert finding["supplement"].value == (fen(303),)  # 30 % of 1,010, not 20 % and 10 % on top


def test_chongqing_adds_the_disability_item():
    severe = person(disability_kind="physical", disability_grade=1)
    finding = assess("dibao", a_family(severe), DAY, parameters_for("50", DAY))

    assert finding["supplement"].value == (fen(100),)


def test_no_figure_without_an_instrument_and_no_assumption_without_a_note():
    for place in packed_places():
        for key, settings in pack_of(place).settings.items():
            for one in settings:
                assert one.instrument, (place, key)
                assert one.note or not one.assumed, (place, key)
