"""Packs: one folder of YAML files for each place, every value dated and sourced.

A file says whose it is and sets parameters::

    place: "371311"
    name: 罗庄区
    defaults: {from: 2025-01-01, instrument: 某政发〔2025〕1号}
    parameters:
      dibao_standard:
        unit: yuan/person/month
        urban: [{value: 1006.00}]
        rural: [{value: 805.00, assumed: true, note: 尚未公布}]
      dibao_method:
        values: [{value: difference}]

A parameter listed by a category has its codes (or `all`) in place of `values`. Numbers are read as they are written, never
as floats. Every mistake is a sentence with file and line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from yimen.core.book import Parameter, Setting
from yimen.core.law.declared import BY_NAME
from yimen.core.law.errors import PackMistake
from yimen.core.law.instruments import INSTRUMENTS
from yimen.core.law.values import BadValue, read_value, written_unit

FOLDER = Path(__file__).parent / "parameters"
NATION = "nation"
FILE_KEYS = {"place", "name", "parent", "defaults", "parameters"}
ENTRY_KEYS = {"value", "from", "until", "instrument", "assumed", "note"}


@dataclass
class Pack:
    """What one place sets: dated settings by key, and the parent to inherit from where it is not the prefix."""

    place: str
    name: str = ""
    parent: str | None = None
    settings: dict[str, list[Setting]] = field(default_factory=dict)

    def setting(self, key: str, on: date) -> Setting | None:
        """The newest one in force that day."""
        in_force = [
            setting
            for setting in self.settings.get(key, ())
            if (setting.since or date.min) <= on and (setting.until is None or on <= setting.until)
        ]
        return max(in_force, key=lambda setting: setting.since or date.min, default=None)


@cache
def pack_of(place: str, folder: Path = FOLDER) -> Pack | None:
    """A place's pack, read once; None where the place has none.  Raises: PackMistake."""
    home = folder / (place or NATION)
    if not home.is_dir():
        return None
    pack = Pack(place)
    for file in sorted(home.glob("*.yaml")):
        PackReader(file, pack).read()
    return pack


def packed_places(folder: Path = FOLDER) -> list[str]:
    """All places that have a pack, the nation first."""
    return sorted("" if home.name == NATION else home.name for home in folder.iterdir() if home.is_dir())


# Reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """A scalar as written, with its line."""

    text: str
    line: int


