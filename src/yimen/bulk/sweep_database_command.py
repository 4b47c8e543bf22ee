"""`yimen sweep --input database`: the families of one area, out of the installation's database."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence

from yimen.bulk import sweep_command
from yimen.bulk.sweep import InputMistake
from yimen.bulk.sweep.database import declared_families
from yimen.bulk.sweep.files import Source
from yimen.guard.scope import Scope


def main(arguments: Sequence[str] | None = None) -> int:
    """As the command on files; settings and applications are loaded by whoever calls."""
    return sweep_command.main(arguments, from_database)


def from_database(given: argparse.Namespace) -> Source:
    """The open files of the area that `--place` names; each family is judged by its own village's law.

    Raises: InputMistake.
    """
    place = given.place
    if len(place) not in (6, 9, 12):
        raise InputMistake(
            "从数据库测算时，--place 要写县级以下的区划代码（6、9 或 12 位）：测算这个地方的家庭。"
        )
    area = Scope(
        kind="area",
        actor=f"command:{getpass.getuser()}",
        counties=(place[:6],),
        towns=(place[:9],) if len(place) > 6 else (),
        villages=(place,) if len(place) > 9 else (),
    )
    return declared_families(area, given.on, purpose="yimen sweep", keep=given.keep)


if __name__ == "__main__":
    sys.exit(main())
