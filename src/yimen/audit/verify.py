"""Does the audit still say what it said? Every event against its seal, every seal against the chain, the chain against
heads kept elsewhere (promise 31).

Read with the owner role. Findings name the event or the seal, what is wrong, and nothing of its content.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

from yimen.audit import hashing
from yimen.audit.hashing import COLUMNS, SIZE, EventRow
from yimen.audit.sealing import Head

LATE = timedelta(hours=1)
"""A transaction does not last longer: an event recorded that much before the seal that went ahead of it was put in later."""

WAITING = timedelta(minutes=10)
SHOWN = 1000


class Finding(NamedTuple):
    """kind: changed, deleted, inserted, backdated, seal_changed, seal_missing, truncated, rewritten, behind."""

    kind: str
    place: str
    sentence: str


@dataclass
class Report:
    events: int = 0
    seals: int = 0
    waiting: int = 0
    head: str = ""
    compared: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.findings


class SealRow(NamedTuple):
    id: int
    events: int
    event_ids: list[int]
    leaves: bytes
    root: bytes
    head: bytes
    sealed_at: datetime


def verify(owner: BaseDatabaseWrapper, heads: Sequence[Head] = ()) -> Report:
    """All of it, in one consistent view of the database."""
    report = Report()
    stored: dict[int, str] = {}
    before: SealRow | None = None
    with owner.cursor() as cursor:
        for seal in _seals(owner):
            report.findings += _check_number(seal, before)
            report.findings += _check_seal(seal, before)
            report.findings += _check_events(cursor, seal, before)
            report.events, report.seals, report.head = (
                report.events + seal.events,
                report.seals + 1,
                seal.head.hex(),
            )
            stored[seal.id] = seal.head.hex()
            before = seal
        report.findings += _strangers(cursor)
        report.findings += _against_heads(stored, heads)
        report.compared = len(heads)
        report.waiting, behind = _queue(cursor)
        report.findings += behind
    return report


def _seals(owner: BaseDatabaseWrapper) -> Iterator[SealRow]:
    """One after the other: their lists of events are long."""
    last = -(2**62)
    while True:
        with owner.cursor() as cursor:
            cursor.execute(
                "SELECT id, count, event_ids, leaves, root, head, sealed_at FROM audit_seal "
                "WHERE id > %s ORDER BY id LIMIT 1",
                [last],
            )
            row = cursor.fetchone()
        if row is None:
            return
        last = row[0]
        yield SealRow(row[0], row[1], row[2], bytes(row[3]), bytes(row[4]), bytes(row[5]), row[6])


def _check_number(seal: SealRow, before: SealRow | None) -> Iterator[Finding]:
    expected = before.id + 1 if before else 1
    if seal.id != expected:
        missing = f"{expected}" if seal.id == expected + 1 else f"{expected} 至 {seal.id - 1}"
        yield Finding("seal_missing", f"封存 {missing}", f"第 {missing} 批封存不见了，链在这里断开。")


def _check_seal(seal: SealRow, before: SealRow | None) -> Iterator[Finding]:
    """The seal in itself, and its link to the one before."""
    leaves = [seal.leaves[at : at + SIZE] for at in range(0, len(seal.leaves), SIZE)]
    fits = len(leaves) == len(seal.event_ids) == seal.events > 0
    if not fits or hashing.root(leaves) != seal.root:
        yield Finding(
            "seal_changed", f"封存 {seal.id}", f"第 {seal.id} 批封存的摘要与它的根对不上，封存被改动。"
        )
        return
    made = hashing.head(before.head if before else None, seal.root, seal.id, seal.events, seal.sealed_at)
    if made != seal.head:
        yield Finding(
            "seal_changed", f"封存 {seal.id}", f"第 {seal.id} 批封存与前一批接不上，封存被改动或调换。"
        )


def _check_events(cursor: Any, seal: SealRow, before: SealRow | None) -> Iterator[Finding]:
    cursor.execute(f"SELECT {COLUMNS} FROM audit_event e WHERE e.id = ANY(%s)", [seal.event_ids])
    found = {row[0]: EventRow(*row) for row in cursor.fetchall()}
    for at, event_id in enumerate(seal.event_ids):
        sealed, place = seal.leaves[at * SIZE : (at + 1) * SIZE], f"记录 {event_id}"
        event = found.get(event_id)
        if event is None and sealed == hashing.missing_leaf(event_id):
            yield Finding("deleted", place, f"第 {event_id} 条记录在封存之前就被删除。")
        elif event is None:
            yield Finding("deleted", place, f"第 {event_id} 条记录被删除（第 {seal.id} 批）。")
        elif hashing.leaf(event) != sealed:
            yield Finding("changed", place, f"第 {event_id} 条记录被改动（第 {seal.id} 批）。")
        elif before is not None and event.recorded_at < before.sealed_at - LATE:
            yield Finding("backdated", place, f"第 {event_id} 条记录的入库时间早于前一批封存，是事后补入的。")


def _strangers(cursor: Any) -> Iterator[Finding]:
    """Events that were never sealed and do not wait for it: put in past the trigger."""
    cursor.execute(
        "SELECT e.id FROM audit_event e LEFT JOIN (SELECT unnest(event_ids) AS id FROM audit_seal) s ON s.id = e.id "
        "LEFT JOIN audit_unsealed u ON u.event_id = e.id WHERE s.id IS NULL AND u.event_id IS NULL ORDER BY e.id LIMIT %s",
        [SHOWN],
    )
    for (event_id,) in cursor.fetchall():
        yield Finding("inserted", f"记录 {event_id}", f"第 {event_id} 条记录没有经过封存，是绕过平台插入的。")


def _against_heads(stored: dict[int, str], heads: Sequence[Head]) -> Iterator[Finding]:
    last = max(stored, default=0)
    for head in heads:
        if head.seal in stored and stored[head.seal] != head.head:
            yield Finding(
                "rewritten",
                f"封存 {head.seal}",
                f"第 {head.seal} 批的链头与另处保存的不同：这一批或更早的记录被整体改写。",
            )
            return
    newest = max((head.seal for head in heads), default=0)
    if newest > last:
        kept = sum(head.events for head in heads if head.seal > last)
        yield Finding(
            "truncated",
            f"封存 {last + 1} 至 {newest}",
            f"另处保存的链头到第 {newest} 批，数据库只到第 {last} 批：末尾约 {kept} 条记录被删除。",
        )


def _queue(cursor: Any) -> tuple[int, list[Finding]]:
    cursor.execute(
        "SELECT count(*), now() - min(e.recorded_at) FROM audit_unsealed u JOIN audit_event e ON e.id = u.event_id"
    )
    waiting, oldest = cursor.fetchone()
    if oldest is None or oldest < WAITING:
        return waiting, []
    minutes = int(oldest.total_seconds() // 60)
    return waiting, [
        Finding(
            "behind",
            "待封存",
            f"有 {waiting} 条记录等待封存，最早的已等 {minutes} 分钟：请检查后台任务是否在运行。",
        )
    ]
