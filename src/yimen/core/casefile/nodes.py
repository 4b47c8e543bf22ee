"""A YAML or JSON file as nodes that know their line and the field they stand in, so that a mistake can be pointed at.

Scalars are taken as they are written: no number becomes a float on the way, and 1980-05-01 stays text until it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from yimen.core.errors import YimenError
from yimen.core.money import BadAmount, parse_yuan

TRUTHS = {"true": True, "false": False, "是": True, "否": False}
NOTHING = ("", "null", "~")


class CaseFileMistake(YimenError):
    """A case file that cannot be taken.  Fields: file, line, field."""

    code = "case_file.mistake"


@dataclass(frozen=True)
class Field:
    """One node of the file with the path that leads to it."""

    file: str
    path: str
    node: yaml.Node

    @property
    def line(self) -> int:
        return self.node.start_mark.line + 1

    def wrong(self, expected: str, *, line: int = 0) -> CaseFileMistake:
        at = line or self.line
        where = f"{self.file} 第 {at} 行" + (f"，{self.path}" if self.path else "")
        return CaseFileMistake(f"{where}：{expected}", file=self.file, line=at, field=self.path)

    # Shapes ------------------------------------------------------------------------------------------------------

    def fields(self, *known: str) -> dict[str, Field]:
        """The fields of a mapping; unknown ones are refused where ``known`` are given."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong("这里应是“名称: 内容”的一组字段。")
        found: dict[str, Field] = {}
        for key, value in self.node.value:
            name = str(key.value)
            field = Field(self.file, f"{self.path}.{name}".lstrip("."), value)
            at_key = Field(self.file, field.path, key)
            if name in found:
                raise at_key.wrong(f"“{name}”写了两次。")
            if known and name not in known:
                raise at_key.wrong(f"不认识“{name}”这个字段；这里可写：{'、'.join(known)}。")
            found[name] = field
        return found

    def items(self) -> Iterator[Field]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.wrong("这里应是一个列表，每条以“-”开头。")
        for i, node in enumerate(self.node.value):
            yield Field(self.file, f"{self.path}[{i + 1}]", node)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_scalar(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode)

    # Values ------------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.wrong("这里应是一个值，不是一组字段或列表。")
        return str(self.node.value).strip()

    @property
    def is_nothing(self) -> bool:
        """null, ~ or nothing at all, unless it was written in quotes."""
        return isinstance(self.node, yaml.ScalarNode) and not self.node.style and self.text in NOTHING

    def truth(self) -> bool:
        if self.text not in TRUTHS:
            raise self.wrong(f"要写 true 或 false，写的却是“{self.text}”。")
        return TRUTHS[self.text]

    def day(self) -> date:
        try:
            return date.fromisoformat(self.text)
        except ValueError:
            raise self.wrong(f"要写日期，例如 2026-03-15，写的却是“{self.text}”。") from None

    def fen(self) -> int:
        """An amount written in yuan."""
        try:
            return parse_yuan(self.text)
        except BadAmount as problem:
            raise self.wrong(problem.message) from problem


def open_file(path: Path) -> Field:
    """Raises: CaseFileMistake for a file that is missing, unreadable, empty or no YAML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except OSError as problem:
        raise _unreadable(path, 0, f"打不开文件（{problem.strerror}）。请核对路径。") from problem
    except UnicodeDecodeError as problem:
        raise _unreadable(path, 0, "文件不是 UTF-8 编码。请用 UTF-8 另存后再试。") from problem
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise _unreadable(
            path, line, f"YAML 写法有误（{problem.problem}）。请检查缩进、冒号和引号。"
        ) from problem
    if node is None:
        raise _unreadable(path, 1, "文件是空的。")
    return Field(path.name, "", node)


def _unreadable(path: Path, line: int, sentence: str) -> CaseFileMistake:
    where = f"{path.name} 第 {line} 行" if line else str(path)
    return CaseFileMistake(f"{where}：{sentence}", file=str(path), line=line, field="")
