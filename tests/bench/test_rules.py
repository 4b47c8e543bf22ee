"""The measurement of the rule book: its families, what it promises, and — nightly — the same answers on both sides."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from yimen.bench import rules_command
from yimen.bench.families import families, stream
from yimen.bench.openfisca import situation
from yimen.bench.rules import DAY, PLACES, Figures, _family, _sweep
from yimen.bulk.sweep import unnested
from yimen.config import measuring_rules
from yimen.core.book import Level
from yimen.core.law import parameters_for
from yimen.core.rules import BOOK, PROGRAMMES, assess

GRAPH = BOOK.graph(PROGRAMMES["dibao"].targets, DAY)
FACTS = list(GRAPH.facts.values())


def test_the_families_answer_everything_and_are_not_all_alike():
    rows = unnested(families(2000, FACTS, PLACES))

    answers = _sweep(rows).answer(rows)

    eligible = answers.column("dibao_eligible")
    assert eligible.null_count == answers.column("dibao_amount").null_count == 0
    assert 0.2 < np.mean(eligible.to_pylist()) < 0.8


def test_the_same_families_come_again():
    assert families(50, FACTS, PLACES).equals(families(50, FACTS, PLACES))
    assert [len(batch) for batch in stream(250, FACTS, PLACES, chunk=100)] == [100, 100, 50]


def test_a_family_is_the_same_as_a_row_and_as_a_situation():
    rows = unnested(families(30, FACTS, PLACES))
    answers = _sweep(rows).answer(rows).to_pylist()

    for number, answer in enumerate(answers):
        family, place = _family(situation(GRAPH, rows, number, PLACES, "2026-03"))
        finding = assess("dibao", family, DAY, parameters_for(place, DAY))
        assert finding.eligible == answer["dibao_eligible"]
        assert finding.amount == int(answer["dibao_amount"].scaleb(2))


def test_every_fact_the_rules_ask_is_among_the_families_columns():
    rows = unnested(families(3, FACTS, PLACES))
    names = {
        name.removesuffix("_fen") for name in [*rows.households.schema.names, *rows.members.schema.names]
    }

    assert {fact.name for fact in FACTS} <= names
    assert {fact.level for fact in FACTS} == set(Level)


def figures(**changed: Any) -> Figures:
    stated = {"households": 10, "bulk_ratio": 12.0, "single_ratio": 90.0, "agree": True, "peak_mb": 300}
    return Figures(**{**stated, **changed}, behind={})


@pytest.mark.parametrize(
    ("changed", "is_kept"),
    [
        pytest.param({}, True, id="都做到"),
        pytest.param({"bulk_ratio": 3.9}, False, id="整表不够快"),
        pytest.param({"single_ratio": 49.9}, False, id="单户不够快"),
        pytest.param({"agree": False}, False, id="答案不同"),
    ],
)
def test_the_promises_decide_the_exit_code(changed: dict[str, Any], is_kept: bool):
    assert rules_command.kept(figures(**changed)) is is_kept


@pytest.mark.nightly
def test_both_sides_give_the_same_answers(capsys: pytest.CaptureFixture[str]):
    """The speeds are not judged here: a suite shares its machine."""
    measuring_rules.main(["--households", "20000", "--json"])

    said = json.loads(capsys.readouterr().out)
    assert said["agree"] is True
    assert {"households", "bulk_ratio", "single_ratio", "agree", "peak_mb"} <= said.keys()
