"""Functions and views pass no row to those it does not belong to (promise 23)."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests.database import empty_everything
from tests.rows import LANSHAN, LUOZHUANG, Area, Rows, fill

from yimen.audit.models import Event
from yimen.cases.models import AwardMember
from yimen.core.ids import uuid7
from yimen.guard.policies import APP_ROLE, OPEN_FUNCTIONS
from yimen.guard.scope import Scope, scope
from yimen.network.models import StaffKin
from yimen.people.models import AccountHousehold, CitizenAccount, GuardLook, Household, Person

TABLES = ["people_person", "people_accounthousehold", "network_staffkin", "cases_awardmember"]
INDEX = b"x" * 32
NOT_YOURS = "无权|不在|只能|只有|没有打开工作范围"


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker) -> Iterator[dict[Area, Rows]]:
    with django_db_blocker.unblock():
        rows = fill(TABLES)
        for one in rows.values():
            Person.objects.using("owner").filter(pk=one.of(Person).pk).update(id_index=INDEX)
            StaffKin.objects.using("owner").filter(pk=one.of(StaffKin).pk).update(id_index=INDEX)
        AwardMember.objects.using("owner").filter(pk=rows[LUOZHUANG].of(AwardMember).pk).update(
            id_index=INDEX
        )
        rows[LUOZHUANG].another(Event, subjects=[household(rows)])
        yield rows
        empty_everything()


def household(rows: dict[Area, Rows], area: Area = LUOZHUANG) -> UUID:
    return rows[area].of(Household).pk


def call(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def staff(area: Area) -> Scope:
    return Scope(kind="area", actor="user:1", counties=(area.county,))


def family(rows: dict[Area, Rows], area: Area) -> Scope:
    return Scope(kind="subject", actor="citizen:1", households=(household(rows, area),))


OTHERS = [
    Scope(kind=kind, actor="t", counties=(LUOZHUANG.county,))
    for kind in ("admin", "public", "delivery", "centre")
]


def refused_to(scopes: list[Scope], sql: str, *params: object) -> None:
    for wanted in scopes:
        with pytest.raises(DatabaseError, match=NOT_YOURS), scope(wanted):
            call(sql, *params)
    with pytest.raises(DatabaseError, match="没有打开工作范围"), transaction.atomic():
        call(sql, *params)


def test_the_app_role_may_call_only_the_definer_functions_that_say_why(filled):
    rows = call(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace "
        "AND has_function_privilege(%s, oid, 'EXECUTE')",
        APP_ROLE,
    )
    assert {row[0] for row in rows} <= set(OPEN_FUNCTIONS)


def test_every_definer_function_fixes_its_search_path(filled):
    """Else whoever can make a table in another schema decides what the function reads."""
    rows = call(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace "
        "AND NOT coalesce(array_to_string(proconfig, ' '), '') LIKE '%%search_path=%%'"
    )
    assert rows == []


def test_the_list_of_open_functions_names_only_those_there_are(filled):
    rows = call("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
    assert set(OPEN_FUNCTIONS) <= {row[0] for row in rows}


def test_a_view_shows_what_the_asker_may_see_not_what_its_owner_may(filled):
    """security_invoker on every view; a view without it, owned by a role that passes row security, shows all."""
    rows = call(
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace "
        "AND NOT coalesce(array_to_string(reloptions, ' '), '') LIKE '%%security_invoker=%%'"
    )
    assert rows == []


def test_a_mutant_view_without_invoker_rights_shows_everything(filled):
    """That the check above looks at the right thing."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute(
            "CREATE VIEW mutant AS SELECT * FROM people_household; GRANT SELECT ON mutant TO yimen_app"
        )
    try:
        with scope(staff(LANSHAN)):
            assert call("SELECT count(*) FROM mutant") == [(2,)]
        with pytest.raises(AssertionError):
            test_a_view_shows_what_the_asker_may_see_not_what_its_owner_may(filled)
    finally:
        with owner.cursor() as cursor:
            cursor.execute("DROP VIEW mutant")


def test_the_files_of_an_account_are_told_to_the_sign_in_only(filled):
    account = filled[LUOZHUANG].of(CitizenAccount).pk
    sql = "SELECT people_households_of(%s)"
    filled[LUOZHUANG].of(AccountHousehold)
    with scope(Scope(kind="signin", actor="signin")):
        assert call(sql, account) == [(household(filled),)]
    refused_to([staff(LUOZHUANG), family(filled, LUOZHUANG), *OTHERS], sql, account)


def test_declared_kin_are_told_to_those_who_handle_the_family(filled):
    sql = "SELECT * FROM people_kin_of_staff(%s)"
    with scope(staff(LUOZHUANG)):
        assert len(call(sql, household(filled))) == 2  # declared here and in the other county
    refused_to([staff(LANSHAN), family(filled, LANSHAN), *OTHERS], sql, household(filled))


def test_who_looked_is_told_to_the_family_and_its_area(filled):
    sql = "SELECT * FROM audit_looks_at(%s)"
    for wanted in (staff(LUOZHUANG), family(filled, LUOZHUANG)):
        with scope(wanted):
            assert len(call(sql, household(filled))) == 1
    refused_to([staff(LANSHAN), family(filled, LANSHAN), *OTHERS], sql, household(filled))


def test_the_duplicate_guard_crosses_areas_tells_the_least_and_logs_who_asked(filled):
    sql = "SELECT * FROM cases_duplicate_guard(%s, %s, NULL)"
    with scope(staff(LANSHAN)):
        found = call(sql, INDEX, "somebody else")
    assert [row[1] for row in found] == ["award"]
    assert len(found[0]) == 4  # programme, status, office, its phone

    look = GuardLook.objects.using("owner").latest("id")
    assert (look.actor, bytes(look.id_index), look.found) == ("user:1", INDEX, 1)
    refused_to(OTHERS, sql, INDEX, "t")


def test_the_day_is_moved_only_forward(filled):
    with pytest.raises(DatabaseError, match="只能向前"), transaction.atomic():
        call("SELECT guard_move_clock(%s)", -1)


def test_a_real_installation_does_not_move_its_day(filled):
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE guard_installation SET synthetic = false")
    try:
        with pytest.raises(DatabaseError, match="模拟数据库"), transaction.atomic():
            call("SELECT guard_move_clock(%s)", 1)
        assert call("SELECT guard_today()")[0][0] >= date(2026, 1, 1)
    finally:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE guard_installation SET synthetic = true")


def test_a_family_made_up_is_nobodys(filled):
    with pytest.raises(DatabaseError, match=NOT_YOURS), scope(staff(LUOZHUANG)):
        call("SELECT * FROM people_kin_of_staff(%s)", uuid7())
