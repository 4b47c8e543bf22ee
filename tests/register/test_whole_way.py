"""A register from the file to the awards: staged, checked, let in by another officer, in force."""

from datetime import date

from django.db import connection

from tests.county import COUNTY, offices
from tests.register.registers import (
    COUNTY_SCOPE,
    NOW,
    a_csv,
    a_family,
    an_id,
    checked,
    families,
    imported,
    workbook,
)
from yimen.audit.models import Event
from yimen.cases.models import Award, AwardMember
from yimen.core.calendar import Month
from yimen.documents import files
from yimen.guard.keys import blind_index
from yimen.guard.scope import scope
from yimen.payments import actions as payments
from yimen.payments.queries import lines_of
from yimen.people.models import BankAccount, Household, IncomeItem, Membership, Person, PropertyItem
from yimen.register.models import Remark, StagedFamily, StagedPerson, State
from yimen.register.promoting import recheck_days


def test_a_sound_register_becomes_families_with_awards(office):
    upload = imported(office, workbook(families(3)))

    assert (upload.state, upload.households, upload.persons, upload.monthly_fen) == (
        State.PROMOTED,
        3,
        6,
        2400_00,
    )
    with scope(COUNTY_SCOPE):
        awards = list(Award.objects.order_by("register_row"))
        assert [award.register_row for award in awards] == [2, 4, 6]
        assert {award.register_file for award in awards} == {"在册名单.xlsx［低保在册名单］"}
        assert {(a.origin, a.case_id, a.state, a.monthly_fen, a.start_month) for a in awards} == {
            ("register", None, "active", 800_00, date(2023, 5, 1))
        }
        assert AwardMember.objects.filter(active=True, programme="dibao").count() == 6
        assert {award.household.village for award in awards} == {"371311001001"}


def test_what_the_register_says_of_a_person_is_kept_sealed_and_found_again(office):
    imported(
        office,
        workbook(
            a_family(1, disability="视力", grade="二级", illness="是", nation="汉族", labour="部分丧失")
        ),
    )

    with scope(COUNTY_SCOPE):
        head = Person.objects.get(id_index=blind_index("id", an_id(10)))
        assert (head.name, head.name_pinyin, head.id_number, head.id_last4) == (
            "王户乙",
            "wanghuyi",
            an_id(10),
            an_id(10)[-4:],
        )
        assert (head.disability_kind, head.disability_grade, head.major_illness, head.nation) == (
            "visual",
            2,
            True,
            "汉族",
        )
        assert (head.sex, head.birth_date, head.labour_ability, head.phone) == (
            "male",
            date(1950, 1, 11),
            "part",
            "13900000001",
        )
        assert Membership.objects.get(person=head).relation == "head"
        with connection.cursor() as cursor:
            cursor.execute("SELECT id_number, phone FROM people_person WHERE id = %s", [head.pk])
            assert an_id(10).encode() not in b"".join(bytes(value) for value in cursor.fetchone())


def test_what_the_register_does_not_say_stays_unanswered(office):
    imported(office, workbook(a_family(1)))

    with scope(COUNTY_SCOPE):
        assert not IncomeItem.objects.exists()
        assert not PropertyItem.objects.exists()
        for person in Person.objects.all():
            unanswered = (
                person.married,
                person.full_capacity,
                person.study,
                person.disability_kind,
                person.major_illness,
            )
            assert set(unanswered) == {None}


def test_an_account_is_the_heads_unless_the_register_says_whose(office):
    imported(office, workbook([*a_family(1), *a_family(2, holder="王员乙")]))

    with scope(COUNTY_SCOPE):
        holders = list(BankAccount.objects.order_by("last4").values_list("holder__name", "last4"))
        assert holders == [("王户乙", "0001"), ("王员乙", "0002")]
        assert BankAccount.objects.get(last4="0001").number == "6228480000000001"


def test_members_who_do_not_receive_are_in_the_file_and_not_in_the_award(office):
    rows = a_family(1, members=3, persons=2)
    rows[2]["covered"] = "否"

    imported(office, workbook(rows))

    with scope(COUNTY_SCOPE):
        award = Award.objects.get()
        assert Person.objects.filter(household=award.household).count() == 3
        assert set(award.members.values_list("person__name", flat=True)) == {"王户乙", "王员乙"}


