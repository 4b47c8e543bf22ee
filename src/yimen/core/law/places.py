"""What holds for a place on a day: its own settings, then those of the areas it lies in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from yimen.core.book import Parameters, Setting
from yimen.core.law.declared import BY_NAME, PARAMETERS
from yimen.core.law.errors import ParameterMissing
from yimen.core.law.packs import FOLDER, Pack, pack_of
from yimen.core.law.values import BadValue, read_value

LENGTHS = (12, 9, 6, 4, 2, 0)
GIVEN = "个案文件给定"

Overrides = Mapping[str, Any]


def parameters_for(
    place: str, on: date, overrides: Overrides | None = None, *, folder: Path = FOLDER
) -> Parameters:
    """Everything set for a place on a day; a setting nobody made is missing, and what rests on it stays open.

    ``overrides`` replace settings: by name, by "name.code", or by name with a mapping of codes; amounts in yuan, rates as
    "0.30". A plain value for a parameter listed by category holds for every code.
    Raises: PackMistake; BadValue for an override that does not fit.
    """
    found = _in_force(place, on, folder)
    if not overrides:
        return found
    settings = {**found.settings, **_overriding(overrides, place)}
    return Parameters(place, on, settings, found.place_name)


def limit(name: str, place: str, on: date) -> int:
    """One whole number, such as the days a step has.  Raises: ParameterMissing."""
    setting = parameters_for(place, on).get(name)
    if setting is None:
        label = BY_NAME[name].label if name in BY_NAME else name
        raise ParameterMissing(name=name, label=label, place=place, on=on)
    return int(setting.raw)


def lineage(place: str, folder: Path = FOLDER) -> list[Pack]:
    """The packs that hold for a place, nearest first: village, town, county, city, province, nation.

    A pack that names a parent hands on to it instead of to the areas of its prefix (a zone that is no division).
    """
    packs: list[Pack] = []
    for length in LENGTHS:
        if length > len(place):
            continue
        pack = pack_of(place[:length], folder)
        if pack is not None:
            packs.append(pack)
            if pack.parent is not None:
                return packs + lineage(pack.parent, folder)
    return packs


@lru_cache(maxsize=4096)
def _in_force(place: str, on: date, folder: Path) -> Parameters:
    packs = lineage(place, folder)
    settings: dict[str, Setting] = {}
    for parameter in PARAMETERS:
        for key in parameter.keys:
            setting = next((s for pack in packs if (s := pack.setting(key, on)) is not None), None)
            if setting is not None:
                settings[key] = setting
    return Parameters(place, on, settings, packs[0].name if packs else "")


def _overriding(overrides: Overrides, place: str) -> dict[str, Setting]:
    settings: dict[str, Setting] = {}
    for name, written in overrides.items():
        stem, _, code = name.partition(".")
        parameter = BY_NAME.get(stem)
        if parameter is None:
            raise BadValue(f"没有名为“{stem}”的参数；请核对拼写。", name=name)
        values = {code: written} if code else written if isinstance(written, Mapping) else {"": written}
        for one, value in values.items():
            keys = [f"{stem}.{one}"] if one else list(parameter.keys)
            if not set(keys) <= set(parameter.keys):
                raise BadValue(
                    f"“{parameter.label}”没有“{one}”这一列；可写：{'、'.join(parameter.keys)}。", name=name
                )
            setting = Setting(read_value(parameter, value), GIVEN, place)
            settings.update(dict.fromkeys(keys, setting))
    return settings
