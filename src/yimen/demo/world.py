"""The county while it is being made: columns of numbers, before they become tables.

People are numbered in one row: members and kin of households first, then strangers (people in the departments' files
who belong to no household here), then officers. What people hold refers to them by that number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from yimen.demo import lives, means, names
from yimen.demo.families import RELATIONS, Columns, make_families
from yimen.demo.officers import Officers, Village, make_officers
from yimen.demo.text import Array


@dataclass
class World:
    """Households, people and things; `hidden` things and incomes are real and were not declared."""

    place: str
    on: np.datetime64
    villages: Sequence[Village]
    urban: Array  # by household
    households: Columns
    persons: Columns
    strangers: Columns
    officers: Officers
    holdings: dict[str, Columns]
    awards: Columns = field(default_factory=dict)
    kin: list[dict[str, Any]] = field(default_factory=list)
    truths: list[dict[str, Any]] = field(default_factory=list)
    couples: list[tuple[int, int, np.datetime64]] = field(default_factory=list)  # married, and not declared
    terms: list[tuple[int, np.datetime64, np.datetime64]] = field(
        default_factory=list
    )  # in prison, from and to
    elsewhere: list[int] = field(default_factory=list)  # persons who receive aid in another county
    namesakes: list[tuple[int, int]] = field(default_factory=list)  # stranger who bears the name of a person

    @property
    def size(self) -> int:
        return len(self.households["village"])

    @property
    def first_stranger(self) -> int:
        return len(self.persons["age"])

    @property
    def first_officer(self) -> int:
        return self.first_stranger + len(self.strangers["age"])

    def by_household(self, of_persons: Array) -> Array:
        """Sum a column of persons over the members of each household (kin outside left out)."""
        inside = ~self.persons["outside"]
        summed = np.bincount(
            self.persons["household"][inside], weights=of_persons[inside], minlength=self.size
        )
        return summed.astype(np.int64)

    def held_by_household(self, kind: str, column: str = "") -> Array:
        """How many declared things of a kind each household's members hold, or their summed values."""
        things = self.holdings[kind]
        mine = ~things["hidden"] & (things["person"] < self.first_stranger)
        owner = things["person"][mine]
        values = things[column][mine] if column else np.ones(len(owner), np.int64)
        per_person = np.bincount(owner, weights=values, minlength=self.first_stranger).astype(np.int64)
        return self.by_household(per_person)

    def seat_again(self, people: list[int], households: list[int]) -> int:
        """Count these people a second time, as parents in other households; returns the first copy's number.

        Strangers and officers move up to make room, so this comes before anything else refers to them.
        """
        first = self.first_stranger
        for column, values in self.persons.items():
            self.persons[column] = np.r_[values, values[people]]
        copies = slice(first, None)
        self.persons["household"][copies] = households
        self.persons["relation"][copies] = RELATIONS.index("parent")
        self.persons["same_as"][copies] = people
        for income in (*means.INCOMES, "pension", "medical_year"):
            self.persons[income][copies] = 0
        for things in self.holdings.values():
            things["person"][things["person"] >= first] += len(people)
        return first


def make_world(
    rng: np.random.Generator, households: int, place: str, villages: Sequence[Village], on: np.datetime64
) -> World:
    """A county in which everybody has declared the truth so far."""
    rows, persons = make_families(rng, households, len(villages))
    urban = np.array([v.urban for v in villages])[rows["village"]]
    persons["surname"] = _surnames(rng, persons, households)
    lives.live(rng, rows, persons, urban, on)
    means.earn(rng, rows, persons, urban)
    count = len(persons["age"])
    persons |= {
        "hidden_wage": np.zeros(count, np.int64),
        "hidden_pension": np.zeros(count, np.int64),
        "died": np.full(count, np.datetime64("NaT"), "datetime64[D]"),
        "same_as": np.full(count, -1),
        "card_until": on + rng.integers(30, 3000, count).astype("timedelta64[D]"),
        "nation": rng.choice(len(names.NATIONS), count, p=names.NATION_SHARES),
    }
    rows["unanswered"] = (rng.random(households) < 0.02).astype(np.int8)
    world = World(
        place,
        on,
        villages,
        urban,
        rows,
        persons,
        _strangers(rng, max(40, households // 6)),
        make_officers(rng, place, villages, len(names.SURNAMES)),
        means.own(rng, rows, persons, urban, on),
    )
    _give_to_strangers(rng, world)
    return world


def _surnames(rng: np.random.Generator, persons: Columns, households: int) -> Array:
    """Children bear the name of the household's father, or the head's; the head's father and siblings the head's."""
    own = names.surnames(rng, len(persons["age"]))
    household, relation, male = persons["household"], persons["relation"], persons["male"]
    head = np.zeros(households, own.dtype)
    head[household[relation == 0]] = own[relation == 0]
    family = head.copy()
    fathers = (relation == 1) & male
    family[household[fathers]] = own[fathers]
    return np.choose(persons["line"], [own, family[household], head[household]])


def _strangers(rng: np.random.Generator, count: int) -> Columns:
    return {
        "male": rng.random(count) < 0.51,
        "age": rng.integers(19, 88, count),
        "surname": names.surnames(rng, count),
    }


def _give_to_strangers(rng: np.random.Generator, world: World) -> None:
    """Files are full of people one did not ask for. Also marks every thing: hidden from the declaration, wrongly named."""
    for kind, things in world.holdings.items():
        extra = len(things["person"]) // 12
        rows = rng.integers(0, max(1, len(things["person"])), extra)
        for column, values in things.items():
            things[column] = np.r_[values, values[rows]]
        owners = world.first_stranger + rng.integers(0, len(world.strangers["age"]), extra)
        things["person"][len(things["person"]) - extra :] = owners
        world.holdings[kind] = marked(things)


def marked(things: Columns, *, hidden: bool = False, named: Array | None = None) -> Columns:
    """Things with two marks more: hidden from the declaration; registered under the name of person `named` (-1: right)."""
    count = len(things["person"])
    return {
        **things,
        "hidden": np.full(count, hidden),
        "named": np.full(count, -1) if named is None else named,
    }