def test_a_child_without_a_number_yet_comes_in_by_birth_date(office):
    rows = a_family(1)
    rows[1] |= {"id_number": None, "birth": "2026-09-01", "name": "王小"}

    imported(office, workbook(rows))

    with scope(COUNTY_SCOPE):
        child = Person.objects.get(name="王小")
        assert (child.id_kind, child.id_number, child.id_index, child.birth_date) == (
            "none_yet",
            None,
            None,
            date(2026, 9, 1),
        )
        assert AwardMember.objects.get(person=child).id_index is None


def test_after_promotion_nothing_staged_is_left(office):
    upload = imported(office, workbook(families(2)))

    with scope(COUNTY_SCOPE):
        assert [model.objects.count() for model in (StagedFamily, StagedPerson, Remark)] == [0, 0, 0]
    assert not files._path(upload.pk).exists()
    assert upload.erased_at == NOW


def test_what_waits_is_sealed(office):
    checked(office, workbook(a_family(1)))

    with scope(COUNTY_SCOPE), connection.cursor() as cursor:
        for table in ("register_stagedperson", "register_stagedfamily"):
            cursor.execute(f"SELECT to_jsonb(t)::text, content FROM {table} t")
            for row, content in cursor.fetchall():
                for secret in (an_id(10), an_id(11), "王户乙", "6228480000000001", "某路"):
                    assert secret not in row
                    assert secret.encode() not in bytes(content)


def test_the_imported_are_paid_with_the_next_list(office):
    imported(office, workbook(families(3)))

    with scope(office.finance.scope):
        made = payments.make_list(COUNTY, "dibao", Month(2026, 12), officer=office.finance, now=NOW)
        assert (made.households, made.persons, made.total_fen) == (3, 6, 2400_00)
        assert {line.problem for line in lines_of(made.pk)} == {""}


def test_the_imported_are_due_for_recheck_spread_over_one_term(office):
    imported(office, workbook(families(24, members=1)))

    with scope(COUNTY_SCOPE):
        days = sorted(Award.objects.values_list("recheck_by", flat=True))
    assert (days[0], days[1], days[2], days[-1]) == (
        date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 31), date(2027, 11, 30),
    )  # fmt: skip


def test_a_term_of_rechecks_is_filled_evenly():
    days = list(recheck_days(COUNTY, NOW.date(), 1200))

    assert days == sorted(days)
    assert {days.count(day) for day in days} == {100}
    assert (days[0], days[-1]) == (date(2026, 12, 31), date(2027, 11, 30))


def test_a_csv_as_chinese_excel_saves_it_comes_in_too(office):
    upload = imported(office, a_csv(families(2)), "名单.csv")

    with scope(COUNTY_SCOPE):
        assert set(Award.objects.values_list("register_file", flat=True)) == {"名单.csv"}
    assert upload.households == 2


def test_the_files_of_a_family_that_was_here_before_are_linked(office):
    with scope(COUNTY_SCOPE):
        old = Household.objects.create(
            number="旧档", residence="urban", address="某路", opened_on=date(2025, 1, 1), county=COUNTY, town="371311001",
            village="371311001001",
        )  # fmt: skip
        Person.objects.create(
            household=old, name="王户乙", id_number=an_id(10), id_index=blind_index("id", an_id(10)), county=COUNTY,
            town="371311001", village="371311001001",
        )  # fmt: skip

    imported(office, workbook(a_family(1)))

    with scope(COUNTY_SCOPE):
        assert Award.objects.get().household.succeeds_id == old.pk


def test_check_and_promotion_leave_an_audit_row_each_with_the_families(committed):
    office = offices()

    imported(office, workbook(families(3)))

    events = {event.action: event for event in Event.objects.using("owner")}
    assert set(events) == {"在册名单检查", "在册名单入库"}
    assert len(events["在册名单入库"].subjects) == 3
    assert events["在册名单入库"].actor == office.county_leader.actor
    assert events["在册名单检查"].actor == office.county_clerk.actor
    assert {event.result for event in events.values()} == {"ok"}
