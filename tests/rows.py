"""A row of any table, made from its model: for suites that go over all tables, those to come too.

Dates are a first of the month, numbers are 1, texts say something, choices are the first one: most check constraints
hold. Where one does not, SPECIAL has the value that satisfies it.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connections, models

from yimen.core.ids import uuid7
from yimen.guard.fields import SealedText
from yimen.guard.policies import ReferenceTable

DAY = date(2026, 1, 1)
MOMENT = datetime(2026, 1, 1, 2, tzinfo=UTC)
NUMBERS = count(1)

SPECIAL: dict[str, dict[str, Any]] = {
    "people_person": {"id_kind": "none_yet"},
    "intake_authorisation": {"guardian": True},
    "cases_award": {
        "origin": "register",
        "register_file": "名册.xlsx",
        "register_row": 1,
        "state": "stopped",
    },
    "cases_assessment": {"occasion": "working"},
    "publicity_publicnotice": {"withdrawn": True},
    "verification_reportline": {"outcome": "none", "as_of": DAY},
}
"""Values some tables need; a notice is withdrawn, so that nobody reads it as a member of the public."""


@dataclass(frozen=True)
class Area:
    county: str
    town: str
    village: str


LUOZHUANG = Area("371311", "371311001", "371311001001")
LANSHAN = Area("371302", "371302001", "371302001001")


@dataclass
class Rows:
    """Rows of one area: one of each table, made by the owner role with the project's triggers asleep."""

    area: Area
    made: dict[type[models.Model], models.Model] = field(default_factory=dict)

    def of(self, model: type[models.Model]) -> models.Model:
        """The row of this table, made with all it points to."""
        if model not in self.made:
            self.made[model] = self._make(model)
        return self.made[model]

    def another(self, model: type[models.Model], **values: Any) -> models.Model:
        """One more row of the table, not kept."""
        return self._make(model, **values)

    def _make(self, model: type[models.Model], **values: Any) -> models.Model:
        special = SPECIAL.get(model._meta.db_table, {})
        row = model(**{**self._values(model), **special, **values})
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
            row.save(using="owner", force_insert=True)
            cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")
        return row

    def _values(self, model: type[models.Model]) -> dict[str, Any]:
        return dict(
            self._value(f, model) for f in model._meta.concrete_fields if not self._left_alone(f, model)
        )

    def _left_alone(self, f: models.Field, model: type[models.Model]) -> bool:
        serial = isinstance(f, models.AutoField | models.BigAutoField)
        own_parent = f.remote_field is not None and f.remote_field.model is model
        optional = (
            (f.null and not f.many_to_one) or f.has_default() or f.db_default is not models.NOT_PROVIDED
        )
        return (
            serial
            or own_parent
            or (optional and not hasattr(self.area, f.name))
            or (f.null and f.many_to_one)
        )

    def _value(self, f: models.Field, model: type[models.Model]) -> tuple[str, Any]:
        if hasattr(self.area, f.name):
            return f.name, getattr(self.area, f.name)
        if f.many_to_one or f.one_to_one:
            assert f.remote_field
            target = f.remote_field.model
            # two officers of one row are two people: the second investigator, the granter of a post
            other = target._meta.label == "network.User" and f.name in ("second_investigator", "granted_by")
            return f.name, self.another(target) if other else self.of(target)
        return f.name, self._plain(f)

    def _plain(self, f: models.Field) -> Any:
        if f.primary_key and isinstance(f, models.IntegerField):
            return next(NUMBERS)
        if f.choices:
            return f.choices[0][0]
        for kind, value in PLAIN.items():
            if isinstance(f, kind):
                return value(f)
        raise NotImplementedError(
            f"tests/rows.py: no value for {f.model.__name__}.{f.name} ({type(f).__name__})"
        )


CANARY = "甲"
"""What texts of guarded tables begin with; those of tables open to all begin with 乙."""


def _text(f: models.Field) -> str:
    open_to_all = isinstance(getattr(f.model, "guard", None), ReferenceTable)
    text = f"{'乙' if open_to_all else CANARY}{next(NUMBERS)}"
    return text[: f.max_length] if f.max_length else text


PLAIN: dict[type[models.Field], Callable[[models.Field], Any]] = {
    SealedText: lambda f: f"密{next(NUMBERS)}",
    models.BinaryField: lambda f: uuid.uuid4().bytes + uuid.uuid4().bytes,
    models.UUIDField: lambda f: uuid7(),
    models.DateTimeField: lambda f: MOMENT,
    models.DateField: lambda f: DAY,
    models.BooleanField: lambda f: False,
    models.DecimalField: lambda f: Decimal(1),
    models.IntegerField: lambda f: 1,
    models.JSONField: lambda f: {},
    ArrayField: lambda f: [],
    models.GenericIPAddressField: lambda f: "192.0.2.1",
    models.CharField: _text,
    models.TextField: _text,
}
"""By the class of the field, the more particular first."""


def model_of(table: str) -> type[models.Model]:
    return next(m for m in apps.get_models(include_auto_created=True) if m._meta.db_table == table)


def fill(tables: list[str], areas: tuple[Area, ...] = (LUOZHUANG, LANSHAN)) -> dict[Area, Rows]:
    """A row of each of these tables in each area."""
    filled = {area: Rows(area) for area in areas}
    for rows in filled.values():
        for table in tables:
            rows.of(model_of(table))
    return filled


def all_rows(filled: dict[Area, Rows]) -> Iterator[models.Model]:
    for rows in filled.values():
        yield from rows.made.values()
