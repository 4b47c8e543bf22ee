"""先授权后核对，无授权不核对：in the action, in the worker, and in the database (policy §13.1; promise 39)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.county import AREA, MONDAY, Kinsman, Offices, a_family, at, authorise
from tests.verification.checks import COUNTY_SCOPE, PURPOSE, answers, ask, number_of, person, run
from tests.verification.drops import Drops
from yimen.core.ids import uuid7
from yimen.guard.scope import scope
from yimen.intake.models import Application, Authorisation
from yimen.people.models import Membership
from yimen.verification import actions, asking, sources
from yimen.verification.asked import NoAuthorisation
from yimen.verification.models import CheckRequest, SourceQuery
from yimen.verification.permissions import NotYourCheck
from yimen.verification.purposes import PurposeUnknown

pytestmark = pytest.mark.django_db

COUPLE = (Kinsman("张三"), Kinsman("李四", relation="spouse", birth="19820202"))


def change_authorisation(family: Application, name: str, **changes: object) -> None:
    with scope(COUNTY_SCOPE):
        Authorisation.objects.filter(household=family.household, person__name=name).update(**changes)


def refuse_on_request(office: Offices, family: Application) -> NoAuthorisation:
    with pytest.raises(NoAuthorisation) as refusal:
        ask(office, family)
    with scope(COUNTY_SCOPE):
        assert not CheckRequest.objects.exists()
        assert not SourceQuery.objects.exists()
    return refusal.value


def test_each_member_without_an_authorisation_is_named(office, drops):
    family = a_family(*COUPLE, authorised=False)

    refusal = refuse_on_request(office, family)

    assert refusal.names == ["张三", "李四"]
    assert "张三：没有签署核对授权书；李四：没有签署核对授权书" in refusal.message


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        pytest.param({"withdrawn_at": MONDAY - timedelta(hours=1)}, "撤回", id="已撤回"),
        pytest.param(
            {"valid_from": date(2025, 1, 1), "valid_until": date(2026, 11, 1)}, "不在有效期内", id="昨天到期"
        ),
        pytest.param({"valid_from": date(2026, 11, 3)}, "不在有效期内", id="明天才生效"),
        pytest.param({"signed_at": MONDAY + timedelta(hours=1)}, "没有签署", id="还没有签"),
        pytest.param({"purpose": "公共租赁住房资格审核确认"}, "不能用于", id="授权用于别的事"),
    ],
)
def test_one_member_whose_authorisation_does_not_stand_stops_the_whole_check(office, drops, changes, why):
    family = a_family(*COUPLE)
    change_authorisation(family, "李四", **changes)

    refusal = refuse_on_request(office, family)

    assert refusal.names == ["李四"]
    assert why in refusal.message


def test_a_new_authorisation_takes_the_place_of_one_withdrawn(office, drops):
    family = a_family(*COUPLE)
    change_authorisation(family, "李四", withdrawn_at=MONDAY - timedelta(hours=1))
    with scope(COUNTY_SCOPE):
        authorise(person(family, "李四"), person(family, "张三"), MONDAY)

    request = ask(office, family)

    assert len(answers(request)) == 2


def test_the_intake_form_s_own_words_cover_the_check(office, drops):
    family = a_family(Kinsman("张三"))
    change_authorisation(family, "张三", purpose="最低生活保障的审核确认、动态管理和监督检查")

    assert ask(office, family)


def test_a_purpose_nobody_knows_is_refused(office, drops):
    family = a_family(Kinsman("张三"))
    with pytest.raises(PurposeUnknown, match="领导关心"), scope(office.town_clerk.scope):
        actions.ask_check(
            family.household_id, uuid7(), officer=office.town_clerk, purpose="领导关心", now=MONDAY
        )


@pytest.mark.parametrize("who", ["centre", "finance", "other_town_clerk"])
def test_who_does_not_handle_the_family_does_not_ask(office, drops, who):
    family = a_family(Kinsman("张三"))
    officer = getattr(office, who)
    with pytest.raises(NotYourCheck), scope(COUNTY_SCOPE):
        actions.ask_check(family.household_id, uuid7(), officer=officer, purpose=PURPOSE, now=MONDAY)


def test_kin_outside_the_household_are_asked_about_only_where_they_signed(office, drops):
    family = a_family(Kinsman("张三"), Kinsman("张父", relation="parent", birth="19500101"), authorised=False)
    father = person(family, "张父")
    with scope(COUNTY_SCOPE):
        Membership.objects.filter(person=father).update(kind=Membership.Kind.SUPPORTER)
        authorise(person(family, "张三"), person(family, "张三"), MONDAY)

    first = answers(ask(office, family))
    with scope(COUNTY_SCOPE):
        authorise(father, father, MONDAY)
    second = answers(ask(office, family))

    assert [name for name, _ in first] == ["张三"]
    assert sorted(name for name, _ in second) == ["张三", "张父"]


# The worker -------------------------------------------------------------------------------------------------------


def test_withdrawal_stops_the_next_query(office, drops: Drops, monkeypatch):
    """Two are asked about; the second withdraws while the source is being asked about the first."""
    drops.deposits()
    family = a_family(*COUPLE)
    request = ask(office, family)

    def ask_and_withdraw(source, query):
        change_authorisation(family, "李四", withdrawn_at=at(0, 10))
        return sources.ask(source, query)

    monkeypatch.setattr(asking, "ask", ask_and_withdraw)
    run(request, at(0, 11))

    second = answers(request)["李四", "bank"]
    assert answers(request)["张三", "bank"].outcome == "none"
    assert (second.outcome, second.attempts, second.reply) == ("no_answer", 0, None)
    assert "撤回授权，没有询问" in second.reason


def test_an_authorisation_that_ends_while_the_job_waits_is_not_used(office, drops: Drops):
    drops.deposits()
    family = a_family(Kinsman("张三"))
    request = ask(office, family)
    change_authorisation(family, "张三", valid_until=date(2026, 11, 3))

    run(request, at(5))

    assert "不在有效期内" in answers(request)["张三", "bank"].reason


def test_nobody_without_a_number_is_asked_about(office, drops: Drops):
    family = a_family(Kinsman("张三"))
    with scope(COUNTY_SCOPE):
        family.household.persons.update(id_kind="none_yet", id_number=None, id_index=None)
    request = ask(office, family)

    run(request)

    only = answers(request)["张三", "bank"]
    assert (only.outcome, only.attempts) == ("no_answer", 0)
    assert "没有身份证号码" in only.reason


# The database, past all code -------------------------------------------------------------------------------------


def raw_query(request: CheckRequest, **changes: object) -> dict[str, object]:
    """The columns of a query, to be inserted in raw SQL."""
    with scope(COUNTY_SCOPE):
        held = SourceQuery.objects.filter(request=request).values().first()
    assert held
    return {**held, "id": uuid7(), "source": "another", **changes}


def insert(row: dict[str, object]) -> None:
    names, places = ", ".join(row), ", ".join(["%s"] * len(row))
    with scope(COUNTY_SCOPE), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO verification_sourcequery ({names}) VALUES ({places})", list(row.values())
        )


@pytest.fixture
def asked(office: Offices, drops: Drops) -> tuple[Application, CheckRequest]:
    family = a_family(*COUPLE)
    return family, ask(office, family)


def test_the_database_takes_a_query_under_a_standing_authorisation(asked):
    insert(raw_query(asked[1]))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"withdrawn_at": MONDAY - timedelta(hours=1)}, id="已撤回"),
        pytest.param({"valid_from": date(2025, 1, 1), "valid_until": date(2026, 11, 1)}, id="已到期"),
        pytest.param({"valid_from": date(2026, 11, 3)}, id="未生效"),
        pytest.param({"signed_at": MONDAY + timedelta(hours=1)}, id="查询之后才签"),
    ],
)
def test_the_database_refuses_one_that_does_not_stand(asked, changes):
    family, request = asked
    row = raw_query(request)
    change_authorisation(family, "张三", **changes)
    change_authorisation(family, "李四", **changes)

    with pytest.raises(DatabaseError, match="没有有效的核对授权"), transaction.atomic():
        insert(row)


def test_the_database_refuses_another_person_s_authorisation(asked):
    family, request = asked
    row = raw_query(request)
    others = [p for p in (person(family, "张三"), person(family, "李四")) if p.pk != row["person_id"]]

    with pytest.raises(DatabaseError, match="没有有效的核对授权"), transaction.atomic():
        insert({**row, "person_id": others[0].pk})


def test_the_database_refuses_an_authorisation_of_another_family(asked, office):
    other = ask(office, a_family(Kinsman("王五")))

    with pytest.raises(DatabaseError, match="没有有效的核对授权"), transaction.atomic():
        insert(raw_query(asked[1], household_id=other.household_id))


def test_the_database_refuses_a_query_on_another_family_s_request(asked, office):
    other = ask(office, a_family(Kinsman("王五")))

    with pytest.raises(DatabaseError, match="不属于同一家庭"), transaction.atomic():
        insert(raw_query(asked[1], request_id=other.pk))


def test_a_query_cannot_be_moved_to_a_later_day_past_the_withdrawal(asked):
    """asked_at is set anew when the source is really asked; the database looks again then."""
    family, request = asked
    change_authorisation(family, "张三", withdrawn_at=at(1))

    with pytest.raises(DatabaseError, match="没有有效的核对授权"), transaction.atomic(), scope(COUNTY_SCOPE):
        SourceQuery.objects.filter(request=request, person_name="张三").update(asked_at=at(2))


def test_an_answer_is_never_rewritten(asked, drops: Drops):
    drops.deposits(("张三", number_of(asked[0], "张三"), "5.00"))
    run(asked[1])

    for change in ({"outcome": "none"}, {"as_of": date(2020, 1, 1)}, {"reply": None}, {"reason": "改"}):
        with pytest.raises(DatabaseError, match="不能更改"), transaction.atomic(), scope(COUNTY_SCOPE):
            SourceQuery.objects.filter(request=asked[1]).update(**change)


def test_a_query_lies_where_its_family_lies(asked):
    with scope(COUNTY_SCOPE):
        areas = SourceQuery.objects.filter(request=asked[1]).values("county", "town", "village").distinct()
        assert list(areas) == [AREA]
