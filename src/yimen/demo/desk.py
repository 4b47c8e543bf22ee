"""The clerk's desk in a department: who people are, where they live, and what a file's rows are made of."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yimen.core.regions import short_name
from yimen.demo.people import People
from yimen.demo.text import Array, choose, joined, padded, pick, plain, taken
from yimen.demo.world import World


@dataclass(frozen=True)
class Desk:
    """What a department's clerk has at hand to write the file."""

    rng: np.random.Generator
    world: World
    people: People

    def who(self, number: Array, named: Array | None = None) -> tuple[pa.Array, pa.Array]:
        """Name and ID number of people by number; `named`: registered under somebody else's name instead."""
        bearer = number if named is None else np.where(named >= 0, named, number)
        return taken(self.people.name, bearer), taken(self.people.id_number, number)

    def persons(self, mask: Array) -> Array:
        """Numbers of the persons of households for whom the mask holds; nobody is counted twice."""
        return np.flatnonzero(mask & (self.world.persons["same_as"] < 0))

    def days_ago(self, count: int, low: int, high: int) -> Array:
        return self.world.on - self.rng.integers(low, high, count).astype("timedelta64[D]")


def card_numbers(world: World, people: People) -> pa.Array:
    """Disability card numbers of all persons: ID number, kind, grade; empty for those without a disability."""
    p = world.persons
    digits = joined(padded(p["dis_kind"], 1), padded(p["grade"], 1))
    return choose(p["grade"] > 0, joined(people.id_number[: world.first_stranger], digits), None)


def addresses(world: World, household: Array, *, other: bool = False) -> pa.Array:
    """Addresses of households; `other` gives another house in the same village."""
    village = world.households["village"][household]
    names = pick([short_name(v.name) for v in world.villages], village)
    house = household * 37 % 400 + 1 + 401 * other
    rural = joined(names, plain(house // 40 + 1), "组", plain(house), "号")
    flat = plain(house % 6 * 100 + 101 + house % 2)
    building, stair = plain(house % 30 + 1), plain(household % 4 + 1)
    town = joined(names, building, "号楼", stair, "单元", flat, "室")
    return choose(world.urban[household], town, rural)
