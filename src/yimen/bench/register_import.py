"""A register of existing recipients through the whole import: handed in, checked, approved, let in; then undone.

Everything happens in one transaction that is rolled back, so that an installation can be measured and stays as it is.
The people are invented, so only a synthetic installation takes them.
"""

from __future__ import annotations

import argparse
import io
import resource
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from time import perf_counter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from yimen.bench.errors import BenchRefused
from yimen.core.ids import check_character
from yimen.core.regions import Level
from yimen.core.sheets import OutSheet, write_workbook
from yimen.documents import files
from yimen.guard import clock
from yimen.guard.scope import scope
from yimen.network.models import Duty, Post
from yimen.network.officers import Officer, officer_in
from yimen.regions.queries import spoken_names, within
from yimen.register import actions, checking, promoting
from yimen.register.columns import COLUMNS, SHEET
from yimen.register.models import State, Upload

HELP = "在册名单导入"
PROMISED = 60.0  # seconds for ten thousand rows, and for the check of a hundred thousand
MEMBERS = 3  # persons a family


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=10_000, help="名单行数，默认 10000")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Seconds of each stage, rows a second, memory. Raises: BenchRefused."""
    if not settings.SYNTHETIC:
        raise BenchRefused("测量用的是虚构人员，正式库不接收。请在演示库上运行：--data 演示文件夹。")
    clerk, leader = _officers()
    content = register(options.rows, clerk.counties[0])
    with transaction.atomic():
        try:
            return _walk(content, options.rows, clerk, leader)
        finally:
            transaction.set_rollback(True)


def say(figures: dict[str, Any]) -> Iterator[str]:
    stages = "，".join(f"{name} {seconds} 秒" for name, seconds in figures["seconds"].items())
    yield f"{figures['rows']:,} 行、{figures['households']:,} 户：{stages}；"
    yield f"每秒 {figures['rows_per_second']:,} 行，内存最高 {figures['peak_mb']} MB。"


def _walk(content: bytes, rows: int, clerk: Officer, leader: Officer) -> dict[str, Any]:
    """The four stages, each timed."""
    marks = [perf_counter()]
    with scope(clerk.scope):
        upload, _ = actions.hand_in("测量.xlsx", content, "dibao", officer=clerk, now=clock.now())
    try:
        marks.append(perf_counter())
        checking.check(upload.pk, upload.county, clerk.actor, clock.now)
        marks.append(perf_counter())
        upload = _found(upload.pk, clerk, State.READY)
        with scope(leader.scope):
            actions.let_in(upload.pk, version=upload.version, officer=leader, now=clock.now())
        promoting.promote(upload.pk, upload.county, leader.actor, clock.now)
        marks.append(perf_counter())
    finally:
        files.remove(upload.pk)
    _found(upload.pk, leader, State.PROMOTED)
    return _figures(upload, rows, len(content), marks)


def _figures(upload: Upload, rows: int, size: int, marks: list[float]) -> dict[str, Any]:
    received, checked, let_in = (after - before for before, after in pairwise(marks))
    total = received + checked + let_in
    stages = {"接收": received, "检查": checked, "入库": let_in, "合计": total}
    return {
        "rows": rows,
        "households": upload.households,
        "file_mb": round(size / 1e6, 1),
        "seconds": {name: round(seconds, 2) for name, seconds in stages.items()},
        "rows_per_second": round(rows / total),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "promised_seconds": PROMISED,
        "ok": (total if rows <= 10_000 else checked) <= PROMISED,
    }


def _found(upload_id: UUID, officer: Officer, state: State) -> Upload:
    with scope(officer.scope):
        upload = Upload.objects.get(pk=upload_id)
    if upload.state != state:
        raise BenchRefused(
            f"测量没有走完：名单停在“{State(upload.state).label}”，{upload.errors} 处错误。{upload.note}"
        )
    return upload


def _officers() -> tuple[Officer, Officer]:
    """A clerk and a leader of the same bureau. Raises: BenchRefused."""
    held = {duty: _holder(duty) for duty in (Duty.COUNTY_CLERK, Duty.COUNTY_LEADER)}
    clerk, leader = held[Duty.COUNTY_CLERK], held[Duty.COUNTY_LEADER]
    if clerk is None or leader is None or clerk.user_id == leader.user_id:
        raise BenchRefused("没有县级经办人和县级负责人两个人的任职。请先用 ./yimen demo 生成演示县。")
    return clerk, leader


def _holder(duty: Duty) -> Officer | None:
    posts = Post.objects.filter(duty=duty, until__isnull=True).select_related("organisation", "user")
    post = posts.order_by("pk").first()
    return officer_in(post) if post else None


# The register -------------------------------------------------------------------------------------------------------


def register(rows: int, county: str) -> bytes:
    """A workbook of so many persons in families of three, spread over the villages of the county."""
    target = io.BytesIO()
    write_workbook(target, [OutSheet(SHEET, COLUMNS, _lines(rows, _villages(county)))], at=clock.now())
    return target.getvalue()


def _villages(county: str) -> list[tuple[str, str]]:
    """Town and village as people say them. Raises: BenchRefused."""
    codes = list(within(county, Level.VILLAGE).values_list("code", flat=True))
    names = spoken_names([*codes, *(code[: Level.TOWN] for code in codes)])
    if not codes:
        raise BenchRefused(f"区划 {county} 下面没有村（社区）。请先载入区划。")
    return [(names[code[: Level.TOWN]], names[code]) for code in codes]


def _lines(rows: int, villages: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for number in range(rows):
        family, member = divmod(number, MEMBERS)
        head = family * MEMBERS
        line: dict[str, Any] = {
            "head_name": _name(head), "head_id": an_id(head), "name": _name(number), "id_number": an_id(number),
            "relation": "head" if member == 0 else "child",
        }  # fmt: skip
        if member == 0:
            town, place = villages[family % len(villages)]
            line |= {
                "town": town, "place": place, "residence": "rural", "address": f"某路 {family} 号",
                "persons": min(MEMBERS, rows - head), "monthly": 90_000 + family % 500 * 100, "start": date(2022, 1 + family % 12, 1),
                "bank": "某农商银行", "account": f"62284801{family:011d}", "phone": f"139{family:08d}",
            }  # fmt: skip
        yield line


def _name(number: int) -> str:
    return (
        "赵钱孙李周吴郑王冯陈"[number // 1000 % 10]
        + "德淑建秀文"[number % 5]
        + "兰国英华芳平"[number // 7 % 6]
    )


def an_id(number: int) -> str:
    """An invented number: address 990002, a birthday of sixty years, a sequence."""
    day = date(1945, 1, 1) + timedelta(days=number % 22_000)
    body = f"990002{day:%Y%m%d}{number // 22_000:03d}"
    return body + check_character(body)
