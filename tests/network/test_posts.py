"""岗位：given by another, never conflicting, ended at once (promise 27)."""

from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from tests.county import an_id

from yimen.core.ids import BadNumber
from yimen.guard.scope import Scope, scope
from yimen.network import actions
from yimen.network.duties import conflict
from yimen.network.errors import (
    AlreadyHeld,
    BadPeriod,
    ConflictingDuties,
    NobodyGrantsThemselves,
    NotYoursToGrant,
    PostOver,
    ReasonMissing,
    WrongOffice,
)
from yimen.network.models import Duty, Organisation, Post, StaffKin, User
from yimen.network.officers import NoPost, Officer, officer_for, officer_in, posts_on
from yimen.network.queries import colleagues

NOW = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
ADMIN = Scope(kind="admin", actor="t")


@pytest.fixture(autouse=True)
def administration(db):
    with scope(ADMIN):
        yield


def an_office(kind: str, area: str) -> Organisation:
    return Organisation.objects.create(code=f"{kind}{area}", name=f"{area}某机构", kind=kind, area=area)


@pytest.fixture
def bureau() -> Organisation:
    return an_office("bureau", "371311")


@pytest.fixture
def town() -> Organisation:
    return an_office("town", "371311001")


def somebody(username: str) -> User:
    return User.objects.create(username=username, name=f"张{username}")


def an_officer(username: str, duty: str, office: Organisation) -> Officer:
    post = Post.objects.create(
        user=somebody(username),
        organisation=office,
        duty=duty,
        since=date(2026, 1, 1),
        reason="任命",
        granted_by=somebody(f"granter of {username}"),
    )
    return officer_in(post)


@pytest.fixture
def security(bureau) -> Officer:
    return an_officer("security", Duty.SECURITY_ADMIN, bureau)


def give(user: User, office: Organisation, duty: str, by: Officer, **values: object) -> Post:
    given = {"since": TODAY, "until": None, "reason": "民发〔2026〕1 号"} | values
    return actions.appoint(user, office, duty, granted_by=by, now=NOW, **given)  # type: ignore[arg-type]


def test_a_post_given_holds_from_its_first_day(town, security):
    user = somebody("clerk")
    give(user, town, Duty.TOWN_CLERK, security, since=TODAY + timedelta(days=3))

    with pytest.raises(NoPost):
        officer_for(user, TODAY)
    assert officer_for(user, TODAY + timedelta(days=3)).duty == Duty.TOWN_CLERK


def test_a_post_until_a_day_holds_on_that_day_and_not_the_next(town, security):
    user = somebody("clerk")
    give(user, town, Duty.TOWN_CLERK, security, until=TODAY + timedelta(days=5))

    assert len(posts_on(user.pk, TODAY + timedelta(days=5))) == 1
    assert posts_on(user.pk, TODAY + timedelta(days=6)) == []


def test_nobody_grants_themselves(bureau, security):
    with pytest.raises(NobodyGrantsThemselves, match="另一位"):
        give(User.objects.get(pk=security.user_id), bureau, Duty.FINANCE, security)


@pytest.mark.parametrize("duty", [d for d in Duty if d not in (Duty.SECURITY_ADMIN, Duty.SYSTEM_ADMIN)])
def test_other_duties_grant_nothing(town, bureau, duty):
    granter = an_officer("granter", duty, town)
    with pytest.raises(NotYoursToGrant):
        give(somebody("clerk"), town, Duty.TOWN_CLERK, granter)


def test_security_and_system_administrators_watch_each_other(bureau, security):
    system = an_officer("system", Duty.SYSTEM_ADMIN, bureau)

    with pytest.raises(NotYoursToGrant, match="系统管理员登记"):
        give(somebody("second"), bureau, Duty.SECURITY_ADMIN, security)
    with pytest.raises(NotYoursToGrant):
        give(somebody("clerk"), bureau, Duty.COUNTY_CLERK, system)
    assert give(User.objects.get(username="second"), bureau, Duty.SECURITY_ADMIN, system).pk


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        pytest.param(Duty.SYSTEM_ADMIN, Duty.COUNTY_CLERK, id="系统管理员兼经办"),
        pytest.param(Duty.COUNTY_CLERK, Duty.AUDIT_ADMIN, id="经办兼审计管理员"),
        pytest.param(Duty.SYSTEM_ADMIN, Duty.AUDIT_ADMIN, id="系统管理员兼审计管理员"),
        pytest.param(Duty.FINANCE, Duty.COUNTY_LEADER, id="发放兼确认"),
        pytest.param(Duty.COUNTY_LEADER, Duty.FINANCE, id="确认兼发放"),
        pytest.param(Duty.SUPERVISOR, Duty.COUNTY_CLERK, id="监督兼经办"),
    ],
)
def test_conflicting_duties_are_refused_with_what_is_held(bureau, security, held, wanted):
    officer = an_officer("both", held, bureau)
    with pytest.raises(ConflictingDuties, match=Duty(held).label):
        give(User.objects.get(pk=officer.user_id), bureau, wanted, security)


