"""低保边缘家庭：收入低于低保标准的一点五倍，财产符合规定，不符合低保条件。"""

from typing import Any

import pytest
from tests.core.rules.families import OPEN, a_family, bianyuan, fen

from yimen.core.law import L2023


@pytest.mark.parametrize(
    ("monthly_income", "inclusive", "eligible"),
    [
        pytest.param("2999.99", False, False, id="低于标准，是低保"),
        pytest.param("3000.00", False, True, id="等于标准，边缘"),
        pytest.param("4499.99", False, True, id="低于一点五倍一分"),
        pytest.param("4500.00", False, False, id="等于一点五倍，低于不含本数"),
        pytest.param("4500.00", True, True, id="等于一点五倍，当地写“不高于”"),
        pytest.param("4500.01", True, False, id="高于一点五倍一分"),
        pytest.param(OPEN, False, OPEN, id="收入没有回答"),
    ],
)
def test_income_between_the_lines(monthly_income: str | None, inclusive: bool, eligible: bool | None):
    finding = bianyuan(a_family(persons=3, monthly_income=monthly_income), bianyuan_inclusive=inclusive)

    assert finding.eligible is eligible
    assert finding["bianyuan_eligible"].source == L2023.article(2)


@pytest.mark.parametrize(
    ("multiple", "held"),
    [pytest.param("1.2", False, id="一点二倍"), pytest.param("2", True, id="两倍")],
)
def test_the_multiple_is_the_places(multiple: str, held: bool):
    finding = bianyuan(a_family(monthly_income=1400), bianyuan_multiple=multiple)

    assert finding["income_below_multiple"].value is held


@pytest.mark.parametrize(
    ("home", "failed"),
    [
        pytest.param({"monthly_income": 1200, "houses": 2}, ["property_ok_bianyuan"], id="财产不符合"),
        pytest.param({"monthly_income": 1600}, ["income_below_multiple"], id="收入不符合"),
        pytest.param({"monthly_income": 400}, ["not_dibao_family"], id="是低保家庭"),
    ],
)
def test_a_refusal_names_what_failed(home: dict[str, Any], failed: list[str]):
    assert [figure.name for figure in bianyuan(a_family(**home)).failed] == failed


def test_recognition_pays_nothing_itself():
    assert bianyuan(a_family(monthly_income=1200)).amount is None


def test_a_poor_family_kept_from_dibao_by_its_savings_can_be_near_it():
    finding = bianyuan(a_family(monthly_income=400, financial_assets=fen(30_000)))

    assert finding.eligible is True
