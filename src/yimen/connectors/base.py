"""What every source of answers looks like: asked about one person, it has found something, found nothing, or is silent.

Silence is its own thing. A connector that cannot answer raises `NoAnswer` (or `TryLater`), so that no path through its
code can turn a torn file or a dead line into "no assets"; `none` can only be said by building an `Answer`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from yimen.core.errors import YimenError


class Outcome(StrEnum):
    """What came of a question; the third is not a kind of the second."""

    FOUND = "found"
    NONE = "none"
    NO_ANSWER = "no_answer"

    @property
    def label(self) -> str:
        return {"found": "查到", "none": "查无", "no_answer": "未答复"}[self.value]


@dataclass(frozen=True, slots=True)
class Subject:
    """The person asked about: the name, and the ID number of eighteen characters."""

    name: str
    id_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question: who, about what, why, under which authorisation, and when.

    `categories`: keys of what is asked about (deposit, house …).  `purpose`, `authorisation`, `reference`: what the
    source may be shown to prove that it may answer.  `asked_at`: now, with its zone.
    """

    subject: Subject
    categories: tuple[str, ...]
    asked_at: datetime
    purpose: str = ""
    authorisation: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a source has in one category: `value` in fen or a number of things, None where its record gives no amount;
    `note` in words for the report."""

    category: str
    value: int | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A source that answered, as of the day its data describe. No findings means it looked and has nothing.

    `raw`: its own words, kept before anything is concluded from them; plain JSON values.
    """

    as_of: date
    findings: Sequence[Finding] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        return Outcome.FOUND if self.findings else Outcome.NONE


class NoAnswer(YimenError):
    """The source is silent, and asking again soon would not help; `reason` stands in the report."""

    code: ClassVar[str] = "connector.no_answer"
    sentence = "{source}没有给出可用的答复：{reason}"


class TryLater(YimenError):
    """The source asks for time: again after `after` (a timedelta)."""

    code: ClassVar[str] = "connector.try_later"
    sentence = "{source}暂时不能答复：{reason}"

    after: timedelta


class UnknownConnector(YimenError):
    code: ClassVar[str] = "connector.unknown"
    sentence = "没有名为“{key}”的连接方式。可用的有：{known}。请改正数据源设置。"


class BadOptions(YimenError):
    """Options that cannot be used; every mistake of them at once."""

    code: ClassVar[str] = "connector.bad_options"
    sentence = "数据源“{source}”的设置有误：{faults}。请改正后重试。"


class Options(BaseModel):
    """The options of a connector, as its settings file states them; a word it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Connector(ABC):
    """A source, set up. `source` is its name in words, for sentences.

    `label`: the kind of connection in words.  `discloses`: all that leaves the platform about the person.
    `simulated`: it stands in for a real source, and its label says 模拟.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    discloses: ClassVar[tuple[str, ...]]
    simulated: ClassVar[bool] = False
    options_type: ClassVar[type[Options]] = Options

    def __init__(self, source: str, options: Any) -> None:
        self.source = source
        self.options = options

    @abstractmethod
    def ask(self, query: Query) -> Answer:
        """Found or none, as of a day.  Raises: NoAnswer, TryLater, and nothing else for whatever the source does."""

    @abstractmethod
    def check(self, now: datetime) -> list[str]:
        """What is wrong with the set-up, in sentences; nothing when it could answer."""

    def silent(self, reason: str) -> NoAnswer:
        return NoAnswer(source=self.source, reason=reason)

    def later(self, reason: str, after: timedelta) -> TryLater:
        return TryLater(source=self.source, reason=reason, after=after)


_REGISTRY: dict[str, type[Connector]] = {}
C = TypeVar("C", bound=type[Connector])


def register(key: str) -> Callable[[C], C]:
    """Put a connector into the registry under the key that settings name it by."""

    def put(connector: C) -> C:
        if _REGISTRY.setdefault(key, connector) is not connector:
            raise ValueError(f"two connectors call themselves {key}")
        connector.key = key
        return connector

    return put


def get(key: str) -> type[Connector]:
    """Raises: UnknownConnector."""
    try:
        return _REGISTRY[key]
    except KeyError:
        raise UnknownConnector(key=key, known="、".join(sorted(_REGISTRY)) or "（无）") from None


def known() -> dict[str, str]:
    """Key → label of every connector there is."""
    return {key: connector.label for key, connector in sorted(_REGISTRY.items())}


def connect(key: str, source: str, options: Mapping[str, Any]) -> Connector:
    """A source ready to be asked.  `source`: its name in words.  Raises: UnknownConnector, BadOptions."""
    connector = get(key)
    try:
        read = connector.options_type.model_validate(dict(options))
    except ValidationError as error:
        faults = "；".join(f"{'.'.join(map(str, e['loc'])) or '整体'}：{e['msg']}" for e in error.errors())
        raise BadOptions(source=source, faults=faults) from error
    return connector(source, read)
