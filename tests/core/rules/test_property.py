"""第十四条：家庭财产……"""

from decimal import Decimal
from typing import Any

import pytest
from tests.core.rules.families import OPEN, a_family, bianyuan, dibao, fen, found

from yimen.core.book import because

FREE = {
    "financial_basis": "none",
    "vehicle_limit": 9,
    "house_limit": 9,
    "non_residential_limit": 9,
    "business_bars": False,
}


@pytest.mark.parametrize(
    ("basis", "assets", "held"),
    [
        pytest.param("months", "48000.00", True, id="等于二十四个月标准，不超过"),
        pytest.param("months", "48000.01", False, id="超过一分"),
        pytest.param("months", OPEN, OPEN, id="没有回答"),
        pytest.param("per_person", "60000.00", True, id="等于人均限额"),
        pytest.param("per_person", "60000.01", False, id="超过人均限额一分"),
        pytest.param("none", OPEN, True, id="当地不设限额，不必回答"),
    ],
)
def test_financial_assets_may_not_exceed_the_limit(basis: str, assets: str | None, held: bool | None):
    family = a_family(persons=2, financial_assets=fen(assets))

    finding = dibao(family, financial_basis=basis, financial_per_person="30000.00")

    assert finding["financial_ok_dibao"].value is held


def test_the_limit_is_shown_with_its_arithmetic():
    finding = dibao(a_family(persons=2, financial_assets=fen(50_000)))

    assert finding["financial_limit_dibao"].value == Decimal("4800000.00")
    assert because(finding, "financial_ok_dibao")[0] == (
        "金融资产不超过限额（低保）：否。金融资产 50,000 元 高于 月数 24 个月 × 标准 1,000 元 × 2 人 = 48,000 元。"
    )


@pytest.mark.parametrize(
    ("home", "counted", "held"),
    [
        pytest.param({}, 0, True, id="没有车"),
        pytest.param({"cars": 1}, 1, False, id="一辆汽车"),
        pytest.param({"business_vehicles": 1}, 1, False, id="经营用车"),
        pytest.param({"large_machines": 1}, 1, False, id="大型农机具"),
        pytest.param({"motorcycles": 2}, 0, True, id="摩托车豁免"),
        pytest.param({"disability_vehicles": OPEN}, 0, True, id="代步车豁免，不必回答"),
        pytest.param({"cars": OPEN}, OPEN, OPEN, id="汽车没有回答"),
    ],
)
def test_vehicles_of_the_kinds_that_count(home: dict[str, Any], counted: int | None, held: bool | None):
    finding = dibao(a_family(**home))

    assert finding["vehicles_counted"].value == counted
    assert finding["vehicles_ok_dibao"].value is held


@pytest.mark.parametrize(
    ("houses", "area", "excused", "held"),
    [
        pytest.param(1, "200", False, True, id="一套，不论大小"),
        pytest.param(2, "50", False, False, id="两套，当地不看面积"),
        pytest.param(2, "59.99", True, True, id="两套，人均低于三十平方米"),
        pytest.param(2, "60.00", True, False, id="两套，人均等于三十平方米"),
        pytest.param(2, OPEN, True, OPEN, id="两套，面积没有回答"),
        pytest.param(1, OPEN, True, True, id="一套，面积不必回答"),
    ],
)
def test_more_homes_than_the_limit_unless_small(
    houses: int, area: str | None, excused: bool, held: bool | None
):
    family = a_family(persons=2, houses=houses, house_area=area and Decimal(area))

    finding = dibao(family, house_area_exempts=excused, house_area_norm="30")

    assert finding["houses_ok_dibao"].value is held


@pytest.mark.parametrize(
    ("home", "settings", "name", "held"),
    [
        pytest.param({"non_residential_houses": 0}, {}, "non_residential_ok", True, id="没有商铺"),
        pytest.param({"non_residential_houses": 1}, {}, "non_residential_ok", False, id="一间商铺"),
        pytest.param({"business_registered": True}, {}, "business_ok", False, id="办了登记"),
        pytest.param(
            {"business_registered": True, "family_stall": True}, {}, "business_ok", True, id="家庭摊点"
        ),
        pytest.param(
            {"business_registered": True, "family_stall": True},
            {"family_stall_exempt": False},
            "business_ok",
            False,
            id="家庭摊点也不行",
        ),
        pytest.param(
            {"business_registered": OPEN}, {"business_bars": False}, "business_ok", True, id="当地不看登记"
        ),
        pytest.param({"recent_home": True}, {}, "recent_home_ok", True, id="买房，当地不看"),
        pytest.param(
            {"recent_home": True}, {"recent_home_bars": True}, "recent_home_ok", False, id="一年内买房"
        ),
    ],
)
def test_other_property_tests(home: dict[str, Any], settings: dict[str, Any], name: str, held: bool):
    family = a_family(**home)

    assert dibao(family, **settings)[f"{name}_dibao"].value is held
    assert bianyuan(family, **settings)[f"{name}_bianyuan"].value is held


def test_one_failed_test_settles_it_whatever_is_open():
    finding = dibao(a_family(cars=1, financial_assets=OPEN))

    assert finding["property_ok_dibao"].value is False
    assert finding.eligible is False
    assert dibao(a_family(financial_assets=OPEN))["property_ok_dibao"].value is None
    assert dibao(a_family())["property_ok_dibao"].value is True


def test_each_class_of_recognition_has_its_own_limits():
    family = a_family(financial_assets=fen(30_000), monthly_income=1200)
    finding = bianyuan(family)

    assert dibao(family)["financial_ok_dibao"].value is False
    assert finding["financial_ok_bianyuan"].value is True
    assert finding["financial_limit_bianyuan"].value == Decimal("3600000.00")
    assert [finding[f"{test}_ok_bianyuan"].value for test in ("vehicles", "houses", "property")] == [True] * 3


OTHERS = {"tekun": "tekun", "gangxing": "gangxing", "linshi": "linshi_zhichu"}
LIMITS = {"financial_basis": "per_person", "financial_per_person": "10000", "recent_home_bars": True}


@pytest.mark.parametrize(
    ("test", "within", "beyond"),
    [
        pytest.param("financial", {"financial_assets": fen(10_000)}, {"financial_assets": fen(10_000) + 1}, id="金融资产"),
        pytest.param("vehicles", {"cars": 0}, {"cars": 1}, id="车辆"),
        pytest.param("houses", {"houses": 1}, {"houses": 2}, id="住房"),
        pytest.param("non_residential", {"non_residential_houses": 0}, {"non_residential_houses": 1}, id="非居住类房屋"),
        pytest.param(
            "business",
            {"business_registered": True, "family_stall": True},
            {"business_registered": True, "family_stall": False},
            id="市场主体登记",
        ),
        pytest.param("recent_home", {"recent_home": False}, {"recent_home": True}, id="一年内购建"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("one", OTHERS)
def test_every_class_of_recognition_has_its_own_limits(
    one: str, test: str, within: dict[str, Any], beyond: dict[str, Any]
):
    for home, held in ((within, True), (beyond, False)):
        finding = found(OTHERS[one], a_family(**home), **LIMITS)

        assert finding[f"{test}_ok_{one}"].value is held
        assert finding[f"property_ok_{one}"].value is held
    assert finding[f"financial_limit_{one}"].value == fen(10_000)
