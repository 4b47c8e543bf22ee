"""A real browser for the tests: the one on the path, else from apt as root, else playwright's own.

The tests never go on without one: a skipped browser test would look like a passed one.
"""

import os
import shutil
import subprocess

from . import sentences
from .places import VENV
from .runs import run, say

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
STEP = sentences.Step("安装 Chromium", "浏览器 Chromium", VENV, 1000)


def find_or_install() -> str:
    """The browser's path; empty where playwright brought its own. Raises Stop where none can be had."""
    found = _on_the_path() or _from_apt()
    if not found:
        _from_playwright()
    return found


def _on_the_path() -> str:
    for name in (os.environ.get("YIMEN_CHROMIUM", ""), *NAMES):
        path = shutil.which(name) if name else None
        if path and _starts(path):
            return path
    return ""


def _starts(path: str) -> bool:
    """Some systems put a stand-in there that only tells how to install the real one."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _from_apt() -> str:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return ""
    say("没有找到 Chromium，正用 apt-get 安装（约 150 MB）…")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        run(["apt-get", "update", "-q"], STEP, quiet)
        packages = ["install", "-y", "-q", "--no-install-recommends", "chromium"]
        run(["apt-get", *packages], STEP, quiet)
    except sentences.Stop as stop:
        print(f"    {stop.chinese}", flush=True)
        return ""
    return _on_the_path()


def _from_playwright() -> None:
    say("没有找到 Chromium，正由 playwright 安装 …")
    playwright = [str(VENV / "bin" / "python"), "-m", "playwright", "install", "chromium"]
    try:
        run(playwright, STEP)
    except sentences.Stop as stop:
        raise sentences.Stop(
            "没有可用的 Chromium 浏览器，页面测试无法进行（不会悄悄跳过）。请安装 Chromium"
            "（Debian、Ubuntu：apt-get install chromium），或用 YIMEN_CHROMIUM 指出它的路径后重试。\n"
            f"playwright：{stop.chinese}",
            "There is no Chromium for the browser tests, and they are never skipped. Install Chromium "
            "(Debian, Ubuntu: apt-get install chromium) or name its path in YIMEN_CHROMIUM.",
        ) from stop
