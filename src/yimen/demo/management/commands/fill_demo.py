"""manage.py fill_demo [--households N] [--place CODE] [--seed N]"""

import logging
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError, CommandParser

from yimen.core.errors import YimenError
from yimen.demo.filling import fill


class Command(BaseCommand):
    help = "在空的模拟数据库里生成演示县，人物全部虚构。已经生成过的，不再重复。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--households", type=int, default=2000, help="多少户")
        parser.add_argument("--place", default="371311", help="县（市、区）的区划代码")
        parser.add_argument("--seed", type=int, default=1, help="种子；相同的种子得到相同的县")

    def handle(self, *args: Any, **options: Any) -> None:
        # Silent sources are part of the demo; a screenful of warnings about them is not.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
        try:
            fill(options["households"], options["place"], options["seed"], say=self.stdout.write)
        except YimenError as problem:
            raise CommandError(str(problem)) from problem
