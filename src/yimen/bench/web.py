"""`yimen bench web`: twenty officers and as many phones at work at once, over HTTP, and how long each page took.

`config/measuring.py` brings an installation up and calls this with its address. Beside the times stands how many
questions each page asks the database, counted in this process: numbers that no busy machine changes.
"""

import argparse
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yimen.bench import copies
from yimen.bench.errors import BenchRefused
from yimen.bench.options import add_walk_arguments
from yimen.bench.pages import PAGES, Page
from yimen.bench.visitors import Visitor, visitors
from yimen.bench.walking import Answer, Seat, walk
from yimen.cases.models import Award, Case
from yimen.core.processes import State
from yimen.core.regions import Level
from yimen.people.models import Household
from yimen.regions.queries import within

HELP = "网页响应"
PROMISED_MS, PROMISED_QUERIES = 300.0, 30
CASE_PAGE = "办件页"
WAITING = 400
"""Submitted cases that must wait for acceptance before the walk begins."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", required=True, help="已启动的平台的地址")
    add_walk_arguments(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Times by page in milliseconds, faults, queries by page.  Raises: BenchRefused."""
    if not settings.SYNTHETIC:
        raise BenchRefused("测量会登录虚构人员并办理办件，正式库不能测。请用 --data 指定演示文件夹。")
    _fill(options.cases, options.seed)
    seated = visitors(options.users, options.seed)
    queries = count_queries(seated[0])
    seats = [Seat(visitor, options.address) for visitor in seated]
    walk(seats, seconds=min(5.0, options.seconds), at_most=options.users * 10)  # every worker has its imports
    before = os.getloadavg()[0]
    answers = walk(seats, seconds=options.seconds, rate=options.rate)
    return _figures(answers, queries, options, before)


def say(figures: dict[str, Any]) -> Iterator[str]:
    yield (
        f"{figures['households']:,} 户、{figures['cases']:,} 件办件、{figures['awards']:,} 户在册；"
        f"{figures['users']} 人同时，{figures['seconds']:g} 秒，{_loop(figures['rate'])}；"
        f"机器负荷 {figures['load_before']:.1f} → {figures['load_after']:.1f}（{figures['cores']} 核）。"
    )
    yield f"{'':<2}p50 ms   p95 ms   p99 ms    次数  出错  查询  页面"
    for page in [*figures["pages"], figures["all"]]:
        queries = "" if page["queries"] is None else page["queries"]
        yield (
            f"{page['p50']:8.0f} {page['p95']:8.0f} {page['p99']:8.0f} {page['count']:7} {page['faults']:5} "
            f"{queries:>5}  {page['page']}"
        )
    yield f"每秒 {figures['pages_per_second']:.1f} 页。"
    for fault, times in figures["faults"].items():
        yield f"出错 {times} 次：{fault}"


def _loop(rate: float) -> str:
    return f"每秒 {rate:g} 个请求" if rate else "一页接一页不停顿"


# Before ---------------------------------------------------------------------------------------------------------------


def _fill(wanted: int, seed: int) -> None:
    """So many cases at every stage, and enough that wait to be accepted."""
    found = copies.templates()
    if not found:
        raise BenchRefused("演示县没有办理中的事项，无从测量。请先用 ./yimen demo 生成演示县。")
    villages = list(within(settings.ENV.county, Level.VILLAGE).values_list("code", flat=True))
    held = Case.objects.using(copies.OWNER)
    short = wanted - held.count()
    if short > 0:
        copies.add(short, found, villages, seed)
    waiting = WAITING - held.filter(copies.is_copy(), state=State.SUBMITTED.value).count()
    if waiting > 0:
        copies.add(waiting, [t for t in found if t.state == State.SUBMITTED], villages, seed)
    if short > 0 or waiting > 0:
        with connections[copies.OWNER].cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def count_queries(visitor: Visitor) -> dict[str, int]:
    """Questions put to tables by one page of each kind; setting the scope and the transaction are none."""
    return {page.name: _queries(page, visitor) for page in PAGES}


def _queries(page: Page, visitor: Visitor) -> int:
    ask = page.ask(visitor)
    if ask is None:
        return 0
    browser = Client(enforce_csrf_checks=False, SERVER_NAME="localhost")
    jar = {"officer": visitor.session, "citizen": visitor.citizen_session}.get(ask.by)
    if jar:
        browser.cookies[settings.SESSION_COOKIE_NAME] = jar
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(ask.path) if ask.form is None else browser.post(ask.path, ask.form)
    if answer.status_code not in ask.good:
        raise BenchRefused(f"{page.name} {ask.path} 答复 {answer.status_code}，不能测量。")
    return sum(" FROM " in query["sql"] or query["sql"].startswith(("INSERT", "UPDATE")) for query in asked)


# After ----------------------------------------------------------------------------------------------------------------


def _figures(
    answers: Sequence[Answer], queries: dict[str, int], options: argparse.Namespace, before: float
) -> dict[str, Any]:
    owner = copies.OWNER
    pages = [
        _of_page(page.name, [a for a in answers if a.page == page.name], queries[page.name]) for page in PAGES
    ]
    every = _of_page("全部", answers, None)
    return {
        "households": Household.objects.using(owner).count(),
        "cases": Case.objects.using(owner).count(),
        "awards": Award.objects.using(owner).count(),
        "users": options.users,
        "seconds": options.seconds,
        "rate": options.rate,
        "cores": os.cpu_count(),
        "load_before": before,
        "load_after": os.getloadavg()[0],
        "pages": pages,
        "all": every,
        "pages_per_second": len(answers) / options.seconds,
        "faults": dict(Counter(a.fault for a in answers if a.fault).most_common(10)),
        "promised_ms": PROMISED_MS,
        "ok": not every["faults"]
        and all(page["p95"] <= PROMISED_MS for page in pages if page["count"])
        and queries[CASE_PAGE] <= PROMISED_QUERIES,
    }


def _of_page(name: str, answers: Sequence[Answer], queries: int | None) -> dict[str, Any]:
    times = sorted(answer.ms for answer in answers)
    return {
        "page": name,
        "count": len(times),
        "faults": sum(bool(answer.fault) for answer in answers),
        "queries": queries,
        **{f"p{part}": round(percentile(times, part), 1) for part in (50, 95, 99)},
        "longest": round(times[-1], 1) if times else 0.0,
    }


def percentile(ascending: Sequence[float], part: int) -> float:
    """The smallest value that so many in a hundred do not exceed; 0 of nothing."""
    return ascending[max(0, -(-len(ascending) * part // 100) - 1)] if ascending else 0.0
