"""One family against one programme, now or again from its record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yimen.core.book import Family, Finding, Graph, Parameters, find, replay
from yimen.core.errors import YimenError
from yimen.core.rules.book import BOOK
from yimen.core.rules.programmes import PROGRAMMES


class NoSuchProgramme(YimenError):
    """A key the book does not know.  Fields: programme, known."""

    code = "programme.unknown"
    sentence = "没有名为“{programme}”的救助项目；现有：{known}。"


def assess(programme: str, family: Family, on: date, law: Parameters) -> Finding:
    """What the book finds for a family: ages on that day, figures and parameters of the law's day.

    Raises: NoSuchProgramme; FactRefused for a fact that is unknown, of the wrong kind or out of bounds.
    """
    wanted = PROGRAMMES.get(programme)
    if wanted is None:
        raise NoSuchProgramme(
            programme=programme, known="、".join(f"{p.key}（{p.label}）" for p in PROGRAMMES.values())
        )
    return find(BOOK.graph(wanted.targets, law.on), wanted, family, on, law, BOOK.facts)


def replay_record(record: Mapping[str, Any], stored: Graph | None = None) -> Finding:
    """A finding again, bit for bit: on its stored graph, or on today's book where that still is the same version.

    Raises: RecordRefused where neither is.
    """
    programme = PROGRAMMES[record["programme"]]
    graph = stored or BOOK.graph(programme.targets, date.fromisoformat(record["law"]["on"]))
    return replay(record, graph, programme)
