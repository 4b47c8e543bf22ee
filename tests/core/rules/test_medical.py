"""医疗救助：身份、起付标准、比例、限额、倾斜救助。"""

from typing import Any

import pytest
from tests.core.rules.families import DAY, OPEN, a_family, fen, found, law_with, person

from yimen.core.book import find
from yimen.core.law import L2023, R649
from yimen.core.rules import BOOK, PROGRAMMES


def patient(cost: str | None = "10000", **facts: Any) -> dict[str, Any]:
    return person(**{"current_programme": "dibao", "in_scope_cost": fen(cost), "medical_aid_paid": 0} | facts)


def medical(*members: dict[str, Any], **overrides: Any):
    return found("medical", a_family(*members), **overrides)


@pytest.mark.parametrize(
    ("facts", "entitled"),
    [
        pytest.param({}, True, id="低保对象"),
        pytest.param({"current_programme": "tekun"}, True, id="特困人员"),
        pytest.param({"current_programme": "orphan"}, True, id="孤儿"),
        pytest.param({"current_programme": "bianyuan", "wage": fen(3000)}, True, id="低保边缘"),
        pytest.param({"current_programme": "gangxing", "wage": fen(3000)}, True, id="刚性支出困难"),
        pytest.param({"current_programme": "none", "wage": fen(9000)}, False, id="都不是"),
    ],
)
def test_who_is_entitled(facts: dict[str, Any], entitled: bool):
    finding = medical(patient(**facts))

    assert finding["medical_person"].value == (entitled,)
    assert finding.eligible is entitled
    assert finding["medical_eligible"].source == R649.article(28)


def test_a_class_may_be_closed_and_no_cost_needs_no_aid():
    assert medical(patient(), medical_open__dibao=False, medical_open__bianyuan=False, medical_open__gangxing=False).eligible is False  # fmt: skip
    assert medical(patient("0")).eligible is False
    assert medical(patient(OPEN)).eligible is None


@pytest.mark.parametrize(
    ("programme", "cost", "deductible", "aid"),
    [
        pytest.param("dibao", "10000", "0", "7000", id="低保不设起付，七成"),
        pytest.param("tekun", "10000", "0", "10000", id="特困全额"),
        pytest.param("bianyuan", "5300", "5300", "0", id="边缘：等于起付标准"),
        pytest.param("bianyuan", "10000", "5300", "2820", id="边缘：人均可支配收入一成起付，六成"),
        pytest.param("gangxing", "20000", "13250", "4050", id="刚性支出：二成五起付，六成"),
    ],
)
def test_deductible_and_rate_by_class(programme: str, cost: str, deductible: str, aid: str):
    able = {"wage": fen(3000), "no_supporter": False} if programme in ("bianyuan", "gangxing") else {}
    finding = medical(patient(cost, current_programme=programme, **able))

    assert finding["medical_deductible"].value == (fen(deductible),)
    assert finding["cost_above_deductible"].value == (fen(cost) - fen(deductible),)
    assert finding["medical_first"].value == (fen(aid),)
    assert finding["medical_rate"].source == L2023.article("四(二)")
    assert finding.amount == fen(aid)


@pytest.mark.parametrize(
    ("cap", "aid"),
    [
        pytest.param("0", "7000", id="不设限额"),
        pytest.param("7000", "7000", id="等于限额"),
        pytest.param("6999.99", "6999.99", id="超过限额一分"),
    ],
)
def test_the_cap_of_the_year(cap: str, aid: str):
    finding = medical(patient(), medical_cap__dibao=cap)

    assert finding["medical_cap"].value == (fen(cap),)
    assert finding["medical_first"].value == (fen(aid),)


SEGMENTS = {
    "second_open": True,
    "second_above": {"a": "5000", "b": "10000", "c": "30000", "d": "50000"},
    "second_rate": {"a": "0.20", "b": "0.30", "c": "0.40", "d": "0.50"},
}


@pytest.mark.parametrize(
    ("cost", "second"),
    [
        pytest.param("15000", "0", id="剩余等于起点"),
        pytest.param("20000", "1000", id="剩余一万，第一段二成"),
        pytest.param("40000", "7000", id="剩余三万，第二段三成"),
        pytest.param("70000", "20000", id="剩余六万，四段累进"),
    ],
)
def test_the_second_layer_in_segments(cost: str, second: str):
    """兰山：一次超过五千元的部分，二成、三成、四成、五成。第一层限额一万元。"""
    finding = medical(patient(cost), medical_cap__dibao="10000", **SEGMENTS)

    assert finding["medical_second"].value == (fen(second),)
    assert finding["medical_aid"].value == (fen(10_000) + fen(second),)


def test_the_second_layer_only_for_classes_it_is_open_to_and_to_its_cap():
    assert medical(patient("40000"), medical_cap="10000", second_open=False)["medical_second"].value == (0,)
    capped = medical(patient("40000"), **SEGMENTS | {"medical_cap": "10000", "second_cap": "3000"})
    assert capped["medical_second"].value == (fen(3000),)


def test_what_was_paid_this_year_is_taken_off():
    finding = medical(patient(medical_aid_paid=fen(6000)))

    assert finding["medical_amount"].value == fen(1000)


@pytest.mark.parametrize(
    ("programme", "share"),
    [pytest.param("tekun", 400, id="特困全额资助参保"), pytest.param("dibao", 200, id="低保定额资助")],
)
def test_the_premium_is_paid_for(programme: str, share: int):

    family = a_family(patient(current_programme=programme))
    graph = BOOK.graph((*PROGRAMMES["medical"].targets, "premium_subsidy"), DAY)
    finding = find(graph, PROGRAMMES["medical"], family, DAY, law_with(premium="400"), BOOK.facts)

    assert finding["premium_subsidy"].value == (fen(share),)


def test_a_child_found_to_be_an_orphan_is_treated_as_one():
    child = patient(
        current_programme="none", birth_date=person()["birth_date"].replace(year=2015), mother="dead", father="dead"
    )  # fmt: skip
    finding = medical(child)

    assert finding["in_child_scheme"].value == (True,)
    assert finding["medical_rate"].value == (1,)
