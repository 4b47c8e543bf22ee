"""Thousands of cases under way: the demo's few families with all that is filed under them, copied under other names.

The rows are what the real actions stored; only names, numbers and places differ. Sealed fields are sealed anew to their
new rows, so a copy opens on every page. The owner's role writes them; triggers and constraints stay in force.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, cycle, islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, models, transaction
from psycopg import sql
from psycopg.types.json import Jsonb

from yimen.cases.models import Case
from yimen.core.ids import check_character
from yimen.core.regions import Level
from yimen.guard.fields import SealedText
from yimen.guard.keys import blind_index
from yimen.guard.rows import AreaRow
from yimen.intake.numbers import AUTHORISATION, HOUSEHOLD, RECEIPT, damm, grouped
from yimen.people.models import BankAccount, Household, Person
from yimen.publicity.models import Posting, PublicNotice

OWNER = "owner"
DAY = "000101"
"""Numbers of copies are given on a day before all others; so a copy is known."""
GIVEN = "安柏晨达恩帆歌涵嘉凯岚敏宁鹏青瑞书彤薇星雅哲志舟春兰桂香建国文斌海燕立新长青玉梅"
AFTER = ("cases_case", "verification_sourcequery")
"""Their triggers look for what they rest on: findings, surveys, authorisations. They come last."""

Cell = Callable[["Copy"], Any]


@dataclass(frozen=True)
class Copy:
    """One new family: what becomes of the old one's names and numbers (`words`), indexes, identifiers and place."""

    words: dict[str, str]
    indexes: dict[bytes, bytes]
    shift: int
    village: str
    serial: Iterator[int]

    def uuid(self, old: UUID) -> UUID:
        """Another of the same age: the random bits of a version 7 changed."""
        return UUID(int=old.int ^ self.shift)

    def text(self, old: str) -> str:
        for word, other in self.words.items():
            old = old.replace(word, other)
        return old

    def number(self, old: str, longest: int) -> str:
        """A number nobody has; those with a check digit get a right one."""
        if old[:2] in (RECEIPT, AUTHORISATION) and old.count("-") == 3:
            return self.checked(old[:2])
        return f"{old[: longest - 9]}-{next(self.serial):08d}"

    def checked(self, kind: str) -> str:
        """A number with a check digit, of the day of copies."""
        digits = f"{DAY}{next(self.serial):07d}"
        return grouped(f"{kind}{digits}{damm(digits)}")


@dataclass(frozen=True)
class Table:
    """One table of a family's file: its columns, and each row as constants and cells to be made anew."""

    name: str
    columns: tuple[str, ...]
    rows: list[list[Any]]

    def rows_of(self, copy: Copy) -> Iterator[list[Any]]:
        for row in self.rows:
            yield [cell(copy) if callable(cell) else cell for cell in row]


@dataclass(frozen=True)
class Template:
    """One family of the demo, read once."""

    state: str
    tables: dict[str, Table]
    people: list[tuple[str, str, str, str]]
    """name, ID number, birth date as eight digits, phone"""
    accounts: list[str]


def is_copy() -> models.Q:
    """Of a case: it was made here."""
    return models.Q(household__number__startswith=f"JT-{DAY}-")


def templates() -> list[Template]:
    """The demo's families with a case."""
    cases = Case.objects.using(OWNER).exclude(is_copy()).order_by("pk")
    return [_template(case) for case in cases]


def add(wanted: int, of: Sequence[Template], villages: Sequence[str], seed: int) -> None:
    """So many more families, each template in turn, spread over the villages; all or nothing."""
    first = Household.objects.using(OWNER).filter(number__startswith=f"JT-{DAY}-").count()
    rng = random.Random(f"{seed}-{first}")
    serial = count(first * 100)  # a file holds fewer than a hundred numbers
    places = cycle(rng.sample(list(villages), len(villages)))
    made = [
        (template, _copy(template, first + n, next(places), serial, rng))
        for n, template in enumerate(islice(cycle(of), wanted))
    ]
    names = {name: table.columns for template in of for name, table in template.tables.items()}
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        for name in sorted(names, key=lambda name: (name in AFTER, name)):
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, names[name]))
            )
            with cursor.copy(statement) as stream:  # type: ignore[attr-defined]
                for template, copy in made:
                    if name in template.tables:
                        for row in template.tables[name].rows_of(copy):
                            stream.write_row(row)


# One new family -----------------------------------------------------------------------------------------------------


