"""Four sets of disabled persons that must not be mixed up: every kind and grade, in each."""

from typing import Any

import pytest
from tests.core.rules.families import DAY, OPEN, a_family, law_with, person

from yimen.core.book import Programme, find
from yimen.core.law import CH2019, D57, N2022, T43
from yimen.core.rules import BOOK

SETS = ("severely_disabled", "single_entry_disabled", "tekun_disabled", "parent_disabled")
PROBE = Programme("probe", "试", SETS[0], also=(*SETS, "has_disability", "of_mind"))


def sets_of(kind: str | None, grade: int | None) -> dict[str, Any]:
    member = person(disability_kind=kind, disability_grade=grade)
    finding = find(BOOK.graph(PROBE.targets, DAY), PROBE, a_family(member), DAY, law_with(), BOOK.facts)
    return {value.name: value.value[0] for value in finding}


@pytest.mark.parametrize(
    ("kind", "severe", "single", "tekun", "parent"),
    [
        pytest.param("visual", "12", "12", "1", "12", id="视力"),
        pytest.param("hearing", "12", "12", "", "12", id="听力"),
        pytest.param("speech", "12", "12", "", "12", id="言语"),
        pytest.param("physical", "12", "12", "12", "12", id="肢体"),
        pytest.param("intellectual", "12", "123", "123", "1234", id="智力"),
        pytest.param("mental", "12", "123", "123", "1234", id="精神"),
        pytest.param("multiple", "12", "12", "", "12", id="多重"),
        pytest.param("none", "", "", "", "", id="无残疾"),
    ],
)
def test_each_text_draws_its_own_set(kind: str, severe: str, single: str, tekun: str, parent: str):
    for grade in (1, 2, 3, 4):
        found = sets_of(kind, grade)
        expected = [str(grade) in grades for grades in (severe, single, tekun, parent)]
        assert [found[name] for name in SETS] == expected, grade


def test_any_card_is_a_disability_and_mind_is_its_own_kind():
    assert sets_of("hearing", 4)["has_disability"] is True
    assert sets_of("none", 0)["has_disability"] is False
    assert [sets_of(kind, 4)["of_mind"] for kind in ("mental", "intellectual", "physical")] == [
        True,
        True,
        False,
    ]


def test_an_unknown_grade_is_open_only_where_it_matters():
    assert sets_of("mental", OPEN)["severely_disabled"] is None
    assert sets_of("none", OPEN)["severely_disabled"] is False
    assert sets_of(OPEN, 4)["severely_disabled"] is False


@pytest.mark.parametrize(
    ("name", "source"),
    [
        pytest.param("severely_disabled", N2022.article("一(一)"), id="重度"),
        pytest.param("single_entry_disabled", D57.article(8, item=1), id="单独申请"),
        pytest.param("tekun_disabled", T43.article(5), id="特困"),
        pytest.param("parent_disabled", CH2019.article(1), id="事实无人抚养"),
    ],
)
def test_each_set_names_its_text(name: str, source: Any):
    assert BOOK.in_force(name, DAY).source == source
