"""演示县进库：与平台自己存的一模一样，重复运行不重复。"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.db import connection
from tests.database import empty_everything

from yimen.cases.models import Award, AwardMember
from yimen.core.ids import normalise_resident_id, resident_id
from yimen.core.law import parameters_for
from yimen.core.rules import assess
from yimen.demo import filling
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


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker, tmp_path_factory):
    """A county of sixty households, filled once for the tests that only look at it; its files in a folder of its own."""
    folder = tmp_path_factory.mktemp("installation") / "departments"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "departments_folder", lambda: folder)
        load_divisions(from_csv(DIVISIONS))
        filling.fill(60, "371311", 5, say=print, on=DAY)
        yield folder
        empty_everything()


@pytest.fixture
def filled(files, django_db_blocker):
    with django_db_blocker.unblock():
        yield files


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


def test_what_is_true_is_kept_beside_the_files_and_not_in_the_database(filled):
    assert (filled / "deposits.csv.manifest.json").exists()
    assert pq.read_table(filled.with_name("truths.parquet")).num_rows > 0
    with connection.cursor() as cursor:
        assert not [t for t in connection.introspection.table_names(cursor) if "truth" in t]
