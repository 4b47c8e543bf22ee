"""Raw SQL as the app role, over every table there is or will be (promises 22, 23, 25, 32).

Each table has a row in two counties. A scope sees the row of its own area where the table is open to its kind, and no
other; it adds, changes, moves and removes nothing elsewhere. What is declared append-only stays as it was written.
`tests/rows.py` makes the rows from the models, so a new table is covered by being declared.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, models, transaction
from tests.database import empty_everything
from tests.rows import LANSHAN, LUOZHUANG, Area, Rows, fill, model_of

from yimen.guard import policies
from yimen.guard.policies import (
    OPEN_TABLES,
    AreaTable,
    JoinTable,
    KindTable,
    OwnTable,
    ReferenceTable,
    SealedTable,
    declared,
)
from yimen.guard.scope import Scope, scope
from yimen.people.models import CitizenAccount, Household

TABLES = dict(declared())
GUARDED = [name for name, rule in TABLES.items() if not isinstance(rule, ReferenceTable)]
FILLED = [*GUARDED, *(name for name, rule in TABLES.items() if name not in GUARDED and rule.append_only)]
WITH_AREA = [name for name in GUARDED if isinstance(TABLES[name], AreaTable)]
REFUSED = "row-level security|permission denied|没有打开工作范围|只增不改|无权"

Filled = dict[Area, Rows]


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker) -> Iterator[Filled]:
    with django_db_blocker.unblock():
        yield fill(FILLED)
        empty_everything()


def staff(area: Area, **more: object) -> Scope:
    return replace(Scope(kind="area", actor="t", counties=(area.county,)), **more)


def citizen(rows: Rows) -> Scope:
    return Scope(
        kind="subject",
        actor="t",
        account=pk(rows, CitizenAccount),
        households=(pk(rows, Household),),
    )


def pk(rows: Rows, model: type[models.Model]) -> UUID:
    return rows.of(model).pk


def scopes(filled: Filled) -> dict[str, Scope]:
    """Every kind of asker, at home in LUOZHUANG or not."""
    home, away = LUOZHUANG, LANSHAN
    return {
        "本县": staff(home),
        "本镇": staff(home, towns=(home.town,)),
        "本村": staff(home, towns=(home.town,), villages=(home.village,)),
        "邻县": staff(away),
        "邻镇": staff(home, towns=("371311002",)),
        "邻村": staff(home, towns=(home.town,), villages=("371311001002",)),
        "没有辖区": Scope(kind="area", actor="t"),
        "本县核对中心": staff(home, kind="centre"),
        "邻县核对中心": staff(away, kind="centre"),
        "本家": citizen(filled[home]),
        "别家": citizen(filled[away]),
        "没有家庭的群众": Scope(kind="subject", actor="t"),
        "管理员": staff(home, kind="admin"),
        "公众": staff(home, kind="public"),
        "登录": staff(home, kind="signin"),
        "发送": staff(home, kind="delivery"),
    }


HOME_STAFF = {"本县", "本镇", "本村"}


def opens_home(rule: object, who: str, kind: str) -> bool:
    """Whether the row of LUOZHUANG shows to this asker: the oracle, apart from the SQL under test."""
    match rule:
        case AreaTable():
            at_home = who in HOME_STAFF | {"本县核对中心", "管理员", "公众", "登录", "发送"}
            return (kind in rule.kinds and at_home) or (who == "本家" and bool(rule.subject))
        case OwnTable():
            return who == "本家" or kind in rule.kinds
        case KindTable():
            return kind in rule.kinds
        case SealedTable():
            return False
        case JoinTable():
            return opens_home(TABLES[rule.parent], who, kind)
    raise AssertionError(f"tests/guard/test_every_table.py 不认识声明 {rule}")


def visible(table: str, row: models.Model) -> bool:
    column = row._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [row.pk])
        return cursor.fetchone()[0] > 0


def sees(wanted: Scope, table: str, row: models.Model) -> bool:
    try:
        with scope(wanted):
            return visible(table, row)
    except DatabaseError as error:
        if "permission denied" not in str(error):
            raise
        return False


def check_each_asker_sees_its_own(filled: Filled, table: str) -> None:
    row = filled[LUOZHUANG].made[model_of(table)]
    seen = {who: sees(wanted, table, row) for who, wanted in scopes(filled).items()}
    kinds = {who: wanted.kind for who, wanted in scopes(filled).items()}
    assert seen == {who: opens_home(TABLES[table], who, kinds[who]) for who in seen}


def check_nothing_outside_a_scope(table: str, row: models.Model) -> None:
    try:
        with transaction.atomic():
            assert not visible(table, row)
    except DatabaseError as error:
        if not re.search(REFUSED, str(error)):
            raise


@pytest.mark.parametrize("table", GUARDED)
def test_each_asker_sees_the_rows_of_their_own_area_and_no_other(filled, table):
    check_each_asker_sees_its_own(filled, table)


@pytest.mark.parametrize("table", GUARDED)
def test_outside_a_scope_nothing_shows(filled, table):
    row = filled[LUOZHUANG].made[model_of(table)]
    with scope(staff(LUOZHUANG)):
        pass  # a connection on which a scope was open before reads '' where it read NULL
    check_nothing_outside_a_scope(table, row)
    connection.close()
    check_nothing_outside_a_scope(table, row)


def copy_of(table: str, row: models.Model) -> str:
    """The row as JSON under another key, to be put in again."""
    column = row._meta.pk.column
    fresh = "gen_random_uuid()" if isinstance(row._meta.pk, models.UUIDField) else "1000000"
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"SELECT (to_jsonb(t) || jsonb_build_object('{column}', {fresh}))::text FROM {table} t WHERE {column} = %s",
            [row.pk],
        )
        return cursor.fetchone()[0]


def insert(table: str, row: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)", [row]
        )


def adds_anywhere(rule: object) -> bool:
    return isinstance(rule, KindTable) or (isinstance(rule, SealedTable) and rule.insert)


@pytest.mark.parametrize("table", [name for name in GUARDED if not adds_anywhere(TABLES[name])])
def test_no_row_is_added_where_the_scope_does_not_reach(filled, table):
    row = copy_of(table, filled[LUOZHUANG].made[model_of(table)])
    for who, wanted in scopes(filled).items():
        if opens_home(TABLES[table], who, wanted.kind):
            continue
        with pytest.raises(DatabaseError, match=REFUSED), scope(wanted):
            insert(table, row)


def changed(table: str, sql: str, params: list[object]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(table=table), params)
        return cursor.rowcount


def tries(wanted: Scope, table: str, sql: str, params: list[object]) -> int:
    """Rows changed; refused is none."""
    try:
        with scope(wanted):
            return changed(table, sql, params)
    except DatabaseError as error:
        if not re.search(REFUSED, str(error)):
            raise
        return 0


@pytest.mark.parametrize("table", GUARDED)
def test_nothing_is_changed_or_removed_where_the_scope_does_not_reach(filled, table):
    row = filled[LUOZHUANG].made[model_of(table)]
    column = row._meta.pk.column
    for who, wanted in scopes(filled).items():
        if opens_home(TABLES[table], who, wanted.kind):
            continue
        assert (
            tries(wanted, table, f"UPDATE {{table}} SET {column} = {column} WHERE {column} = %s", [row.pk])
            == 0
        ), who
        assert tries(wanted, table, f"DELETE FROM {{table}} WHERE {column} = %s", [row.pk]) == 0, who


@pytest.mark.parametrize("table", [name for name in WITH_AREA if not TABLES[name].append_only])
@pytest.mark.parametrize(
    "column",
    [pytest.param("county", id="外县"), pytest.param("town", id="外镇"), pytest.param("village", id="外村")],
)
def test_no_row_leaves_the_area_of_those_who_hold_it(filled, table, column):
    row = filled[LUOZHUANG].made[model_of(table)]
    mine = staff(
        LUOZHUANG, towns=(LUOZHUANG.town,), villages=(LUOZHUANG.village,), kind=TABLES[table].kinds[0]
    )
    with pytest.raises(DatabaseError, match="row-level security"), scope(mine):
        changed(
            table, f"UPDATE {{table}} SET {column} = %s WHERE id = %s", [getattr(LANSHAN, column), row.pk]
        )


APPEND_ONLY = [name for name, rule in TABLES.items() if rule.append_only]
NOT_DELETABLE = [name for name, rule in TABLES.items() if not getattr(rule, "deletable", False)]


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "alias", [pytest.param("default", id="应用角色"), pytest.param("owner", id="所有者角色")]
)
def test_an_append_only_row_stays_as_it_was_written(filled, table, alias):
    """The owner too is refused, until it takes the trigger away; the audit chain finds what it does then."""
    row = filled[LUOZHUANG].made[model_of(table)]
    key = row._meta.pk.column
    for sql in (
        f"UPDATE {{table}} SET {key} = {key} WHERE {key} = %s",
        f"DELETE FROM {{table}} WHERE {key} = %s",
    ):
        with pytest.raises(DatabaseError, match=REFUSED):
            changed_as(alias, table, sql, row)


def changed_as(alias: str, table: str, sql: str, row: models.Model) -> None:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("SELECT set_config('app.kind', 'area', true)")
        cursor.execute("SELECT set_config('app.counties', %s, true)", [LUOZHUANG.county])
        cursor.execute(sql.format(table=table), [row.pk])


@pytest.mark.parametrize("table", NOT_DELETABLE)
def test_the_app_role_removes_nothing(filled, table):
    for wanted in scopes(filled).values():
        with pytest.raises(DatabaseError, match="permission denied"), scope(wanted):
            changed(table, "DELETE FROM {table}", [])


@pytest.mark.parametrize(
    "table", [*TABLES, *(name for name in OPEN_TABLES if not name.startswith("django_migr"))]
)
def test_the_app_role_empties_no_table(filled, table):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        changed(table, "TRUNCATE {table} CASCADE", [])


@pytest.mark.parametrize(
    "table", [n for n, r in TABLES.items() if isinstance(r, ReferenceTable) and not r.write]
)
def test_reference_data_is_changed_only_by_those_named(filled, table):
    rule = TABLES[table]
    column = model_of(table)._meta.pk.column
    for who, wanted in scopes(filled).items():
        if wanted.kind not in rule.writers:
            assert tries(wanted, table, f"UPDATE {{table}} SET {column} = {column}", []) == 0, who


# --- mutants: each of these must be caught, or the suite above proves nothing


MUTANTS = {
    "没有行级安全": "ALTER TABLE {t} DISABLE ROW LEVEL SECURITY",
    "全部可见": "DROP POLICY guard_read ON {t}; CREATE POLICY guard_read ON {t} FOR SELECT USING (true)",
    "空范围当作全部": (
        "DROP POLICY guard_read ON {t}; CREATE POLICY guard_read ON {t} FOR SELECT "
        "USING (county LIKE coalesce(current_setting('app.counties', true), '') || '%%')"
    ),
    "忘了乡镇": (
        "DROP POLICY guard_read ON {t}; CREATE POLICY guard_read ON {t} FOR SELECT "
        "USING (guard_kind() = 'area' AND county = ANY(guard_codes('counties')))"
    ),
}


@pytest.fixture
def policies_put_back(filled) -> Iterator[None]:
    yield
    with transaction.atomic(using="owner"):
        policies.apply(connections["owner"])


def mutate(sql: str) -> None:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(sql)


def check_both(filled: Filled, table: str) -> None:
    check_each_asker_sees_its_own(filled, table)
    check_nothing_outside_a_scope(table, filled[LUOZHUANG].made[model_of(table)])


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
@pytest.mark.parametrize("table", ["people_person", "cases_objection"])
def test_a_table_whose_policy_is_lost_is_caught(filled, policies_put_back, table, mutant):
    mutate(mutant.format(t=table).replace("%%", "%"))
    with pytest.raises(AssertionError):
        check_both(filled, table)


def test_a_log_that_lost_its_trigger_and_got_a_grant_is_caught(filled, policies_put_back):
    mutate("DROP TRIGGER guard_append_only ON cases_caselog; GRANT UPDATE ON cases_caselog TO yimen_app")
    mutate("CREATE POLICY guard_update ON cases_caselog FOR UPDATE USING (true)")
    with pytest.raises(pytest.fail.Exception):
        test_an_append_only_row_stays_as_it_was_written(filled, "cases_caselog", "default")


def test_after_the_mutants_the_database_holds_again_what_is_declared(filled, policies_put_back):
    mutate("ALTER TABLE people_person DISABLE ROW LEVEL SECURITY")
    policies.apply(connections["owner"])
    check_each_asker_sees_its_own(filled, "people_person")