def test_a_conflicting_duty_may_follow_once_the_first_is_over(bureau, security):
    user = somebody("later")
    first = give(user, bureau, Duty.COUNTY_CLERK, security)
    with pytest.raises(ConflictingDuties):
        give(user, bureau, Duty.FINANCE, security, since=TODAY + timedelta(days=40))

    actions.end_post(first.pk, reason="调整分工", by=security, now=NOW)
    assert give(user, bureau, Duty.FINANCE, security).pk


def test_the_database_and_the_code_know_the_same_conflicts():
    pairs = list(product(Duty.values, Duty.values))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT network_conflict(a, b) FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS p(a, b, n) ORDER BY n",
            [[a for a, _ in pairs], [b for _, b in pairs]],
        )
        assert [row[0] for row in cursor.fetchall()] == [conflict(a, b) for a, b in pairs]


def test_the_database_refuses_a_conflict_whatever_code_runs(bureau, security):
    officer = an_officer("both", Duty.COUNTY_CLERK, bureau)
    with pytest.raises(DatabaseError, match="不相容岗位"), transaction.atomic():
        Post.objects.create(
            user_id=officer.user_id,
            organisation=bureau,
            duty=Duty.FINANCE,
            since=date(2026, 6, 1),
            reason="任命",
            granted_by_id=security.user_id,
        )


@pytest.mark.parametrize(
    ("values", "error", "sentence"),
    [
        pytest.param({"reason": "  "}, ReasonMissing, "任职依据", id="没有依据"),
        pytest.param({"until": TODAY - timedelta(days=1)}, BadPeriod, "截止日期", id="已经过期"),
        pytest.param({"since": date(2016, 1, 1)}, BadPeriod, "一年以前", id="年份写错"),
    ],
)
def test_a_wrong_form_is_refused_with_what_to_put_right(town, security, values, error, sentence):
    with pytest.raises(error, match=sentence):
        give(somebody("clerk"), town, Duty.TOWN_CLERK, security, **values)


def test_a_duty_is_held_in_its_kind_of_office(town, security):
    with pytest.raises(WrongOffice, match="县级民政部门"):
        give(somebody("leader"), town, Duty.COUNTY_LEADER, security)


def test_the_same_post_is_not_given_twice(town, security):
    user = somebody("clerk")
    give(user, town, Duty.TOWN_CLERK, security)
    with pytest.raises(AlreadyHeld):
        give(user, town, Duty.TOWN_CLERK, security)


def test_an_ended_post_gives_no_right_from_that_moment_and_keeps_who_and_why(town, security):
    user = somebody("clerk")
    post = give(user, town, Duty.TOWN_CLERK, security)
    assert colleagues(town.area, (Duty.TOWN_CLERK,), TODAY).get() == user

    actions.end_post(post.pk, reason="调离", by=security, now=NOW)

    assert posts_on(user.pk, TODAY) == []
    assert not colleagues(town.area, (Duty.TOWN_CLERK,), TODAY).exists()
    kept = Post.objects.get(pk=post.pk)
    assert (kept.ended_by_id, kept.end_reason, kept.until) == (security.user_id, "调离", TODAY)
    with pytest.raises(PostOver):
        actions.end_post(post.pk, reason="再结束", by=security, now=NOW)


def test_ending_needs_a_reason_and_another_hand(bureau, town, security):
    post = give(somebody("clerk"), town, Duty.TOWN_CLERK, security)
    with pytest.raises(ReasonMissing):
        actions.end_post(post.pk, reason=" ", by=security, now=NOW)
    with pytest.raises(NobodyGrantsThemselves):
        actions.end_post(security.post_id, reason="辞职", by=security, now=NOW)


def test_a_new_account_has_a_first_password_and_no_right(security):
    made = actions.open_account("new.clerk", "李新", by=security)

    assert made.user.check_password(made.password)
    assert made.user.password_is_first
    with pytest.raises(NoPost):
        officer_for(made.user, TODAY)


def test_only_administrators_open_and_reset_accounts(town, security):
    clerk = an_officer("clerk", Duty.TOWN_CLERK, town)
    with pytest.raises(NotYoursToGrant):
        actions.open_account("x.y", "某", by=clerk)
    with pytest.raises(NotYoursToGrant):
        actions.reset_sign_in(security.user_id, by=clerk)
    with pytest.raises(NobodyGrantsThemselves):
        actions.reset_sign_in(security.user_id, by=security)


def test_declared_kin_are_kept_as_a_keyed_hash_in_the_declarers_area(town):
    clerk = an_officer("clerk", Duty.TOWN_CLERK, town)
    with scope(Scope(kind="admin", actor="t")):
        pass
    number = an_id()
    kin = declare(clerk, number)

    assert (kin.county, kin.town, kin.user_id) == ("371311", "371311001", clerk.user_id)
    assert number.encode() not in bytes(kin.id_index)
    with pytest.raises(BadNumber):
        declare(clerk, "371311199001010000")


def declare(officer: Officer, number: str) -> StaffKin:
    """In the officer's own scope; the test's administrators' scope has the same actor."""
    area = Scope(kind="area", actor="t", counties=officer.counties, towns=(officer.area,))
    with scope(area):
        return actions.declare_kin(relation="子女", id_number=number, by=officer, now=NOW)
