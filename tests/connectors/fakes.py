"""A source made of a dictionary, for tests of those who ask."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from yimen.connectors.base import Answer, Connector, Finding, Options, Query


class Scripted(Connector):
    """Answers from a script: ID number → findings.  `mute` makes it silent."""

    key = "scripted"
    label = "模拟 · 测试用来源"
    discloses = ("name", "id_number")
    simulated = True

    def __init__(self, script: Mapping[str, Sequence[Finding]], as_of: date) -> None:
        super().__init__("测试来源", Options())
        self.script, self.as_of, self.mute = script, as_of, ""

    def ask(self, query: Query) -> Answer:
        if self.mute:
            raise self.silent(self.mute)
        found = self.script.get(query.subject.id_number, ())
        return Answer(as_of=self.as_of, findings=[f for f in found if f.category in query.categories])

    def check(self, now: datetime) -> list[str]:
        return [self.mute] if self.mute else []
