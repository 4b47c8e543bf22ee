"""What a database holds, in numbers that another can be compared with: rows and a hash of every table, sequences, files.

Order does not matter and nothing of anybody is in it, so the proof may lie beside a backup in the clear.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

SETTINGS = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "row_security": "off",  # rather an error than a part of the rows
}
"""A row reads the same wherever it is read."""

PIECE = 1 << 20


@dataclass(frozen=True)
class Database:
    """One database as its owner role reaches it."""

    host: str
    port: str
    user: str
    password: str
    name: str

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=self.host, port=self.port, user=self.user, password=self.password, dbname=self.name
        )

    @property
    def environment(self) -> dict[str, str]:
        """For the programmes of PostgreSQL; a password on a command line is seen by all."""
        return {
            "PGHOST": self.host,
            "PGPORT": self.port,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGDATABASE": self.name,
        }


def read_alike(connection: psycopg.Connection) -> None:
    for name, value in SETTINGS.items():
        connection.execute("SELECT set_config(%s, %s, false)", [name, value])


def tables(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    return [row[0] for row in rows]


def proof_of(connection: psycopg.Connection) -> dict[str, list[object]]:
    """Rows and hash of every table, as the connection's transaction sees them."""
    return {table: _of_table(connection, table) for table in tables(connection)}


def _of_table(connection: psycopg.Connection, table: str) -> list[object]:
    """SHA-256 over the sorted hashes of the rows."""
    row = connection.execute(
        sql.SQL(
            "SELECT count(*), encode(sha256(coalesce(string_agg(h, ''::bytea ORDER BY h), ''::bytea)), 'hex') "
            "FROM (SELECT sha256(convert_to(t::text, 'UTF8')) AS h FROM {} t) hashed"
        ).format(sql.Identifier(table))
    ).fetchone()
    assert row is not None
    return list(row)


def sequences_of(connection: psycopg.Connection) -> dict[str, int]:
    """The last number given by each; 0 where none was."""
    rows = connection.execute(
        "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
    )
    return dict(rows.fetchall())


def files_of(folder: Path) -> dict[str, list[object]]:
    """Size and SHA-256 of every file below, by its path from there."""
    return {str(path.relative_to(folder)): _of_file(path) for path in _files(folder)}


def _files(folder: Path) -> Iterator[Path]:
    """Whole ones: what is being written has another name until it is."""
    if folder.exists():
        yield from (p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix != ".part")


def _of_file(path: Path) -> list[object]:
    return [path.stat().st_size, digest(path)]


def digest(path: Path) -> str:
    made = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(PIECE):
            made.update(piece)
    return made.hexdigest()
