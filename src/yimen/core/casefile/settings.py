"""The parameters of a case file: plain values that replace the place's, or dated ones as in a pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from yimen.core.book import Parameters, Setting
from yimen.core.casefile.nodes import Field
from yimen.core.law import BadValue, PackMistake, parameters_for
from yimen.core.law.packs import Pack, PackReader


def read_parameters(field: Field | None, place: str, on: date) -> Parameters:
    """What holds for the place that day, replaced by what the file states (amounts in yuan, rates as 0.30).

    Raises: CaseFileMistake.
    """
    if field is None or field.is_nothing:
        return parameters_for(place, on)
    law, dated = parameters_for(place, on), Pack(place)
    for name, one in field.fields().items():
        if _is_dated(one):
            _read_dated(dated, name, one)
        else:
            law = _replaced(law, name, one)
    found = {key: setting for key in dated.settings if (setting := dated.setting(key, on)) is not None}
    return Parameters(place, on, {**law.settings, **found}, law.place_name)


def _is_dated(field: Field) -> bool:
    return field.is_mapping and any(not one.is_scalar for one in field.fields().values())


def _read_dated(pack: Pack, name: str, field: Field) -> None:
    try:
        PackReader(Path(field.file), pack).parameter(name, field.node)
    except PackMistake as problem:
        raise field.wrong(problem.expected, line=problem.line) from problem


def _replaced(law: Parameters, name: str, field: Field) -> Parameters:
    try:
        stated = parameters_for(law.place, law.on, {name: _written(field)})
    except BadValue as problem:
        raise field.wrong(problem.message) from problem
    changed: dict[str, Setting] = {
        key: setting for key, setting in stated.settings.items() if key == name or key.startswith(f"{name}.")
    }
    return Parameters(law.place, law.on, {**law.settings, **changed}, law.place_name)


def _written(field: Field) -> Any:
    if not field.is_mapping:
        return field.text
    return {code: one.text for code, one in field.fields().items()}
