"""Sealing what is committed, and keeping the heads of the chain outside the database.

A head is one line: number of the seal, hash, events in it, when. Whoever holds a copy of the file elsewhere can tell
later whether anything before it was changed; `yimen audit verify --head FILE` does so.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from yimen.core.errors import YimenError

BATCH = 4096
HEADS = Path("audit-heads") / "heads.jsonl"


class HeadsUnreadable(YimenError):
    code = "heads_unreadable"
    sentence = "链头文件 {file} 第 {line} 行不是平台写出的格式，无法核对。请换用另外保存的那一份。"


@dataclass(frozen=True)
class Head:
    seal: int
    head: str
    events: int
    sealed_at: str

    @property
    def line(self) -> str:
        return json.dumps(self.__dict__) + "\n"


def heads_file() -> Path:
    return Path(settings.ENV.data) / HEADS


def seal_all() -> int:
    """Seal everything committed so far, in batches; the number of events sealed. One sealer works at a time."""
    total = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT sealed FROM audit_seal_batch(%s)", [BATCH])
            row = cursor.fetchone()
        if row is None:
            return total
        total += row[0]


def export_heads(file: Path | None = None) -> int:
    """Append the heads that are not in the file yet; how many. Runs after the seals are committed.

    A line that was cut short by a full disk or a crash is left as it is, and a whole one written after it.
    """
    file = file or heads_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "a+", encoding="utf-8") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        kept.seek(0)
        text = kept.read()
        last = max((head.seal for head in _whole_lines(text)), default=0)
        new = heads_after(last)
        kept.write(("" if not text or text.endswith("\n") else "\n") + "".join(head.line for head in new))
        kept.flush()
        os.fsync(kept.fileno())
    return len(new)


def heads_after(number: int) -> list[Head]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal, chain_head, count, sealed_at FROM audit_heads_after(%s)", [number])
        return [_head(*row) for row in cursor.fetchall()]


def _head(seal: int, head: bytes, events: int, sealed_at: datetime) -> Head:
    return Head(seal, bytes(head).hex(), events, sealed_at.isoformat())


def _whole_lines(text: str) -> Iterator[Head]:
    for line in text.splitlines():
        head = _read_line(line)
        if head is not None:
            yield head


def _read_line(line: str) -> Head | None:
    try:
        said: dict[str, Any] = json.loads(line)
        return Head(**said)
    except (ValueError, TypeError):
        return None


def read_heads(file: Path) -> list[Head]:
    """The heads of a kept file. A last line that was cut short counts for nothing.

    Raises: HeadsUnreadable.
    """
    lines = file.read_text(encoding="utf-8").splitlines()
    heads = [_read_line(line) for line in lines]
    for number, head in enumerate(heads, start=1):
        if head is None and number != len(lines) and not _cut_short(lines[number - 1], lines[number]):
            raise HeadsUnreadable(file=file.name, line=number)
    return [head for head in heads if head is not None]


def _cut_short(line: str, following: str) -> bool:
    """A line broken off by a crash, written again in whole on the next."""
    return bool(line) and following.startswith(line)
