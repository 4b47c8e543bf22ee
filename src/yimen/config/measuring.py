"""`yimen bench web`: an installation of its own brought up as for people, walked through, and taken down again.

It is kept for the next time, in .cache/bench-web or the folder named; one measurement at a time.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import sys
from collections.abc import Iterator
from pathlib import Path

from yimen.bench.options import add_walk_arguments
from yimen.config import serving
from yimen.config.launcher.places import CACHE
from yimen.config.postgres_cluster import free_port


def web(arguments: list[str]) -> int:
    """0 where every page kept its promise. Ends the programme with argparse's message where an option is wrong."""
    options, words = _options(arguments)
    demo = ["--households", str(options.households), "--data", str(options.data)]
    demo += ["--port", str(options.port or free_port())]
    with (
        _alone(options.data),
        _saying(not options.json),
        serving.standing_demo(demo, quiet=options.json) as (programmes, address),
    ):
        measure = [*serving.COMMAND, "manage", "bench", "web", "--address", address, *words]
        walk = programmes.start("测量网页响应", "bench", measure, lasting=False, shown=True)
        code = walk.process.wait()
    print(walk.last_words(), end="", file=sys.stderr)
    return code


@contextlib.contextmanager
def _saying(aloud: bool) -> Iterator[None]:
    """What goes on, on the output or, where only figures are wanted there, beside it."""
    with contextlib.redirect_stdout(sys.stdout if aloud else sys.stderr):
        yield


def _options(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Those of the installation; the rest is the walk's own and checked here too."""
    parser = argparse.ArgumentParser(prog="./yimen bench web", description="测量网页响应")
    parser.add_argument("--households", type=int, default=100_000, help="演示县多少户，默认 100000")
    parser.add_argument("--data", type=Path, default=CACHE / "bench-web", help="测量用的安装所在的文件夹")
    parser.add_argument("--port", type=int, default=0, help="网页服务的端口，默认任意空闲端口")
    own = argparse.ArgumentParser(add_help=False)
    own.add_argument("--json", action="store_true", help="只输出 JSON")
    add_walk_arguments(own)
    options, words = parser.parse_known_args(arguments)
    own.parse_args(words, namespace=options)
    return options, words


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Two walks at once would measure each other."""
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "bench.lock", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
