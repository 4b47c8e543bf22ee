"""Families of an area out of the platform's own database, as Arrow: what they have declared, as `people/facts.py` says it.

Read through ADBC as the app role, under a scope, in one snapshot; a chunk of households and then their members. Who looked
is on the audit trail before anybody sees a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from itertools import chain
from uuid import UUID

import pyarrow as pa
from adbc_driver_postgresql import dbapi
from django.db import connection

from yimen.audit.trail import Trail
from yimen.bulk.sweep.files import Source
from yimen.bulk.sweep.rows import KEY, InputMistake, Rows, joined
from yimen.bulk.sweep.running import BATCH
from yimen.guard.clock import now
from yimen.guard.scope import SETTINGS, Scope, scope
from yimen.people.facts import COUNTED, FINANCIAL
from yimen.people.models import IncomeItem, Person, PropertyItem

KEPT = ("number", "county", "town", "village")
"""Columns of a household's file that may be kept beside its answers."""

NO_OVERLAY = """SELECT NULL::uuid AS household_id, NULL::uuid AS person_id, NULL::text AS kind,
    NULL::bigint AS amount, NULL::boolean AS open WHERE false"""
"""What the sources say, as rows of these columns: nothing."""


def declared_families(
    wanted: Scope, on: date, *, purpose: str, keep: Sequence[str] = (), overlays: str = NO_OVERLAY
) -> Source:
    """Every open file the scope may see, in the order of its id, with its members of that day.

    ``overlays`` is a query of a higher room for what the sources found, in the columns of `NO_OVERLAY`; it stands over
    what was declared.  Raises: InputMistake for a column that is not of the file.
    """
    unknown = [name for name in keep if name not in KEPT]
    if unknown:
        raise InputMistake(
            f"档案里没有可以带出的 {'、'.join(unknown)}；可写：{'、'.join(KEPT)}。", columns=unknown
        )
    chunks = _chunks(wanted, on, purpose, _Queries(on, tuple(keep), overlays))
    first = next(chunks)
    rows = (part for households, members in chain([first], chunks) for part in _rows(households, members))
    return Source(rows, first[0].schema, first[1].schema)


def _rows(households: pa.Table, members: pa.Table) -> Iterator[Rows]:
    return joined(
        households.combine_chunks().to_batches(), members.combine_chunks().to_batches() or [_empty(members)]
    )


def _empty(table: pa.Table) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema=table.schema)


def _chunks(wanted: Scope, on: date, purpose: str, queries: _Queries) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Households and their members, chunk by chunk; an empty one at the end, so that there is always a first."""
    with _snapshot(wanted) as read:
        after = UUID(int=0)
        while True:
            households = read(queries.households(after))
            keys = households.column(KEY)
            last = UUID(keys[-1].as_py()) if len(keys) else after
            members = read(queries.members(after, last))
            _record(wanted, purpose, [UUID(key) for key in keys.to_pylist()])
            yield households, members
            if len(keys) < BATCH:
                return
            after = last


@contextmanager
def _snapshot(wanted: Scope) -> Iterator[_Read]:
    """One read-only transaction that sees what the scope may see, as of its beginning."""
    with closing(dbapi.connect(_address())) as adbc, closing(adbc.cursor()) as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for name in SETTINGS:
            cursor.execute("SELECT set_config($1, $2, true)", (f"app.{name}", wanted.settings[name]))
            cursor.fetchall()
        yield _Read(cursor)
        adbc.rollback()


class _Read:
    def __init__(self, cursor: dbapi.Cursor) -> None:
        self.cursor = cursor

    def __call__(self, query: str) -> pa.Table:
        self.cursor.execute(query)
        return self.cursor.fetch_arrow_table()


def _address() -> str:
    """Where Django's own connection goes."""
    settings = connection.get_connection_params()
    parts = {"host": "host", "port": "port", "dbname": "dbname", "user": "user", "password": "password"}
    return " ".join(f"{part}='{_quoted(settings[part])}'" for part in parts if settings.get(part))


