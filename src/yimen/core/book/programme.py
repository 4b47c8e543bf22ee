"""A programme as the book sees it: which figures answer "eligible?" and "how much?"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Programme:
    """Its key and name, the figure that decides, the figure that pays (none for a recognition), and what else to keep.

    Shape: ``conditions`` are the truths a refusal names; ``also`` are further figures to be found in a finding.
    """

    key: str
    label: str
    eligible: str
    amount: str | None = None
    per: Literal["month", "once"] = "month"
    conditions: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        first = (self.eligible,) if self.amount is None else (self.eligible, self.amount)
        return tuple(dict.fromkeys((*first, *self.conditions, *self.also)))
