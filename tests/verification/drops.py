"""Sources for tests: their settings and the files they drop. All people in them are invented."""

import codecs
import csv
import io
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from tests.county import MONDAY, an_id

HEADERS = ("户名", "身份证号", "余额（元）", "开户行")


@dataclass
class Drops:
    """`settings`: one TOML file a source. `folder`: where the bank drops its file."""

    root: Path
    settings: Path = field(init=False)
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self.settings, self.folder = self.root / "sources", self.root / "bank"
        self.settings.mkdir()
        self.folder.mkdir()

    def source(
        self, key: str, *, category: str = "deposit", connector: str = "file_drop", **more: object
    ) -> None:
        """Settings of a source; `reason` for a silent one."""
        lines = [
            f'label = "{LABELS.get(key, key)}"', 'department = "某单位"', f'categories = ["{category}"]',
            f'connector = "{connector}"',
        ]  # fmt: skip
        lines += [f"{name} = {value}" for name, value in more.items() if name != "options"]
        options = more.get("options", self._mapping(category) if connector == "file_drop" else "")
        self.settings.joinpath(f"{key}.toml").write_text(
            "\n".join([*lines, "[options]", str(options)]), "utf-8"
        )

    def silent(self, key: str = "exchange", category: str = "securities") -> None:
        self.source(key, category=category, connector="silent", options='reason = "前置机没有接通"')

    def _mapping(self, category: str) -> str:
        return (
            f'folder = "{self.folder}"\nid_column = "身份证号"\nname_column = "户名"\nsettle_seconds = 0\n'
            f'[options.categories.{category}]\nsum = "余额（元）"\nshow = ["开户行"]\n'
        )

    def deposits(self, *rows: tuple[str, str, str], form: str = "csv", on: str = "20261031") -> Path:
        """The bank's file: (name, ID number, yuan) a row; form: csv, gb18030, xlsx or parquet."""
        table = [(name, number, yuan, "农商银行") for name, number, yuan in rows]
        table.append(("外人", an_id("19701231", 1), "12.00", "农商银行"))
        path = self.folder / f"存款_{on}.{'csv' if form == 'gb18030' else form}"
        WRITERS[form](path, table)
        moment = MONDAY.timestamp() - 3600
        os.utime(path, (moment, moment))
        return path


LABELS = {"bank": "区农商银行", "exchange": "证券登记机构", "second": "邮储银行"}
Table = list[tuple[str, str, str, str]]


def _csv(encoding: str, path: Path, table: Table) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([HEADERS, *table])
    path.write_bytes(codecs.encode(text.getvalue(), encoding))


def _xlsx(path: Path, table: Table) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("存款")
        for number, row in enumerate([HEADERS, *table]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)


def _parquet(path: Path, table: Table) -> None:
    columns = [list(column) for column in zip(*table, strict=True)]
    pq.write_table(pa.table(dict(zip(HEADERS, columns, strict=True))), path)


WRITERS = {
    "csv": lambda path, table: _csv("utf-8-sig", path, table),
    "gb18030": lambda path, table: _csv("gb18030", path, table),
    "xlsx": _xlsx,
    "parquet": _parquet,
}


def at_nine(moment: datetime) -> datetime:
    return moment.replace(hour=9)
