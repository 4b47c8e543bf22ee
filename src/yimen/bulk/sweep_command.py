"""`yimen sweep --book … --input … --output …`: the rule book over a table of families."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from yimen.bulk.sweep import InputMistake, Question, Sweep, in_threads
from yimen.bulk.sweep.files import Source, open_sink, open_source
from yimen.core.book import Programme
from yimen.core.errors import YimenError
from yimen.core.law import parameters_for
from yimen.core.rules import BOOK, PROGRAMMES, NoSuchProgramme

FINISHED, REFUSED = 0, 1
DATABASE = "database"


SourceOf: TypeAlias = Callable[[argparse.Namespace], Source]


def from_files(given: argparse.Namespace) -> Source:
    """Raises: InputMistake."""
    if given.input == DATABASE:
        raise InputMistake("从数据库测算要由 ./yimen sweep 起动：它知道数据库在哪里。")
    return open_source(Path(given.input), given.members)


def main(arguments: Sequence[str] | None = None, source_of: SourceOf = from_files) -> int:
    """0 when every family has its row, 1 when the table was refused (nothing is written then), 2 for wrong usage."""
    given = _parser().parse_args(arguments)
    try:
        households = run(given, source_of)
    except YimenError as mistake:
        print(f"✗ {mistake.message}", file=sys.stderr)
        return REFUSED
    print(f"已测算 {households:,} 户，结果在 {given.output}。")
    return FINISHED


def run(given: argparse.Namespace, source_of: SourceOf) -> int:
    """How many households were answered.  Raises: YimenError."""
    question = question_of(given)
    if given.engine == "spark":
        return _on_spark(given, question)
    source = source_of(given)
    sweep = Sweep(question, source.households, source.members)
    answers = in_threads(sweep.answer, source.rows, given.threads)
    households = 0
    with open_sink(given.output, sweep.result_schema) as sink:
        for batch in _shown(answers, source.count, quiet=given.quiet):
            sink.write_batch(batch)
            households += len(batch)
    return households


def _on_spark(given: argparse.Namespace, question: Question) -> int:
    """Raises: InputMistake, also where the optional group is not installed."""
    try:
        run_: Callable[[argparse.Namespace, Question], int] = import_module(
            "yimen.bulk.sweep_spark_command"
        ).run
    except ModuleNotFoundError as missing:
        raise InputMistake(
            f"这台机器没有装 Spark 的依赖（{missing.name}）；请按 requirements/spark.txt 安装。"
        ) from missing
    return run_(given, question)


def question_of(given: argparse.Namespace) -> Question:
    """Raises: NoSuchProgramme; InputMistake for a figure the book does not have."""
    programmes = [_programme(key) for key in given.book]
    figures = given.figures or [f for p in programmes for f in (p.eligible, p.amount) if f is not None]
    unknown = [name for name in figures if name not in BOOK.versions]
    if unknown:
        raise InputMistake(f"规则书里没有这些图表项：{'、'.join(unknown)}。请核对拼写。", figures=unknown)
    return Question(
        BOOK,
        tuple(dict.fromkeys(figures)),
        parameters_for,
        given.on,
        given.place,
        given.accepted_on,
        tuple(given.keep),
    )


def _programme(key: str) -> Programme:
    if key not in PROGRAMMES:
        raise NoSuchProgramme(
            programme=key, known="、".join(f"{p.key}（{p.label}）" for p in PROGRAMMES.values())
        )
    return PROGRAMMES[key]


def _shown(answers: Iterable[pa.RecordBatch], count: int | None, *, quiet: bool) -> Iterator[pa.RecordBatch]:
    """The same batches, with a bar on the error stream: households done, of how many, since when, until when."""
    columns = (
        TextColumn("测算"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("", total=count)
        for batch in answers:
            yield batch
            bar.advance(task, len(batch))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("yimen sweep", description="对整表家庭测算。表的写法见 docs/sweep.md。")
    parser.add_argument(
        "--book",
        required=True,
        type=_list,
        metavar="项目",
        help="救助项目，可写几个，用逗号分开：dibao,bianyuan",
    )
    parser.add_argument(
        "--input", required=True, metavar="文件", help="家庭：.parquet、.csv，或 database（本平台的数据库）"
    )
    parser.add_argument("--members", type=Path, metavar="文件", help="成员另成一表时：.parquet 或 .csv")
    parser.add_argument("--output", required=True, type=Path, metavar="文件", help="结果：.parquet 或 .csv")
    parser.add_argument(
        "--place", default="", help="区划代码；家庭表有 place 列的，以那一列为准；从数据库测算时，是测算哪里"
    )
    parser.add_argument("--on", required=True, type=_day, help="测算日期；家庭表有 on 列的，以那一列为准")
    parser.add_argument("--accepted-on", type=_day, help="受理日期，标准按这一天；不写就是测算日期")
    parser.add_argument(
        "--figures",
        type=_list,
        default=[],
        metavar="图表项",
        help="要哪些图表项，用逗号分开；不写就是符合与否和金额",
    )
    parser.add_argument(
        "--keep", type=_list, default=[], metavar="列", help="家庭表里原样带到结果的列，用逗号分开"
    )
    parser.add_argument(
        "--engine", choices=("threads", "spark"), default="threads", help="在本机用线程，或在 Spark 上"
    )
    parser.add_argument("--spark", default="", metavar="地址", help="Spark Connect 的地址：sc://…")
    parser.add_argument("--threads", type=int, help="线程数；不写就是处理器的个数")
    parser.add_argument("--quiet", action="store_true", help="不显示进度")
    return parser


def _list(text: str) -> list[str]:
    return [item for item in text.split(",") if item]


def _day(text: str) -> date:
    return date.fromisoformat(text)


if __name__ == "__main__":
    sys.exit(main())
