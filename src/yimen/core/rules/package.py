"""The best package of programmes for one family: what it may draw together, and what it gives up by that.

Who is kept by 特困 or by a scheme for children is not counted by 低保. So each choice of these is tried: the persons it
keeps are marked, everything else is assessed anew, and the choice with the most money a month is taken. The rules thus
stay the only place that says what a programme leaves to another; `compatibility` names it for the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Any

from yimen.core.book import Family, Finding, Parameters
from yimen.core.rules.assessing import assess
from yimen.core.rules.compatibility import exclusion
from yimen.core.rules.programmes import PROGRAMMES, REFERRALS

KEEPERS = {
    "tekun": ("tekun_person", "tekun_monthly"),
    "orphan": ("orphan_child", "orphan_monthly"),
    "unattended_child": ("unattended", "unattended_monthly"),
}
"""Programmes that keep a person for themselves, with the figures that say whom and how much."""
REFERRED = frozenset(programme.key for programme in REFERRALS)
Assigned = dict[str, list[int]]


@dataclass(frozen=True)
class Line:
    """One programme of the package. Fen, None where it is open or pays nothing itself; ``members`` are those it keeps."""

    finding: Finding
    amount: int | None
    members: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        return self.finding.programme.key


@dataclass(frozen=True)
class Package:
    """Fen. ``given_up`` are programmes whose conditions are met, with what stands against drawing them too."""

    lines: tuple[Line, ...]
    monthly: int
    once: int
    given_up: tuple[tuple[str, str], ...]
    open: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(line.key for line in self.lines)


def best_package(family: Family, on: date, law: Parameters) -> Package:
    """Of all compatible choices the one with the most money a month, then once, then the fewest programmes."""
    alone = {key: assess(key, family, on, law) for key in PROGRAMMES}
    return max(
        (_package(assigned, alone, family, on, law) for assigned in _assignments(alone)),
        key=lambda package: (package.monthly, package.once, -len(package.lines)),
    )


def _assignments(alone: Mapping[str, Finding]) -> Iterator[Assigned]:
    """Every way to leave persons to the keeping programmes whose conditions they meet; the first in order takes."""
    found = [key for key in KEEPERS if alone[key].eligible]
    for size in range(len(found) + 1):
        for order in permutations(found, size):
            assigned: Assigned = {}
            for key in order:
                taken = {i for members in assigned.values() for i in members}
                who = alone[key][KEEPERS[key][0]].value
                assigned[key] = [i for i, holds in enumerate(who) if holds and i not in taken]
            if all(assigned.values()):
                yield assigned


def _package(
    assigned: Assigned, alone: Mapping[str, Finding], family: Family, on: date, law: Parameters
) -> Package:
    kept = _marked(assigned, family)
    lines = [_kept_line(alone[key], members) for key, members in assigned.items()]
    findings = [
        alone[key] if kept is family else assess(key, kept, on, law)
        for key in PROGRAMMES
        if key not in KEEPERS
    ]
    lines += [Line(finding, finding.amount) for finding in findings if finding.eligible]
    drawn = _one_of_each_pair([line for line in lines if _is_something(line)])
    keys = {line.key for line in drawn}
    return Package(
        tuple(drawn),
        sum(line.amount or 0 for line in drawn if line.finding.programme.per == "month"),
        sum(line.amount or 0 for line in drawn if line.finding.programme.per == "once"),
        tuple(_given_up(alone, keys)),
        tuple(key for key, finding in alone.items() if finding.eligible is None),
    )


def _kept_line(finding: Finding, members: list[int]) -> Line:
    monthly = finding[KEEPERS[finding.programme.key][1]].value
    amounts = [monthly[i] for i in members]
    return Line(finding, None if None in amounts else sum(amounts), tuple(members))


def _is_something(line: Line) -> bool:
    """It pays, or could once a question is answered, or it recognises."""
    return line.amount != 0 or line.key == "gangxing"


def _marked(assigned: Assigned, family: Family) -> Family:
    """The family as the other programmes see it: who is kept elsewhere is marked so."""
    if not assigned:
        return family
    members: list[dict[str, Any]] = [dict(member) for member in family.members]
    for key, kept in assigned.items():
        for i in kept:
            members[i]["current_programme"] = key
    return Family(family.household, members)


def _one_of_each_pair(lines: list[Line]) -> list[Line]:
    """Of two that exclude each other for the whole family, the one that pays more; 单人保 lives beside 低保边缘."""
    chosen: list[Line] = []
    for line in sorted(lines, key=lambda line: -(line.amount or 0)):
        rivals = [(other.key, exclusion(line.key, other.key)) for other in chosen]
        if not any(
            rival is not None and rival.whose == "family" and {line.key, other} != {"dibao", "bianyuan"}
            for other, rival in rivals
        ):
            chosen.append(line)
    order = list(PROGRAMMES)
    return sorted(chosen, key=lambda line: order.index(line.key))


def _given_up(alone: Mapping[str, Finding], keys: set[str]) -> Iterator[tuple[str, str]]:
    for key, finding in alone.items():
        if finding.eligible and key not in keys and key not in REFERRED:
            rival = next((found for other in sorted(keys) if (found := exclusion(key, other))), None)
            if rival is not None:
                yield key, f"{rival.why}（{rival.source}）"
