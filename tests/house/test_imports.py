"""The arrows of the house (docs, design): what stands above may use what stands below, never the reverse."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import SOURCE, dotted, imports, modules, where

ORDER = [
    ["core"],
    ["guard"],
    ["regions"],
    ["network"],
    ["people"],
    ["audit"],
    ["connectors"],
    ["bulk"],
    ["documents"],
    ["notifications"],
    ["intake"],
    ["verification"],
    ["cases"],
    ["publicity"],
    ["register"],
    ["payments"],
    ["monitoring"],
    ["supervision"],
    ["services"],
    ["demo"],
    ["web", "api"],
    ["bench"],
    ["config"],
]
"""Lowest first; two rooms of one line do not use each other."""

RANK = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}
CORE_MAY = {"yimen", "yaml", "pyarrow", "xlsxwriter", "python_calamine", "chinese_calendar"}
"""What plain Python code of `core` uses besides the standard library: readers and writers of files."""

NETWORK_MODULES = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "asyncio",
    "subprocess",
    "socketserver",
}


def room_of(name: str) -> str:
    return name.split(".")[1] if name.startswith("yimen.") else ""


def rooms_used() -> Iterator[tuple[str, str, str]]:
    for path, tree in modules():
        mine = room_of(dotted(path))
        for line, name in imports(path, tree):
            theirs = room_of(name)
            if mine and theirs in RANK and mine != theirs:
                yield mine, theirs, where(path, line)


def test_every_room_has_its_place():
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert rooms <= set(RANK), "给新的目录在 ORDER 里排一个位置"


def test_imports_point_downwards():
    wrong = [
        f"{place}: {mine} -> {theirs}" for mine, theirs, place in rooms_used() if RANK[theirs] >= RANK[mine]
    ]
    assert wrong == []


def test_nothing_imports_the_demo():
    """Nor is it named as text: the command finds its management commands by their word."""
    assert [place for _, theirs, place in rooms_used() if theirs == "demo"] == []


@pytest.mark.parametrize(
    ("line", "caught"), [("from yimen.cases import x", True), ("from yimen.core import x", False)]
)
def test_an_arrow_turned_round_is_caught(line, caught):
    """The reader of imports itself: cases from people is up, core is down."""
    (_, name), *_ = imports(SOURCE / "people" / "queries.py", ast.parse(line))
    assert (RANK[room_of(name)] >= RANK["people"]) is caught


def test_a_connector_uses_only_its_base_and_core():
    wrong = []
    for path, tree in modules(SOURCE / "connectors"):
        mine = dotted(path).removeprefix("yimen.connectors").strip(".").split(".")[0]
        if mine in ("", "base", "catalogue"):
            continue  # the catalogue is the registry: it knows them all
        allowed = ("yimen.core", "yimen.connectors.base", f"yimen.connectors.{mine}")
        wrong += [
            f"{where(path, line)}: {name}"
            for line, name in imports(path, tree)
            if name.startswith("yimen") and not name.startswith(allowed)
        ]
    assert wrong == []


def test_core_is_plain_python():
    """No Django, no database, no network: what is law can be run and read alone."""
    wrong = [
        f"{where(path, line)}: {name}"
        for path, tree in modules(SOURCE / "core")
        for line, name in imports(path, tree)
        if (top := name.split(".")[0]) in NETWORK_MODULES or top not in sys.stdlib_module_names | CORE_MAY
    ]
    assert wrong == []


def test_the_launcher_needs_nothing_but_python():
    """It runs before anything is installed."""
    wrong = [
        f"{where(path, line)}: {name}"
        for path, tree in modules(SOURCE / "config" / "launcher")
        for line, name in imports(path, tree)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("yimen.config.launcher")
    ]
    assert wrong == []


def test_no_import_hides_inside_a_function():
    """It is a sign of an arrow turned round."""
    hidden = {
        where(path, inner.lineno)
        for path, tree in modules()
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    assert sorted(hidden) == []


CLOCKS = {"now", "today", "utcnow", "localdate", "time", "monotonic"}
CLOCK_OWNERS = {"datetime", "date", "timezone", "time", "calendar"}
MAY_READ_THE_CLOCK = {
    "guard/clock.py": "it is the clock",
    "web/health.py": "asks whether the worker lives, not which day it is",
    "network/second_factor.py": "codes of an authenticator follow the real time",
    "demo/management/commands/demo_logins.py": "codes of an authenticator follow the real time",
}


def test_only_the_clock_reads_the_clock():
    """Everything else is told the time, or a synthetic county could not move its day. The launcher waits in real seconds."""
    read = {
        str(path.relative_to(SOURCE)): where(path, node.lineno)
        for path, tree in modules()
        if SOURCE / "config" not in path.parents and SOURCE / "bulk" not in path.parents
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _reads_clock(node.func)
    }
    assert {file: place for file, place in read.items() if file not in MAY_READ_THE_CLOCK} == {}


def _reads_clock(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in CLOCKS
        and isinstance(called.value, ast.Name)
        and called.value.id in CLOCK_OWNERS
    )


def test_a_job_carries_ids_and_actor_only():
    """What stands in the queue's table is read by whoever looks after the queue: no name, no number of a person."""
    wrong = [
        f"{where(path, node.lineno)}: {node.name}({argument.arg})"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(_is_task(d) for d in node.decorator_list)
        for argument in node.args.args + node.args.kwonlyargs
        if argument.arg not in JOB_ARGUMENTS
        or ast.unparse(argument.annotation or ast.Constant("")) not in JOB_TYPES
    ]
    assert wrong == []


JOB_ARGUMENTS = {
    "context",
    "timestamp",
    "actor",
    "county",
    "request",
    "message",
    "case",
    "household",
    "letter",
    "report",
}
JOB_ARGUMENTS |= {"upload", "notice", "award", "pay_list", "month", "on", "day", "batch"}
JOB_TYPES = {"str", "int", "JobContext", "list[str]"}
"""Names of things, given by their ids; add a word when a job needs one that holds no person's data."""


def _is_task(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith((".task",))


def test_modules_read_the_environment_in_one_place():
    allowed = {"config"}
    wrong = [
        where(path, node.lineno)
        for path, tree in modules()
        if room_of(dotted(path)) not in allowed
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv")
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    ]
    assert wrong == []


def test_the_paths_of_this_suite_are_right():
    assert Path(SOURCE / "core" / "errors.py").exists()
