"""A file's rows by ID number, in memory: read once for each version of the file, looked up in microseconds after.

IDs are kept sorted in one array and rows as packed JSON, so a million rows take about 150 MB and no row becomes
values before it is asked for.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from threading import Lock
from typing import Any

import numpy as np

from yimen.connectors.file_drop.dropped import Dropped, NotUsable
from yimen.core.ids import CHECKS, WEIGHTS, check_resident_id, normalise_resident_id
from yimen.core.sheets import Cell, Column, FileRefused, Kind, Limits, open_table
from yimen.core.sheets.reading import RawRow

MOST_KEPT = 8  # files
FEW = 5  # row numbers named in a sentence


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a person: where it stands, its cells by header, and whether the row itself is damaged."""

    place: str
    cells: dict[str, Cell]
    damaged: bool


class Index:
    """All rows of one version of a file."""

    def __init__(self, headers: Sequence[str]) -> None:
        self.headers = tuple(headers)
        self.rows = 0
        self.torn = False
        self.unreadable = 0
        self.unreadable_places: list[str] = []
        self._ids: list[bytes] = []
        self._rows: list[bytes] = []
        self._sorted = np.empty(0, dtype="S18")
        self._order = np.empty(0, dtype=np.int64)

    def __len__(self) -> int:
        return self.rows

    def doubt(self, tolerated: int) -> str | None:
        """Why nobody can be said not to be in the file; None where that can be said."""
        if self.torn:
            return "文件末尾没有换行，可能没有传完，不能确认没有登记"
        if self.unreadable > tolerated:
            places = "、".join(self.unreadable_places)
            return f"文件有 {self.unreadable} 行的身份证号读不出（{places}等），不能确认没有登记"
        return None

    def add(self, raw: RawRow) -> None:
        """Take a row; whether a plausible number is a true one is seen for all of them at once, at the end."""
        self.rows += 1
        cell = raw.cells[0]
        if raw.faults or not isinstance(cell, str) or not _PLAUSIBLE.fullmatch(cell):
            number = _readable_id(raw)
            if number is None:
                self._refuse(_place(raw.sheet, raw.number))
                return
            cell = number
        self._ids.append(cell.encode())
        self._rows.append(_packed(raw))

    def close(self) -> Index:
        """No more rows: leave out the false numbers, and sort."""
        ids = np.array(self._ids, dtype="S18")
        true = _checksums_agree(ids)
        for number in np.flatnonzero(~true):
            self._refuse(self._record(self._rows[number]).place)
        order = np.argsort(ids, kind="stable")
        self._order = order[true[order]]
        self._sorted = ids[self._order]
        self._ids = []
        return self

    def _refuse(self, place: str) -> None:
        self.unreadable += 1
        if len(self.unreadable_places) < FEW:
            self.unreadable_places.append(place)

    def of(self, id_number: str) -> list[Record]:
        """The rows of a person, in the order of the file."""
        wanted = normalise_resident_id(id_number).encode()
        first = int(np.searchsorted(self._sorted, np.bytes_(wanted), "left"))
        last = int(np.searchsorted(self._sorted, np.bytes_(wanted), "right"))
        return [self._record(self._rows[i]) for i in self._order[first:last]]

    def _record(self, packed: bytes) -> Record:
        sheet, number, damaged, *cells = _unpacked(packed)
        return Record(_place(sheet, number), dict(zip(self.headers, cells, strict=True)), bool(damaged))


_indexes: OrderedDict[tuple[Any, ...], Index] = OrderedDict()
_lock = Lock()


def index_of(file: Dropped, id_column: str, headers: Sequence[str], most_rows: int) -> Index:
    """The index of this version of the file, built when first asked for.  Raises: NotUsable."""
    key = (*file.stamp, file.manifest, id_column, tuple(headers))
    with _lock:
        if key not in _indexes:
            _indexes[key] = _built(file, id_column, headers, most_rows)
            while len(_indexes) > MOST_KEPT:
                _indexes.popitem(last=False)
        _indexes.move_to_end(key)
        return _indexes[key]


