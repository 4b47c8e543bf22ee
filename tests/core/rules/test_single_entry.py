"""第八条：单独提出申请……"""

from typing import Any

import pytest
from tests.core.rules.families import OPEN, a_family, dibao, fen, person

from yimen.core.book import because

ILL = {"major_illness": True}
SEVERE = {"disability_kind": "physical", "disability_grade": 2}


def near(other_wage: str | int = 2400, home: dict[str, Any] | None = None, **facts: Any):
    """Somebody in a family of two whose other member earns 1.2 times the standard a head."""
    return a_family(person(**facts), person(relation="spouse", wage=fen(other_wage)), **(home or {}))


@pytest.mark.parametrize(
    ("facts", "alone"),
    [
        pytest.param(SEVERE, True, id="肢体二级"),
        pytest.param({"disability_kind": "mental", "disability_grade": 3}, True, id="精神三级"),
        pytest.param({"disability_kind": "physical", "disability_grade": 3}, False, id="肢体三级"),
        pytest.param(ILL, True, id="重特大疾病"),
        pytest.param({}, False, id="没有情形"),
        pytest.param({"single_other": True}, False, id="其他人员，当地没有规定"),
        pytest.param(SEVERE | {"local_registration": False}, False, id="本人不能在本地申请"),
        pytest.param(SEVERE | {"current_programme": "tekun"}, False, id="已是特困人员"),
        pytest.param(SEVERE | {"wage": fen(1000)}, False, id="本人收入等于标准"),
        pytest.param({"major_illness": OPEN}, OPEN, id="是否重病没有回答"),
    ],
)
def test_who_may_enter_alone(facts: dict[str, Any], alone: bool | None):
    home = near(2400 - facts.get("wage", 0) // 100, **facts)
    finding = dibao(home)

    assert finding["dibao_family"].value is False
    assert finding["single_entry"].value[0] is alone


@pytest.mark.parametrize(
    ("other_wage", "alone"),
    [
        pytest.param("1999.99", False, id="整户符合，不能只保一人"),
        pytest.param("2000.00", True, id="人均等于标准"),
        pytest.param("2999.99", True, id="低于一点五倍一分"),
        pytest.param("3000.00", False, id="等于一点五倍"),
    ],
)
def test_only_in_a_family_near_the_line(other_wage: str, alone: bool):
    finding = dibao(near(other_wage, **SEVERE))

    assert finding["single_entry"].value == (alone, False)
    assert finding["single_by_disability"].value[0] is (other_wage < "3000")


def test_a_place_may_widen_the_line_by_ground():
    """沈阳：残疾人三倍，重病患者五倍。"""
    widened = {"single_multiple": {"disability": "3", "illness": "5", "clergy": "1.5", "other": "1.5"}}
    finding = dibao(near("9999.99", **SEVERE, **ILL), **widened)

    assert finding["near_for_disability"].value is False
    assert finding["near_for_illness"].value is True
    assert finding["single_by_illness"].value == (True, False)


def test_property_follows_the_near_dibao_rule():
    assert dibao(near(home={"cars": 1}, **SEVERE))["single_entry"].value[0] is False


def test_other_persons_where_the_place_has_them():
    finding = dibao(near(single_other=True), single_open__other=True)

    assert finding["near_for_other"].value is True
    assert finding["single_by_other"].value == (True, False)
    assert finding["single_entry"].value == (True, False)


@pytest.mark.parametrize(
    ("years", "wage", "alone"),
    [
        pytest.param(3, 999.99, True, id="满三年，收入低于标准"),
        pytest.param(2, 0, False, id="不满三年"),
        pytest.param(3, 1000, False, id="收入等于标准"),
    ],
)
def test_clergy_in_hardship_enter_alone(years: int, wage: float, alone: bool):
    finding = dibao(a_family(person(absence="clergy", clergy_years=years, wage=fen(wage))))

    assert finding["single_as_clergy"].value == (alone,)


@pytest.mark.parametrize(
    ("settings", "wage", "amount"),
    [
        pytest.param({"single_amount": "difference"}, 200, 800, id="标准减本人收入"),
        pytest.param({"single_amount": "full"}, 200, 1000, id="全额"),
        pytest.param(
            {"single_amount": "tiered", "single_full_below": "1.4", "single_reduced": "0.5"},
            200,
            1000,
            id="两档之全额",
        ),
        pytest.param(
            {"single_amount": "tiered", "single_full_below": "1.3", "single_reduced": "0.5"},
            200,
            500,
            id="两档之减半",
        ),
    ],
)
def test_how_much_a_person_alone_is_paid(settings: dict[str, str], wage: int, amount: int):
    finding = dibao(near(2400, wage=fen(wage), **SEVERE), **settings)

    assert finding["single_benefit"].value == (fen(amount), 0)
    assert finding["single_benefits"].value == fen(amount)
    assert (finding.eligible, finding.amount) == (True, fen(amount))


def test_own_income_matters_only_where_the_difference_is_paid():
    rich = near(1500, wage=fen(1000), **SEVERE)

    assert dibao(rich)["own_income_below"].value[0] is False
    assert dibao(rich, single_amount="full")["own_income_below"].value[0] is True


def test_only_the_person_is_protected_and_counted():
    finding = dibao(near(**SEVERE))

    assert finding["dibao_protected"].value == (True, False)
    assert (finding["single_count"].value, finding["protected_count"].value) == (1, 1)
    assert (
        because(finding, "dibao_amount")[0]
        == "每月低保金：单人保 1,000 元 + 增发 0 元 = 1,000 元，向上取整到元 = 1,000 元。"
    )
