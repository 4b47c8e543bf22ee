"""其他专项救助：可能符合的，指路到有权决定的部门。"""

from typing import Any

import pytest
from tests.core.rules.families import OPEN, a_family, aged, found, person

from yimen.core.law.declared.categories import SPECIAL
from yimen.core.rules.specials import SPECIALS

KEPT = {"current_programme": "dibao"}
ABLE = dict.fromkeys(("can_eat", "can_dress", "can_get_up", "can_toilet", "can_walk"), True)
OPENED = {"special_open": True}

LIKELY: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "education": ([person(student_stage="compulsory", **KEPT)], {}),
    "housing_repair": ([person(**KEPT)], {"residence": "rural", "dilapidated_house": True}),
    "employment": ([person(jobless=True, **KEPT)], {}),
    "disaster": ([person()], {"disaster_hit": True}),
    "shelter": ([person()], {"no_shelter": True}),
    "judicial": ([person()], {"judicial_victim": True}),
    "legal_aid": ([person(**KEPT)], {"legal_matter": True}),
    "child_rehab": ([aged(6, rehab_need=True, relation="child", **KEPT)], {}),
    "heating": ([person(**KEPT)], {}),
    "funeral": ([person(absence="deceased", **KEPT)], {}),
    "emergency_medical": ([person()], {"emergency_patient": True}),
    "services": ([person(can_bathe=False, **ABLE, **KEPT)], {}),
    "charity": ([person()], {"still_in_hardship": True}),
}
RICH = {"wage": 10**8, "current_programme": "none", "no_supporter": False}
NOT: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "education": ([person(student_stage="postgraduate", **KEPT)], {}),
    "housing_repair": ([person(**KEPT)], {"residence": "urban", "dilapidated_house": True}),
    "employment": ([person(jobless=True, labour_ability="none", **KEPT)], {}),
    "disaster": ([person()], {"disaster_hit": False}),
    "shelter": ([person()], {"no_shelter": False}),
    "judicial": ([person()], {"judicial_victim": False}),
    "legal_aid": ([person(**KEPT)], {"legal_matter": False}),
    "child_rehab": ([aged(7, rehab_need=True, relation="child", **KEPT)], {}),
    "heating": ([person(**RICH)], {f"{one}_expense": 0 for one in ("living", "medical", "education", "rehabilitation", "other")}),
    "funeral": ([person(absence="deceased")], {}),
    "emergency_medical": ([person()], {"emergency_patient": False}),
    "services": ([person(can_bathe=True, **ABLE, **KEPT)], {}),
    "charity": ([person()], {"still_in_hardship": False}),
}  # fmt: skip
LAW = {"special_open": "true"}


@pytest.mark.parametrize("special", [pytest.param(s, id=SPECIAL.values[s.code]) for s in SPECIALS])
def test_who_is_sent_where(special: Any):
    for table, expected in ((LIKELY, True), (NOT, False)):
        members, home = table[special.code]
        finding = found(special.code, a_family(*members, **home), **LAW)

        assert finding.eligible is expected, expected
        assert finding[f"{special.code}_likely"].source == special.source
        assert finding.amount is None
        assert special.apply_at in finding.programme.label


def test_every_aid_has_its_cases():
    assert set(LIKELY) == set(NOT) == set(SPECIAL.codes) == {special.code for special in SPECIALS}


def test_an_aid_the_place_does_not_run_is_not_asked_for():
    finding = found("heating", a_family(person()), special_open__heating=False)

    assert (finding.eligible, finding.open) == (False, [])


def test_who_counts_as_low_income():
    finding = found("legal_aid", a_family(person(**KEPT), legal_matter=OPEN))

    assert finding["low_income"].value == (True,)
    assert finding["low_income_family"].value is True
    assert [question.name for question in finding.open] == ["legal_matter"]


def test_a_child_of_the_other_scheme_is_of_low_income_too():
    child = aged(10, current_programme="unattended_child", relation="child")

    assert found("heating", a_family(child), special_open__heating=True).eligible is True
