"""`yimen bench rules`: the competitor's environment is made on first use, apart from ours; it is AGPL and never imported."""

from __future__ import annotations

import contextlib
import sys

from yimen.bench import rules_command
from yimen.config.launcher.tools import tool_folder


def main(arguments: list[str]) -> int:
    """0 where the promises are kept and both sides give the same answers."""
    with contextlib.redirect_stdout(sys.stderr):
        folder = tool_folder("bench", label="OpenFisca（对照）的环境", megabytes=300)
    return rules_command.main(arguments, folder / "python")
