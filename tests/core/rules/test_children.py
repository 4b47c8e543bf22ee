"""孤儿与事实无人抚养儿童：父母双方的情况，六个月，补差。"""

from typing import Any

import pytest
from tests.core.rules.families import DAY, OPEN, a_family, aged, fen, found, law_with

from yimen.core.law import CH2019, OR2010
from yimen.core.rules import assess

STANDARD = {"orphan_standard": {"institution": "2000", "scattered": "1500"}}


def a_child(years: int = 10, **facts: Any) -> dict[str, Any]:
    given = {
        "relation": "child",
        "mother": "dead",
        "father": "dead",
        "mother_months": 0,
        "father_months": 0,
        "child_mode": "scattered",
        "current_benefit": 0,
    }
    return aged(years, **given | facts)


def orphan(*members: dict[str, Any], **overrides: Any):
    return found("orphan", a_family(*members), **STANDARD | overrides)


def unattended(*members: dict[str, Any], **overrides: Any):
    return found("unattended_child", a_family(*members), **STANDARD | overrides)


@pytest.mark.parametrize(
    ("mother", "father", "is_orphan", "is_unattended"),
    [
        pytest.param("dead", "dead", True, False, id="父母双亡"),
        pytest.param("unfound", "unfound", True, False, id="查找不到父母"),
        pytest.param("dead", "missing", True, False, id="一方死亡一方失踪"),
        pytest.param("dead", "able", False, False, id="一方死亡，另一方能抚养"),
        pytest.param("dead", "disabled", False, True, id="一方死亡，另一方重残"),
        pytest.param("missing", "ill", False, True, id="一方失踪，另一方重病"),
        pytest.param("disabled", "ill", False, True, id="双方重残重病"),
        pytest.param("ill", "able", False, False, id="一方重病，另一方能抚养"),
        pytest.param(OPEN, "able", False, False, id="一方能抚养，另一方没有回答也不影响"),
        pytest.param(OPEN, "dead", OPEN, OPEN, id="一方死亡，另一方没有回答"),
    ],
)
def test_both_parents_decide(
    mother: str | None, father: str, is_orphan: bool | None, is_unattended: bool | None
):
    child = a_child(mother=mother, father=father)

    assert orphan(child)["orphan_child"].value == (is_orphan,)
    assert orphan(child).eligible is is_orphan
    assert unattended(child)["unattended"].value == (is_unattended,)
    assert unattended(child).eligible is is_unattended
    assert orphan(child)["orphan_eligible"].source == OR2010.article(1)


@pytest.mark.parametrize("state", ["custody", "isolation", "restricted", "out_of_contact"])
@pytest.mark.parametrize(
    ("months", "failing"), [pytest.param(6, True, id="满六个月"), pytest.param(5, False, id="不满六个月")]
)
def test_out_of_contact_and_deprived_of_liberty_need_six_months(state: str, months: int, failing: bool):
    finding = unattended(a_child(father=state, father_months=months))

    assert finding["father_failing"].value == (failing,)
    assert finding["father_failing"].source == CH2019.article(1)
    assert finding["mother_gone"].value == (True,)
    assert finding.eligible is failing


def test_months_are_not_asked_where_the_state_needs_none():
    finding = unattended(a_child(mother="ill", mother_months=OPEN))

    assert (finding["mother_failing"].value, finding["father_gone"].value) == ((True,), (True,))
    assert finding["unattended_eligible"].value is True


@pytest.mark.parametrize(
    ("years", "facts", "overrides", "applies"),
    [
        pytest.param(17, {}, {}, True, id="未满十八周岁"),
        pytest.param(18, {}, {}, False, id="满十八周岁"),
        pytest.param(
            18,
            {"current_programme": "orphan", "student_stage": "bachelor"},
            {"child_study_continues": True},
            True,
            id="满十八周岁在读，当地继续发放",
        ),
        pytest.param(
            18, {"current_programme": "orphan", "student_stage": "bachelor"}, {}, False, id="当地没有继续发放"
        ),
        pytest.param(10, {"local_registration": False}, {}, False, id="户籍不在本地"),
    ],
)
def test_who_may_apply(years: int, facts: dict[str, Any], overrides: dict[str, Any], applies: bool):
    assert orphan(a_child(years, **facts), **overrides)["child_applicant"].value == (applies,)


@pytest.mark.parametrize(
    ("mode", "amount"),
    [pytest.param("institution", 2000, id="机构"), pytest.param("scattered", 1500, id="散居")],
)
def test_the_standard_follows_how_the_child_is_raised(mode: str, amount: int):
    finding = orphan(a_child(child_mode=mode), a_child(child_mode="scattered"))

    assert finding["orphan_monthly"].value == (fen(amount), fen(1500))
    assert finding["orphan_amount"].value == fen(amount) + fen(1500)
    assert finding["orphan_amount"].source == OR2010.article(2)


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        pytest.param({}, "1500.00", id="没有其他补助，全额"),
        pytest.param({"current_benefit": OPEN}, "1500.00", id="没有其他补助，不必问"),
        pytest.param({"current_programme": "dibao", "current_benefit": fen(600)}, "900.00", id="有低保，补差"),
        pytest.param({"current_programme": "tekun", "current_benefit": fen(1500)}, "0.00", id="特困已达标准"),
        pytest.param({"current_programme": "tekun", "current_benefit": fen(1600)}, "0.00", id="不倒扣"),
        pytest.param(
            {"disability_kind": "physical", "disability_grade": 3, "current_benefit": fen(150)},
            "1350.00",
            id="有困难残疾人生活补贴，补差",
        ),
    ],
)  # fmt: skip
def test_other_benefits_are_filled_up_not_added(facts: dict[str, Any], amount: str):
    finding = unattended(a_child(father="ill", **facts))

    assert finding["unattended_monthly"].value == (fen(amount),)
    assert finding.amount == fen(amount)
    assert finding["unattended_amount"].source == CH2019.article("二")
    assert finding["has_other_benefit"].value == (bool(facts) and set(facts) != {"current_benefit"},)


def test_a_place_without_a_standard_leaves_the_amount_open():
    finding = assess("orphan", a_family(a_child()), DAY, law_with("110101"))

    assert (finding.eligible, finding.amount) == (True, None)
    assert [question.name for question in finding.open] == ["orphan_standard.scattered"]
