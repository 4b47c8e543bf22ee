"""The front-end files: `frontend.py` does the work, here it gets its npm and its place in the cache."""

import os
import shutil
import subprocess
import sys

from . import sentences
from .places import CACHE, SOURCE
from .runs import say
from .tools import tool_folder

OLDEST_NPM = 8


def make_ready() -> None:
    """Raises Stop with the reason where the files cannot be had."""
    words = [
        sys.executable,
        str(SOURCE / "yimen" / "config" / "frontend.py"),
        "--cache",
        str(CACHE / "frontend"),
    ]
    if not any((CACHE / "frontend").glob("*/node_modules")):
        say("取前端文件 …")
    done = _fetch(words, os.environ["PATH"])
    if done.returncode and not _npm_serves():
        node = tool_folder("node", label="Node（这台机器上没有合用的 npm）", megabytes=400)
        done = _fetch(words, f"{node}{os.pathsep}{os.environ['PATH']}")
    if done.returncode:
        said = f"{done.stdout}{done.stderr}"
        raise sentences.explained(said, sentences.Step("取前端文件", "前端文件", CACHE, 500))


def _fetch(words: list[str], path: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )


def _npm_serves() -> bool:
    """Whether the npm on the path starts and reads our kind of lock file."""
    npm = shutil.which("npm")
    if npm is None:
        return False
    try:
        done = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False, timeout=60)
        return done.returncode == 0 and int(done.stdout.split(".")[0]) >= OLDEST_NPM
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False
