"""Row policies, declared beside each model and put into the database after every migration.

A model says what it is in one class attribute, `guard`; `apply()` writes grants, policies and append-only triggers
from those declarations, and refuses a table that declares nothing. The rows of other people's libraries (sessions,
jobs) are named in OPEN_TABLES with the reason why they need no row policy.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from yimen.core.errors import YimenError

APP_ROLE = "yimen_app"

# What does not depend on the row is one truth in a sub-select: worked out once, and the planner takes it for even odds.
# A comparison with a sub-select it takes for one row in two hundred, and then sorts a county to show its first page.
IN_AREA = """(
    county = ANY((SELECT guard_codes('counties'))::text[])
    AND ((SELECT guard_codes('towns') IS NULL) OR town = ANY((SELECT guard_codes('towns'))::text[]))
    AND ((SELECT guard_codes('villages') IS NULL) OR village = ANY((SELECT guard_codes('villages'))::text[])))"""


class TableNotDeclared(YimenError):
    code = "table_not_declared"

    def __init__(self, table: str) -> None:
        super().__init__(
            f"数据表 {table} 没有声明行级安全。请在模型上写 guard = AreaTable() 等，"
            "或把它连同理由列入 OPEN_TABLES，然后重新迁移。",
            table=table,
        )


def _listed(kinds: tuple[str, ...]) -> str:
    return ",".join(f"'{kind}'" for kind in kinds)


def _is_kind(kinds: tuple[str, ...]) -> str:
    return f"(SELECT guard_kind() IN ({_listed(kinds)}))"


@dataclass(frozen=True)
class AreaTable:
    """Rows of an area (columns county, town, village), shown to its staff and to the family itself.

    kinds: scopes of staff that may see it. subject: the column holding the household a citizen may see ('' = never).
    append_only: no row is ever changed or removed, by anyone. read: a further SQL condition under which a row shows to all.
    centre: the SQL condition under which the verification centre may read a row, where it may not see the whole table.
    """

    kinds: tuple[str, ...] = ("area",)
    subject: str = "household_id"
    append_only: bool = False
    read: str = ""
    centre: str = ""
    deletable: bool = False

    def condition(self) -> str:
        parts = [f"({_is_kind(self.kinds)} AND {IN_AREA})"]
        if self.subject:
            parts.append(
                f"({_is_kind(('subject',))} AND {self.subject} = ANY((SELECT guard_codes('households'))::uuid[]))"
            )
        return " OR ".join(parts)

    def read_condition(self) -> str:
        parts = [self.condition(), *([f"({self.read})"] if self.read else [])]
        if self.centre:
            parts.append(f"({_is_kind(('centre',))} AND {self.centre} AND {IN_AREA})")
        return " OR ".join(parts)


@dataclass(frozen=True)
class OwnTable:
    """Rows of one account (column account_id): a citizen's drafts and sessions; staff never."""

    column: str = "account_id"
    append_only: bool = False
    deletable: bool = True
    kinds: tuple[str, ...] = ()

    def condition(self) -> str:
        own = f"{_is_kind(('subject',))} AND {self.column}::text = nullif(current_setting('app.account', true), '')"
        return f"({own})" + (f" OR {_is_kind(self.kinds)}" if self.kinds else "")

    read_condition = condition


@dataclass(frozen=True)
class KindTable:
    """Rows that only scopes of these kinds read and change (sign-in, delivery); any scope may add one."""

    kinds: tuple[str, ...]
    append_only: bool = False

    def condition(self) -> str:
        return _is_kind(self.kinds)

    read_condition = condition


@dataclass(frozen=True)
class JoinTable:
    """An automatic many-to-many table: its rows show where the row they belong to shows."""

    parent: str
    column: str
    append_only: bool = False
    deletable: bool = True

    def condition(self) -> str:
        return f"EXISTS (SELECT 1 FROM {self.parent} p WHERE p.id = {self.column})"

    read_condition = condition


@dataclass(frozen=True)
class SealedTable:
    """Reached only through SECURITY DEFINER functions or the owner: the app role may insert, or not even that."""

    insert: bool = True
    append_only: bool = True

    def condition(self) -> str:
        return "false"

    read_condition = condition


@dataclass(frozen=True)
class ReferenceTable:
    """No family in it: divisions, organisations, parameters. Readable by all, with or without a scope.

    write: the app role changes it, in any scope. writers: only in scopes of these kinds. Neither: the owner does.
    """

    write: bool = False
    writers: tuple[str, ...] = ()
    append_only: bool = False
    deletable: bool = False

    def condition(self) -> str:
        return _is_kind(self.writers)

    def read_condition(self) -> str:
        return "true"


OPEN_TABLES = {
    "django_session": "opaque keys, no personal data outside the signed-in user's id",
    "django_content_type": "names of models",
    "django_migrations": "names of migrations",
    "auth_permission": "names of permissions; duties and posts decide, not these",
    "auth_group": "unused by the platform",
    "auth_group_permissions": "unused by the platform",
    "axes_accessattempt": "sign-in attempts of staff",
    "axes_accesslog": "sign-in log of staff",
    "axes_accessfailurelog": "sign-in failures of staff",
    "axes_accessattemptexpiration": "sign-in lock-outs of staff",
    "account_emailaddress": "staff only",
    "account_emailconfirmation": "staff only",
    "mfa_authenticator": "staff second factors, encrypted by the library's adapter",
    "procrastinate_jobs": "ids and actors only, never names (house test)",
    "procrastinate_events": "job events",
    "procrastinate_periodic_defers": "job schedule",
    "procrastinate_workers": "worker heartbeats",
}