def _copy(template: Template, nth: int, village: str, serial: Iterator[int], rng: random.Random) -> Copy:
    words, indexes = {}, {}
    for at, (name, id_number, birth, phone) in enumerate(template.people):
        words[name] = name[0] + "".join(rng.choices(GIVEN, k=2))
        for purpose, old, new in (
            ("id", id_number, _an_id(nth * 20 + at, birth)),
            ("phone", phone, f"138{nth * 20 + at:08d}"),
        ):
            if old:
                words[old] = new
                indexes[blind_index(purpose, old)] = blind_index(purpose, new)
    for at, old in enumerate(template.accounts):
        words[old] = f"6228480{nth * 4 + at:012d}"
        indexes[blind_index("account", old)] = blind_index("account", words[old])
    shift = rng.getrandbits(62)
    longest_first = dict(sorted(words.items(), key=lambda pair: -len(pair[0])))
    return Copy(longest_first, indexes, shift, village, serial)


def _an_id(nth: int, birth: str) -> str:
    """An invented number of this birthday: address 9901xx and a sequence."""
    area, sequence = divmod(nth, 1000)
    body = f"99{1000 + area % 9000:04d}{birth}{sequence:03d}"
    return body + check_character(body)


# One old family -----------------------------------------------------------------------------------------------------


def _template(case: Case) -> Template:
    household = case.household_id
    persons = list(Person.objects.using(OWNER).filter(household_id=household))
    accounts = BankAccount.objects.using(OWNER).filter(household_id=household)
    people = [
        (p.name, p.id_number or "", f"{p.birth_date:%Y%m%d}" if p.birth_date else "19700101", p.phone or "")
        for p in persons
    ]
    held = {model: _rows(model, ids) for model, ids in _owned(household)}
    owned = {row["id"] for rows in held.values() for row in rows if isinstance(row.get("id"), UUID)}
    known = [w for *words, _birth, phone in people for w in (*words, phone) if w]
    known += [a.number for a in accounts] + [str(one) for one in owned]
    tables = {model._meta.db_table: _table(model, rows, owned, known) for model, rows in held.items() if rows}
    return Template(case.state, tables, people, [a.number for a in accounts])


def _owned(household: UUID) -> Iterator[tuple[type[models.Model], models.Q]]:
    """Every table that holds something of this family, and which of its rows."""
    yield Household, models.Q(pk=household)
    for model in apps.get_models():
        if not issubclass(model, AreaRow) or model is Household:
            continue
        yield model, models.Q(household_id=household)
        for link in model._meta.local_many_to_many:
            through: Any = link.remote_field.through  # type: ignore[attr-defined]
            yield through, models.Q(**{f"{model._meta.model_name}__household_id": household})
    notices = Posting.objects.using(OWNER).filter(household_id=household).values("notice_id")
    yield PublicNotice, models.Q(pk__in=notices)


def _rows(model: type[models.Model], which: models.Q) -> list[dict[str, Any]]:
    """As they lie in the database, without numbers the database gives."""
    columns = [field.attname for field in model._meta.local_fields if not isinstance(field, models.AutoField)]
    return list(model._base_manager.using(OWNER).filter(which).values(*columns))


def _table(
    model: type[models.Model], rows: list[dict[str, Any]], owned: set[UUID], known: list[str]
) -> Table:
    fields = {field.attname: field for field in model._meta.local_fields}
    named = [fields[name] for name in rows[0]]
    made = [
        [_cell(field, row[field.attname], row.get("id"), owned, known) for field in named] for row in rows
    ]
    return Table(model._meta.db_table, tuple(str(field.column) for field in named), made)


def _cell(field: models.Field[Any, Any], value: Any, row: Any, owned: set[UUID], known: Iterable[str]) -> Any:
    """The value itself where every copy has the same, else how a copy makes it."""
    if field.attname in ("county", "town", "village"):
        digits = Level[field.attname.upper()]
        return lambda copy: copy.village[:digits]
    if value is None:
        return None
    if isinstance(field, SealedText):
        plain = field.model(id=row, **{field.attname: bytes(value)}).__getattribute__(field.attname)
        return lambda copy: field.seal(copy.uuid(row), copy.text(plain))
    if field.model is Household and field.attname == "number":
        return lambda copy: copy.checked(HOUSEHOLD)
    match value:
        case UUID():
            return (lambda copy: copy.uuid(value)) if value in owned else value
        case bytes() | memoryview():
            old = bytes(value)
            return lambda copy: copy.indexes.get(old, old)
        case dict() | list() if isinstance(field, models.JSONField):
            text = json.dumps(value, ensure_ascii=False)
            return lambda copy: Jsonb(json.loads(copy.text(_uuids(text, owned, copy))))
        case str() if field.unique or field.attname == "number":
            return lambda copy: copy.number(value, field.max_length or 200)
        case str() if any(word in value for word in known):
            return lambda copy: copy.text(_uuids(value, owned, copy))
    return value


def _uuids(text: str, owned: set[UUID], copy: Copy) -> str:
    for old in owned:
        if str(old) in text:
            text = text.replace(str(old), str(copy.uuid(old)))
    return text
