"""Families out of the database are the families the case officers see: the same facts, under the same scope."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import connections
from tests.county import AREA, COUNTY, Kinsman, a_family

from yimen.audit.models import Event
from yimen.bulk.sweep import InputMistake
from yimen.bulk.sweep.database import declared_families
from yimen.bulk.sweep_database_command import main
from yimen.core.law import parameters_for
from yimen.core.rules import assess
from yimen.guard.scope import Scope, scope, system_scope
from yimen.people.facts import Overlay, declared_by, family_facts
from yimen.people.models import Household, IncomeItem, Membership, Person, PropertyItem

pytestmark = pytest.mark.usefixtures("committed")
DAY = date(2026, 11, 22)
MINE = system_scope([COUNTY], actor="sweep")


def some_families(count: int) -> None:
    """Families with everything that may be odd about a row: nothing answered, part answered, exempt, replaced, left, died."""
    dice = Random(5)
    for _ in range(count):
        people = [
            Kinsman(
                name,
                relation,
                f"{dice.randrange(1940, 2020)}0{dice.randrange(1, 10)}15",
                dice.choice([0, 900, 3000, None]),
                dice.choice([None, ("mental", 2)]),
            )
            for name, relation in (("张某", "head"), ("李某", "spouse"), ("张小", "child"))[
                : dice.randrange(1, 4)
            ]
        ]
        household = a_family(
            *people, deposits=dice.choice([0, 500, None]), vehicles=dice.choice([0, 1, None])
        ).household
        with scope(MINE):
            _make_odd(household, dice)


def _make_odd(household: Household, dice: Random) -> None:
    for item in PropertyItem.objects.filter(household=household):
        chance = dice.random()
        if chance < 0.1:
            PropertyItem.objects.filter(pk=item.pk).update(replaced_on=DAY)
        elif chance < 0.2:
            PropertyItem.objects.filter(pk=item.pk).update(exempt=True, quantity=2, value_fen=None)
        elif chance < 0.3:
            PropertyItem.objects.filter(pk=item.pk).update(quantity=None, value_fen=None)
        elif chance < 0.4:
            PropertyItem.objects.create(
                household=household, kind=item.kind, stated_on=DAY, quantity=3, value_fen=7, **AREA
            )
    for income in IncomeItem.objects.filter(household=household):
        if dice.random() < 0.1:
            IncomeItem.objects.filter(pk=income.pk).update(replaced_on=DAY)
        elif dice.random() < 0.1:
            IncomeItem.objects.create(
                household=household,
                person=income.person,
                kind=income.kind,
                stated_on=DAY,
                monthly_fen=1,
                **AREA,
            )
    for person in Person.objects.filter(household=household):
        if dice.random() < 0.2:
            Person.objects.filter(pk=person.pk).update(
                disability_kind=None, study=None, died_on=dice.choice([None, DAY])
            )
        if dice.random() < 0.2:
            change = dice.choice(
                [{"until": date(2026, 11, 3)}, {"kind": "supporter"}, {"since": date(2026, 12, 1)}]
            )
            Membership.objects.filter(person=person).update(**change)


def facts_by_record(source: Any) -> dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]:
    """What the sweep reads, household by household; amounts in fen under the fact's own name."""
    found = {}
    for rows in source.rows:
        homes, members = rows.households.to_pylist(), rows.members.to_pylist()
        for i, home in enumerate(homes):
            own = members[rows.offsets[i] : rows.offsets[i + 1]]
            found[home["household"]] = _plain(home), [_plain(member) for member in own]
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name.removesuffix("_fen"): value for name, value in row.items() if name not in ("household", "place")
    }


def facts_one_by_one(overlays: list[Overlay]) -> dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]:
    with scope(MINE):
        families = {str(h.pk): family_facts(declared_by(h, DAY), overlays) for h in Household.objects.all()}
    said = {
        key: (family.household, [_without_names(m) for m in family.members])
        for key, family in families.items()
    }
    return {key: (dict(home), members) for key, (home, members) in said.items()}


def _without_names(member: Any) -> dict[str, Any]:
    return {name: value for name, value in member.items() if name not in ("id", "name")}


