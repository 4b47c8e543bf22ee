"""`yimen test` and `yimen check`: the whole suite, and style and types."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from yimen.config.installation import surroundings
from yimen.config.launcher.places import CACHE, PROJECT
from yimen.config.launcher.runs import say
from yimen.config.processes import Interrupted

TYPED = ("core", "bulk", "connectors", "config/launcher")
TYPED_FILES = ("actions.py", "permissions.py")


def test(arguments: Sequence[str]) -> int:
    """pytest's own exit code; its summary is the last line printed. The embedded database is started and stopped."""
    nightly = "--nightly" in arguments
    words = [word for word in arguments if word != "--nightly"]
    home = CACHE / "test"
    with surroundings(home, fast=True) as environment:
        say("运行测试 …")
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *_selection(nightly), *_workers(words), *words],
            cwd=PROJECT,
            env=environment | {"YIMEN_SYNTHETIC": "1", "FONTCONFIG_FILE": str(font_settings())},
        )
        try:
            return process.wait()
        except Interrupted as interrupted:
            if interrupted.number != signal.SIGINT:  # which the terminal sends to pytest too
                process.send_signal(signal.SIGINT)
            process.wait()  # it tidies up and prints its summary
            raise


def _selection(nightly: bool) -> list[str]:
    return [] if nightly else ["-m", "not nightly"]


def _workers(words: Sequence[str]) -> list[str]:
    """One process per core, a file of tests staying together; not where the caller chose otherwise."""
    if any(word.startswith(("-n", "--numprocesses", "--pdb", "-s", "--capture=no")) for word in words):
        return []
    return ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile"]


def font_settings() -> Path:
    """A fontconfig file that shows the browser the Chinese fonts of our packages: none need be installed."""
    folders = {_package_folder(name) for name in ("pylopdf_fonts_zh_cn", "noto_cjk_sans_otc")}
    lines = "\n".join(f"  <dir>{folder}</dir>" for folder in sorted(folders))
    file = CACHE / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        '  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
        f"{lines}\n  <cachedir>{CACHE / 'fontconfig'}</cachedir>\n</fontconfig>\n",
        encoding="utf-8",
    )
    return file


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"没有安装字体包 {name}，请用 ./yimen test 运行测试（它会自动安装）。")
    return Path(spec.submodule_search_locations[0])


def surroundings_of_checks() -> dict[str, str]:
    """The type checker reads the settings, and never connects: any address will do."""
    nowhere = "postgresql://nobody@localhost/none"
    return os.environ | {
        "YIMEN_DATABASE_URL": nowhere,
        "YIMEN_OWNER_DATABASE_URL": nowhere,
        "YIMEN_SECRET_KEY": "only-for-type-checks",
        "PYTHONPATH": str(PROJECT / "src"),
    }


def check() -> int:
    """Style over everything, types over the rooms that promise them. 0 where nothing is found."""
    source = PROJECT / "src" / "yimen"
    typed = [path for room in TYPED if (path := source / room).exists()]
    typed += sorted(path for name in TYPED_FILES for path in source.glob(f"*/{name}"))
    steps = (
        ("ruff check", ["ruff", "check", "."]),
        ("ruff format", ["ruff", "format", "--check", "."]),
        ("mypy", ["mypy", *map(str, typed)]),
    )
    codes = []
    for label, words in steps:
        say(label)
        codes.append(
            subprocess.run(
                [sys.executable, "-m", *words], cwd=PROJECT, env=surroundings_of_checks(), check=False
            ).returncode
        )
    return int(any(codes))
