"""`./yimen WORD …`: make what the word needs ready, then hand over to the command inside `.venv`."""

import contextlib
import fcntl
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from . import chromium, frontend_files, sentences, venv
from .options import demo_options, serve_options
from .places import CACHE, PROJECT, SOURCE
from .runs import say, show_any_letter

HELP = """用法：./yimen 命令 [选项]

  demo     装好一切，启动演示县：数据库、网页、后台任务（--port --data --households --place）
  test     装好一切，运行全部测试（--nightly 加上较长的；其余参数交给 pytest）
  check    代码风格与类型检查
  其余     assess、sweep、verify、replay、audit、bench、backup、restore、manage …：./yimen help

Usage: ./yimen demo | test | check | help | …
"""
TESTING = ("test", "check")

HELD_BACK = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals the command lets through when it is ready to end all that it starts; they outlive the hand-over."""


def main(arguments: list[str]) -> int:
    """0, or 1 with the reason as a sentence. On success the process becomes the command itself."""
    show_any_letter()
    if not arguments or arguments[0] in ("-h", "--help"):
        print(HELP)
        return 0
    try:
        environment = _prepare(arguments)
    except sentences.Stop as stop:
        return _tell(stop)
    except PermissionError as error:
        return _tell(sentences.not_writable(Path(error.filename or PROJECT)))
    except KeyboardInterrupt:
        print("\n已停止。Stopped.", file=sys.stderr)
        return 130
    sys.stdout.flush()
    os.chdir(PROJECT)
    signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)
    os.execve(venv.PYTHON, [str(venv.PYTHON), "-m", "yimen.config.command", *arguments], environment)


def _tell(stop: sentences.Stop) -> int:
    print(f"✗ {stop.chinese}\n  {stop.english}", file=sys.stderr)
    return 1


def _prepare(arguments: list[str]) -> dict[str, str]:
    """The environment for the command, with everything it needs in place."""
    word = arguments[0]
    if word in ("demo", "serve"):
        options = (demo_options if word == "demo" else serve_options)(arguments[1:])
        require_free_port(options.host, options.port)
    with _one_at_a_time():
        venv.make_ready("test" if word in TESTING else "base")
        if word != "check":
            frontend_files.make_ready()
        found = chromium.find_or_install() if word == "test" else ""
    return {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "YIMEN_CACHE": str(CACHE),
        **({"YIMEN_CHROMIUM": found} if found else {}),
    }


def require_free_port(host: str, port: int) -> None:
    """Raises Stop where somebody listens there. Asked first, before minutes of downloading."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise sentences.port_in_use(host, port) from error


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two launchers at once would make the same `.venv`: the second waits for the first."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "launcher.lock", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个 ./yimen 正在准备环境，等它完成 …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
