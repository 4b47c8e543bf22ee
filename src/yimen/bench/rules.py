"""The rule book beside OpenFisca-Core: the same rules, the same families, the same answers, in one run.

The two take turns, so that whatever else the machine does burdens both; the median of the turns counts.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from yimen.bench.families import families, stream
from yimen.bench.openfisca import Competitor, competitor, situation, write_description, write_families
from yimen.bulk.sweep import BATCH, Question, Rows, Sweep, in_threads, unnested
from yimen.core.book import Fact, Family, Graph, Kind
from yimen.core.law import parameters_for
from yimen.core.rules import BOOK, PROGRAMMES, assess

DAY = date(2026, 3, 1)
PLACES = ("371311", "3201", "50", "31", "6105")
LAW_DAYS = (date(2024, 3, 1), date(2025, 3, 1), DAY)
ASKED = ("dibao_eligible", "dibao_amount")
TURNS = 3
CASES = 40
DOCUMENTED = 20_000


@dataclass(frozen=True)
class Figures:
    """What `--json` prints first, and what stands behind it."""

    households: int
    bulk_ratio: float
    single_ratio: float
    agree: bool
    peak_mb: int
    behind: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        stated = {name: value for name, value in vars(self).items() if name != "behind"}
        return {**stated, **self.behind}


def measure(households: int, python: Path, tell: Callable[[str], None]) -> Figures:
    """Raises: CompetitorStopped."""
    graph = BOOK.graph(PROGRAMMES["dibao"].targets, DAY)
    facts = list(graph.facts.values())
    tell(f"造 {households:,} 户 …")
    parts = [unnested(batch) for batch in _batches(stream(households, facts, PLACES))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        laws = {place: {day: parameters_for(place, day) for day in LAW_DAYS} for place in PLACES}
        write_description(folder, graph, laws, DAY)
        write_families(folder, graph, parts, PLACES)
        cases = [situation(graph, parts[0], i, PLACES, f"{DAY:%Y-%m}") for i in range(min(CASES, households))]
        (folder / "cases.json").write_text(json.dumps(cases, ensure_ascii=False))
        with competitor(python, folder) as other:
            bulk = _bulk(parts, other, folder, tell)
            single = _single(cases, other, tell)
        documented = _documented(graph, facts, laws, python, folder, tell)
        peak = peak_of_the_command(households, facts, folder, tell)
    agree = bool(bulk.pop("agree") and single.pop("agree"))
    ratio, alone = bulk.pop("ratio"), single.pop("ratio")
    behind = {**bulk, **single, **documented, "figures": len(graph.figures), "openfisca": other.version}
    return Figures(households, ratio, alone, agree, peak, behind)


def _batches(stream_: Any) -> Any:
    for batch in stream_:
        yield from (batch.slice(start, BATCH) for start in range(0, len(batch), BATCH))


# All at once --------------------------------------------------------------------------------------------------------


def _bulk(
    parts: Sequence[Rows], other: Competitor, folder: Path, tell: Callable[[str], None]
) -> dict[str, Any]:
    ours, theirs, answers = [], [], {}
    for turn in range(TURNS):
        tell(f"整表，第 {turn + 1} 轮 …")
        start = perf_counter()
        table = pa.Table.from_batches(list(in_threads(_sweep(parts[0]).answer, parts)))
        ours.append(perf_counter() - start)
        answers = other.ask(do="bulk")
        theirs.append(answers["seconds"])
    said = np.load(folder / "answers.npz")
    return {
        "ratio": round(median(theirs) / median(ours), 1),
        "agree": _agree(table, said["dibao_eligible"], said["dibao_amount"]),
        "sweep_seconds": round(median(ours), 3),
        "openfisca_seconds": round(median(theirs), 3),
        "openfisca_peak_mb": answers["peak_mb"],
        "eligible_share": round(float(np.mean(said["dibao_eligible"])), 3),
    }


def _sweep(rows: Rows) -> Sweep:
    """Made anew each turn: the plan and the laws are part of the work."""
    question = Question(BOOK, ASKED, parameters_for, DAY)
    return Sweep(question, rows.households.schema, rows.members.schema)


def _agree(table: pa.Table, eligible: Any, amount: Any) -> bool:
    ours = table.column("dibao_eligible").to_pylist()
    fen = [None if yuan is None else int(yuan.scaleb(2)) for yuan in table.column("dibao_amount").to_pylist()]
    return bool(ours == eligible.tolist() and fen == amount.tolist())


# One at a time ------------------------------------------------------------------------------------------------------


def _single(
    cases: Sequence[dict[str, Any]], other: Competitor, tell: Callable[[str], None]
) -> dict[str, Any]:
    tell(f"单户，{len(cases)} 户 …")
    ours, theirs, computing, agree = [], [], [], True
    for number, case in enumerate(cases):
        family, place = _family(case)
        law = parameters_for(place, DAY)
        times = []
        for _ in range(20):
            start = perf_counter()
            finding = assess("dibao", family, DAY, law)
            times.append(perf_counter() - start)
        answer = other.ask(do="single", case=number)
        ours.append(median(times))
        theirs.append(answer["seconds"])
        computing.append(answer["computing"])
        agree = agree and answer["answers"] == [finding.eligible, finding.amount]
    return {
        "ratio": round(median(theirs) / median(ours), 1),
        "agree": agree,
        "single_ms": round(median(ours) * 1e3, 3),
        "openfisca_single_ms": round(median(theirs) * 1e3, 2),
        "openfisca_single_computing_ms": round(median(computing) * 1e3, 2),
    }


def _family(case: dict[str, Any]) -> tuple[Family, str]:
    """The competitor's situation as a family of ours, and its place."""
    (home,) = case["households"].values()
    stated = {name: next(iter(by_month.values())) for name, by_month in home.items() if name != "members"}
    place = stated.pop("place")
    members = [
        {name: next(iter(one.values())) for name, one in person.items()}
        for person in case["persons"].values()
    ]
    return Family(_typed(stated), [_typed(member) for member in members]), place


