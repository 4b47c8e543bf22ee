"""第四条：不符合低保、特困、低保边缘条件，收入低于上年度人均可支配收入，刚性支出占收入的比例超过规定的家庭。"""

from datetime import date
from typing import Any

import pytest
from tests.core.rules.families import OPEN, a_family, fen, found, person

from yimen.core.book import because
from yimen.core.law import G2025

NO_EXPENSES = {
    f"{one}_expense": 0 for one in ("living", "medical", "education", "rehabilitation", "other")
} | {"gangxing_other_met": True}


def gangxing(
    income: str = "3000.00", persons: int = 2, *, home: dict[str, Any] | None = None, **overrides: Any
):
    """A family of two with three thousand yuan a month: 36,000 a year; the ratio is 0.6, so 21,600."""
    given = NO_EXPENSES | {"medical_expense": fen("21600.01")} | (home or {})
    return found("gangxing", a_family(persons=persons, monthly_income=income, **given), **overrides)


@pytest.mark.parametrize(
    ("spent", "inclusive", "heavy"),
    [
        pytest.param("21600.01", False, True, id="超过六成一分"),
        pytest.param("21600.00", False, False, id="等于六成，不算超过"),
        pytest.param("21600.00", True, True, id="等于六成，当地规定达到即可"),
        pytest.param("21599.99", True, False, id="不足六成一分"),
        pytest.param(OPEN, False, OPEN, id="没有回答"),
    ],
)
def test_rigid_expenses_must_exceed_the_ratio(spent: str | None, inclusive: bool, heavy: bool | None):
    finding = gangxing(home={"medical_expense": fen(spent)}, gangxing_inclusive=inclusive)

    assert finding["rigid_above_ratio"].value is heavy
    assert finding["rigid_above_ratio"].source == G2025.article(4, item=4)
    assert finding["gangxing_eligible"].value is heavy


@pytest.mark.parametrize("one", ["living", "medical", "education", "rehabilitation", "other"])
def test_five_classes_of_expense_count_where_the_place_counts_them(one: str):
    home = NO_EXPENSES | {f"{one}_expense": fen(30_000)}

    assert gangxing(home=home)["rigid_expenses"].value == fen(30_000)
    without = gangxing(home=home | {f"{one}_expense": OPEN}, **{f"gangxing_counts__{one}": False})
    assert without["rigid_expenses"].value == 0


@pytest.mark.parametrize(
    ("income", "below"),
    [
        pytest.param("8833.33", True, id="年收入低于两人可支配收入四分"),
        pytest.param("8833.34", False, id="年收入高于两人可支配收入八分"),
    ],
)
def test_income_must_be_below_the_disposable_income_of_last_year(income: str, below: bool):
    finding = gangxing(income, home={"medical_expense": fen(90_000)})

    assert finding["annual_income"].value == fen(income) * 12
    assert finding["income_below_disposable"].value is below
    assert finding.eligible is below


def test_equal_to_the_disposable_income_is_not_below():
    exact = gangxing("2000.00", 1, home={"medical_expense": fen(90_000)}, disposable_income="24000")

    assert exact["income_below_disposable"].value is False


@pytest.mark.parametrize(
    ("income", "free"),
    [
        pytest.param("1999.99", False, id="符合低保"),
        pytest.param("2999.99", False, id="符合低保边缘"),
        pytest.param("3000.00", True, id="等于边缘线，不是边缘家庭"),
    ],
)
def test_a_family_recognised_otherwise_is_not_recognised_here(income: str, free: bool):
    finding = gangxing(income)

    assert finding["not_recognised_already"].value is free
    assert finding.eligible is free


def test_property_and_local_conditions_count():
    assert [f.name for f in gangxing(home={"cars": 1}).failed] == ["property_ok_gangxing"]
    refused = gangxing(home={"gangxing_other_met": False}, gangxing_other=True)
    assert [f.name for f in refused.failed] == ["gangxing_other_ok"]
    assert gangxing(home={"gangxing_other_met": OPEN})["gangxing_other_ok"].value is True


@pytest.mark.parametrize(
    ("spent", "multiple", "little"),
    [
        pytest.param("12000.01", "1", True, id="剩余低于标准一分（上海）"),
        pytest.param("12000.00", "1", False, id="剩余等于标准"),
        pytest.param("0.00", "2", True, id="剩余低于标准两倍（柳南）"),
        pytest.param("40000.00", "1", True, id="支出超过收入"),
    ],
)
def test_a_place_may_look_at_what_is_left(spent: str, multiple: str, little: bool):
    finding = gangxing(
        home={"medical_expense": fen(spent)}, gangxing_method="residual", gangxing_residual=multiple
    )

    assert finding["left_after_expenses"].value == fen(36_000) - fen(spent)
    assert finding["rigid_leaves_little"].value is little
    assert finding["rigid_heavy"].value is little


def test_either_test_is_enough_where_the_place_says_so():
    finding = gangxing(home={"medical_expense": fen("12000.01")}, gangxing_method="either")

    assert finding["rigid_above_ratio"].value is False
    assert finding.eligible is True


@pytest.mark.parametrize(
    ("spent", "pays", "amount"),
    [
        pytest.param("24000.00", False, "0.00", id="国家只认定，不发钱"),
        pytest.param("24000.00", True, "1000.00", id="标准减剩余"),
        pytest.param("40000.00", True, "2000.00", id="支出超过收入，发全额"),
    ],
)
def test_a_place_may_pay_the_gap(spent: str, pays: bool, amount: str):
    finding = gangxing(
        home={"medical_expense": fen(spent)},
        gangxing_pays=pays,
        gangxing_method="residual",
        gangxing_residual="1",
    )

    assert finding.eligible is True
    assert finding.amount == fen(amount)
    if pays:
        assert finding["gangxing_gap"].value == fen(amount)
        assert finding["gangxing_amount"].source == G2025.article(2)


def test_the_arithmetic_is_said():
    assert because(gangxing(), "rigid_above_ratio")[0] == (
        "刚性支出超过年收入的规定比例：是。刚性支出 21,600.01 元 高于 比例 60% × 年收入 36,000 元 = 21,600 元。"
    )


def test_recognition_before_the_measure_came_into_force_has_no_parameters():
    family = a_family(person(wage=fen(3000)), person(relation="spouse"), **NO_EXPENSES)
    finding = found("gangxing", family, on=date(2024, 12, 31))

    assert finding.eligible is None
    assert "gangxing_method" in {question.name for question in finding.open}
