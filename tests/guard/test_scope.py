"""Row-level security in raw SQL (promises 23, 24): outside a scope nothing, inside it only one's own."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from yimen.core.ids import uuid7
from yimen.documents.models import Attachment
from yimen.guard.scope import Scope, ScopeError, current_scope, scope
from yimen.people.models import Household

LUOZHUANG = Scope(kind="area", actor="t", counties=("371311",))
LANSHAN = Scope(kind="area", actor="t", counties=("371302",))
ONE_TOWN = Scope(kind="area", actor="t", counties=("371311",), towns=("371311001",))
OTHER_TOWN = Scope(kind="area", actor="t", counties=("371311",), towns=("371311002",))


def a_household(**area: str) -> Household:
    codes = {"county": "371311", "town": "371311001", "village": "371311001001"} | area
    return Household.objects.create(
        number=str(uuid7())[:24], residence="urban", address="某路 1 号", opened_on=date(2026, 1, 5), **codes
    )


@pytest.fixture
def household(db) -> Household:
    with scope(LUOZHUANG):
        return a_household()


def rows(sql: str = "SELECT count(*) FROM people_household") -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_app_role_owns_nothing_and_bypasses_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("yimen_app", False, False)
    assert (
        rows("SELECT count(*) FROM pg_tables WHERE tableowner = current_user AND schemaname = 'public'") == 0
    )


def test_a_guarded_table_refuses_outside_a_scope(household):
    with pytest.raises(DatabaseError, match="没有打开工作范围"), transaction.atomic():
        rows()


@pytest.mark.parametrize(
    ("wanted", "seen"),
    [
        pytest.param(LUOZHUANG, 1, id="本县"),
        pytest.param(ONE_TOWN, 1, id="本镇"),
        pytest.param(OTHER_TOWN, 0, id="邻镇"),
        pytest.param(LANSHAN, 0, id="邻县"),
        pytest.param(Scope(kind="area", actor="t"), 0, id="没有辖区"),
        pytest.param(Scope(kind="admin", actor="t", counties=("371311",)), 0, id="系统管理员"),
        pytest.param(Scope(kind="centre", actor="t", counties=("371311",)), 0, id="核对中心不看家庭档案"),
        pytest.param(Scope(kind="public", actor="t", counties=("371311",)), 0, id="公众"),
        pytest.param(Scope(kind="subject", actor="t", counties=("371311",)), 0, id="别家的群众"),
    ],
)
def test_each_scope_sees_its_own_rows(household, wanted, seen):
    with scope(wanted):
        assert rows() == seen


def test_a_family_sees_its_own_file(household):
    with scope(Scope(kind="subject", actor="t", households=(household.pk,))):
        assert rows() == 1


def test_a_row_cannot_be_written_into_another_area(db):
    with pytest.raises(DatabaseError, match="row-level security"), scope(LANSHAN):
        a_household()


def test_a_row_cannot_be_moved_out_of_the_area(household):
    with pytest.raises(DatabaseError, match="row-level security"), scope(ONE_TOWN):
        Household.objects.filter(pk=household.pk).update(town="371311002")


def test_the_scope_of_another_actor_does_not_open_inside(db):
    with scope(LUOZHUANG), pytest.raises(ScopeError), scope(Scope(kind="public", actor="someone else")):
        pass


def test_an_inner_scope_puts_back_the_outer_one(household):
    with scope(LUOZHUANG):
        with scope(LANSHAN):
            assert rows() == 0
        assert rows() == 1
    assert current_scope() is None


def test_an_error_inside_is_the_one_that_comes_out(household):
    with pytest.raises(DatabaseError, match="does not exist"), scope(LUOZHUANG):
        rows("SELECT count(*) FROM no_such_table")


def test_an_error_inside_an_inner_scope_puts_back_the_outer_one(household):
    with scope(LUOZHUANG):
        with pytest.raises(DatabaseError), scope(LANSHAN):
            rows("SELECT count(*) FROM no_such_table")
        assert rows() == 1
        with pytest.raises(KeyError), scope(LANSHAN):
            raise KeyError
        assert rows() == 1


def test_nothing_stays_on_the_connection(household):
    """A custom setting reads '' after a finished transaction; a policy must not take that for everything."""
    with scope(LUOZHUANG):
        assert rows() == 1
    with pytest.raises(DatabaseError, match="没有打开工作范围"), transaction.atomic():
        rows()


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        pytest.param("report", 1, id="核对报告"),
        pytest.param("authorisation", 1, id="授权书"),
        pytest.param("house_inside", 0, id="住房内景"),
        pytest.param("illness", 0, id="疾病证明"),
        pytest.param("evidence", 0, id="佐证材料"),
    ],
)
def test_the_centre_reads_reports_and_authorisations_and_no_other_file(household, kind, seen):
    with scope(LUOZHUANG):
        Attachment.objects.create(
            household=household, kind=kind, name="文件", media_type="image/jpeg", size=1, sha256=b"0",
            scan="not_scanned", uploaded_at=datetime(2026, 1, 5, tzinfo=UTC), uploaded_by="t",
            county="371311", town="371311001", village="371311001001",
        )  # fmt: skip
    with scope(Scope(kind="centre", actor="t", counties=("371311",))):
        assert rows("SELECT count(*) FROM documents_attachment") == seen
