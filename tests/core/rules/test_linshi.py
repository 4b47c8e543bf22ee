"""临时救助：急难型和支出型；金额、次数、下放限额按各地规定。"""

from typing import Any

import pytest
from tests.core.rules.families import OPEN, a_family, fen, found, person

from yimen.core.law import R649, T2018

STRUCK: dict[str, Any] = {
    "emergency": "fire",
    "severity": "heavy",
    "emergency_here": True,
    "helped_persons": 3,
    "hardship_months": 2,
    "hardship_days": 60,
    "emergency_expense": fen(9000),
    "same_cause_times": 0,
    "agreed_amount": fen(30_000),
}
NO_EXPENSES = {f"{one}_expense": 0 for one in ("living", "medical", "education", "rehabilitation", "other")}


def jinan(**given: Any):
    home = {name: given.pop(name) for name in list(given) if name in STRUCK}
    return found("linshi_jinan", a_family(persons=3, **STRUCK | home), **given)


def zhichu(*members: dict[str, Any], home: dict[str, Any] | None = None, **overrides: Any):
    given = STRUCK | NO_EXPENSES | {"medical_expense": fen("18000.01")} | (home or {})
    return found("linshi_zhichu", a_family(*members or (person(wage=fen(3000)),), **given), **overrides)


# 急难型 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "eligible", "failed"),
    [
        pytest.param({}, True, [], id="火灾"),
        pytest.param({"emergency": "illness"}, True, [], id="突发重病"),
        pytest.param({"emergency": "none"}, False, ["struck"], id="没有急难"),
        pytest.param({"emergency_here": False}, False, ["struck_here"], id="急难不在本地"),
        pytest.param({"emergency_here": OPEN}, OPEN, [], id="发生地没有回答"),
    ],
)
def test_an_emergency_that_happened_here(given: dict[str, Any], eligible: bool | None, failed: list[str]):
    finding = jinan(**given)

    assert finding.eligible is eligible
    assert [figure.name for figure in finding.failed] == failed
    assert finding["jinan_eligible"].source == T2018.article("二(一)")


def test_registration_does_not_matter_in_an_emergency():
    stranger = person(local_registration=False)

    assert found("linshi_jinan", a_family(stranger, **STRUCK)).eligible is True


@pytest.mark.parametrize(
    ("limit", "times", "ok"),
    [
        pytest.param(0, 9, True, id="不限次数"),
        pytest.param(0, OPEN, True, id="不限次数，不必问"),
        pytest.param(1, 0, True, id="今年第一次（喀什）"),
        pytest.param(1, 1, False, id="今年已救助一次"),
        pytest.param(2, 1, True, id="限两次，已救助一次（山西）"),
    ],
)
def test_how_often_for_the_same_cause(limit: int, times: int | None, ok: bool):
    finding = jinan(same_cause_times=times, linshi_times=limit)

    assert finding["times_ok"].value is ok
    assert finding.eligible is ok


HEAVY = {
    "months": "6000",
    "multiple": "12000",
    "fixed": "800",
    "expense": "900",
    "daily": "5400",
    "case": "30000",
}


@pytest.mark.parametrize(("method", "amount"), [pytest.param(m, a, id=m) for m, a in HEAVY.items()])
def test_every_way_to_compute_it(method: str, amount: str):
    finding = jinan(
        linshi_method__heavy=method,
        linshi_multiple="4",
        linshi_fixed="800",
        linshi_expense_share="0.10",
        linshi_daily="30",
        linshi_days="180",
    )

    assert finding["linshi_raw_heavy"].value == fen(amount)
    assert finding["linshi_limited_heavy"].value == fen(amount)
    assert finding.amount == fen(amount)
    assert finding["jinan_amount"].source == T2018.article("二(三)")


@pytest.mark.parametrize(
    ("severity", "amount"),
    [
        pytest.param("light", "800", id="较轻，不超过八百元（甘肃）"),
        pytest.param("heavy", "6000", id="较重，标准乘人数乘月数"),
        pytest.param("major", "30000", id="重大，一事一议"),
    ],
)
def test_the_tier_follows_how_heavy_it_is(severity: str, amount: str):
    finding = jinan(severity=severity, linshi_method__light="fixed", linshi_fixed="800")

    assert finding.amount == fen(amount)
    assert finding[f"linshi_raw_{severity}"].value == fen(amount)


@pytest.mark.parametrize(
    ("settings", "amount"),
    [
        pytest.param({"linshi_months__heavy": 1}, "3000", id="月数以上限为准"),
        pytest.param({"linshi_cap_multiple__heavy": "1"}, "3000", id="每人不超过一倍标准"),
        pytest.param({"linshi_cap__heavy": "5000"}, "5000", id="每次不超过五千元"),
        pytest.param({"linshi_cap__heavy": "6000"}, "6000", id="等于最高额"),
        pytest.param({"linshi_floor__heavy": "7000"}, "7000", id="最低额"),
        pytest.param({"linshi_within_expense__heavy": True, "linshi_floor__heavy": "9500"}, "9000", id="不超过实际支出"),
        pytest.param({"linshi_urban_standard": True, "dibao_standard": {"urban": "1100", "rural": "1"}}, "6600", id="一律按城市标准"),
    ],
)  # fmt: skip
def test_floors_and_caps(settings: dict[str, Any], amount: str):
    finding = jinan(**settings)

    assert finding["linshi_limited_heavy"].value == fen(amount)
    assert finding.amount == fen(amount)


