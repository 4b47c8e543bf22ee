"""价格临时补贴和住房租赁补贴。"""

from decimal import Decimal
from typing import Any

import pytest
from tests.core.rules.families import OPEN, a_family, fen, found, person

from yimen.core.law import R649

PRICES = {"cpi": "0.036", "food_cpi": "0.05", "scpi": "0.042"}


def price(*members: dict[str, Any], **overrides: Any):
    given = members or (
        person(current_programme="dibao"),
        person(relation="spouse", current_programme="dibao"),
    )
    return found("price", a_family(*given), **PRICES | overrides)


@pytest.mark.parametrize(
    ("cpi", "food", "by_cpi", "by_food"),
    [
        pytest.param("0.035", "0.02", True, False, id="居民消费价格达到百分之三点五"),
        pytest.param("0.0349", "0.06", False, True, id="食品价格达到百分之六"),
        pytest.param("0.0349", "0.0599", False, False, id="都没有达到"),
        pytest.param("-0.01", "-0.02", False, False, id="价格下跌"),
    ],
)
def test_when_it_is_started(cpi: str, food: str, by_cpi: bool, by_food: bool):
    finding = price(cpi=cpi, food_cpi=food)

    assert (finding["cpi_triggers"].value, finding["food_triggers"].value) == (by_cpi, by_food)
    assert finding["price_triggered"].value is (by_cpi or by_food)
    assert finding.eligible is (by_cpi or by_food)
    assert finding["price_eligible"].source == R649.article(10)


@pytest.mark.parametrize(
    ("overrides", "growth", "each"),
    [
        pytest.param({}, "0.042", "42.00", id="标准乘低收入居民价格涨幅（洛阳）"),
        pytest.param({"price_floor": "50"}, "0.042", "50.00", id="最低金额（桂林）"),
        pytest.param({"price_method": "trigger"}, "0.036", "36.00", id="标准乘触发的涨幅（武汉）"),
        pytest.param({"price_method": "trigger", "food_cpi": "0.07"}, "0.07", "70.00", id="都触发取较高"),
        pytest.param({"price_method": "tiers"}, "0.042", "83.30", id="低档十二分之一（江苏）"),
        pytest.param({"price_method": "tiers", "scpi": "0.05"}, "0.05", "125.00", id="达到百分之五，八分之一"),
        pytest.param({"price_method": "per_point"}, "0.042", "25.00", id="每百分点五元，不足按满（青岛）"),
        pytest.param({"price_method": "per_point", "scpi": "0.04"}, "0.04", "20.00", id="正好四个百分点"),
        pytest.param({"scpi": "-0.01"}, "0", "0.00", id="低收入居民价格下跌，不扣"),
    ],
)  # fmt: skip
def test_how_much_each(overrides: dict[str, Any], growth: str, each: str):
    tiers = {"price_tier_line": "0.05", "price_tier_low": "0.0833", "price_tier_high": "0.125"}
    finding = price(**tiers, price_per_point="5", **overrides)

    assert finding["price_growth"].value == Decimal(growth)
    assert finding["price_each"].value == fen(each)
    assert finding["price_amount"].value == fen(each) * 2


def test_every_person_of_an_open_class_once():
    both = (
        person(current_programme="tekun"),
        person(relation="spouse", current_programme="bianyuan", wage=fen(9000)),
    )

    assert price(*both)["price_person"].value == (True, False)
    assert price(*both, price_open__bianyuan=True)["price_persons"].value == 2


def test_prices_that_are_not_published_are_asked_of_the_office():
    finding = found("price", a_family(person(current_programme="dibao")))

    assert {question.name for question in finding.open} == {"cpi", "food_cpi"}


# 租赁补贴 -----------------------------------------------------------------------------------------------------------

RENTED = {"housing_need": True, "rent": fen(800), "house_area": Decimal(0), "houses": 0}
NORMS = {
    "rent_norm": {"one": 20, "two": 30, "three": 45, "four": 60, "five": 60},
    "rent_rate": "12",
    "rent_coefficient": {"tekun": "1", "child": "1", "dibao": "1", "bianyuan": "0.8", "gangxing": "0.8"},
}


def rent(*members: dict[str, Any], home: dict[str, Any] | None = None, **overrides: Any):
    given = members or (person(current_programme="dibao"),)
    return found("rent", a_family(*given, **RENTED | (home or {})), **NORMS | overrides)


@pytest.mark.parametrize(
    ("persons", "norm"), [(1, 20), (2, 30), (3, 45), (4, 60), (5, 60), (6, 60)], ids=lambda value: str(value)
)
def test_the_norm_follows_the_number_at_home(persons: int, norm: int):
    people = [person(current_programme="dibao")] + [person(relation="spouse")] * (persons - 1)

    assert rent(*people)["rent_norm"].value == norm


@pytest.mark.parametrize(
    ("home", "area", "amount"),
    [
        pytest.param({}, "20", "240.00", id="没有自有住房"),
        pytest.param({"house_area": Decimal("8.5")}, "11.5", "138.00", id="减去自有面积"),
        pytest.param({"house_area": Decimal(20)}, "0", "0.00", id="已达标准"),
        pytest.param({"rent": fen(200)}, "20", "200.00", id="不超过实际租金"),
    ],
)
def test_area_times_rate_times_coefficient(home: dict[str, Any], area: str, amount: str):
    finding = rent(home=home)

    assert finding["rent_area"].value == Decimal(area)
    assert finding.amount == fen(amount)
    assert finding["rent_amount"].source == R649.article(38)


def test_the_coefficient_of_the_class():
    near = rent(person(wage=fen(1200), no_supporter=False))

    assert (near["family_of_bianyuan"].value, near["family_of_dibao"].value) == (True, False)
    assert near["rent_coefficient"].value == Decimal("0.8")
    assert near.amount == fen(192)


@pytest.mark.parametrize(
    ("home", "failed"),
    [
        pytest.param({"housing_need": False}, ["in_housing_need"], id="住房不困难"),
        pytest.param({"housing_need": OPEN}, [], id="没有回答"),
    ],
)
def test_only_in_housing_need(home: dict[str, Any], failed: list[str]):
    finding = rent(home=home)

    assert [figure.name for figure in finding.failed] == failed
    assert finding.eligible is (None if not failed else False)


def test_classes_the_place_does_not_open():
    finding = rent(person(wage=fen(9000), no_supporter=False))

    assert finding["rent_class"].value is False
    assert finding["rent_eligible"].value is False
    assert (finding["family_of_tekun"].value, finding["family_of_child"].value) == (False, False)
    assert finding["family_of_gangxing"].value is False
