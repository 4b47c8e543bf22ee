"""Whether the collected static files still stand for their sources: collecting compresses them all anew."""

from __future__ import annotations

import hashlib
from pathlib import Path

from yimen.config.launcher.places import REQUIREMENTS, SOURCE


def fingerprint() -> str:
    """Of every static file of ours, by path, size and time, and of the locked packages that bring theirs."""
    seen = hashlib.sha256((REQUIREMENTS / "base.txt").read_bytes())
    for folder in sorted(SOURCE.glob("yimen/*/static")):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            status = file.stat()
            seen.update(f"{file.relative_to(SOURCE)}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def is_collected(stamp: Path) -> bool:
    """Whether `stamp`, written after the last collecting, holds the present fingerprint."""
    return stamp.is_file() and stamp.read_text() == fingerprint()
