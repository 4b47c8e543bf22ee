"""The field inventory, read strictly: what each column is, who sees it, how it is masked, exported, published.

From it come the masks, the list of columns a notice may show, and the list of what a family that asks for its own
data is given (promises 34, 37). The text is `inventory.yaml`.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from yimen.core.errors import YimenError

TEXT = Path(__file__).with_name("inventory.yaml")
HIDDEN = "***"

Seen = Literal["everyone", "area", "centre", "subject", "signin", "delivery", "admin"]


class UnknownField(YimenError):
    """A table, column or class the inventory does not have."""

    code = "unknown_field"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldClass(_Strict):
    """A class of columns. export: whether a family that asks for its data is given columns of it."""

    label: str
    personal: bool
    mask: Literal["none", "name", "identity", "contact", "account", "hide"]
    export: bool = True


class Retention(_Strict):
    """How long, counted from what; neither days nor years: for good."""

    label: str
    days: int | None = Field(None, gt=0)
    years: int | None = Field(None, gt=0)
    since: str = ""


class Table(_Strict):
    """One of the project's tables: its columns by class, and what holds for all of them."""

    purpose: str = Field(min_length=1)
    retention: str
    seen: tuple[Seen, ...]
    through: tuple[str, ...] = ()
    columns: dict[str, tuple[str, ...]]
    published: tuple[str, ...] = ()
    withheld: dict[str, str] = {}

    @model_validator(mode="after")
    def _columns_once(self) -> "Table":
        names = [name for listed in self.columns.values() for name in listed]
        twice = {name for name in names if names.count(name) > 1}
        strangers = {*self.published, *self.withheld} - set(names)
        if twice or strangers:
            raise ValueError(
                f"columns named twice: {sorted(twice)}; not among the columns: {sorted(strangers)}"
            )
        return self

    def class_of(self, column: str) -> str:
        for name, listed in self.columns.items():
            if column in listed:
                return name
        raise UnknownField(f"字段清单（guard/inventory.yaml）里没有字段 {column}，请先登记。", column=column)


class Library(_Strict):
    """A table of a library, of one class as a whole."""

    class_: str = Field(alias="class")
    purpose: str = Field(min_length=1)
    retention: str


class Inventory(_Strict):
    classes: dict[str, FieldClass]
    retention: dict[str, Retention]
    tables: dict[str, Table]
    libraries: dict[str, Library]

    @model_validator(mode="after")
    def _names_known(self) -> "Inventory":
        used = {name for table in self.tables.values() for name in table.columns}
        used |= {library.class_ for library in self.libraries.values()}
        terms = {table.retention for table in self.tables.values()}
        terms |= {library.retention for library in self.libraries.values()}
        if unknown := (used - set(self.classes)) | (terms - set(self.retention)):
            raise ValueError(f"unknown classes or terms: {sorted(unknown)}")
        return self

    def class_of(self, table: str, column: str) -> str:
        """Raises: UnknownField."""
        if table not in self.tables:
            raise UnknownField(
                f"字段清单（guard/inventory.yaml）里没有数据表 {table}，请先登记。", table=table
            )
        return self.tables[table].class_of(column)

    def columns(self) -> Iterator[tuple[str, str, str]]:
        """Every column of the project's tables: table, column, class."""
        for name, table in self.tables.items():
            for class_, listed in table.columns.items():
                for column in listed:
                    yield name, column, class_


@cache
def inventory() -> Inventory:
    """The inventory, read once; a mistake in it stops the start."""
    return Inventory.model_validate(yaml.safe_load(TEXT.read_text(encoding="utf-8")))


def publishable() -> dict[str, tuple[str, ...]]:
    """Columns a stranger may read, by table. Everything else stays inside (policy §17)."""
    return {name: table.published for name, table in inventory().tables.items() if table.published}


def exportable() -> dict[str, tuple[str, ...]]:
    """What a family that asks for a copy of its data is given, by table (个保法第四十五条).

    All columns of the tables it may see, but keys, hashes, what concerns other people, and what is withheld with a reason.
    """
    held = inventory()
    return {
        name: given
        for name, table in held.tables.items()
        if "subject" in table.seen and (given := tuple(_given(held, table)))
    }


def _given(held: Inventory, table: Table) -> Iterator[str]:
    for class_, listed in table.columns.items():
        if held.classes[class_].personal and held.classes[class_].export:
            yield from (column for column in listed if column not in table.withheld)


def mask(value: str | None, class_: str) -> str:
    """The value as somebody sees it who need not know all of it: 张*明, 371311********0034, 138****5678.

    Raises: UnknownField.
    """
    held = inventory().classes
    if class_ not in held:
        raise UnknownField(f"字段清单里没有类别 {class_}。", class_=class_)
    return MASKS[held[class_].mask](value) if value else ""


def _name(value: str) -> str:
    if len(value) <= 2:
        return value[0] + "*"
    return value[0] + "*" * (len(value) - 2) + value[-1]


def _identity(value: str) -> str:
    return _ends(value, 6, 4) if len(value) >= 15 else HIDDEN


def _contact(value: str) -> str:
    return _ends(value, 3, 4) if len(value) >= 11 else HIDDEN


def _account(value: str) -> str:
    return _ends(value, 0, 4) if len(value) >= 12 else HIDDEN


def _ends(value: str, first: int, last: int) -> str:
    return value[:first] + "*" * (len(value) - first - last) + value[-last:]


def _none(value: str) -> str:
    return value


def _hide(value: str) -> str:
    return HIDDEN


MASKS: dict[str, Callable[[str], str]] = {
    "none": _none,
    "name": _name,
    "identity": _identity,
    "contact": _contact,
    "account": _account,
    "hide": _hide,
}
