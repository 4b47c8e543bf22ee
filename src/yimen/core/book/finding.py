"""What the book found for one family: every value, what is still open, and a record that replays bit for bit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yimen.core.book.declarations import Fact, ymd
from yimen.core.book.errors import NoSuchFigure, RecordRefused
from yimen.core.book.family import NOT_FACTS, Family, decode, read
from yimen.core.book.graph import Cell, Cited, Graph
from yimen.core.book.kinds import Kind, Level
from yimen.core.book.one_family import Raw, Values, evaluate, plan_of
from yimen.core.book.opens import OpenQuestion, open_questions
from yimen.core.book.parameters import Parameters, Setting
from yimen.core.book.programme import Programme


@dataclass(frozen=True)
class FigureValue:
    """One figure of a finding. A member's figure has a tuple of values, in the order of the members."""

    name: str
    label: str
    value: Any
    unit: str
    source: Cited
    level: Level
    meaning: str

    @property
    def is_open(self) -> bool:
        return self.value is None or (isinstance(self.value, tuple) and None in self.value)


class Finding:
    """Figures by name; the family, law and day they rest on; and the cells' values for explanations."""

    def __init__(
        self, graph: Graph, programme: Programme, family: Family, on: date, law: Parameters, values: Values
    ) -> None:
        self.graph, self.programme, self.family, self.on, self.law, self.values = (
            graph, programme, family, on, law, values,
        )  # fmt: skip

    def __getitem__(self, name: str) -> FigureValue:
        """Raises: NoSuchFigure."""
        if name not in self.graph.figures:
            raise NoSuchFigure(name=name)
        info, cell = self.graph.infos[name], self.graph.figure_cell(name)
        return FigureValue(
            name, info.label, self._value(name), info.unit, info.source, cell.level, info.meaning
        )

    def __contains__(self, name: object) -> bool:
        return name in self.graph.figures

    def __iter__(self) -> Iterator[FigureValue]:
        return (self[name] for name in self.graph.figures)

    @property
    def eligible(self) -> bool | None:
        """True, false, or None while an open question could still turn it."""
        answer: bool | None = self._value(self.programme.eligible)
        return answer

    @property
    def amount(self) -> int | None:
        """Fen per month or once, as the programme says; None while open, and for a programme that pays nothing itself."""
        return None if self.programme.amount is None else self._value(self.programme.amount)

    @property
    def open(self) -> list[OpenQuestion]:
        """The questions that keep the answer or the amount open; empty when both are settled."""
        names = [self.programme.eligible, *([self.programme.amount] if self.programme.amount else [])]
        return self.open_of(*names)

    def open_of(self, *names: str) -> list[OpenQuestion]:
        """The questions that keep these figures open."""
        return open_questions(self, [self.graph.figures[name] for name in names])

    @property
    def failed(self) -> list[FigureValue]:
        """The conditions of the programme that are not met: what a refusal names."""
        return [self[name] for name in self.programme.conditions if self._value(name) is False]

    def raw(self, cell: int, member: int | None) -> Raw:
        return self.values.of(cell) if member is None else self.values.of_member(cell, member)

    def decoded(self, cell: Cell, raw: Raw) -> Any:
        return decode(raw, cell.kind, cell.scale, cell.category.codes if cell.category else ())

    def _value(self, name: str) -> Any:
        number = self.graph.figures[name]
        cell = self.graph.cells[number]
        if cell.level is Level.HOUSEHOLD:
            return self.decoded(cell, self.values.of(number))
        return tuple(self.decoded(cell, self.values.of_member(number, i)) for i in range(self.values.members))

    def as_record(self) -> dict[str, Any]:
        """Plain JSON values from which `replay` gives the same finding: facts used, settings used, version, results."""
        return {
            "programme": self.programme.key,
            "book": self.graph.version,
            "on": self.on.isoformat(),
            "law": {
                "place": self.law.place,
                "place_name": self.law.place_name,
                "on": self.law.on.isoformat(),
            },
            "settings": self._settings_used(),
            "household": self._facts_used(self.family.household),
            "members": [self._facts_used(member) for member in self.family.members],
            "results": {value.name: _plain(value.value) for value in self},
        }

    def _settings_used(self) -> dict[str, Any]:
        keys = (key for parameter in self.graph.parameters.values() for key in parameter.keys)
        return {key: self.law.settings[key].as_record() for key in keys if key in self.law.settings}

    def _facts_used(self, given: Mapping[str, Any]) -> dict[str, Any]:
        kept = (name for name in given if name in self.graph.facts or name in NOT_FACTS)
        return {name: _plain(given[name]) for name in kept}


def find(
    graph: Graph,
    programme: Programme,
    family: Family,
    on: date,
    law: Parameters,
    facts: Mapping[str, Fact] | None = None,
) -> Finding:
    """Evaluate one family. ``facts`` are those the book declares; by default those the graph uses.

    Raises: FactRefused for a fact that is unknown, of the wrong kind or out of bounds.
    """
    declared = graph.facts if facts is None else facts
    plan = plan_of(graph)
    household, members = read(family, declared)
    own = [household.get(name) for name in plan.household_facts]
    rows = [[member.get(name) for name in plan.member_facts] for member in members]
    raws = law.raws([graph.parameters[name] for name in plan.parameters])
    return Finding(graph, programme, family, on, law, evaluate(graph, ymd(on), raws, own, rows))


# Records ----------------------------------------------------------------------------------------------------------


def replay(record: Mapping[str, Any], graph: Graph, programme: Programme) -> Finding:
    """The finding again from its record.  Raises: RecordRefused where the graph is not the one the record names."""
    if record["book"] != graph.version:
        raise RecordRefused(
            f"这份记录是按规则版本 {record['book']} 认定的，现在给的是 {graph.version}；请取出当时存档的规则再重算。",
            stored=record["book"],
            given=graph.version,
        )
    family, on, law = read_record(record, graph)
    return find(graph, programme, family, on, law)


def read_record(record: Mapping[str, Any], graph: Graph) -> tuple[Family, date, Parameters]:
    """The family, the day and the law of a record.  Raises: RecordRefused."""
    try:
        stated = record["law"]
        settings = {key: Setting.from_record(row) for key, row in record["settings"].items()}
        law = Parameters(stated["place"], date.fromisoformat(stated["on"]), settings, stated["place_name"])
        members = [_facts_back(member, graph) for member in record["members"]]
        return Family(_facts_back(record["household"], graph), members), date.fromisoformat(record["on"]), law
    except (KeyError, TypeError, ValueError) as problem:
        raise RecordRefused(f"记录读不出来（{problem!r}）；请核对记录是否完整。") from problem


def _facts_back(given: Mapping[str, Any], graph: Graph) -> dict[str, Any]:
    return {name: _fact_back(graph.facts.get(name), value) for name, value in given.items()}


def _fact_back(fact: Fact | None, value: Any) -> Any:
    if fact is None or value is None:
        return value
    if fact.kind is Kind.DATE:
        return date.fromisoformat(value)
    return Decimal(value) if isinstance(value, str) and fact.kind is Kind.NUMBER else value


def _plain(value: Any) -> Any:
    """JSON without loss: dates as text, a number with decimals as the text of it."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int) else str(value)
