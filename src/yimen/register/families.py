"""From the rows of the file to families: what belongs together, what contradicts itself, what is missing.

Rows are taken one after another and let go; of each only what the checks across rows need is kept, so that a register
of a hundred thousand rows fits into little memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from yimen.register.columns import LABELS, digits
from yimen.register.family import Family, Member, Said, Spot, fault, notice
from yimen.register.family_checks import shared_accounts, shared_phones, whole
from yimen.register.places import Places, UnknownPlace
from yimen.register.row_checks import as_head, birth_and_grade, shared_values, without_number


class Families:
    """All families of one file."""

    def __init__(self, places: Places, on: date) -> None:
        self.places, self.on = places, on
        self.by_head: dict[str, Family] = {}
        self._doubtful: set[str] = set()  # names of heads, of rows whose head's number cannot be read
        self._where: dict[str, Spot] = {}

    def __iter__(self) -> Iterator[Family]:
        return iter(self.by_head.values())

    def take(self, spot: Spot, row: Mapping[str, Any]) -> tuple[Family, list[Said]]:
        """A sound row joins its family; what contradicts an earlier row is told."""
        family = self._family(spot, row)
        said = [*self._person(spot, row, family), *shared_values(spot, row, family)]
        family.faulty = family.faulty or bool(said)
        if self._join(family, spot, row):
            family.phone = digits(row["phone"] or "") or None
        return family, said

    def take_spoilt(self, spot: Spot, row: Mapping[str, Any], unread: set[str], head: str) -> list[Said]:
        """A row with faults counts with what can be read of it, so that everything is told at once and nothing twice.

        `head`: what stands as the head's name, for a row whose head's number cannot be read.
        """
        if row["head_id"] is None:
            self._doubtful.add(head)
            return []
        family = self._family(spot, row)
        said = [*self._repeated(spot, row["id_number"]), *shared_values(spot, row, family)]
        family.faulty = True
        family.unread |= unread
        self._join(family, spot, row)
        return said

    def finish(self) -> Iterator[Said]:
        """What shows only once all rows are read."""
        for family in self:
            if family.head_name in self._doubtful:
                family.faulty, family.unread = True, set(LABELS)
            for said in whole(family, self.on):
                family.faulty = family.faulty or said.error
                yield said
            yield from self._place(family)
        yield from shared_accounts(list(self))
        yield from shared_phones(list(self))

    def _family(self, spot: Spot, row: Mapping[str, Any]) -> Family:
        """The family of this head, begun with its first row."""
        head = row["head_id"]
        if head not in self.by_head:
            self.by_head[head] = Family(len(self.by_head) + 1, head, row["head_name"] or "", spot)
        family = self.by_head[head]
        family.head_name = family.head_name or row["head_name"] or ""
        return family

    def _join(self, family: Family, spot: Spot, row: Mapping[str, Any]) -> bool:
        """The person joins the family; whether it is the head."""
        family.members.append(Member(spot, row["name"] or "", row["id_number"], row["covered"] is not False))
        is_head = bool(row["id_number"] == family.head_id)
        if is_head:
            family.head = spot
        return is_head

    def _person(self, spot: Spot, row: Mapping[str, Any], family: Family) -> Iterator[Said]:
        if row["head_name"] != family.head_name:
            yield fault(
                spot, "head_name", "head_name", f"户主姓名与{family.first.seen_from(spot)}不同，但户主身份证号相同。",
                "请核对姓名和号码，同一户各行应一致。",
            )  # fmt: skip
        if row["id_number"] is None:
            yield from without_number(spot, row, family)
        yield from self._repeated(spot, row["id_number"])
        yield from as_head(spot, row)
        yield from birth_and_grade(spot, row)

    def _repeated(self, spot: Spot, number: str | None) -> Iterator[Said]:
        """The same person twice in one file: the later row is told, and the earlier one it repeats."""
        earlier = self._where.setdefault(number, spot) if number else spot
        if earlier is not spot:
            yield fault(
                spot, "id_number", "repeated", f"与{earlier.seen_from(spot)}是同一个身份证号。",
                "一个人只能出现一次，请核对后只保留一行。",
            )  # fmt: skip

    def _place(self, family: Family) -> Iterator[Said]:
        town, place = family.values.get("town") or "", family.values.get("place")
        if not place:
            return
        try:
            family.place, gone = self.places.village(town, place)
        except UnknownPlace as unknown:
            family.faulty = True
            yield fault(family.spot_of(unknown.column), unknown.column, "place", unknown.what, unknown.todo)
        else:
            if gone:
                now = self.places.by_code[family.place].short_name
                yield notice(
                    family.spot_of("place"),
                    "place",
                    "moved",
                    f"“{gone}”已并入{now}，按{now}入库。",
                    "请核对。",
                )