OPEN_FUNCTIONS = {
    "guard_today": "the day of the installation",
    "guard_move_clock": "refuses any but a synthetic installation",
    "people_households_of": "sign-in only: which files an account may see",
    "people_kin_of_staff": "refuses a household outside the scope",
    "cases_duplicate_guard": "crosses areas by its nature: returns the least, logs every use",
    "audit_looks_at": "refuses a household outside the scope",
    "audit_seal_batch": "the sealer: returns number, count and head of what it sealed, no row",
    "audit_heads_after": "hashes and counts, nothing of anybody",
    "intake_erase_stale_drafts": "erases only what nobody touched for 30 days, returns ids of files",
    "notifications_erase_old": "erases only codes and messages whose term is over",
    "intake_stage_of_receipt": "who holds a receipt number learns the stage, nothing of the family",
}
"""SECURITY DEFINER functions that the app role may call, and what keeps them from leaking. All others only run inside
triggers and other functions."""


def declared() -> Iterator[tuple[str, object]]:
    """Every table of the project's own models with its declaration; automatic join tables follow their model."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        table = model._meta.db_table
        if table in OPEN_TABLES:
            continue
        owner = cast(type[models.Model] | None, model._meta.auto_created or None)
        declaration = getattr(owner or model, "guard", None)
        if declaration is None:
            raise TableNotDeclared(table)
        if owner and not isinstance(declaration, ReferenceTable):
            declaration = JoinTable(owner._meta.db_table, f"{owner._meta.model_name}_id")
        yield table, declaration


def statements() -> Iterable[str]:
    """The SQL that makes the database hold what the models declare. Idempotent."""
    yield f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {APP_ROLE}"
    yield _close_functions()
    for table in OPEN_TABLES:
        yield (
            f"DO $$ BEGIN IF to_regclass('{table}') IS NOT NULL THEN "
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}; END IF; END $$"
        )
    for table, rule in declared():
        yield from _table_statements(table, rule)


def _close_functions() -> str:
    """A function that passes row security is closed to the app role unless it is named above with its reason."""
    return (
        "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT oid FROM pg_proc WHERE prosecdef "
        f"AND pronamespace = 'public'::regnamespace AND proname NOT IN ({_listed(tuple(OPEN_FUNCTIONS))}) "
        f"LOOP EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC, {APP_ROLE}', f); END LOOP; END $$"
    )


def _table_statements(table: str, rule: object) -> Iterator[str]:
    yield f"REVOKE ALL ON {table} FROM {APP_ROLE}"
    append_only = getattr(rule, "append_only", False)
    yield f"DROP TRIGGER IF EXISTS guard_append_only ON {table}"
    yield f"DROP TRIGGER IF EXISTS guard_no_truncate ON {table}"
    if append_only:
        yield (
            f"CREATE TRIGGER guard_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION guard_refuse_change()"
        )
        yield (
            f"CREATE TRIGGER guard_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse_change()"
        )
    yield from _grants(table, rule)
    if isinstance(rule, ReferenceTable) and not rule.writers:
        return
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield from _policies(table, rule)


def _grants(table: str, rule: object) -> Iterator[str]:
    """What the app role may do to the table at all."""
    verbs = ["SELECT", "INSERT"]
    if isinstance(rule, SealedTable):
        verbs = ["INSERT"] if rule.insert else []
    elif isinstance(rule, ReferenceTable) and not (rule.write or rule.writers):
        verbs = ["SELECT"]
    elif not rule.append_only:  # type: ignore[attr-defined]
        verbs += ["UPDATE", *(["DELETE"] if getattr(rule, "deletable", False) else [])]
    if verbs:
        yield f"GRANT {', '.join(verbs)} ON {table} TO {APP_ROLE}"


def _policies(table: str, rule: object) -> Iterator[str]:
    """Which rows of it."""
    for name in ("guard_read", "guard_insert", "guard_update", "guard_delete"):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
    anyone_adds = isinstance(rule, KindTable) or (isinstance(rule, SealedTable) and rule.insert)
    condition = rule.condition()  # type: ignore[attr-defined]
    insert = "true" if anyone_adds else condition
    yield f"CREATE POLICY guard_read ON {table} FOR SELECT USING ({rule.read_condition()})"  # type: ignore[attr-defined]
    yield f"CREATE POLICY guard_insert ON {table} FOR INSERT WITH CHECK ({insert})"
    if not rule.append_only:  # type: ignore[attr-defined]
        yield f"CREATE POLICY guard_update ON {table} FOR UPDATE USING ({condition}) WITH CHECK ({condition})"
        yield f"CREATE POLICY guard_delete ON {table} FOR DELETE USING ({condition})"


def apply(connection: BaseDatabaseWrapper) -> None:
    """Write all of it, in one transaction of the owner's connection."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)