def _built(file: Dropped, id_column: str, headers: Sequence[str], most_rows: int) -> Index:
    index = Index(headers)
    columns = [Column("id", id_column, Kind.RESIDENT_ID, required=True)]
    columns += [Column(header, header, required=True) for header in headers]
    try:
        _compare_digest(file)
        index.torn = _torn(file)
        for raw in _rows(file, columns, most_rows):
            index.add(raw)
    except FileRefused as error:
        raise NotUsable(error.message.removeprefix("文件没有读取：")) from error
    except OSError as error:
        raise NotUsable(f"文件读不了（{error.strerror}）") from error
    _compare_rows(file, index)
    return index.close()


def _rows(file: Dropped, columns: Sequence[Column], most_rows: int) -> Iterator[RawRow]:
    limits = Limits(size=1 << 32, inflated=1 << 32, rows=most_rows, cells=most_rows * 50)
    with open_table(file.path, columns=columns, limits=limits) as table:
        yield from table.raw_rows()


def _compare_digest(file: Dropped) -> None:
    said = file.manifest.sha256 if file.manifest else None
    if said is not None and file.digest() != said:
        raise NotUsable("文件与清单的摘要不符，可能没有传完或被改动")


def _torn(file: Dropped) -> bool:
    """A CSV that stops in the middle of a line, and no manifest to say that this is all."""
    if file.manifest is not None and (file.manifest.sha256 or file.manifest.rows is not None):
        return False
    with file.path.open("rb") as stream:
        head = stream.read(4)
        stream.seek(-min(2, file.stamp[1]), 2)
        tail = stream.read().replace(b"\0", b"")  # UTF-16 ends its line break with one
    return not head.startswith((b"PK", b"PAR1")) and not tail.endswith((b"\n", b"\r"))


def _compare_rows(file: Dropped, index: Index) -> None:
    said = file.manifest.rows if file.manifest else None
    if said is not None and said != len(index):
        raise NotUsable(f"文件有 {len(index):,} 行，清单说 {said:,} 行，可能没有传完")
    if len(index) == 0 and said is None:
        raise NotUsable("文件里没有数据行")


# ID numbers ----------------------------------------------------------------------------------------------------------

# Numbers that need no closer look than their checksum: half-width, on a day every month has.
_PLAUSIBLE = re.compile(r"[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])\d{3}[\dX]")


def _readable_id(raw: RawRow) -> str | None:
    """The number, if it can only be this one: a mistyped number might be anybody's."""
    if 0 in _faulty(raw):
        return None
    cell = raw.cells[0]
    whole = str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell
    check = check_resident_id(whole, synthetic=True)
    return check.value.number if check.value else None


def _checksums_agree(ids: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """For each number of eighteen characters, whether the last one follows from the others (GB 11643)."""
    if not len(ids):
        return np.empty(0, dtype=bool)
    characters = ids.view("u1").reshape(-1, 18)
    sums = (characters[:, :17] - ord("0")).astype(np.int64) @ np.array(WEIGHTS) % 11
    return np.frombuffer(CHECKS.encode(), "u1")[sums] == characters[:, 17]  # type: ignore[no-any-return]


def _faulty(raw: RawRow) -> set[int]:
    return {index for index, _ in raw.faults}


def _place(sheet: str, number: int) -> str:
    return f"{f'“{sheet}”表' if sheet else ''}第 {number} 行"


# Rows in few bytes -----------------------------------------------------------------------------------------------------


def _packed(raw: RawRow) -> bytes:
    """The row as JSON; cells that cannot be trusted are left out of it."""
    cells: Sequence[Cell] = raw.cells[1:]
    if raw.faults:
        faulty = _faulty(raw)
        cells = [None if i in faulty else cell for i, cell in enumerate(cells, start=1)]
    return _to_json([raw.sheet, raw.number, int(bool(raw.faults)), *cells]).encode()


def _unpacked(packed: bytes) -> list[Any]:
    return [_untagged(value) for value in json.loads(packed)]


def _tagged(value: object) -> dict[str, str]:
    """JSON for what a cell may be besides text and numbers."""
    if isinstance(value, datetime | date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"exact": str(value)}
    raise TypeError(type(value).__name__)


def _untagged(value: Any) -> Any:
    if isinstance(value, dict):
        return Decimal(value["exact"]) if "exact" in value else date.fromisoformat(value["day"][:10])
    return value


_to_json = json.JSONEncoder(default=_tagged, ensure_ascii=False, separators=(",", ":")).encode
