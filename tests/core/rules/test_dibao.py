"""第二十三条：家庭人均收入低于当地最低生活保障标准……"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.core.rules.families import DAY, OPEN, a_family, dibao, fen, law_with, person

from yimen.core.book import because, what_would_change
from yimen.core.law import D57, R649
from yimen.core.rules import NoSuchProgramme, assess, replay_record


@pytest.mark.parametrize(
    ("household_income", "below"),
    [
        pytest.param("2999.99", True, id="人均低于标准不足一分"),
        pytest.param("3000.00", False, id="人均等于标准，不算低于"),
        pytest.param("3000.01", False, id="人均高于标准不足一分"),
        pytest.param(OPEN, OPEN, id="收入没有回答"),
    ],
)
def test_income_must_be_below_the_standard(household_income: str | None, below: bool | None):
    family = a_family(persons=3, monthly_income=household_income)

    finding = dibao(family)

    assert finding["income_below_standard"].value is below
    assert finding["income_below_standard"].source == D57.article(23)
    assert finding.eligible is below


@pytest.mark.parametrize(
    ("home", "failed"),
    [
        pytest.param({}, [], id="都符合"),
        pytest.param({"cars": 1}, ["property_ok_dibao"], id="有汽车"),
        pytest.param({"monthly_income": 1000}, ["income_below_standard"], id="收入等于标准"),
        pytest.param(
            {"monthly_income": 1000, "houses": 2},
            ["income_below_standard", "property_ok_dibao"],
            id="两项不符合",
        ),
    ],
)
def test_a_refusal_names_the_conditions_that_failed(home: dict[str, Any], failed: list[str]):
    finding = dibao(a_family(**home))

    assert [figure.name for figure in finding.failed] == failed
    assert finding["dibao_family"].value is (not failed)
    assert finding["dibao_eligible"].source == R649.article(9)


@pytest.mark.parametrize(
    ("monthly_income", "amount"),
    [
        pytest.param("2400.00", "600.00", id="整元"),
        pytest.param("2399.01", "601.00", id="向上取整到元"),
        pytest.param("2999.99", "1.00", id="差一分也补一元"),
        pytest.param("3000.00", "0.00", id="不符合，没有金额"),
        pytest.param("0.00", "3000.00", id="没有收入，全额"),
    ],
)
def test_the_amount_is_the_difference(monthly_income: str, amount: str):
    assert dibao(a_family(persons=3, monthly_income=monthly_income)).amount == fen(amount)


def test_the_arithmetic_is_said():
    finding = dibao(a_family(persons=3, monthly_income=2400))

    assert finding["shortfall"].value == 60_000
    assert because(finding, "shortfall")[0] == "每月补差：标准 1,000 元 × 3 人 − 收入 2,400 元 = 600 元。"
    assert (
        because(finding, "dibao_amount")[0]
        == "每月低保金：补差 600 元 + 增发 0 元 = 600 元，向上取整到元 = 600 元。"
    )


@pytest.mark.parametrize(
    ("step", "mode", "per", "monthly_income", "amount"),
    [
        pytest.param("1", "up", "family", "2000.01", "1000.00", id="按户向上到元"),
        pytest.param("1", "half_up", "family", "2000.51", "999.00", id="按户四舍五入到元"),
        pytest.param("1", "half_up", "family", "2000.50", "1000.00", id="按户五入"),
        pytest.param("10", "up", "family", "2001.00", "1000.00", id="按户向上到十元"),
        pytest.param("0.01", "half_up", "family", "2000.33", "999.67", id="不取整"),
        pytest.param("1", "up", "person", "2000.00", "1002.00", id="按人向上到元：三百三十四元三人"),
        pytest.param("1", "down", "person", "2000.00", "999.00", id="按人舍去"),
    ],
)
def test_rounding_happens_once_where_the_place_says(
    step: str, mode: str, per: str, monthly_income: str, amount: str
):
    finding = dibao(
        a_family(persons=3, monthly_income=monthly_income),
        dibao_rounding_step=step,
        dibao_rounding_mode=mode,
        dibao_rounding_per=per,
    )

    assert finding.amount == fen(amount)
    assert finding["protected_count"].value == 3


@pytest.mark.parametrize(
    ("monthly_income", "amount"),
    [
        pytest.param("2399.00", "601.00", id="差额高于最低补差"),
        pytest.param("2400.00", "600.00", id="差额等于最低补差"),
        pytest.param("2401.00", "600.00", id="差额低于最低补差，发最低补差"),
        pytest.param("3000.00", "0.00", id="不符合，没有最低补差"),
    ],
)
def test_a_floor_where_the_place_sets_one(monthly_income: str, amount: str):
    """南京：人均补差低于标准 20% 的，按标准的 20% 发。"""
    finding = dibao(a_family(persons=3, monthly_income=monthly_income), dibao_floor="0.20")

    assert finding.amount == fen(amount)
    if finding.eligible:
        assert finding["difference_amount"].value == fen(amount)


BRACKETS = {
    "dibao_method": "brackets",
    "bracket_below": {"a": "0.25", "b": "0.5", "c": "0.75", "d": "1"},
    "bracket_pays": {"a": "1", "b": "0.8", "c": "0.6", "d": "0.4"},
}


@pytest.mark.parametrize(
    ("monthly_income", "amount"),
    [
        pytest.param("0.00", "3000.00", id="一档全额"),
        pytest.param("749.99", "3000.00", id="一档上限以下一分"),
        pytest.param("750.00", "2400.00", id="等于一档上限，进二档"),
        pytest.param("1500.00", "1800.00", id="等于二档上限，进三档"),
        pytest.param("2250.00", "1200.00", id="等于三档上限，进四档"),
        pytest.param("2999.99", "1200.00", id="四档"),
    ],
)
def test_brackets_where_the_place_pays_by_them(monthly_income: str, amount: str):
    finding = dibao(a_family(persons=3, monthly_income=monthly_income), **BRACKETS)

    assert finding["bracket_amount"].value == fen(amount)
    assert finding.amount == fen(amount)


def test_income_above_every_bracket_is_paid_nothing():
    finding = dibao(a_family(monthly_income=600), **{**BRACKETS, "bracket_below": "0.5"})

    assert (finding.eligible, finding.amount) == (True, 0)


def test_what_is_taken_from_the_line():
    finding = dibao(a_family(persons=2, monthly_income=2500))

    assert finding["difference"].value == 0
    assert finding["standard_line"].value == fen(2000)


def test_a_standard_that_is_not_published_keeps_the_answer_open():
    law = law_with("110101")
    missing = {key: value for key, value in law.settings.items() if not key.startswith("dibao_standard")}
    law = type(law)(law.place, law.on, missing, "东城区")

    finding = assess("dibao", a_family(), DAY, law)

    assert finding.eligible is None
    assert "东城区在 2026-03 没有公布的“最低生活保障标准（城镇）”，请先在‘标准’中录入。" in [
        q.question for q in finding.open
    ]


def test_the_law_of_the_day_of_acceptance_and_the_ages_of_today():
    """A case is judged by the parameters of its acceptance; ages are those of the assessment day."""
    family = a_family(persons=1, monthly_income=970)

    before = assess("dibao", family, DAY, law_with(on=date(2024, 6, 1), dibao_standard={"urban": "962.00"}))
    after = assess("dibao", family, DAY, law_with(on=DAY, dibao_standard={"urban": "1006.00"}))

    assert (before.eligible, after.eligible) == (False, True)


def test_nothing_answered_is_open_and_asks():
    finding = assess("dibao", a_family({}), DAY, law_with())

    assert (finding.eligible, finding.amount) == (None, None)
    assert {"local_registration", "relation", "wage"} <= {question.name for question in finding.open}


def test_how_near_a_refused_family_is():
    change = what_would_change(dibao(a_family(persons=3, monthly_income="3012.00")))[0]

    assert (change.name, change.by) == ("income_below_standard", 1201)
    assert change.sentence == (
        "收入 3,012 元 不低于 标准 1,000 元 × 3 人 = 3,000 元；再少 12.01 元，这一条的结果就会不同。"
    )


def test_a_decision_replays_from_its_record():
    finding = dibao(a_family(persons=3, monthly_income="2400.50"))

    again = replay_record(finding.as_record())

    assert again.as_record() == finding.as_record()
    assert again.amount == fen(600)


def test_a_programme_that_is_not_there_is_said():
    with pytest.raises(NoSuchProgramme, match="dibao（最低生活保障）"):
        assess("dipao", a_family(), DAY, law_with())


def test_figures_that_only_carry_on():
    finding = dibao(a_family(person(wage=fen(400)), person(relation="spouse")))

    assert finding["dibao_before_rounding"].value == fen(1600)
    assert finding["dibao_amount"].value == fen(1600)
    assert finding["dibao_protected"].value == (True, True)
    assert finding["own_benefit"].value == fen(800)
    assert isinstance(finding["shortfall"].value, int | Decimal)
