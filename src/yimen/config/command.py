"""`yimen WORD …`, inside the environment that the launcher made.

A word is one of our own below, a programme on files alone, or a Django management command: `yimen
audit verify` runs the command `audit` with the word `verify`, with the installation's database up.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import django
from django.core.management import execute_from_command_line

from yimen.config import measuring, serving, setting_up, suite
from yimen.config.installation import DEFAULT_HOME, surroundings
from yimen.config.launcher.places import SOURCE
from yimen.config.launcher.runs import show_any_letter
from yimen.config.launcher.sentences import Stop
from yimen.config.processes import Interrupted, signals_interrupt

HELP = """用法：./yimen 命令 [选项]

  demo                启动演示县                test [--nightly]    运行全部测试
  serve               启动正式的平台            check               代码风格与类型检查
  demo-logins         列出演示账号              manage 命令 …       任意 Django 管理命令

  assess 个案.yaml    对一户家庭测算（不用数据库）
  sweep  --book …     对整表家庭测算（文件，或 --input database）
  verify --persons …  批量核对（不用数据库）

  replay 决定         重算一个决定              audit verify        检查审计记录是否被改动
  backup 文件夹       备份（须另存密钥）        restore 文件夹      恢复到空的系统
  bench 项目          测量速度（rules 不用安装）

最后两组在某个安装上进行：--data 文件夹，默认 .data/demo。
"""

ON_FILES = {
    "assess": "yimen.core.casefile.assess_command",
    "verify": "yimen.bulk.verify_command",
}
"""Words that work on files alone: the module's `main(arguments)` answers with the exit code."""


STANDING = ("demo", "serve", "test")
"""Words that start others; the rest say nothing when one of these ends them."""


def main(arguments: list[str]) -> int:
    show_any_letter()
    word, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    try:
        with signals_interrupt():
            return _run(word, rest)
    except Stop as stop:
        print(f"✗ {stop.chinese}\n  {stop.english}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output, head or a pager, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Interrupted as interrupted:
        if word in STANDING:
            print("\n已全部停止。Everything was stopped.", flush=True)
        return interrupted.exit_code


def _run(word: str, rest: list[str]) -> int:
    if word in OURS:
        return OURS[word](rest)
    if word in ON_FILES:
        return _programme(ON_FILES[word])(rest)
    name = word.replace("-", "_")
    if not any(SOURCE.glob(f"yimen/*/management/commands/{name}.py")):
        raise Stop(
            f"没有“{word}”这个命令。请用 ./yimen help 查看有哪些。",
            "There is no such command. See: ./yimen help",
        )
    return _on_installation([name, *rest])


def _help(_: list[str]) -> int:
    print(HELP)
    return 0


def _demo(rest: list[str]) -> int:
    serving.demo(rest)
    return 0


def _serve(rest: list[str]) -> int:
    serving.serve(rest)
    return 0


def _set_up(rest: list[str]) -> int:
    """Called by demo and serve in a process of its own, with the database up."""
    setting_up.set_up(rest[0], rest[1:])
    return 0


def _bench(rest: list[str]) -> int:
    """The rules are measured on nothing but files, the pages on an installation of their own, the rest on --data's."""
    if rest[:1] == ["rules"]:
        return _programme("yimen.config.measuring_rules")(rest[1:])
    return measuring.web(rest[1:]) if rest[:1] == ["web"] else _on_installation(["bench", *rest])


def _test(rest: list[str]) -> int:
    return suite.test(rest)


def _check(_: list[str]) -> int:
    return suite.check()


def _sweep(rest: list[str]) -> int:
    """On files alone; or, with --input database, on the installation named by --data, as the app role."""
    if "database" not in rest:
        return _programme("yimen.bulk.sweep_command")(rest)
    return _with_the_installation("yimen.bulk.sweep_database_command", rest)


def _backup(rest: list[str]) -> int:
    return _with_the_installation("yimen.config.backup_command", ["backup", *rest])


def _restore(rest: list[str]) -> int:
    return _with_the_installation("yimen.config.backup_command", ["restore", *rest])


def _with_the_installation(module: str, rest: list[str]) -> int:
    """A programme of our own that needs the installation named by --data: its database up, its settings loaded."""
    home, words = _home(rest)
    with surroundings(home) as environment:
        os.environ.update(environment)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
        django.setup()
        return _programme(module)(words)


def _programme(module: str) -> Callable[[list[str]], int]:
    """Its `main`; imported when it is called for, so that no word pays for another's libraries."""
    main_: Callable[[list[str]], int] = import_module(module).main
    return main_


def _on_installation(words: list[str]) -> int:
    """A management command on the installation named by --data, its database up meanwhile."""
    home, words = _home(words)
    with surroundings(home) as environment:
        os.environ.update(environment)
        return _manage(words)


def _home(words: list[str]) -> tuple[Path, list[str]]:
    if "--data" not in words[:-1]:
        return DEFAULT_HOME, words
    at = words.index("--data")
    return Path(words[at + 1]).absolute(), [*words[:at], *words[at + 2 :]]


def _manage(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    execute_from_command_line(["yimen", *words])
    return 0


OURS: dict[str, Callable[[list[str]], int]] = {
    "help": _help,
    "demo": _demo,
    "serve": _serve,
    "set-up": _set_up,
    "bench": _bench,
    "test": _test,
    "check": _check,
    "sweep": _sweep,
    "backup": _backup,
    "restore": _restore,
    "manage": _on_installation,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
