"""`yimen demo` and `yimen serve`: bring one installation up, keep it up, and take it down whole."""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from yimen.config.installation import surroundings
from yimen.config.launcher.main import require_free_port
from yimen.config.launcher.options import Options
from yimen.config.launcher.runs import need_space, say
from yimen.config.launcher.sentences import Stop
from yimen.config.processes import Programmes

COMMAND = [sys.executable, "-m", "yimen.config.command"]
READY_WITHIN = 90
"""Seconds from the start of web and worker to a healthy answer."""


def demo(options: Options) -> None:
    """The demo county. Raises Interrupted when it is ended, Stop when it cannot start."""
    options.data.mkdir(parents=True, exist_ok=True)
    (options.data / "synthetic").touch()
    serve(options, fill=_fill, told=_print_logins)


def serve(
    options: Options,
    *,
    fill: Callable[[Programmes, Options], None] | None = None,
    told: Callable[[Programmes], None] | None = None,
) -> None:
    """Database, tables, divisions, web and worker, until somebody ends it or one of them ends."""
    require_free_port(options.host, options.port)
    need_space(options.data, 300)
    say("启动数据库 …")
    with (
        surroundings(options.data) as environment,
        Programmes(environment | _web_settings(options), options.data / "logs") as programmes,
    ):
        _set_up(programmes, options)
        if fill:
            fill(programmes, options)
        _start_web_and_worker(programmes, options)
        _wait_until_healthy(programmes, options)
        _print_addresses(options)
        if told:
            told(programmes)
        print("\n按 Ctrl-C 结束。Press Ctrl-C to stop.", flush=True)
        _watch(programmes)


def manage(*words: str) -> list[str]:
    return [*COMMAND, "manage", *words]


def _web_settings(options: Options) -> dict[str, str]:
    hosts = ["localhost", "127.0.0.1", "[::1]"]
    open_to_all = options.host in ("0.0.0.0", "::")
    hosts += ["*"] if open_to_all else [options.host]
    return {
        "YIMEN_HOSTS": os.environ.get("YIMEN_HOSTS") or ",".join(hosts),
        "YIMEN_PORT": str(options.port),
        "YIMEN_COUNTY": options.place,
    }


def _set_up(programmes: Programmes, options: Options) -> None:
    say("更新数据表 …")
    programmes.do("更新数据表", "migrate", manage("migrate", "--database", "owner", "--verbosity", "0"))
    say("整理网页文件 …")
    programmes.do("整理网页文件", "collectstatic", manage("collectstatic", "--noinput", "--verbosity", "0"))
    city = options.place[:4]
    say(f"载入区划（{options.place} 所在的市）…")
    programmes.do("载入区划", "load_divisions", manage("load_divisions", "--place", city))


def _fill(programmes: Programmes, options: Options) -> None:
    say(f"生成演示县 {options.place}（{options.households} 户，人物全部虚构）…")
    words = ["--households", str(options.households), "--place", options.place]
    programmes.do("生成演示县", "fill_demo", manage("fill_demo", *words))


def _start_web_and_worker(programmes: Programmes, options: Options) -> None:
    say("启动网页服务与后台任务 …")
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    workers = str(min(4, os.cpu_count() or 1))
    where = ["--host", options.host, "--port", str(options.port), "--log-level", "warning"]
    more = ["--workers", workers, "--blocking-threads", "8", "--respawn-failed-workers"]
    programmes.start("网页服务", "web", [*granian, *where, *more, "yimen.config.wsgi:application"])
    programmes.start("后台任务", "worker", manage("procrastinate", "worker"))


def _wait_until_healthy(programmes: Programmes, options: Options) -> None:
    """Raises Stop where web or worker ends, or where the health page is not content in time."""
    said, deadline = "", time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        _require_all_running(programmes)
        healthy, said = _health(options)
        if healthy:
            return
        time.sleep(0.3)
    raise Stop(
        f"网页服务已启动，但 {READY_WITHIN} 秒内没有就绪（/healthz：{said}）。请查看 {programmes.logs} 中的日志。",
        f"The web server started but was not ready within {READY_WITHIN} s (/healthz: {said}). "
        f"See the logs in {programmes.logs}.",
    )


def _health(options: Options) -> tuple[bool, str]:
    try:
        with urllib.request.urlopen(f"{address(options)}/healthz", timeout=5) as answer:
            return answer.status == 200, answer.read(500).decode(errors="replace")
    except urllib.error.HTTPError as error:
        return False, f"{error.code} {error.read(300).decode(errors='replace')}"
    except OSError as error:
        return False, str(error)


def _watch(programmes: Programmes) -> None:
    while True:
        _require_all_running(programmes)
        time.sleep(0.5)


def _require_all_running(programmes: Programmes) -> None:
    ended = programmes.ended()
    if ended is None:
        return
    tail = "\n".join(f"    {line}" for line in ended.last_words().strip().splitlines()[-8:])
    raise Stop(
        f"{ended.label}意外结束（返回码 {ended.process.returncode}），其余部分也已停止。完整日志：{ended.log}",
        f"A part of the platform ended unexpectedly, so everything was stopped. Log: {ended.log}\n{tail}",
    )


def address(options: Options) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(options.host, options.host)
    return f"http://{host}:{options.port}"


PAGES = {
    "公众首页": "/",
    "手机申请": "/m/",
    "村级工作": "/v/",
    "经办工作台": "/desk/",
}


def _print_addresses(options: Options) -> None:
    print("\n一门已就绪：")
    for label, path in PAGES.items():
        print(f"  {label}  {address(options)}{path}")
    sys.stdout.flush()


def _print_logins(programmes: Programmes) -> None:
    print(flush=True)
    programmes.do("列出演示账号", "demo-logins", [*COMMAND, "demo-logins"])
