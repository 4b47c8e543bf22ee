"""A family of the file while it is being checked, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Spot(NamedTuple):
    """Where a row stands: its place in the order of reading, sheet and row number."""

    position: int
    sheet: str
    row: int

    def seen_from(self, other: Spot) -> str:
        """第 5 行, with the sheet where that is another one."""
        sheet = f"“{self.sheet}”表" if self.sheet != other.sheet else ""
        return f"{sheet}第 {self.row} 行"


class Said(NamedTuple):
    """One thing to be told: an error, or a notice. `column` names a column of ours; empty: the row as a whole."""

    spot: Spot
    column: str
    code: str
    what: str
    todo: str
    error: bool = True


class Member(NamedTuple):
    """What the checks across rows need of a person; `number` is the ID number, None where there is none yet."""

    spot: Spot
    name: str
    number: str | None
    covered: bool


@dataclass(slots=True)
class Family:
    """The rows with one head's ID number.

    `unread`: columns of which a cell could not be read, so that what is missing may stand there. `faulty`: an error was
    told of it.
    """

    number: int
    head_id: str
    head_name: str
    first: Spot
    head: Spot | None = None
    phone: str | None = None
    faulty: bool = False
    own_phone: bool = True
    standing: bool = False
    place: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    @property
    def covered(self) -> list[Member]:
        return [member for member in self.members if member.covered]

    def spot_of(self, column: str) -> Spot:
        return self.spots.get(column) or self.head or self.first


def fault(spot: Spot, column: str, code: str, what: str, todo: str) -> Said:
    return Said(spot, column, code, what, todo)


def notice(spot: Spot, column: str, code: str, what: str, todo: str) -> Said:
    return Said(spot, column, code, what, todo, error=False)
