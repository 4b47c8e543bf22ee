"""The file against those who receive already: importing again changes nothing; nobody comes in twice, in any county."""

import pytest
from django.db import connection

from tests.county import COUNTY, Kinsman, at, offices
from tests.county import a_family as an_applying_family
from tests.register.registers import (
    COUNTY_SCOPE,
    NOW,
    a_family,
    an_id,
    approved,
    checked,
    families,
    imported,
    said,
    workbook,
)
from yimen.cases import actions as case_actions
from yimen.cases.models import Award, AwardMember
from yimen.cases.steps import Family
from yimen.core.ids import uuid7
from yimen.guard.keys import blind_index
from yimen.guard.scope import scope, system_scope
from yimen.network.models import StaffKin
from yimen.people.models import GuardLook, Household, Membership, Person
from yimen.register import actions, promoting
from yimen.register.errors import RegisterMoved
from yimen.register.models import State

TABLES = (
    "people_household", "people_person", "people_membership", "people_bankaccount", "cases_award", "cases_awardmember",
    "documents_numbering",
)  # fmt: skip


def everything() -> dict[str, str]:
    """A digest of every row that an import may write."""
    digests = {}
    with scope(COUNTY_SCOPE), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t")
            digests[table] = cursor.fetchone()[0]
    return digests


def elsewhere(number: str, programme: str = "dibao") -> None:
    """The person receives in another county, where this one sees nothing."""
    area = {"county": "371302", "town": "371302001", "village": "371302001001"}
    with scope(system_scope(["371302"], actor="test")):
        household = Household.objects.create(
            number=f"外{uuid7().hex[-8:]}", residence="urban", address="外地", opened_on=NOW.date(), **area
        )
        person = Person.objects.create(
            household=household, name="外人", id_number=number, id_index=blind_index("id", number), **area
        )
        Membership.objects.create(
            household=household, person=person, relation="head", since=NOW.date(), **area
        )
        award = Award.objects.create(
            number=f"外{uuid7().hex[-8:]}", household=household, programme=programme, origin="register", register_file="外.xlsx",
            register_row=2, monthly_fen=1, start_month="2024-01-01", recheck_by="2027-01-31", **area,
        )  # fmt: skip
        AwardMember.objects.create(
            household=household,
            award=award,
            person=person,
            programme=programme,
            id_index=person.id_index,
            **area,
        )


def test_the_same_bytes_again_are_answered_with_what_became_of_them(office):
    content = workbook(families(3))
    first = imported(office, content)
    before = everything()

    with scope(office.county_clerk.scope):
        second, fresh = actions.hand_in(
            "另一个名字.xlsx", content, "dibao", officer=office.county_clerk, now=at(3)
        )

    assert (second.pk, fresh) == (first.pk, False)
    assert everything() == before


def test_the_same_families_in_another_file_change_nothing(office):
    imported(office, workbook(families(3)))
    before = everything()
    rearranged = workbook([*a_family(3), *a_family(1), *a_family(2)], sheet="另存")

    upload = imported(office, rearranged, "另存.xlsx")

    assert (upload.households, upload.standing, upload.persons, upload.monthly_fen) == (0, 3, 0, 0)
    assert upload.state == State.PROMOTED
    assert everything() == before


def test_of_a_file_partly_in_the_register_only_the_new_families_come_in(office):
    imported(office, workbook(families(2)))

    upload = imported(office, workbook(families(4)), "补充.xlsx")

    assert (upload.households, upload.standing) == (2, 2)
    with scope(COUNTY_SCOPE):
        assert Award.objects.count() == 4
        assert set(
            Award.objects.filter(register_file__startswith="补充").values_list("register_row", flat=True)
        ) == {6, 8}


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        pytest.param(lambda: a_family(1, monthly=900), "月保障金在册 800 元、文件 900 元", id="金额不同"),
        pytest.param(
            lambda: a_family(1, start="2024-01"), "起始年月在册 2023-05、文件 2024-01", id="起始月不同"
        ),
        pytest.param(
            lambda: a_family(1, members=3, monthly=800), "保障人数在册 2 人、文件 3 人", id="人数不同"
        ),
        pytest.param(lambda: [a_family(1)[0], a_family(1, members=3)[2]], "保障的成员不同", id="成员不同"),
    ],
)
def test_a_family_that_stands_there_otherwise_is_an_error_and_nothing_changes(office, changed, what):
    imported(office, workbook(families(1)))
    before = everything()

    upload = checked(office, workbook(changed()), "改过.xlsx")

    assert upload.state == State.FAULTY
    assert [s for s in said(upload) if what in s and "不改动已在册的待遇" in s], said(upload)
    assert everything() == before


