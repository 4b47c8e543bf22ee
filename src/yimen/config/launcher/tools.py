"""Tools the project's own environment should not carry: uv, and Node where the machine has none.

Each lies in a small environment of its own in the cache, named by the hash of its requirement file.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import sentences
from .places import CACHE, REQUIREMENTS
from .runs import need_space, run, say

BASE_PYTHON = Path(getattr(sys, "_base_executable", None) or sys.executable)
"""The Python below any virtual environment we may have been called with: that one may be remade."""

ENSUREPIP = "import ensurepip; ensurepip.version()"
"""Fails where the module is there and its wheel is not, as on a Debian stripped of it."""


def digest(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]


def tool_folder(name: str, *, label: str, megabytes: int) -> Path:
    """The `bin` folder of the tool environment `name`, made from requirements/`name`.txt on first use."""
    requirements = REQUIREMENTS / f"{name}.txt"
    home = CACHE / "tools" / f"{name}-{digest(requirements)}"
    if not (home / "whole").exists():
        say(f"准备{label} …")
        need_space(home, megabytes)
        shutil.rmtree(home, ignore_errors=True)
        install_with_pip(home, requirements, label=label, megabytes=megabytes)
        (home / "whole").touch()
    return home / "bin"


def install_with_pip(home: Path, requirements: Path, *, label: str, megabytes: int) -> None:
    """A new environment filled by plain pip, checked against the locked hashes."""
    pip = make_environment_with_pip(home)
    words = [*pip, "install", "--quiet", "--require-hashes", "--only-binary=:all:", "--no-deps"]
    # The machine's own caps must not fight the lock.
    environment = {
        "PIP_CONSTRAINT": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_RETRIES": "2",
    }
    step = sentences.Step(f"安装{label}", label, home, megabytes)
    run([*words, "-r", str(requirements)], step, environment)


def make_environment_with_pip(home: Path) -> list[str]:
    """Make a virtual environment; the words that call pip for it."""
    inside, outside = [str(home / "bin" / "python"), "-m", "pip"], [str(BASE_PYTHON), "-m", "pip"]
    brings_pip = _runs(ENSUREPIP) or _install_ensurepip()
    words = [str(BASE_PYTHON), "-m", "venv", *([] if brings_pip else ["--without-pip"]), str(home)]
    if not brings_pip and not _runs("import pip.__main__"):
        raise sentences.no_pip()
    run(words, sentences.Step("建立虚拟环境", "虚拟环境", home, 100))
    return inside if brings_pip else [*outside, "--python", inside[0]]


def _install_ensurepip() -> bool:
    """Debian's Python leaves ensurepip to a package of its own; root can install it at once."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    say(f"这个 Python 不带 pip，正用 apt-get 安装 {package} …")
    step = sentences.Step(f"安装 {package}", package, Path("/var/lib"), 100)
    try:
        run(["apt-get", "update", "-q"], step)
        run(["apt-get", "install", "-y", "-q", "--no-install-recommends", package], step)
    except sentences.Stop as stop:
        print(f"    {stop.chinese}", flush=True)
    return _runs(ENSUREPIP)


def _runs(lines: str) -> bool:
    done = subprocess.run([BASE_PYTHON, "-c", lines], capture_output=True, check=False)
    return done.returncode == 0
