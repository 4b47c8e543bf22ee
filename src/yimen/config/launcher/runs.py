"""Run a tool of somebody else's: its words pass through while it works, and are kept to explain a failure."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import sentences


def show_any_letter() -> None:
    """A terminal that lacks a letter shows a question mark, instead of ending the start."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(sentence: str) -> None:
    print(f"● {sentence}", flush=True)


def need_space(where: Path, megabytes: int) -> None:
    """Raises Stop where the disk of `where` (or of its nearest existing parent) has less left."""
    existing = next(folder for folder in (where, *where.parents) if folder.exists())
    if shutil.disk_usage(existing).free < megabytes * 1024 * 1024:
        raise sentences.disk_full(where, megabytes)


def run(
    words: Sequence[str | Path], step: sentences.Step, environment: Mapping[str, str] | None = None
) -> None:
    """Run to the end. Raises Stop with the reason as a sentence where it fails."""
    said: list[str] = []
    with subprocess.Popen(
        [str(word) for word in words],
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if _is_progress(line):
                print(f"    {line.rstrip()}", flush=True)
    if process.returncode:
        raise sentences.explained("".join(said), step)


def _is_progress(line: str) -> bool:
    """The lines that show a person on a slow line that something moves; the rest would bury them."""
    return sys.stdout.isatty() and line.lstrip().startswith(
        ("Downloading", "Downloaded", "Get:", "Installed")
    )
