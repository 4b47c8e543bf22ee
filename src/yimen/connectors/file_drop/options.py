"""How a department's file is to be read: the saved mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from yimen.connectors.base import Options


class Holding(Options):
    """One category in the file: what is counted or summed, of which rows, and what is shown beside it.

    `sum`: header of the amounts (yuan) that are added up; without it rows are counted.
    `where`: header → values; only rows with one of these values belong to the category.
    `show`: headers whose words go into the note of the report.
    """

    sum: str | None = None
    where: Mapping[str, tuple[str, ...]] = {}
    show: tuple[str, ...] = ()

    def headers(self) -> Iterator[str]:
        if self.sum:
            yield self.sum
        yield from self.where
        yield from self.show


class FileDropOptions(Options):
    """The folder and the mapping.

    `pattern`: which files in the folder; of several the one with the latest data.  `id_column`, `name_column`: headers.
    `oldest_days`: data older than this are no answer.  `tolerated_rows`: how many rows without a readable ID number a
    file may have and still say of somebody that there is nothing.  `settle_seconds`: how long a file without a
    manifest must have lain still.  `manifest_required`: files without one are no answer.
    """

    folder: Path
    categories: Mapping[str, Holding] = Field(min_length=1)
    pattern: str = "*"
    id_column: str = "身份证号"
    name_column: str | None = None
    oldest_days: int = Field(45, ge=0)
    tolerated_rows: int = Field(0, ge=0)
    settle_seconds: int = Field(60, ge=0)
    manifest_required: bool = False
    most_rows: int = Field(3_000_000, gt=0)

    @model_validator(mode="after")
    def _folder_is_whole(self) -> Self:
        if not self.folder.is_absolute():
            raise ValueError("folder 应为完整路径")
        return self

    def headers(self) -> list[str]:
        """Every header that is read besides the ID number, each once."""
        named = [self.name_column] if self.name_column else []
        return list(
            dict.fromkeys([*named, *(h for holding in self.categories.values() for h in holding.headers())])
        )
