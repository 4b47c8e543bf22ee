"""Sealed files: content outside the database, encrypted, bound to the id of the row that describes it."""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from yimen.core.errors import YimenError
from yimen.guard.keys import keyring


class FileMissing(YimenError):
    code = "file_missing"
    sentence = "文件 {id} 不在存储中。请从备份恢复文件目录后再试。"


def store(row: UUID, content: bytes) -> None:
    """Seal and write; a file is on disk, whole, before the row that names it is committed."""
    path = _path(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with open(part, "wb") as file:
        file.write(keyring().seal(content, _place(row)))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def read(row: UUID) -> bytes:
    """Raises: FileMissing, SealBroken."""
    path = _path(row)
    if not path.exists():
        raise FileMissing(id=row)
    return keyring().open(path.read_bytes(), _place(row))


def remove(row: UUID) -> None:
    """Erase a draft's file."""
    _path(row).unlink(missing_ok=True)


def _path(row: UUID) -> Path:
    text = str(row)
    return Path(settings.ENV.data) / "files" / text[-2:] / text


def _place(row: UUID) -> bytes:
    return f"file.{row}".encode()
