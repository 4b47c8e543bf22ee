"""manage.py load_divisions [--place CODE] [--file CSV]"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yimen.core.errors import YimenError
from yimen.core.regions import level_of
from yimen.regions import actions, source


class Command(BaseCommand):
    help = "载入区划：全国省、市、县，以及一个地方的乡镇和村（社区）。重复运行不会重复载入。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--place", default="3713", help="载入哪个地方的乡镇和村；空串为全国")
        parser.add_argument(
            "--file",
            type=Path,
            help="改为载入自己的 CSV（code,name,kind,managing_parent,since,until,successor）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            level_of(options["place"])
            entries = (
                source.from_csv(options["file"]) if options["file"] else source.national(options["place"])
            )
            changed = actions.load_divisions(entries)
        except (YimenError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"区划已载入，新增或更新 {changed} 条。")
