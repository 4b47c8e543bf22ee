"""The other side of `yimen bench rules`: OpenFisca-Core in its own environment and process, spoken to in lines of JSON."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yimen.bulk.sweep import Rows
from yimen.bulk.sweep.decoding import decoder, names_of
from yimen.core.book import Fact, Graph, Kind, Level, Parameters
from yimen.core.errors import YimenError

SCRIPT = Path(__file__).resolve().parents[3] / "bench" / "openfisca" / "serve.py"


class CompetitorStopped(YimenError):
    """Its process ended, or said something that is no answer."""

    code = "bench.competitor"


class Competitor:
    """A running `serve.py`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.version = str(self._answer()["version"])

    def ask(self, **question: Any) -> dict[str, Any]:
        """Raises: CompetitorStopped."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise CompetitorStopped(
                "对照程序停了，没有回答；错误见上。请检查 requirements/bench.txt 的环境。"
            )
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def competitor(python: Path, folder: Path, law: str = "table") -> Iterator[Competitor]:
    """A process of its own, ended with the block."""
    words = [str(python), str(SCRIPT), str(folder), "--law", law]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Competitor(process)
    finally:
        process.terminate()
        process.wait()


# What it is given -------------------------------------------------------------------------------------------------


def write_description(
    folder: Path, graph: Graph, laws: dict[str, dict[date, Parameters]], period: date
) -> None:
    """Facts, categories and laws as one JSON file; a setting nobody made is 0 there, which knows no open ones."""
    facts = {
        fact.name: {"level": fact.level.value, "kind": fact.kind.value}
        | ({"category": fact.category.name} if fact.category else {})
        for fact in graph.facts.values()
    }
    categories = {f.category.name: list(f.category.codes) for f in graph.facts.values() if f.category}
    keys = [key for parameter in graph.parameters.values() for key in parameter.keys]
    by_key = {
        key: {
            place: {day.isoformat(): _raw(law, key) for day, law in days.items()}
            for place, days in laws.items()
        }
        for key in keys
    }
    said = {
        "facts": facts,
        "categories": categories,
        "places": list(laws),
        "laws": by_key,
        "period": f"{period:%Y-%m}",
    }
    (folder / "description.json").write_text(json.dumps(said, ensure_ascii=False))


def _raw(law: Parameters, key: str) -> int:
    setting = law.settings.get(key)
    return 0 if setting is None else int(setting.raw)


def write_families(folder: Path, graph: Graph, rows: Sequence[Rows], places: Sequence[str]) -> None:
    """The same families as plain arrays, ready for `set_input`: categories by place in their list, dates as 20261122."""
    columns: dict[str, Any] = {
        name: np.concatenate([_values(fact, part) for part in rows]) for name, fact in graph.facts.items()
    }
    sizes = np.concatenate([np.diff(part.offsets) for part in rows])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    place = np.concatenate([np.asarray(part.households.column("place").indices) for part in rows])
    np.savez(
        folder / "families.npz", owner=owner, households=len(sizes), place=place.astype(np.int16), **columns
    )


def _values(fact: Fact, rows: Rows) -> NDArray[Any]:
    table = rows.households if fact.level is Level.HOUSEHOLD else rows.members
    (name,) = (name for name in names_of(fact) if name in table.schema.names)
    values, _ = decoder(fact, name, table.schema.field(name).type)(table.column(name))
    return values.astype(np.int16) if fact.kind is Kind.CATEGORY else values


def situation(graph: Graph, rows: Rows, household: int, places: Sequence[str], period: str) -> dict[str, Any]:
    """One family the way OpenFisca's documentation writes a case."""
    start, end = int(rows.offsets[household]), int(rows.offsets[household + 1])
    own: dict[str, Any] = {"place": {period: rows.households.column("place")[household].as_py()}}
    persons: dict[str, dict[str, Any]] = {f"m{i}": {} for i in range(end - start)}
    for fact in graph.facts.values():
        values = _values(fact, rows)
        if fact.level is Level.HOUSEHOLD:
            own[fact.name] = {period: _plain(fact, values[household])}
        else:
            for i, person in enumerate(persons.values()):
                person[fact.name] = {period: _plain(fact, values[start + i])}
    return {"persons": persons, "households": {"h": {"members": list(persons), **own}}}


def _plain(fact: Fact, value: Any) -> Any:
    if fact.category is not None:
        return fact.category.codes[int(value)]
    return bool(value) if fact.kind is Kind.TRUTH else int(value)