def _typed(stated: dict[str, Any]) -> dict[str, Any]:
    """Dates as dates, and numbers with their decimals."""
    return {name: _value(BOOK.facts[name], value) for name, value in stated.items()}


def _value(fact: Fact, value: Any) -> Any:
    if fact.kind is Kind.DATE:
        return date(value // 10_000, value // 100 % 100, value % 100)
    return (
        pa.scalar(value, pa.int64()).cast(pa.decimal128(38, 0)).as_py().scaleb(-fact.scale)
        if fact.scale
        else value
    )


# Beside ---------------------------------------------------------------------------------------------------------------


def _documented(
    graph: Graph, facts: Sequence[Fact], laws: Any, python: Path, folder: Path, tell: Callable[[str], None]
) -> dict[str, Any]:
    """The documented way to read a parameter by place, on fewer families: it goes through them one by one."""
    tell(f"OpenFisca 文档写法的按地点取参数，{DOCUMENTED:,} 户 …")
    rows = unnested(families(DOCUMENTED, facts, PLACES, seed=2))
    write_families(folder, graph, [rows], PLACES)
    with competitor(python, folder, "documented") as other:
        theirs = other.ask(do="bulk")["seconds"]
    start = perf_counter()
    _sweep(rows).answer(rows)
    ours = perf_counter() - start
    return {
        "bulk_ratio_documented": round(theirs / ours, 1),
        "openfisca_documented_seconds_per_million": round(theirs / DOCUMENTED * 1e6, 1),
    }


def peak_of_the_command(
    households: int, facts: Sequence[Fact], folder: Path, tell: Callable[[str], None]
) -> int:
    """The most memory `yimen sweep` held, from file to file, in megabytes."""
    tell("从文件到文件的内存 …")
    source, out = folder / "families.parquet", folder / "answers.parquet"
    write_parquet(source, households, facts)
    words = [
        "--book",
        "dibao",
        "--on",
        DAY.isoformat(),
        "--quiet",
        "--input",
        str(source),
        "--output",
        str(out),
    ]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *words], capture_output=True, text=True, check=True
    )
    return int(done.stdout.splitlines()[-1])


MEASURED = """
import resource, sys
from pathlib import Path
from yimen.bulk.sweep_command import main
code = main(sys.argv[1:])
status = Path("/proc/self/status")  # what the kernel counts for a child includes its parent's memory
peak = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else []
print(int(peak[0]) // 1024 if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20))
sys.exit(code)
"""


def write_parquet(path: Path, households: int, facts: Sequence[Fact]) -> None:
    """The families of the measurement as a file."""
    batches = stream(households, facts, PLACES)
    first = next(batches)
    with pq.ParquetWriter(path, first.schema) as writer:
        writer.write_batch(first)
        for batch in batches:
            writer.write_batch(batch)
