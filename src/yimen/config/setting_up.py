"""What has to stand before web and worker start, in one process: Django takes seconds to import."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import django
from django.core.management import CommandError, call_command

from yimen.config import static_files
from yimen.config.launcher.options import Options, demo_options, serve_options
from yimen.config.launcher.runs import say
from yimen.config.launcher.sentences import Stop


def set_up(kind: str, arguments: Sequence[str]) -> None:
    """Tables, static files, divisions; for the demo its county too. Everything may be repeated.

    Takes the kind, `demo` or `serve`, and that word's own options. Raises Stop with the step that failed.
    """
    options = (demo_options if kind == "demo" else serve_options)(list(arguments))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    django.setup()
    _do("更新数据表", "migrate", database="owner", verbosity=0)
    _collect_static_files(options.data / "files" / "static.stamp")
    _do(f"载入 {options.place} 所在市的区划", "load_divisions", place=options.place[:4])
    if options.households:
        _fill(options)


def _fill(options: Options) -> None:
    label = f"生成演示县 {options.place}（{options.households} 户，人物全部虚构）"
    _do(label, "fill_demo", households=options.households, place=options.place)


def _collect_static_files(stamp: Path) -> None:
    if static_files.is_collected(stamp):
        return
    _do("整理网页文件", "collectstatic", interactive=False, verbosity=0)
    stamp.write_text(static_files.fingerprint())


def _do(label: str, command: str, **options: object) -> None:
    say(f"{label} …")
    try:
        call_command(command, **options)
    except CommandError as error:
        raise Stop(
            f"{label}没有成功：{error}", f"The step “{command}” failed; the sentence above says why."
        ) from error
