"""A Chromium for tests that open it themselves: the machine's own, with our fonts, talking to nobody."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from yimen.config.launcher.chromium import NAMES
from yimen.config.suite import font_settings

QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser. Its Chinese comes from the font packages, so a machine without fonts shows the same pages."""
    fonts = os.environ.get("FONTCONFIG_FILE") or str(font_settings())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_path(), args=QUIET, env={**os.environ, "FONTCONFIG_FILE": fonts}
        )
        yield browser
        browser.close()


def _path() -> str | None:
    """None leaves the choice to playwright, which may have brought its own."""
    names = (os.environ.get("YIMEN_CHROMIUM", ""), *NAMES)
    return next((path for name in names if name and (path := shutil.which(name))), None)