def _quoted(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace("'", "\\'")


def _record(wanted: Scope, purpose: str, households: list[UUID]) -> None:
    if not households:
        return
    county = wanted.counties[0] if len(wanted.counties) == 1 else ""
    trail = Trail(
        wanted.actor, "批量测算", now(), county=county, purpose=purpose, subjects=dict.fromkeys(households)
    )
    with scope(wanted):
        trail.save()


# Queries ------------------------------------------------------------------------------------------------------------


class _Queries:
    """Texts with nothing in them but our own names, a date and ids that came from the database."""

    def __init__(self, on: date, keep: tuple[str, ...], overlays: str) -> None:
        self.on, self.keep, self.overlays = on, keep, overlays

    def households(self, after: UUID) -> str:
        kept = "".join(f"h.{name}, " for name in self.keep)
        counted = ", ".join(f"{_held(kind)} AS {fact}" for kind, fact in COUNTED.items())
        cars, vans = _held(PropertyItem.Kind.VEHICLE), PropertyItem.Kind.BUSINESS_VEHICLE
        return f"""
WITH chunk AS (
    SELECT * FROM people_household WHERE id > '{after}' AND closed_on IS NULL ORDER BY id LIMIT {BATCH}),
found AS (SELECT * FROM ({self.overlays}) o WHERE household_id IN (SELECT id FROM chunk)),
said AS ({_stated_properties()}),
held AS (
    SELECT household_id, {_financial()} AS financial_assets_fen, {counted},
        CASE WHEN count(*) FILTER (WHERE kind = '{vans}') > 0 OR {cars} IS NULL THEN {_held(vans)} ELSE 0 END
            AS business_vehicles,
        {_held(PropertyItem.Kind.BUSINESS)} > 0 AS business_registered
    FROM said GROUP BY household_id)
SELECT h.id::text AS {KEY}, {kept}h.village AS place, h.residence, held.financial_assets_fen,
    {", ".join(f"held.{fact}" for fact in COUNTED.values())}, held.business_vehicles, held.business_registered
FROM chunk h LEFT JOIN held ON held.household_id = h.id ORDER BY h.id"""

    def members(self, after: UUID, last: UUID) -> str:
        incomes = ", ".join(f"earned.{kind.value}_fen" for kind in IncomeItem.Kind)
        none = Person.Disability.NONE
        return f"""
WITH found AS (SELECT * FROM ({self.overlays}) o WHERE household_id > '{after}' AND household_id <= '{last}'),
said AS ({_stated_incomes(after, last)}),
earned AS (
    SELECT person_id, {", ".join(f"{_held(kind)} AS {kind.value}_fen" for kind in IncomeItem.Kind)}
    FROM said GROUP BY person_id)
SELECT m.household_id::text AS {KEY}, m.relation, true AS living_together,
    CASE WHEN p.died_on IS NULL THEN 'none' ELSE 'deceased' END AS absence,
    p.birth_date, p.local_registration, p.disability_kind,
    CASE WHEN p.disability_kind = '{none}' THEN 0 ELSE p.disability_grade END AS disability_grade,
    p.major_illness, p.study AS student_stage, p.labour_ability, p.current_programme, p.half_orphan, p.no_supporter,
    {incomes}
FROM people_membership m
JOIN people_household h ON h.id = m.household_id AND h.closed_on IS NULL
JOIN people_person p ON p.id = m.person_id
LEFT JOIN earned ON earned.person_id = p.id
WHERE m.household_id > '{after}' AND m.household_id <= '{last}' AND m.kind = 'member'
    AND m.since <= '{self.on}' AND (m.until IS NULL OR m.until >= '{self.on}')
ORDER BY m.household_id, m.relation <> 'head', p.birth_date NULLS LAST, m.id"""


def _stated_properties() -> str:
    """One row for each holding of a kind that counts: what the sources found, else what was declared; NULL is open."""
    financial, vans = _listed(FINANCIAL), PropertyItem.Kind.BUSINESS_VEHICLE
    return f"""
SELECT household_id, kind, CASE WHEN open THEN NULL ELSE amount END AS amount FROM found WHERE kind <> '{vans}'
UNION ALL
SELECT i.household_id, i.kind, CASE
    WHEN i.exempt OR (i.kind IN ({financial}) AND i.quantity = 0) THEN 0
    WHEN i.kind IN ({financial}) THEN i.value_fen ELSE i.quantity END
FROM people_propertyitem i JOIN chunk ON chunk.id = i.household_id
WHERE i.replaced_on IS NULL AND (i.kind = '{vans}' OR NOT EXISTS (
    SELECT 1 FROM found WHERE found.household_id = i.household_id AND found.kind = i.kind))"""


def _stated_incomes(after: UUID, last: UUID) -> str:
    return f"""
SELECT person_id, kind, CASE WHEN open THEN NULL ELSE amount END AS amount FROM found
UNION ALL
SELECT i.person_id, i.kind, i.monthly_fen FROM people_incomeitem i
WHERE i.household_id > '{after}' AND i.household_id <= '{last}' AND i.replaced_on IS NULL AND NOT EXISTS (
    SELECT 1 FROM found WHERE found.person_id = i.person_id AND found.kind = i.kind)"""


def _held(kind: str) -> str:
    """The sum of a kind: open where nobody answered, or one of its rows is open."""
    of_kind = f"FILTER (WHERE kind = '{kind}')"
    return f"CASE WHEN count(*) {of_kind} = count(amount) {of_kind} THEN (sum(amount) {of_kind})::bigint END"


def _financial() -> str:
    """Open unless every kind of financial asset is answered."""
    of_kinds = f"FILTER (WHERE kind IN ({_listed(FINANCIAL)}))"
    return f"""CASE WHEN count(DISTINCT kind) {of_kinds} = {len(FINANCIAL)}
        AND count(*) {of_kinds} = count(amount) {of_kinds} THEN (sum(amount) {of_kinds})::bigint END"""


def _listed(kinds: Sequence[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)
