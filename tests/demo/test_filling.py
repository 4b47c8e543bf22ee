"""演示县进库：与平台自己存的一模一样，重复运行不重复，正式库不接收。"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from yimen.cases.models import Award, AwardMember, Case, CaseLog
from yimen.core.ids import normalise_resident_id, resident_id
from yimen.core.law import parameters_for
from yimen.core.rules import assess
from yimen.demo import filling
from yimen.demo.open_cases import left_out
from yimen.demo.staff import PASSWORD
from yimen.guard.keys import blind_index
from yimen.guard.scope import Scope, scope
from yimen.intake.numbers import read_number
from yimen.network.models import Organisation, Post, StaffKin, User
from yimen.network.officers import officer_for
from yimen.people.facts import declared_by, family_facts
from yimen.people.models import BankAccount, Household, Membership, Person
from yimen.regions.actions import load_divisions
from yimen.regions.source import from_csv

DIVISIONS = Path(__file__).parents[1] / "regions" / "sample" / "divisions.csv"
DAY = date(2026, 11, 1)
COUNTY = Scope(kind="area", actor="user:1", counties=("371311",))


@pytest.fixture
def filled(committed, monkeypatch, tmp_path):
    """A county of sixty households in the test database, its files in a folder of this test."""
    monkeypatch.setattr(filling, "departments_folder", lambda: tmp_path / "departments")
    load_divisions(from_csv(DIVISIONS))
    said: list[str] = []
    filling.fill(60, "371311", 5, say=said.append, on=DAY)
    return said


def test_families_are_stored_as_the_platform_stores_them(filled):
    with scope(COUNTY):
        assert Household.objects.count() == 60
        household = Household.objects.order_by("number").first()
        assert read_number(household.number, "JT") == household.number
        for person in Person.objects.filter(id_kind="resident")[:20]:
            number = resident_id(person.id_number, synthetic=True)
            assert number.birth == person.birth_date
            assert bytes(person.id_index) == blind_index("id", normalise_resident_id(person.id_number))
            assert person.id_last4 == person.id_number[-4:]
        phone = Person.objects.filter(phone__isnull=False).first()
        assert bytes(phone.phone_index) == blind_index("phone", phone.phone)
        account = BankAccount.objects.first()
        assert bytes(account.number_index) == blind_index("account", account.number)
        assert account.number[-4:] == account.last4


def test_every_family_has_a_head_and_an_account(filled):
    with scope(COUNTY):
        heads = Membership.objects.filter(relation="head", kind="member", until__isnull=True)
        assert heads.count() == BankAccount.objects.count() == 60


def test_the_register_has_awards_with_file_and_row_and_no_decision(filled):
    with scope(COUNTY):
        awards = list(Award.objects.all())
        assert awards
        assert all(a.origin == "register" and a.case_id is None and a.register_row for a in awards)
        assert {a.programme for a in awards} <= {"dibao", "tekun"}
        covered = AwardMember.objects.filter(active=True)
        assert {m.award_id for m in covered} == {a.pk for a in awards}


def test_the_register_pays_what_the_rule_book_says(filled):
    """So that a difference found later is one that was planted."""
    with scope(COUNTY):
        paid = list(Award.objects.filter(programme="dibao"))
        for award in paid:
            family = family_facts(declared_by(award.household, DAY))
            finding = assess("dibao", family, DAY, parameters_for(award.village, DAY))
            assert (finding.eligible, finding.amount) == (True, award.monthly_fen)
    assert paid


def test_the_next_county_sees_nothing_of_it(filled):
    with scope(Scope(kind="area", actor="user:2", counties=("371312",))):
        assert not Household.objects.exists()
        assert not Person.objects.exists()
        assert not Award.objects.exists()


def test_staff_hold_posts_and_can_sign_in(filled):
    clerk = User.objects.get(username="clerk")
    officer = officer_for(clerk, DAY)

    assert clerk.check_password(PASSWORD)
    assert (officer.duty, officer.area) == ("town_clerk", "371311001")
    assert officer.organisation == "罗庄街道办事处"
    assert Organisation.objects.filter(kind="department").count() > 5
    assert Post.objects.filter(duty="village_assistant").count() == 3
    with scope(COUNTY):
        assert StaffKin.objects.exists()


def test_the_logins_are_printed_with_their_codes(filled, capsys):
    call_command("demo_logins")

    printed = capsys.readouterr().out
    assert PASSWORD in printed
    line = next(line for line in printed.splitlines() if line.split()[:1] == ["chief"])
    assert line.split()[1].isdigit()


def test_filling_again_changes_nothing(filled):
    said: list[str] = []
    filling.fill(80, "371311", 5, say=said.append, on=DAY)

    with scope(COUNTY):
        assert Household.objects.count() == 60
    assert "已经有 60 户" in said[0]
    assert "80 户" in said[1]


def test_what_is_true_is_kept_beside_the_files_and_not_in_the_database(filled, tmp_path):
    assert (tmp_path / "departments" / "deposits.csv.manifest.json").exists()
    assert pq.read_table(tmp_path / "truths.parquet").num_rows > 0
    with connection.cursor() as cursor:
        assert not [t for t in connection.introspection.table_names(cursor) if "truth" in t]


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
