"""What one place has set, as it stands on one day: each value with the instrument that set it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from yimen.core.book.declarations import Parameter


@dataclass(frozen=True)
class Setting:
    """One value: raw (fen, category by place in its list, parts for rates), and where it comes from."""

    raw: int | bool
    instrument: str = ""
    place: str = ""
    since: date | None = None
    until: date | None = None
    assumed: bool = False
    note: str = ""

    def as_record(self) -> dict[str, Any]:
        record = asdict(self)
        for edge in ("since", "until"):
            record[edge] = record[edge] and record[edge].isoformat()
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Setting:
        edges = {edge: record[edge] and date.fromisoformat(record[edge]) for edge in ("since", "until")}
        return cls(**{**record, **edges})


@dataclass(frozen=True)
class Parameters:
    """Settings by key: the parameter's name, or "name.code" for one that is listed by category. What is missing is open."""

    place: str
    on: date
    settings: Mapping[str, Setting] = field(default_factory=dict)
    place_name: str = ""
    _raws: dict[tuple[str, ...], list[Any]] = field(default_factory=dict, repr=False, compare=False)

    def get(self, name: str, code: str | None = None) -> Setting | None:
        return self.settings.get(name if code is None else f"{name}.{code}")

    def raws(self, parameters: Sequence[Parameter]) -> list[Any]:
        """The raw values in that order, None where nothing is set; a listed parameter is a tuple by its codes."""
        key = tuple(parameter.name for parameter in parameters)
        if key not in self._raws:
            self._raws[key] = [self._raw(parameter) for parameter in parameters]
        return self._raws[key]

    def _raw(self, parameter: Parameter) -> Any:
        values = [s.raw if (s := self.settings.get(key)) else None for key in parameter.keys]
        return tuple(values) if parameter.by else values[0]
