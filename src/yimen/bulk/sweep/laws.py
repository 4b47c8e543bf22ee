"""The laws a sweep is run under: each a row, so that families of many places and dates go through in one batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from yimen.bulk.sweep.columns import DTYPES, Column
from yimen.core.book import Kind, Parameter, Parameters


class Laws:
    """Parameters by row. ``column`` gives a parameter's raw values row after row, and within a row code after code."""

    def __init__(self, laws: Sequence[Parameters]) -> None:
        self.laws = tuple(laws)

    def __len__(self) -> int:
        return len(self.laws)

    def column(self, parameter: Parameter, key: str | None = None) -> Column:
        """All its keys, or the one named; of length 1 (or one row of keys) where all the laws agree."""
        keys = parameter.keys if key is None else (key,)
        rows = [tuple(_raw(law, one) for one in keys) for law in self.laws]
        rows = rows[:1] if len(set(rows)) == 1 else rows
        return _column(parameter, [value for row in rows for value in row])

    def differ_in(self, parameter: Parameter) -> bool:
        return len(self.column(parameter)[0]) > len(parameter.keys)


def _raw(law: Parameters, key: str) -> int | bool | None:
    setting = law.settings.get(key)
    return None if setting is None else setting.raw


def _column(parameter: Parameter, raws: Sequence[Any]) -> Column:
    missing = np.array([raw is None for raw in raws])
    if parameter.kind is Kind.TRUTH:
        false = np.array([raw is False for raw in raws])
        return np.array([raw is True for raw in raws]), false if missing.any() else None
    fill = fill_of(parameter.bounds)
    values = np.array([fill if raw is None else raw for raw in raws], dtype=DTYPES[parameter.kind])
    return values, ~missing if missing.any() else None


def fill_of(bounds: tuple[int, int] | None) -> int:
    """A value the bounds allow, to stand below an open one."""
    if bounds is None:
        return 0
    return min(max(0, bounds[0]), bounds[1])
