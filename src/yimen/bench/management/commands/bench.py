"""`yimen bench import [--rows N] [--json]`: measure one part of the platform on this installation."""

import argparse
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError, CommandParser

from yimen.bench import register_import, web
from yimen.core.errors import YimenError

PARTS: dict[str, Any] = {"import": register_import, "web": web}
"""Each part has HELP, add_arguments(parser), run(options) → figures, and say(figures) → lines for people."""


class Command(BaseCommand):
    help = "测量速度"

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="项目")
        for name, part in PARTS.items():
            own = parts.add_parser(name, help=part.HELP)
            own.add_argument("--json", action="store_true", help="只输出 JSON")
            part.add_arguments(own)

    def handle(self, *args: Any, **options: Any) -> None:
        part = PARTS[options["part"]]
        try:
            with _quiet():
                figures = part.run(argparse.Namespace(**options))
        except YimenError as refusal:
            raise CommandError(refusal.message) from refusal
        if options["json"]:
            self.stdout.write(json.dumps({"part": options["part"], **figures}, ensure_ascii=False))
        else:
            for line in part.say(figures):
                self.stdout.write(line)
        if not figures["ok"]:
            raise CommandError(f"{part.HELP}：没有达到承诺。")


@contextmanager
def _quiet() -> Iterator[None]:
    """Figures alone on the output; events of the work measured are not news."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    try:
        yield
    finally:
        structlog.configure(**before)
