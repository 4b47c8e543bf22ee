"""manage.py load_work_days FILE: corrections to the working calendar, by the yearly notice or a local one."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yimen.core.errors import YimenError
from yimen.regions import actions, source


class Command(BaseCommand):
    help = "载入工作日调整表（CSV：day,working,instrument），例如国务院办公厅每年的节假日安排。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            stored = actions.override_days(list(source.read_days(options["file"])))
        except (YimenError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"工作日调整已载入 {stored} 天。")
