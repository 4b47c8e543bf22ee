"""The project's `.venv`: made whole or not at all, and ready in a fraction of a second when it is."""

import json
import os
import shutil
import subprocess
import sys
from enum import Enum
from pathlib import Path
from typing import Any

from . import sentences
from .places import CACHE, REQUIREMENTS, VENV
from .runs import need_space, run, say
from .tools import BASE_PYTHON, digest, install_with_pip, tool_folder

PYTHON = VENV / "bin" / "python"
STAMP = VENV / "yimen-stamp.json"
MAKING = VENV / "yimen-making"
ROOM = {"base": 1200, "test": 2000}
"""Megabytes wanted free before anything is installed: downloads, their unpacked copies and `.venv`."""


class State(Enum):
    READY = "ready"
    OUTDATED = "the lock has changed"
    MISSING = "missing"
    BROKEN = "half-made or damaged"


def state(group: str) -> State:
    """What `.venv` is, for what the requirement group asks."""
    if not VENV.exists() and not VENV.is_symlink():
        return State.MISSING
    if MAKING.exists() or not _python_works() or _differs_from_stamp() or damaged_files():
        return State.BROKEN
    return State.READY if group in _installed_groups() else State.OUTDATED


def make_ready(group: str) -> None:
    """Install the group, over an earlier one or from nothing. The test group holds the base group."""
    now = state(group)
    if now is State.READY:
        return
    if now is State.OUTDATED:
        group = "test" if "test" in (group, _held_group()) else "base"
    if now is State.BROKEN:
        say("发现没有装完或已损坏的 .venv，正在重新制作 …")
        remove()
    else:
        say("按锁定的版本安装依赖（首次需下载，约几分钟）…")
    need_space(VENV, ROOM[group])
    need_space(CACHE, ROOM[group])
    _install(group)


def remove() -> None:
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    shutil.rmtree(VENV, ignore_errors=True)


def _install(group: str) -> None:
    """The mark is set first and taken away last, so an install that is killed leaves it behind."""
    requirements = REQUIREMENTS / f"{group}.txt"
    uv = _uv()
    if uv is None or not _installed_by_uv(uv, requirements, ROOM[group]):
        remove()
        VENV.mkdir(parents=True)
        MAKING.touch()
        install_with_pip(VENV, requirements, label="依赖包", megabytes=ROOM[group])
    groups = ["base", "test"] if group == "test" else ["base"]
    stamp = {
        "python": sys.version,
        "place": str(VENV),
        "packages": _packages(),
        "locks": {name: _lock(name) for name in groups},
    }
    STAMP.write_text(json.dumps(stamp))
    MAKING.unlink(missing_ok=True)


def _installed_by_uv(uv: Path, requirements: Path, megabytes: int) -> bool:
    """False where uv reaches no registry: pip, which brought uv here, may know a way that uv does not."""
    environment = _uv_environment()
    step = sentences.Step("安装依赖", "依赖包", VENV, megabytes)
    if not PYTHON.exists():
        run([uv, "venv", "--quiet", "--python", BASE_PYTHON, VENV], step, environment)
    MAKING.touch()
    sync = ["pip", "sync", "--require-hashes", "--no-build", "--python", str(PYTHON), str(requirements)]
    try:
        run([uv, *sync], step, environment)
    except sentences.Unreachable:
        say("uv 连不上软件源，改用 pip …")
        return False
    return True


def _uv() -> Path | None:
    """The pinned uv; None where this machine cannot have it, and plain pip does the work."""
    try:
        return tool_folder("tool", label="安装工具", megabytes=200) / "uv"
    except sentences.NoPackage:
        return None


def _uv_environment() -> dict[str, str]:
    """uv keeps its downloads in our cache, uses this Python, and goes the way to the registry that pip is set to go."""
    environment = {
        "UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR") or str(CACHE / "uv"),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_HTTP_TIMEOUT": os.environ.get("UV_HTTP_TIMEOUT", "60"),
        "UV_SYSTEM_CERTS": "true",
    }
    index, certificates = _pip_setting("index-url"), _pip_setting("cert")
    if index and not any(name.startswith(("UV_INDEX", "UV_DEFAULT_INDEX")) for name in os.environ):
        environment["UV_DEFAULT_INDEX"] = index
    if certificates and "SSL_CERT_FILE" not in os.environ:
        environment["SSL_CERT_FILE"] = certificates
    return environment


def _pip_setting(name: str) -> str:
    """What pip is told by its files and environment: an office's mirror and its certificate are usually set there."""
    words = [str(BASE_PYTHON), "-m", "pip", "config", "list"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        key, _, value = line.partition("=")
        if key.rpartition(".")[2] == name:
            return value.strip().strip("'\"")
    return ""


def _lock(group: str) -> str:
    return digest(REQUIREMENTS / f"{group}.txt")


def _stamp() -> dict[str, Any]:
    """What we wrote when the environment was whole; empty for one that somebody else made."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _installed_groups() -> set[str]:
    """The groups whose present lock is installed for this Python."""
    stamp = _stamp()
    if stamp.get("python") != sys.version:
        return set()
    return {group for group, lock in stamp.get("locks", {}).items() if lock == _lock(group)}


def _held_group() -> str:
    """The group an outdated environment holds: `demo` must not take the tests' packages away.

    One that somebody else made is taken for a developer's.
    """
    return "test" if "test" in _stamp().get("locks", {"test": ""}) else "base"


def _differs_from_stamp() -> bool:
    """Moved, so that its scripts point to another place, or a package is gone with its own list of files."""
    stamp = _stamp()
    return bool(stamp) and (
        stamp.get("place") != str(VENV) or not set(stamp.get("packages", [])) <= set(_packages())
    )


def _packages() -> list[str]:
    return sorted(folder.name for folder in VENV.glob("lib/python3.*/site-packages/*.dist-info"))


def _python_works() -> bool:
    """Same interpreter, same place: a venv that was moved or whose Python was removed does not serve."""
    asked = "import sys; print(sys.prefix, sys.version, sep='|')"
    try:
        done = subprocess.run([PYTHON, "-Ic", asked], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.strip() == f"{VENV}|{sys.version}"


def damaged_files() -> list[Path]:
    """Files that an installed package lists and that are missing or cut short, by name and size alone."""
    damaged = []
    for package in VENV.glob("lib/python3.*/site-packages/*.dist-info"):
        site, lines = package.parent, _lines(package / "RECORD")
        damaged += [] if lines else [package]
        for line in lines:
            name, _, size = _record_line(line)
            if size and not name.endswith(".pyc") and _size(site / name) != int(size):
                damaged.append(site / name)
    return damaged


def _lines(record: Path) -> list[str]:
    try:
        return record.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _record_line(line: str) -> tuple[str, str, str]:
    """`path,sha256=…,size`; a path with a comma is quoted."""
    name, _, size = line.rpartition(",")
    name, _, digest_ = name.rpartition(",")
    return name.strip('"'), digest_, size


def _size(path: Path | str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return -1
