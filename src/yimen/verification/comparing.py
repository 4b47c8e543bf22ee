"""Declared beside found, for one person (or the whole family) and one category.

Found · none · no answer to the end: what is not known is never zero. A silent source leaves the sum open, unless what
the others found is already more than was declared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from yimen.people.models import IncomeItem, PropertyItem
from yimen.verification.categories import Category, Measure
from yimen.verification.models import ReportLine, SourceQuery

# Django's choices, which a type checker without Django's stubs takes for tuples.
Comparison: Any = ReportLine.Comparison
Stated: Any = ReportLine.Declared
Outcome: Any = SourceQuery.Outcome
AGAINST = frozenset({Comparison.UNDECLARED.value, Comparison.HIGHER.value})
DIFFERING = AGAINST | {Comparison.LOWER.value}


@dataclass(frozen=True)
class Declared:
    """What the family said: `value` in fen or things, None unless `state` is STATED."""

    state: str
    value: int | None = None


@dataclass(frozen=True)
class Said:
    """What one source said of one person in one category. `value` is None while it is not known.

    `note`: what the source adds ("2 个账户"), or why there is no answer.
    """

    person: UUID
    source: str
    source_label: str
    category: str
    outcome: str
    value: int | None = None
    as_of: date | None = None
    note: str = ""

    @property
    def known(self) -> int | None:
        """Fen or things; "none" is 0, silence is not."""
        return 0 if self.outcome == Outcome.NONE else self.value if self.outcome == Outcome.FOUND else None


def compare(declared: Declared, said: Sequence[Said], category: Category) -> str:
    """One of ReportLine.Comparison for the sum of what all sources of the category answered."""
    known = [item.known for item in said]
    found = sum(value for value in known if value is not None)
    if found and (declared.state == Stated.UNANSWERED or declared.value == 0):
        return Comparison.UNDECLARED
    if declared.value is not None and found > declared.value:
        return Comparison.HIGHER
    if declared.value is None or None in known or not known:
        return Comparison.UNKNOWN
    if found == declared.value:
        return Comparison.EQUAL
    return Comparison.LOWER if category.whole else Comparison.UNKNOWN


# What was declared ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Statements:
    """The declared items that stand, of one family."""

    incomes: Sequence[IncomeItem]
    properties: Sequence[PropertyItem]
    members: Sequence[UUID]

    def of_person(self, person: UUID, category: Category) -> Declared:
        if category.is_income:
            return _sum(_income(item) for item in self._incomes(category.kind) if item.person_id == person)
        items = [item for item in self.properties if item.kind == category.kind]
        if any(item.owner_id is None and item.quantity != 0 for item in items):
            return Declared(Stated.TOGETHER)
        if not items:
            return Declared(Stated.UNANSWERED)
        # The family listed what it has of this kind (or said "none"): who is not on the list has none.
        own = [_holding(item, category.measure) for item in items if item.owner_id == person]
        return _sum(own) if own else Declared(Stated.STATED, 0)

    def of_family(self, category: Category) -> Declared:
        if not category.is_income:
            return _sum(
                _holding(item, category.measure) for item in self.properties if item.kind == category.kind
            )
        items = self._incomes(category.kind)
        if not set(self.members) <= {item.person_id for item in items}:
            return Declared(Stated.UNANSWERED)
        return _sum(_income(item) for item in items)

    def _incomes(self, kind: str) -> list[IncomeItem]:
        return [item for item in self.incomes if item.kind == kind]


def _income(item: IncomeItem) -> int | None:
    return item.monthly_fen


def _holding(item: PropertyItem, measure: Measure) -> int | None:
    if item.quantity == 0:
        return 0
    return item.value_fen if measure == "amount" else item.quantity


def _sum(values: Iterable[int | None]) -> Declared:
    parts = list(values)
    if not parts:
        return Declared(Stated.UNANSWERED)
    if None in parts:
        return Declared(Stated.UNCLEAR)
    return Declared(Stated.STATED, sum(part for part in parts if part is not None))
