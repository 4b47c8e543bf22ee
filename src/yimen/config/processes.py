"""Programmes started by us, each in a process group of its own, and ended by us whatever happens."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yimen.config.launcher import sentences
from yimen.config.launcher.main import HELD_BACK

PATIENCE = 15.0
"""Seconds a programme has to end after it was asked to; then it is ended."""

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Interrupted(BaseException):
    """Ctrl-C, or somebody ended us: everything started must go too."""

    def __init__(self, number: int) -> None:
        self.number, self.exit_code = number, 128 + number


@contextlib.contextmanager
def signals_interrupt() -> Iterator[None]:
    """They raise Interrupted once; while everything is being ended they are ignored.

    The launcher holds them back while Python starts and imports; from here on they are let through.
    """

    def interrupt(number: int, _frame: object) -> None:
        for each in HELD_BACK:
            signal.signal(each, signal.SIG_IGN)
        raise Interrupted(number)

    before = [signal.signal(each, interrupt) for each in HELD_BACK]
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)
        yield
    finally:
        for each, handler in zip(HELD_BACK, before, strict=True):
            signal.signal(each, handler)


@dataclass
class Programme:
    label: str
    process: subprocess.Popen[bytes]
    log: Path
    lasting: bool
    """whether it should run until it is told to end"""

    def ended_early(self) -> bool:
        return self.lasting and self.process.poll() is not None

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]


@dataclass
class Programmes:
    """All that runs now. Leaving the `with` block ends every one of them, children of children too."""

    environment: Mapping[str, str]
    logs: Path
    running: list[Programme] = field(default_factory=list)

    def __enter__(self) -> Programmes:
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.end_all()

    def start(
        self, label: str, name: str, words: Sequence[str], *, lasting: bool = True, shown: bool = False
    ) -> Programme:
        """Start in the background; what it says goes to logs/`name`.log, its stdout to ours if `shown`."""
        log = self.logs / f"{name}.log"
        with open(log, "wb") as file, _signals_later():
            process = subprocess.Popen(
                words,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=None if shown else file,
                stderr=file,
                start_new_session=True,
                preexec_fn=_in_the_child,
            )
            programme = Programme(label, process, log, lasting)
            self.running.append(programme)
        return programme

    def do(self, label: str, name: str, words: Sequence[str], *, shown: bool = True) -> None:
        """Run to the end. Raises Stop with its last words where it fails."""
        self.finish(self.start(label, name, words, lasting=False, shown=shown))

    def finish(self, programme: Programme) -> str:
        """Wait for its end; what it wrote to its log. Raises Stop with its last words where it fails."""
        code = programme.process.wait()
        self.running.remove(programme)
        if code:
            raise sentences.failed_here(programme.label, programme.last_words(), self.logs.parent)
        return programme.last_words()

    def ended(self) -> Programme | None:
        """The first one that ended by itself: badly, or though it was to run until it is told to end."""
        return next((one for one in self.running if one.process.poll() or one.ended_early()), None)

    def end_all(self) -> None:
        for programme in self.running:
            _signal_group(programme.process, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for programme in self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                programme.process.wait(max(0.1, deadline - time.monotonic()))
            _signal_group(programme.process, signal.SIGKILL)
            programme.process.wait()
        self.running.clear()


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


@contextlib.contextmanager
def _signals_later() -> Iterator[None]:
    """What is started is also listed: no signal comes between the two."""
    signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)


def _in_the_child() -> None:
    """Before its programme runs: let signals through; if we are killed, Linux ends it (elsewhere it stays)."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
