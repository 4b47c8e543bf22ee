"""Many rows into a guarded table. COPY does not pass row policies, so rows are copied aside and inserted from there."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg import sql

from yimen.guard.fields import SealedText


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as values in the order of `columns`, under the policies of the open scope."""
    table = sql.Identifier(model._meta.db_table)
    aside = sql.Identifier(f"in_{model._meta.db_table}")
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE TEMP TABLE {} (LIKE {}) ON COMMIT DROP").format(aside, table))
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(aside, names)) as stream:  # type: ignore[attr-defined]
            for row in rows:
                stream.write_row(row)
        cursor.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(table, names, names, aside))
        cursor.execute(sql.SQL("DROP TABLE {}").format(aside))


def sealed(model: type[models.Model], column: str, row: UUID, text: str | None) -> bytes | None:
    """The ciphertext of one value for one row."""
    field = model._meta.get_field(column)
    assert isinstance(field, SealedText)
    return field.seal(row, text)
