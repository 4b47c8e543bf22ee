"""The register of those who receive already, by a plain reading of the declared figures.

This is not the rule book: it only makes a register that looks right, from assumed standards. What the book says of
each family is for the book to say.
"""

from dataclasses import dataclass

import numpy as np

from yimen.demo.families import Columns
from yimen.demo.means import counted
from yimen.demo.text import Array
from yimen.demo.world import World

PROGRAMMES = ("none", "dibao", "tekun", "bianyuan")


@dataclass(frozen=True)
class Standards:
    """Fen a month per head; the multiples of the standard that bound deposits and the near-dibao line."""

    urban: int = 1_006_00
    rural: int = 805_00
    deposits: int = 24
    near: float = 1.5


def figures(world: World, standards: Standards) -> Columns:
    """By household: members, counted income, standard, and whether property passes."""
    members = world.by_household(np.ones(world.first_stranger, np.int64))
    spent = world.by_household(world.persons["rigid_expenditure"])
    income = np.maximum(world.by_household(counted(world.persons)) - spent, 0)
    standard = np.where(world.urban, standards.urban, standards.rural)
    savings = sum(world.held_by_household(kind, "fen") for kind in ("deposit", "securities", "insurance"))
    modest = (
        (savings <= standards.deposits * standard * members)
        & (world.held_by_household("vehicle") == 0)
        & (world.held_by_household("house") <= 1)
        & (world.held_by_household("non_residential") == 0)
        & (world.held_by_household("business_registration") == 0)
    )
    local = world.by_household(world.persons["local"].astype(int)) > 0
    return {"members": members, "income": income, "standard": standard, "modest": modest & local}


def frail(world: World) -> Array:
    """By household: a member is severely disabled or seriously ill."""
    persons = world.persons
    return world.by_household(np.isin(persons["grade"], (1, 2)) | (persons["illness"] > 0)) > 0


def award(rng: np.random.Generator, world: World, standards: Standards, missed: int) -> Array:
    """Fill `world.awards`; returns the households that qualify plainly and were left out on purpose."""
    f = figures(world, standards)
    limit = f["standard"] * f["members"]
    eligible = f["modest"] & (f["income"] < limit)
    plain = np.flatnonzero(eligible & (f["income"] * 10 < limit * 6) & frail(world))
    left_out = np.sort(rng.permutation(plain)[:missed])
    applying = _applying(rng, world, eligible)
    world.households["applying"] = applying & ~np.isin(np.arange(world.size), left_out)
    near = f["modest"] & ~eligible & (f["income"] < limit * standards.near) & (rng.random(world.size) < 0.6)
    programme = np.select([eligible & _destitute(world), eligible, near], [2, 1, 3], 0)
    programme[left_out] = 0
    programme[world.households["applying"]] = 0
    world.households["unanswered"][programme > 0] = 0
    world.awards = _rows(rng, world, f, programme)
    return left_out


def _applying(rng: np.random.Generator, world: World, eligible: Array) -> Array:
    """Some who qualify and have not been decided yet; the first town's clerk finds a fair number on the desk."""
    town = np.array([v.town for v in world.villages])[world.households["village"]]
    chosen = eligible & (rng.random(world.size) < 0.01)
    chosen[
        np.flatnonzero(eligible & (town == min(v.town for v in world.villages)))[: min(24, world.size // 40)]
    ] = True
    return chosen


def _destitute(world: World) -> Array:
    """Nobody of working age, nobody elsewhere to support them: all members at least sixty and no kin outside."""
    persons = world.persons
    young = world.by_household(persons["age"] < 60)
    kin = np.bincount(persons["household"][persons["outside"]], minlength=world.size)
    return (young == 0) & (kin == 0)


def _rows(rng: np.random.Generator, world: World, f: Columns, programme: Array) -> Columns:
    household = np.flatnonzero(programme)
    kind = programme[household]
    shortfall = f["standard"] * f["members"] - f["income"]
    monthly = np.select([kind == 1, kind == 2], [shortfall[household], _tekun(f)[household]], 0)
    month = world.on.astype("datetime64[M]")
    months = 1 + (rng.gamma(1.6, 22.0, len(household))).astype(int)
    checked = 1 + rng.integers(0, np.where(rng.random(len(household)) < 0.06, 26, 11))
    return {
        "household": household,
        "programme": kind,
        "members": f["members"][household],
        "standard": f["standard"][household],
        "income": f["income"][household],
        "monthly": monthly,
        "since": (month - np.minimum(months, 140)).astype("datetime64[D]"),
        "checked": (month - np.minimum(checked, months)).astype("datetime64[D]"),
    }


def _tekun(f: Columns) -> Array:
    """Basic living of the destitute: 1.3 times the standard a head."""
    return f["standard"] * 13 // 10 * f["members"]