class PackReader:
    """One file into a pack."""

    def __init__(self, file: Path, pack: Pack) -> None:
        self.file, self.pack = file, pack
        self.defaults: dict[str, Text] = {}

    def read(self) -> None:
        top = self._mapping(self._compose())
        self._only(top, FILE_KEYS)
        self._place(top)
        if "defaults" in top:
            self.defaults = {key: self._text(node) for key, node in self._mapping(top["defaults"]).items()}
            self._only(self.defaults, ENTRY_KEYS - {"value"})
        for name, node in self._mapping(top["parameters"]).items() if "parameters" in top else ():
            self.parameter(name, node)

    def _compose(self) -> yaml.Node:
        try:
            node = yaml.compose(self.file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as problem:
            line = problem.problem_mark.line + 1 if problem.problem_mark else 1
            raise self._wrong(
                line, f"YAML 写法有误（{problem.problem}）。请检查缩进、冒号和引号。"
            ) from problem
        if node is None:
            raise self._wrong(1, "文件是空的。")
        return node

    def _place(self, top: Mapping[str, yaml.Node]) -> None:
        for key in ("place", "name"):
            if key not in top:
                raise self._wrong(1, f"缺少“{key}”。")
        stated, expected = self._text(top["place"]), self.pack.place or NATION
        if stated.text != expected:
            raise self._wrong(stated.line, f"place 写的是“{stated.text}”，文件夹却是“{expected}”。")
        self.pack.name = self._text(top["name"]).text
        if "parent" in top:
            self.pack.parent = self._text(top["parent"]).text

    def parameter(self, name: str, node: yaml.Node) -> None:
        """One parameter with its unit and dated values, as it stands under `parameters`."""
        line = node.start_mark.line + 1
        parameter = BY_NAME.get(name)
        if parameter is None:
            raise self._wrong(line, f"没有名为“{name}”的参数。")
        parts = self._mapping(node)
        self._unit(parameter, parts.pop("unit", None), line)
        codes = parameter.by.codes if parameter.by else ()
        self._only(parts, {"all", *codes} if codes else {"values"})
        for part, entries in parts.items():
            for entry in self._sequence(entries):
                setting = self._setting(parameter, entry)
                for key in self._keys(parameter, part, parts):
                    self.pack.settings.setdefault(key, []).append(setting)

    def _keys(self, parameter: Parameter, part: str, parts: Mapping[str, Any]) -> Iterator[str]:
        """`all` sets every code that is not listed beside it."""
        if parameter.by is None:
            yield parameter.name
        elif part != "all":
            yield f"{parameter.name}.{part}"
        else:
            yield from (f"{parameter.name}.{code}" for code in parameter.by.codes if code not in parts)

    def _unit(self, parameter: Parameter, node: yaml.Node | None, line: int) -> None:
        expected = written_unit(parameter)
        if node is None:
            if expected != "1":
                raise self._wrong(line, f"“{parameter.name}”要写明 unit: {expected}。")
        elif self._text(node).text != expected:
            raise self._wrong(
                line, f"“{parameter.name}”的单位应是 {expected}，写的是“{self._text(node).text}”。"
            )

    def _setting(self, parameter: Parameter, node: yaml.Node) -> Setting:
        entry = {key: self._text(value) for key, value in self._mapping(node).items()}
        self._only(entry, ENTRY_KEYS)
        noted = "note" in entry
        entry = {**self.defaults, **entry}
        for key in ("value", "from", "instrument"):
            if key not in entry:
                raise self._wrong(node.start_mark.line + 1, f"“{parameter.name}”缺少“{key}”。")
        try:
            raw = read_value(parameter, entry["value"].text)
        except BadValue as problem:
            raise self._wrong(entry["value"].line, problem.message) from problem
        assumed = self._truth(entry["assumed"]) if "assumed" in entry else False
        note = entry["note"].text if "note" in entry and (noted or assumed) else ""
        return Setting(
            raw,
            self._instrument(entry["instrument"]),
            self.pack.place,
            self._date(entry["from"]),
            self._date(entry["until"]) if "until" in entry else None,
            assumed,
            note,  # a file's common note is about what is assumed there
        )

    def _instrument(self, written: Text) -> str:
        """ "D57:23" becomes the article in words; anything else is taken as it is written."""
        key, _, rest = written.text.partition(":")
        if key not in INSTRUMENTS:
            return written.text
        if not rest:
            return str(INSTRUMENTS[key])
        number, _, item = rest.partition(":")
        whole = int(number) if number.isdigit() else number
        return str(INSTRUMENTS[key].article(whole, item=int(item) if item else None))

    def _date(self, written: Text) -> date:
        try:
            return date.fromisoformat(written.text)
        except ValueError:
            raise self._wrong(written.line, f"“{written.text}”不是日期，请写成 2025-01-01。") from None

    def _truth(self, written: Text) -> bool:
        if written.text not in ("true", "false"):
            raise self._wrong(written.line, f"assumed 要写 true 或 false，写的却是“{written.text}”。")
        return written.text == "true"

    # Nodes ------------------------------------------------------------------------------------------------------

    def _mapping(self, node: yaml.Node) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self._wrong(node.start_mark.line + 1, "这里应是“名称: 内容”的列表。")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value in found:
                raise self._wrong(key.start_mark.line + 1, f"“{key.value}”写了两次。")
            found[key.value] = value
        return found

    def _sequence(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._wrong(node.start_mark.line + 1, "这里应是以“-”开头的列表，每条一个生效时期。")
        return list(node.value)

    def _text(self, node: yaml.Node) -> Text:
        if not isinstance(node, yaml.ScalarNode):
            raise self._wrong(node.start_mark.line + 1, "这里应是一个值。")
        return Text(node.value, node.start_mark.line + 1)

    def _only(self, given: Mapping[str, Any], allowed: set[str]) -> None:
        for key in given:
            if key not in allowed:
                node = given[key]
                line = node.line if isinstance(node, Text) else node.start_mark.line + 1
                raise self._wrong(line, f"不认识“{key}”；这里可写：{'、'.join(sorted(allowed))}。")

    def _wrong(self, line: int, sentence: str) -> PackMistake:
        where = f"{self.file.parent.name}/{self.file.name}"
        return PackMistake(
            f"{where} 第 {line} 行：{sentence}", file=str(self.file), line=line, expected=sentence
        )
