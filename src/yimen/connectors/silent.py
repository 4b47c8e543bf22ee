"""A source that never answers: to show, in the demo and in tests, that silence is kept as silence."""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn

from yimen.connectors.base import Connector, Options, Query, register


class SilentOptions(Options):
    """`reason`: what the report gives as the reason."""

    reason: str = "来源没有答复"


@register("silent")
class Silent(Connector):
    label = "模拟 · 不答复的来源"
    discloses = ()
    simulated = True
    options_type = SilentOptions
    options: SilentOptions

    def ask(self, query: Query) -> NoReturn:
        raise self.silent(self.options.reason)

    def check(self, now: datetime) -> list[str]:
        return [f"“{self.source}”是模拟的来源，从不答复。"]
