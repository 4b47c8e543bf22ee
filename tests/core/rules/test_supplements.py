"""第二十七条：对获得最低生活保障金后生活仍有困难的老年人、未成年人、重度残疾人和重病患者，采取必要措施给予生活保障。"""

from typing import Any

import pytest
from tests.core.rules.families import OPEN, a_family, aged, dibao, fen, person

from yimen.core.law.declared.categories import SUPPLEMENT

SEVERE = {"disability_kind": "visual", "disability_grade": 1}


def only(one: str, rate: str = "0.10") -> dict[str, Any]:
    """The place gives a share of the standard to one class alone."""
    basis = dict.fromkeys(SUPPLEMENT.codes, "none") | {one: "standard"}
    return {"supplement_basis": basis, "supplement_rate": rate}


MEETS = {
    "three_no": (
        person(no_supporter=True, labour_ability="none"),
        person(no_supporter=True, labour_ability="none", wage=1),
    ),
    "severe_disability": (person(**SEVERE), person(disability_kind="visual", disability_grade=3)),
    "disability": (person(disability_kind="hearing", disability_grade=4), person()),
    "major_illness": (person(major_illness=True), person()),
    "elderly_80": (aged(80), aged(79)),
    "elderly_70": (aged(70), aged(69)),
    "minor": (aged(17), aged(18)),
    "half_orphan": (aged(10, half_orphan=True), aged(20, half_orphan=True)),
    "preschool": (person(student_stage="preschool"), person(student_stage="compulsory")),
    "pupil": (person(student_stage="compulsory"), person(student_stage="senior")),
    "student": (person(student_stage="senior"), person(student_stage="compulsory")),
}


@pytest.mark.parametrize("one", [pytest.param(code, id=SUPPLEMENT.values[code]) for code in MEETS])
def test_who_gets_which_supplement(one: str):
    meets, does_not = MEETS[one]
    finding = dibao(a_family(meets, does_not), **only(one))

    assert finding[f"supplement_{one}"].value == (fen(100), 0)
    assert finding["supplement"].value == (fen(100), 0)


def test_every_class_has_its_case():
    assert {*MEETS, "lives_alone"} == set(SUPPLEMENT.codes)


def test_living_alone_is_a_household_of_one():
    assert dibao(a_family(person()), **only("lives_alone"))["supplement_lives_alone"].value == (fen(100),)
    assert dibao(a_family(persons=2), **only("lives_alone"))["supplement_lives_alone"].value == (0, 0)


@pytest.mark.parametrize(
    ("basis", "amount"),
    [
        pytest.param("standard", "300", id="标准的三成"),
        pytest.param("own_benefit", "240", id="本人保障金的三成"),
        pytest.param("fixed", "60", id="固定六十元"),
        pytest.param("none", "0", id="不增发"),
    ],
)
def test_how_much(basis: str, amount: str):
    family = a_family(person(**SEVERE), person(relation="spouse", wage=fen(400)))

    finding = dibao(
        family,
        supplement_basis__severe_disability=basis,
        supplement_rate__severe_disability="0.30",
        supplement_fixed__severe_disability="60.00",
    )

    assert finding["own_benefit"].value == fen(800)
    assert finding["family_supplements"].value == fen(amount)
    assert finding.amount == fen(1600) + fen(amount)


TWO = {
    "supplement_basis__severe_disability": "fixed",
    "supplement_fixed__severe_disability": "60",
    "supplement_basis__elderly_70": "fixed",
    "supplement_fixed__elderly_70": "40",
}


@pytest.mark.parametrize(
    ("settings", "amount"),
    [
        pytest.param({"supplement_stacking": "max"}, "60", id="同组只取最高"),
        pytest.param({"supplement_stacking": "choose"}, "60", id="同组由家庭选，按最高计"),
        pytest.param({"supplement_stacking": "sum"}, "100", id="同组可以叠加"),
        pytest.param({"supplement_group__elderly_70": "b"}, "100", id="不同组相加（重庆残疾另加）"),
    ],
)
def test_stacking(settings: dict[str, str], amount: str):
    finding = dibao(a_family(aged(70, **SEVERE)), **TWO, **settings)

    assert finding["supplement"].value == (fen(amount),)


def test_no_supplement_for_a_family_that_is_not_eligible():
    finding = dibao(a_family(aged(70, wage=fen(1000))), **only("elderly_70"))

    assert (finding.eligible, finding.amount) == (False, 0)


@pytest.mark.parametrize(
    ("also_single", "amount"),
    [pytest.param(False, 1000, id="单人保不增发（沈阳）"), pytest.param(True, 1100, id="单人保也增发")],
)
def test_persons_who_entered_alone(also_single: bool, amount: int):
    family = a_family(person(**SEVERE), person(relation="spouse", wage=fen(2400)))

    finding = dibao(family, supplement_for_single=also_single, **only("severe_disability"))

    assert finding["single_supplements"].value == fen(amount) - fen(1000)
    assert finding.amount == fen(amount)


def test_a_question_is_asked_only_where_the_place_gives_the_supplement():
    family = a_family(person(major_illness=OPEN))

    assert dibao(family).amount == fen(1000)
    asked = dibao(family, **only("major_illness"))
    assert (asked.eligible, asked.amount, [q.name for q in asked.open]) == (True, None, ["major_illness"])