def test_the_facts_are_those_of_the_case_page():
    some_families(25)

    assert facts_by_record(declared_families(MINE, DAY, purpose="试")) == facts_one_by_one([])


def test_what_the_sources_found_stands_over_what_was_declared():
    some_families(6)
    with scope(MINE):
        persons = list(Person.objects.order_by("pk").values_list("pk", "household_id"))
    (first, home), (second, _) = persons[0], persons[-1]
    found = [
        Overlay(first, "wage", amount_fen=123_456),
        Overlay(second, "transfer", open=True),
    ]
    query = f"""
SELECT '{home}'::uuid AS household_id, '{first}'::uuid AS person_id, 'wage' AS kind, 123456::bigint AS amount, false AS open
UNION ALL SELECT '{persons[-1][1]}', '{second}', 'transfer', NULL, true"""

    swept = facts_by_record(declared_families(MINE, DAY, purpose="试", overlays=query))

    assert swept == facts_one_by_one(found)


def test_property_found_stands_over_the_familys_own_word():
    home = str(a_family(Kinsman("张三"), deposits=100, vehicles=0).household_id)
    with scope(MINE):
        person = Person.objects.get().pk
    rows = [("vehicle", "2", "false"), ("deposit", "900000", "false"), ("house", "NULL", "true")]
    query = " UNION ALL ".join(
        f"SELECT '{home}'::uuid AS household_id, '{person}'::uuid AS person_id, '{kind}' AS kind,"
        f" {amount}::bigint AS amount, {is_open} AS open"
        for kind, amount, is_open in rows
    )

    ((household, _),) = facts_by_record(declared_families(MINE, DAY, purpose="试", overlays=query)).values()

    assert (household["cars"], household["financial_assets"], household["houses"]) == (2, 900_000, None)


def test_another_countys_files_do_not_show():
    a_family(Kinsman("张三"))

    other = Scope(kind="area", actor="sweep", counties=("371302",))
    assert facts_by_record(declared_families(other, DAY, purpose="试")) == {}


def test_every_look_is_on_the_trail(owner_events: Any):
    household = a_family(Kinsman("张三")).household_id

    facts_by_record(declared_families(MINE, DAY, purpose="测算低保标准调整"))

    (event,) = owner_events()
    assert (event.actor, event.action, event.purpose, event.county) == (
        "sweep",
        "批量测算",
        "测算低保标准调整",
        COUNTY,
    )
    assert event.subjects == [household]


@pytest.fixture
def owner_events() -> Iterator[Any]:
    """The trail as the owner role reads it; the app role may not."""
    yield lambda: list(Event.objects.using("owner").filter(action="批量测算"))
    connections["owner"].close()


def test_a_file_may_be_kept_beside_its_answer_and_nothing_else():
    with pytest.raises(InputMistake, match="address"):
        declared_families(MINE, DAY, purpose="试", keep=["address"])


def test_the_command_sweeps_a_county(tmp_path: Path):
    some_families(5)
    out = tmp_path / "out.parquet"

    code = main(
        f"--book dibao --input database --place {COUNTY} --on {DAY} --keep number,town --quiet --output {out}".split()
    )

    rows = pq.read_table(out).to_pylist()
    assert code == 0
    assert len(rows) == 5
    with scope(MINE):
        for row in rows:
            household = Household.objects.get(pk=row["household"])
            finding = assess(
                "dibao",
                family_facts(declared_by(household, DAY)),
                DAY,
                parameters_for(household.village, DAY),
            )
            amount = None if finding.amount is None else Decimal(finding.amount).scaleb(-2)
            assert (row["dibao_eligible"], row["dibao_amount"]) == (finding.eligible, amount)
            assert (row["number"], row["town"]) == (household.number, household.town)


@pytest.mark.parametrize("place", ["", "37", "3713"])
def test_the_command_asks_which_county(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    code = main(
        [
            "--book",
            "dibao",
            "--input",
            "database",
            "--place",
            place,
            "--on",
            str(DAY),
            "--output",
            str(tmp_path / "o.csv"),
        ]
    )

    assert code == 1
    assert "县级以下" in capsys.readouterr().err
