"""各项目能不能同时享受：不相容的只取一项，取对家庭最有利的组合。"""

from typing import Any

import pytest
from tests.core.rules.families import DAY, a_family, aged, fen, law_with, person
from tests.core.rules.test_children import a_child
from tests.core.rules.test_disability_allowances import disabled
from tests.core.rules.test_gangxing import NO_EXPENSES
from tests.core.rules.test_linshi import STRUCK
from tests.core.rules.test_tekun import ALONE, old

from yimen.core.rules import PROGRAMMES, assess
from yimen.core.rules.compatibility import EXCLUSIONS, exclusion
from yimen.core.rules.package import best_package

HOME: dict[str, Any] = STRUCK | NO_EXPENSES | {"emergency": "none"}


def package(*members: dict[str, Any], home: dict[str, Any] | None = None, **overrides: Any):
    given = {"orphan_standard": "1500"} | overrides
    return best_package(a_family(*members, **HOME | (home or {})), DAY, law_with(**given))


def test_the_table_names_programmes_there_are_and_no_pair_twice():
    pairs = [frozenset((e.one, e.other)) for e in EXCLUSIONS]

    assert {key for pair in pairs for key in pair} <= set(PROGRAMMES)
    assert len(pairs) == len(set(pairs))
    assert exclusion("tekun", "dibao") == exclusion("dibao", "tekun")
    assert exclusion("dibao", "disability_care") is None


def test_a_destitute_person_takes_tekun_not_dibao():
    found = package(old())

    assert "tekun" in found.keys
    assert "dibao" not in found.keys
    assert found.monthly == fen(1701)
    assert dict(found.given_up)["dibao"].startswith("基本生活由一个项目保障")


def test_the_rest_of_the_family_keeps_dibao():
    grandchild = aged(10, relation="grandchild", student_stage="compulsory")
    found = package(old(), grandchild | {"mother": "able", "father": "able"})

    assert {"tekun", "dibao"} <= set(found.keys)
    assert found.monthly == fen(1701) + fen(1000)


def test_an_orphan_chooses_the_better_of_two_schemes():
    child = a_child(**ALONE)

    cheap, dear = package(child, orphan_standard="1500"), package(child, orphan_standard="2500")
    kept = {"tekun", "orphan", "unattended_child"}
    assert (kept & set(cheap.keys), kept & set(dear.keys)) == ({"tekun"}, {"orphan"})
    assert dear.monthly == fen(2500)


def test_a_grandfather_takes_one_scheme_and_the_orphan_the_other():
    child = a_child(relation="grandchild", **ALONE)
    found = package(old(), child, orphan_standard="2500")

    assert {line.key: line.members for line in found.lines if line.members} == {"tekun": (0,), "orphan": (1,)}
    assert found.monthly == fen(1701) + fen(2500)


def test_allowances_come_on_top_of_dibao_but_not_of_tekun():
    assert {"dibao", "disability_living", "disability_care"} <= set(package(disabled()).keys)
    assert not {"disability_living", "disability_care"} & set(package(old(**{k: disabled()[k] for k in ("disability_kind", "disability_grade", "card_until", "elderly_care_subsidy")})).keys)  # fmt: skip


def test_somebody_alone_in_a_family_near_the_line():
    found = package(disabled(), person(relation="spouse", wage=fen(2400), no_supporter=False))

    assert {"dibao", "bianyuan", "disability_care"} <= set(found.keys)


def test_the_same_hardship_is_helped_once():
    struck = {"emergency": "illness", "severity": "heavy", "medical_expense": fen(90_000)}
    found = package(person(current_programme="dibao"), home=struck)

    assert len({"linshi_jinan", "linshi_zhichu"} & set(found.keys)) == 1
    assert found.once >= fen(6000)


def test_nothing_for_a_family_that_meets_nothing():
    found = package(person(wage=fen(9000), no_supporter=False))

    assert (found.keys, found.monthly, found.once, found.given_up) == ((), 0, 0, ())


@pytest.mark.parametrize("fact", [pytest.param("wage", id="收入没有回答")])
def test_what_is_open_is_named(fact: str):
    assert "dibao" in package(person(**{fact: None})).open


@pytest.mark.parametrize(
    ("kept", "other"),
    [
        pytest.param(
            e.other if e.one == "dibao" else e.one, "dibao" if e.one == "dibao" else e.other, id=e.why
        )
        for e in EXCLUSIONS
        if e.whose == "person" and {e.one, e.other} & {"dibao", "disability_living", "disability_care"}
    ],
)
def test_the_rules_keep_apart_what_the_table_says(kept: str, other: str):
    someone = disabled(current_programme=kept)

    assert assess(other, a_family(someone), DAY, law_with()).eligible is False
