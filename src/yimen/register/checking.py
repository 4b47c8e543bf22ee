"""Checking a file, as a job: rows are read and staged in short transactions, so that the page can tell how far it is.

A worker that dies leaves the upload in 检查中; the next one begins anew and erases what the first had staged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import models

from yimen.audit.trail import Trail, follow, wrote
from yimen.core.errors import YimenError
from yimen.core.sheets import Context, FileRefused, Limits, open_table
from yimen.core.sheets.columns import BadCell, as_text, bad, read_cell
from yimen.core.sheets.problems import refused
from yimen.core.sheets.reading import RawRow, Table
from yimen.documents import files
from yimen.guard.clock import local_day
from yimen.guard.scope import Scope, scope, system_scope
from yimen.register import staging
from yimen.register.columns import COLUMNS, INDEX, LABELS, MUST
from yimen.register.families import Families
from yimen.register.family import Family, Spot
from yimen.register.models import State, Upload
from yimen.register.places import Places, places_of
from yimen.register.remarks import Remarks
from yimen.register.standing import compare, look_up

log = structlog.get_logger("yimen.register")

LIMITS = Limits(size=50 * 1024 * 1024, rows=200_000)
BATCH = 1000  # rows between two words to the page
CHECKABLE = (State.RECEIVED, State.CHECKING, State.BROKEN, State.FAULTY, State.READY)


class Superseded(YimenError):
    """The upload was withdrawn, or another worker checks it since."""

    code = "register.superseded"
    sentence = "这份名单已由他人处理，本次检查停止。"


def check(upload_id: UUID, county: str, actor: str, now: Callable[[], datetime]) -> None:
    """Read, stage and judge the whole file; the upload ends as 没有读取, 有错误 or 待入库."""
    started = _begin(upload_id, system_scope((county,), actor=actor), now)
    if started is None:
        return
    try:
        started.run()
    except FileRefused as refusal:
        started.refuse(refusal)
    except Superseded:
        log.info("register.superseded", upload=str(upload_id))


def _begin(upload_id: UUID, wanted: Scope, now: Callable[[], datetime]) -> Checker | None:
    """The upload put to 检查中, with nothing staged; None where it is past that."""
    with scope(wanted):
        upload = Upload.objects.select_for_update(of=("self",)).filter(pk=upload_id).first()
        if upload is None or upload.state not in CHECKABLE:
            return None
        staging.erase(upload)
        upload.state, upload.note, upload.moved_at = State.CHECKING, "", now()
        upload.version += 1
        upload.rows_done = upload.rows_total = upload.errors = upload.notices = 0
        upload.households = upload.standing = upload.persons = upload.monthly_fen = 0
        upload.save()
        on = local_day(now())
        return Checker(upload, wanted, now, on, places_of(upload.county, on))


@dataclass
class Checker:
    """One check of one upload."""

    upload: Upload
    scope: Scope
    now: Callable[[], datetime]
    on: date
    places: Places
    position: int = 0
    waiting: list[staging.PersonAsStaged] = field(default_factory=list)
    sheets: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Raises: FileRefused, Superseded."""
        table = open_table(files.read(self.upload.pk), columns=COLUMNS, limits=LIMITS)
        remarks, families = Remarks(table), Families(self.places, self.on)
        with table:
            self._read(table, remarks, families)
        for said in families.finish():
            remarks.said(said)
        self._compare(remarks, list(families))
        self._conclude(remarks, families)

    # Reading --------------------------------------------------------------------------------------------------------

    def _read(self, table: Table, remarks: Remarks, families: Families) -> None:
        """All rows, each judged alone and against the earlier ones of its family."""
        context = Context(synthetic=settings.SYNTHETIC, on=self.on)
        raw = RawRow("", 0, ())
        for raw in table.raw_rows():
            self.position += 1
            self._require_columns(table, raw)
            self._take(raw, context, remarks, families)
            remarks.listen(self.position, raw)
            if self.position % BATCH == 0:
                self._save_batch(table.height, remarks)
        if self.position == 0:
            raise refused("empty", "表头下面没有数据行。", "请填写后再上传。")
        remarks.listen(self.position, raw)
        self._save_batch(self.position, remarks)

    def _take(self, raw: RawRow, context: Context, remarks: Remarks, families: Families) -> None:
        row, faults = remarks.table.parse(raw, context)
        spot = Spot(self.position, raw.sheet, raw.number)
        if row is None:
            for fault in faults:
                remarks.fault(self.position, fault)
            head = as_text(raw.cells[INDEX["head_name"]])
            contradictions = families.take_spoilt(spot, *_sound_cells(raw, context), head)
        else:
            family, contradictions = families.take(spot, row.values)
            self.waiting.append(staging.PersonAsStaged(family.number, spot, row.values))
        for said in contradictions:
            remarks.said(said)

    def _require_columns(self, table: Table, raw: RawRow) -> None:
        """What every family must have needs a column to stand in.  Raises: FileRefused."""
        if raw.sheet in self.sheets:
            return
        self.sheets.add(raw.sheet)
        missing = [LABELS[name] for name in MUST if table.places[raw.sheet][INDEX[name]] is None]
        if missing:
            sheet = f"“{raw.sheet}”表的" if raw.sheet else ""
            raise refused(
                "header",
                f"{sheet}表头缺少：{'、'.join(missing)}。",
                "请补上这些列，或把表头改成模板里的名称。",
            )

    # The short transactions -----------------------------------------------------------------------------------------

    def _save_batch(self, height: int, remarks: Remarks) -> None:
        """Stage what was read (nothing once there is an error: such a file is not let in) and say how far it is."""
        with self._mine() as mine:
            if not remarks.errors:
                staging.stage_persons(self.upload, self.waiting)
            mine.update(rows_done=self.position, rows_total=max(height, self.position), moved_at=self.now())
        self.waiting.clear()

    def _compare(self, remarks: Remarks, families: list[Family]) -> None:
        """Against those who receive already. The guard's use is logged by the database."""
        with self._mine():
            register = look_up(families, self.upload.programme)
            for family in families:
                for said in compare(family, register):
                    remarks.said(said)

    def _conclude(self, remarks: Remarks, families: Iterable[Family]) -> None:
        errors, notices = remarks.errors, remarks.notices
        with self._noted(), self._mine() as mine:
            staging.keep_remarks(self.upload, remarks.in_order())
            found: dict[str, Any] = {"state": State.FAULTY, "errors": errors, "notices": notices}
            if errors:
                staging.erase_persons(self.upload)
            else:
                staging.stage_families(self.upload, families)
                found |= {"state": State.READY, **_sums(families)}
            mine.update(**found, rows_done=self.position, rows_total=self.position, moved_at=self.now())
        log.info(
            "register.checked", upload=str(self.upload.pk), rows=self.position, errors=errors, notices=notices
        )

    def refuse(self, refusal: FileRefused) -> None:
        """The file as a whole cannot be read; nothing of it is kept."""
        with self._noted(), self._mine() as mine:
            staging.erase(self.upload)
            mine.update(
                state=State.REFUSED, note=refusal.message[:300], moved_at=self.now(), erased_at=self.now()
            )
        files.remove(self.upload.pk)
        log.info("register.refused", upload=str(self.upload.pk), reason=refusal.reason)

    @contextmanager
    def _mine(self) -> Iterator[models.QuerySet[Upload]]:
        """A transaction on the upload, while it is still this check's.  Raises: Superseded."""
        with scope(self.scope):
            mine = Upload.objects.filter(pk=self.upload.pk, state=State.CHECKING, version=self.upload.version)
            if mine.select_for_update(of=("self",)).first() is None:
                raise Superseded()
            yield mine

    @contextmanager
    def _noted(self) -> Iterator[None]:
        """The audit row goes with the result."""
        trail = Trail(
            self.scope.actor, "在册名单检查", self.now(), actor_name="名单检查任务", county=self.upload.county
        )
        with follow(trail), scope(self.scope):
            wrote(purpose=f"检查 {self.upload.name}")
            yield
            trail.save()


def _sound_cells(raw: RawRow, context: Context) -> tuple[dict[str, Any], set[str]]:
    """What can be read of a row with faults, and the columns that cannot; all of them where the row itself is torn."""
    told = {index for index, _ in raw.faults}
    torn = any(index < 0 for index in told)
    values: dict[str, Any] = {}
    unread: set[str] = set()
    for index, (column, cell) in enumerate(zip(COLUMNS, raw.cells, strict=True)):
        try:
            if torn or index in told:
                raise bad("torn", "", "")
            values[column.name], _ = read_cell(column, cell, context)
        except BadCell:
            values[column.name] = None
            unread.add(column.name)
    return values, unread


def _sums(families: Iterable[Family]) -> dict[str, int]:
    """What would come in, and how many families stand there already."""
    fresh = [family for family in families if not family.standing]
    return {
        "households": len(fresh),
        "standing": sum(family.standing for family in families),
        "persons": sum(len(family.covered) for family in fresh),
        "monthly_fen": sum(family.values["monthly"] for family in fresh),
    }