def test_a_person_in_another_family_of_the_county_is_an_error(office):
    imported(office, workbook(families(1)))

    upload = checked(
        office, workbook(a_family(2, head_id=an_id(11), id_number=an_id(11), members=1)), "分户.xlsx"
    )

    (sentence,) = said(upload)
    assert "第 2 行 F 列（成员身份证号）：王户丙已在本县另一户享受同一项救助（证号 D3713112026" in sentence
    assert "龙潭社区" in sentence


def test_a_person_who_receives_in_another_county_is_an_error_that_says_the_least(office):
    elsewhere(an_id(11))

    upload = checked(office, workbook(families(1)))

    (sentence,) = said(upload)
    assert "第 3 行" in sentence
    assert "王员乙已在外地享受同一项救助" in sentence
    assert "外人" not in sentence


def test_every_look_across_counties_is_logged(committed):
    office = offices()

    checked(office, workbook(families(2)))

    looks = GuardLook.objects.using("owner")
    assert {look.actor for look in looks} == {office.county_clerk.actor}
    assert {bytes(look.id_index) for look in looks} == {blind_index("id", an_id(n)) for n in (10, 11, 20, 21)}


def test_another_programme_elsewhere_is_worth_a_look(office):
    elsewhere(an_id(11), "tekun")

    upload = checked(office, workbook(families(1)))

    assert upload.state == State.READY
    assert ["王员乙正在享受特困人员救助供养" in s for s in said(upload, "notice")] == [True]


def test_an_application_under_way_is_worth_a_look(office):
    application = an_applying_family(Kinsman("张三"))
    with scope(office.town_clerk.scope):
        case_actions.open_case(application, "dibao", by=Family(), now=at(0))
        number = application.applicant.id_number

    upload = checked(office, workbook(a_family(1, members=1, head_id=number, id_number=number)))

    assert upload.state == State.READY, said(upload)
    assert [
        s for s in said(upload, "notice") if "有一件正在办理的申请（罗庄街道办事处，电话 0539-8000003）" in s
    ]


def test_kin_of_staff_are_told(office):
    with scope(COUNTY_SCOPE):
        StaffKin.objects.create(
            staff_name="周局长", staff_post="罗庄区民政局", relation="兄弟", id_index=blind_index("id", an_id(11)),
            declared_on=NOW.date(), county=COUNTY,
        )  # fmt: skip

    upload = checked(office, workbook(families(1)))

    assert upload.state == State.READY
    assert [s for s in said(upload, "notice") if "王员乙是罗庄区民政局 周局长（兄弟）的近亲属" in s]


def test_a_telephone_of_several_heads_opens_no_file(office):
    """Who answers a village's telephone must not see the families it was given for."""
    imported(office, workbook([*a_family(1), *a_family(2, phone="13900000001"), *a_family(3)]))
    imported(office, workbook(a_family(4, phone="13900000003")), "再来.xlsx")

    with scope(COUNTY_SCOPE):
        heads = Person.objects.filter(phone__isnull=False).order_by("birth_date")
        indexed = {head.name: head.phone_index is not None for head in heads}
        assert {head.name for head in heads} == {"王户乙", "王户丙", "王户丁", "王户戊"}
    assert indexed == {"王户乙": False, "王户丙": False, "王户丁": True, "王户戊": False}


def test_who_got_an_award_between_check_and_promotion_stops_the_whole_file(office):
    upload = approved(office, checked(office, workbook(families(3))))
    elsewhere(an_id(21))
    before = everything()

    with pytest.raises(RegisterMoved):
        promoting.promote(upload.pk, COUNTY, office.county_leader.actor, lambda: NOW)

    assert everything() == before


def test_the_guard_of_the_desk_finds_the_imported(office):
    imported(office, workbook(families(1)))

    with scope(office.town_clerk.scope), connection.cursor() as cursor:
        cursor.execute(
            "SELECT programme, status FROM cases_duplicate_guard(%s, 't', NULL)",
            [blind_index("id", an_id(11))],
        )
        assert cursor.fetchall() == [("dibao", "award")]
