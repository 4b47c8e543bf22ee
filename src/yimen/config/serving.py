"""`yimen demo` and `yimen serve`: bring one installation up, keep it up, and take it down whole."""

from __future__ import annotations

import contextlib
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

from yimen.config.installation import surroundings
from yimen.config.launcher.main import require_free_port
from yimen.config.launcher.options import Options, demo_options, serve_options
from yimen.config.launcher.runs import need_space, say
from yimen.config.launcher.sentences import Stop
from yimen.config.processes import Programme, Programmes

COMMAND = [sys.executable, "-m", "yimen.config.command"]
THREADS = 2
"""Per worker. A page is work for one core, with short waits for the database: a second thread fills them, and more would
only make all pages late together (docs/benchmarks.md)."""
READY_WITHIN = 180
"""Seconds from the start of web and worker to a healthy answer."""


def demo(arguments: list[str]) -> None:
    """The demo county. Raises Interrupted when it is ended, Stop when it cannot start."""
    _stand(_marked(demo_options(arguments)), ["demo", *arguments])


def serve(arguments: list[str]) -> None:
    """The platform itself: as the demo, with nobody invented."""
    _stand(serve_options(arguments), ["serve", *arguments])


def _stand(options: Options, words: list[str]) -> None:
    """Bring everything up and keep it up until somebody ends it or a part of it ends."""
    with _prepared(options, words) as programmes:
        _start_web_and_worker(programmes, options)
        logins = _ask_for_logins(programmes) if options.households else None
        _wait_until_healthy(programmes, options)
        _print_addresses(options)
        if logins:
            print(f"\n{programmes.finish(logins)}", end="")
        print("\n按 Ctrl-C 结束。Press Ctrl-C to stop.", flush=True)
        _watch(programmes)


@contextlib.contextmanager
def standing_demo(arguments: list[str], *, quiet: bool = False) -> Iterator[tuple[Programmes, str]]:
    """The demo county up and healthy while the block runs, and its address; for what measures it.

    `quiet`: what the set-up says goes to its log only.  Raises: Stop when it cannot start.
    """
    options = _marked(demo_options(arguments))
    with _prepared(options, ["demo", *arguments], quiet=quiet) as programmes:
        _start_web_and_worker(programmes, options)
        _wait_until_healthy(programmes, options)
        yield programmes, address(options)


@contextlib.contextmanager
def _prepared(options: Options, words: list[str], *, quiet: bool = False) -> Iterator[Programmes]:
    """The database up, tables and data as they should be; whatever is started ends with the block."""
    require_free_port(options.host, options.port)
    need_space(options.data, 300)
    say("启动数据库 …")
    with (
        surroundings(options.data) as environment,
        Programmes(environment | _web_settings(options), options.data / "logs") as programmes,
    ):
        programmes.do("准备数据", "set-up", [*COMMAND, "set-up", *words], shown=not quiet)
        yield programmes


def _marked(options: Options) -> Options:
    """Its folder says that all people in it are invented."""
    (options.data / "files").mkdir(parents=True, exist_ok=True)
    (options.data / "synthetic").touch()
    return options


def _ask_for_logins(programmes: Programmes) -> Programme:
    """While web and worker start; the codes shown must be those of the moment."""
    return programmes.start("列出演示账号", "logins", [*COMMAND, "demo-logins"], lasting=False)


def _web_settings(options: Options) -> dict[str, str]:
    hosts = ["localhost", "127.0.0.1", "[::1]"]
    open_to_all = options.host in ("0.0.0.0", "::")
    hosts += ["*"] if open_to_all else [options.host]
    return {
        "YIMEN_HOSTS": os.environ.get("YIMEN_HOSTS") or ",".join(hosts),
        "YIMEN_PORT": str(options.port),
        "YIMEN_COUNTY": options.place,
    }


def _start_web_and_worker(programmes: Programmes, options: Options) -> None:
    say("启动网页服务与后台任务 …")
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    workers = str(min(4, os.cpu_count() or 1))
    where = ["--host", options.host, "--port", str(options.port), "--log-level", "warning"]
    more = ["--workers", workers, "--blocking-threads", str(THREADS), "--respawn-failed-workers"]
    programmes.start("网页服务", "web", [*granian, *where, *more, "yimen.config.wsgi:application"])
    programmes.start("后台任务", "worker", [*COMMAND, "manage", "procrastinate", "worker"])


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
    "经办工作台": "/desk/",
}


def _print_addresses(options: Options) -> None:
    print("\n一门已就绪：")
    for label, path in PAGES.items():
        print(f"  {label}  {address(options)}{path}")
    sys.stdout.flush()