@pytest.mark.parametrize(
    ("severity", "name"),
    [pytest.param("light", "linshi_limited_light", id="较轻"), pytest.param("major", "linshi_limited_major", id="重大")],
)  # fmt: skip
def test_every_tier_has_its_own_caps(severity: str, name: str):
    assert jinan(severity=severity, **{f"linshi_cap__{severity}": "100"})[name].value == fen(100)


@pytest.mark.parametrize(
    ("cause", "days", "amount"),
    [
        pytest.param("accident", 200, "16200", id="意外不超过一百八十天"),
        pytest.param("illness", 200, "10800", id="突发重病不超过一百二十天"),
        pytest.param("illness", 60, "5400", id="不足上限按实际天数"),
    ],
)
def test_the_daily_variant_bounds_the_days_by_cause(cause: str, days: int, amount: str):
    finding = jinan(
        emergency=cause,
        hardship_days=days,
        linshi_method="daily",
        linshi_daily="30",
        linshi_days={"accident": 180, "illness": 120},
    )

    assert finding["linshi_days"].value == min(days, 180 if cause == "accident" else 120)
    assert finding.amount == fen(amount)


def test_the_standard_is_that_of_the_residence():
    finding = jinan(dibao_standard={"urban": "1100", "rural": "700"})

    assert finding["linshi_standard"].value == fen(1100)


@pytest.mark.parametrize(
    ("basis", "by_town"),
    [
        pytest.param({"linshi_ceiling_basis": "none"}, False, id="没有下放"),
        pytest.param({"linshi_ceiling_basis": "fixed", "linshi_ceiling": "6000"}, True, id="等于限额"),
        pytest.param({"linshi_ceiling_basis": "fixed", "linshi_ceiling": "5999.99"}, False, id="超过限额一分"),
        pytest.param({"linshi_ceiling_basis": "multiple", "linshi_ceiling_multiple": "6"}, True, id="标准的六倍"),
        pytest.param({"linshi_ceiling_basis": "multiple", "linshi_ceiling_multiple": "2"}, False, id="标准的两倍"),
    ],
)  # fmt: skip
def test_what_a_town_may_decide_itself(basis: dict[str, Any], by_town: bool):
    finding = jinan(**basis)

    assert finding["town_decides_jinan"].value is by_town
    assert finding["town_decides_jinan"].source == R649.article(48)
    if basis["linshi_ceiling_basis"] == "fixed":
        assert finding["town_ceiling"].value == fen(basis["linshi_ceiling"])


# 支出型 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spent", "beyond"),
    [
        pytest.param("18000.01", True, id="超过年收入一半"),
        pytest.param("18000.00", False, id="等于年收入一半"),
        pytest.param(OPEN, OPEN, id="没有回答"),
    ],
)
def test_necessary_expenses_beyond_what_the_family_can_bear(spent: str | None, beyond: bool | None):
    finding = zhichu(home={"medical_expense": fen(spent), "living_expense": fen(99_999)})

    assert finding["expenses_beyond_means"].value is beyond
    assert finding["necessary_expenses"].value == fen(spent)
    assert finding.eligible is beyond


def test_for_dibao_and_tekun_only_the_expense_is_verified():
    kept = person(current_programme="dibao", wage=fen(9000))
    finding = zhichu(kept, home={"medical_expense": fen(100_000), "cars": 1})

    assert finding["on_basic_assistance"].value is True
    assert finding["zhichu_means"].value is True
    assert finding.eligible is True


@pytest.mark.parametrize(
    ("wage", "home", "failed"),
    [
        pytest.param("4416.66", {}, [], id="收入低于人均可支配收入"),
        pytest.param("4416.67", {}, ["zhichu_means"], id="收入不低于人均可支配收入"),
        pytest.param("3000.00", {"cars": 1}, ["zhichu_means"], id="有汽车"),
    ],
)
def test_others_must_meet_income_and_property(wage: str, home: dict[str, Any], failed: list[str]):
    able = person(wage=fen(wage), no_supporter=False)
    finding = zhichu(able, home={"medical_expense": fen(100_000), **home})

    assert [figure.name for figure in finding.failed] == failed
    if home:
        assert finding["property_ok_linshi"].value is False


def test_the_amount_for_expenses():
    assert zhichu().amount == fen(6000)
    assert zhichu(linshi_method__zhichu="expense", linshi_expense_share="0.5").amount == fen("9000.01")
    capped = zhichu(linshi_method__zhichu="expense", linshi_expense_share="0.5", linshi_cap__zhichu="5000")
    assert capped["linshi_limited_zhichu"].value == fen(5000)
    assert capped["zhichu_amount"].value == fen(5000)
    assert capped["linshi_raw_zhichu"].value > fen(9000)


def test_a_town_may_decide_small_expenses():
    finding = zhichu(linshi_ceiling_basis="fixed", linshi_ceiling="6000")

    assert finding["town_decides_zhichu"].value is True
    assert finding["zhichu_eligible"].source == T2018.article("二(一)")
