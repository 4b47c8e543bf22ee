"""What a figure rests on: a tree, as data, as text for letters and as plain HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from yimen.core.book.errors import NoSuchFigure
from yimen.core.book.finding import Finding
from yimen.core.book.graph import Cell
from yimen.core.book.kinds import Level
from yimen.core.book.nodes import AGGREGATES
from yimen.core.book.wording import Wording


@dataclass(frozen=True)
class Reason:
    """A figure, fact or parameter with its value in words, where it comes from, and what it rests on.

    ``sentence`` has the arithmetic. ``repeated`` marks one that was already unfolded elsewhere in the same tree.
    """

    kind: Literal["figure", "fact", "parameter"]
    name: str
    label: str
    member: str
    value: str
    is_open: bool
    source: str
    sentence: str
    rests_on: tuple[Reason, ...] = ()
    repeated: bool = False
    assumed: bool = False  # a parameter that is not published and only assumed

    def as_data(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "name": self.name,
            "label": self.label,
            "member": self.member,
            "value": self.value,
            "open": self.is_open,
            "assumed": self.assumed,
            "source": self.source,
            "sentence": self.sentence,
            "rests_on": [reason.as_data() for reason in self.rests_on],
        }

    def __iter__(self) -> Iterator[Reason]:
        """This and everything it rests on."""
        yield self
        for reason in self.rests_on:
            yield from reason

    def as_text(self, depth: int = 0) -> str:
        """Indented lines, for letters."""
        cited = f"（{self.source}）" if self.source else ""
        lines = [f"{'　' * depth}{self.sentence}{cited}"]
        return "\n".join([*lines, *(reason.as_text(depth + 1) for reason in self.rests_on)])

    def as_html(self) -> str:
        """A list within a list; every word is escaped, and there is no style or script in it."""
        return f'<ul class="reasons">{self._item()}</ul>'

    def _item(self) -> str:
        cited = f" <cite>{escape(self.source)}</cite>" if self.source else ""
        inner = f"<ul>{''.join(reason._item() for reason in self.rests_on)}</ul>" if self.rests_on else ""
        mark = ' class="open"' if self.is_open else ""
        return f"<li{mark}>{escape(self.sentence)}{cited}{inner}</li>"


def explain(finding: Finding, name: str, member: int | None = None) -> Reason:
    """The tree under one figure; for a member's figure say which member.  Raises: NoSuchFigure."""
    if finding[name].level is Level.MEMBER and member is None:
        raise NoSuchFigure(name=f"{name}（成员的项，请指明成员）")
    return _Explainer(finding).figure(name, member)


def because(finding: Finding, name: str, member: int | None = None) -> list[str]:
    """The figure's own sentence, then one for each figure it directly rests on; for all members if none is named."""
    explainer = _Explainer(finding, depth=1)
    whole = finding[name].level is Level.HOUSEHOLD or member is not None
    trees = [explainer.figure(name, i) for i in ([member] if whole else range(finding.values.members))]
    return [
        s
        for tree in trees
        for s in (tree.sentence, *(r.sentence for r in tree.rests_on if r.kind == "figure"))
    ]


class _Explainer:
    def __init__(self, finding: Finding, depth: int = 100) -> None:
        self.finding, self.graph, self.words, self.depth = finding, finding.graph, Wording(finding), depth
        self._done: set[tuple[str, int | None]] = set()

    def figure(self, name: str, member: int | None, depth: int = 0) -> Reason:
        number = self.graph.figures[name]
        info, cell = self.graph.infos[name], self.graph.cells[number]
        member = member if cell.level is Level.MEMBER else None
        repeated = (name, member) in self._done
        self._done.add((name, member))
        unfold = depth < self.depth and not repeated
        below = tuple(self._below(cell.args[0], member, depth + 1)) if unfold else ()
        return Reason(
            "figure", name, info.label, self._whose(member), self.words.value(number, member),
            self.finding.raw(number, member) is None, str(info.source), self.words.sentence(name, member), below, repeated,
        )  # fmt: skip

    def _below(self, number: int, member: int | None, depth: int) -> Iterator[Reason]:
        """The named things directly under an expression, each once, through the branch that was taken."""
        seen: set[tuple[int, int | None]] = set()
        for cell, whose in self._named(number, member):
            if (cell, whose) not in seen:
                seen.add((cell, whose))
                yield self._leaf(cell, whose, depth)

    def _named(self, number: int, member: int | None) -> Iterator[tuple[int, int | None]]:
        cell = self.graph.cells[number]
        member = member if cell.level is Level.MEMBER else None
        if cell.op in ("figure", "fact", "parameter", "pick") and not self.words.is_inline(number):
            yield number, member
        for arg, whose in self._operands(number, cell, member):
            yield from self._named(arg, whose)

    def _operands(self, number: int, cell: Cell, member: int | None) -> Iterator[tuple[int, int | None]]:
        if cell.op == "figure":  # one that is shown by its arithmetic is seen through
            yield from [(cell.args[0], member)] if self.words.is_inline(number) else []
        elif cell.op in AGGREGATES:
            yield from ((cell.args[0], i) for i in range(self.finding.values.members))
        elif cell.op == "where" and (test := self.finding.raw(cell.args[0], member)) is not None:
            yield from ((a, member) for a in (cell.args[0], cell.args[1 if test else 2]))
        else:
            yield from ((a, member) for a in self.words.deciding(number, member))

    def _leaf(self, number: int, member: int | None, depth: int) -> Reason:
        cell = self.graph.cells[number]
        if cell.op == "figure":
            return self.figure(cell.detail[0], member, depth)
        if cell.op == "fact":
            return self._fact(number, cell, member)
        return self._setting(number, cell, member)

    def _fact(self, number: int, cell: Cell, member: int | None) -> Reason:
        fact, whose = self.graph.facts[cell.detail[0]], self._whose(member)
        value, is_open = self.words.value(number, member), self.finding.raw(number, member) is None
        said = "尚未回答" if is_open else value
        prefix = f"{whose}：" if whose else ""
        return Reason(
            "fact", fact.name, fact.label, whose, value, is_open, "", f"{prefix}{fact.label}：{said}。"
        )

    def _setting(self, number: int, cell: Cell, member: int | None) -> Reason:
        declared = self.graph.parameters[cell.detail[0]]
        key, label = declared.name, declared.label
        if declared.by is not None and (index := self.finding.raw(cell.args[0], member)) is not None:
            code = declared.by.codes[int(index)]
            key, label = f"{key}.{code}", f"{label}（{declared.by.values[code]}）"
        setting, value = self.finding.law.settings.get(key), self.words.value(number, member)
        if setting is None:
            return Reason("parameter", key, label, "", value, True, "", f"{label}：当地没有公布。")
        said = f"{label}：{value}{'（暂按假定值，待公布）' if setting.assumed else ''}。"
        return Reason(
            "parameter", key, label, "", value, False, setting.instrument, said, assumed=setting.assumed
        )

    def _whose(self, member: int | None) -> str:
        return "" if member is None else self.finding.family.name_of(member)
