"""Which file of a folder counts, how old its data are, and whether it arrived whole.

A department may lay a manifest beside its file (存款_20261031.csv.manifest.json): `{"as_of": "2026-10-31",
"sha256": "…", "rows": 12345}`. Without one the date is taken from the name, or else from the file itself.
"""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

MANIFEST = ".manifest.json"
CHINA = ZoneInfo("Asia/Shanghai")
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", "~")
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.年]?(0[1-9]|1[0-2])(?:[-_.月]?(0[1-9]|[12]\d|3[01]))?(?!\d)")


class NotUsable(Exception):
    """Why there is no file to answer from; the words go into the report."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the department says of its file; None where it does not say."""

    as_of: date | None = None
    sha256: str | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file, the day its data describe and how that is known, and what identifies this very version of it."""

    path: Path
    as_of: date
    dated_by: str
    manifest: Manifest | None
    modified: datetime
    stamp: tuple[str, int, int, int]

    def unchanged(self) -> bool:
        try:
            return _stamp(self.path) == self.stamp
        except OSError:
            return False

    def digest(self) -> str:
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


def latest(folder: Path, pattern: str) -> Dropped:
    """The file with the latest data.  Raises: NotUsable."""
    try:
        if not folder.is_dir():
            raise NotUsable("数据文件夹不存在")
        found = [_dropped(path) for path in folder.glob(pattern) if _is_data(path)]
    except OSError as error:
        raise NotUsable(f"数据文件夹读不了（{error.strerror}）") from error
    if not found:
        raise NotUsable("没有收到数据文件")
    return max(found, key=lambda file: (file.as_of, file.modified, file.path.name))


def _is_data(path: Path) -> bool:
    name = path.name.lower()
    return path.is_file() and not name.startswith((".", "~$")) and not name.endswith((MANIFEST, *_UNFINISHED))


def _dropped(path: Path) -> Dropped:
    manifest = _manifest(path)
    stamp = _stamp(path)
    modified = datetime.fromtimestamp(stamp[2] / 1e9, CHINA)
    named = _day_in(path.stem)
    if manifest is not None and manifest.as_of is not None:
        as_of, dated_by = manifest.as_of, "清单"
    elif named is not None:
        as_of, dated_by = named, "文件名"
    else:
        as_of, dated_by = modified.date(), "文件修改时间"
    return Dropped(path, as_of, dated_by, manifest, modified, stamp)


def _stamp(path: Path) -> tuple[str, int, int, int]:
    about = path.stat()
    return str(path), about.st_size, about.st_mtime_ns, about.st_ino


def _manifest(path: Path) -> Manifest | None:
    beside = path.with_name(path.name + MANIFEST)
    if not beside.is_file():
        return None
    try:
        said = json.loads(beside.read_text("utf-8"))
        as_of = date.fromisoformat(said["as_of"]) if "as_of" in said else None
        rows = int(said["rows"]) if "rows" in said else None
        return Manifest(as_of, str(said["sha256"]).lower() if "sha256" in said else None, rows)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotUsable(f"清单 {beside.name} 读不懂") from error


def _day_in(stem: str) -> date | None:
    """A day, or the last day of a month, in a file's name."""
    for match in _DAY.finditer(stem):
        year, month = int(match[1]), int(match[2])
        try:
            return date(year, month, int(match[3]) if match[3] else calendar.monthrange(year, month)[1])
        except ValueError:
            continue
    return None
