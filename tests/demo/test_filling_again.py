"""演示县：中断了能接着来，不该来的地方不来。"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from yimen.cases.models import Case, CaseLog
from yimen.demo import filling
from yimen.demo.open_cases import left_out
from yimen.guard.scope import Scope, scope
from yimen.people.models import Household
from yimen.regions.actions import load_divisions
from yimen.regions.source import from_csv

DIVISIONS = Path(__file__).parents[1] / "regions" / "sample" / "divisions.csv"
DAY = date(2026, 10, 1)
COUNTY = Scope(kind="area", actor="user:1", counties=("371311",))


def test_a_filling_broken_off_among_the_cases_goes_on(committed, monkeypatch, tmp_path):
    """The families are there, the cases are not; the next start makes them, and makes none twice."""
    monkeypatch.setattr(filling, "departments_folder", lambda: tmp_path / "departments")
    load_divisions(from_csv(DIVISIONS))
    with monkeypatch.context() as broken:
        broken.setattr(filling, "make_cases", _broken_off)
        with pytest.raises(KeyboardInterrupt):
            filling.fill(200, "371311", 5, say=print, on=DAY)

    for _ in range(2):
        filling.fill(200, "371311", 5, say=print, on=DAY)

    with scope(COUNTY):
        assert Household.objects.count() == 200
        assert Case.objects.count() == len(left_out(filling._county(filling._noted_plan())))
        states = set(Case.objects.values_list("state", flat=True))
        assert {"submitted", "awaiting", "publicised", "investigating"} <= states
        log = CaseLog.objects.filter(case__state="awaiting").order_by("case", "id").values_list("case", "at")
        assert list(log) == sorted(log)
        assert all(at <= timezone.now() for _, at in log)


def _broken_off(*_args, **_kwargs):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        pytest.param({"households": 0}, "户数", id="没有一户"),
        pytest.param({"place": "3713"}, "县级", id="不是县"),
        pytest.param({"place": "371312"}, "另选", id="别的县"),
    ],
)
def test_what_cannot_be_made_is_said(committed, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("fill_demo", **options)


@override_settings(SYNTHETIC=False)
@pytest.mark.parametrize("command", ["fill_demo", "demo_logins"])
def test_a_real_database_takes_no_invented_people(committed, command):
    with pytest.raises(CommandError, match="模拟数据库"):
        call_command(command)


def test_a_county_without_villages_is_refused(committed, monkeypatch):
    monkeypatch.setattr(filling, "_division_names", lambda place: {"371311": "罗庄区"})

    with pytest.raises(filling.DemoRefused, match="load_divisions"):
        filling.fill(10, "371311", 1, say=print, on=DAY)
