"""What each person's life is like: birthday, disability, illness, study, work and marriage, each fitting the others."""

import numpy as np

from yimen.demo.families import MARRIED, RELATIONS, WIDOWED, Columns
from yimen.demo.text import Array

DISABILITIES = ("none", "visual", "hearing", "speech", "physical", "intellectual", "mental", "multiple")
_KIND_SHARES = np.array([0, 0.1, 0.12, 0.02, 0.45, 0.12, 0.13, 0.06])
_SEVERE_KINDS = np.array([0, 0.05, 0.0, 0.0, 0.4, 0.3, 0.2, 0.05])
_GRADE_SHARES = np.array([0.13, 0.25, 0.32, 0.3])

ILLNESSES = (
    "",
    "恶性肿瘤",
    "慢性肾功能衰竭（尿毒症期）",
    "脑卒中后遗症",
    "白血病",
    "器官移植术后",
    "重性精神疾病",
    "重症肝硬化",
)

STUDIES = ("none", "preschool", "compulsory", "senior", "college", "bachelor", "postgraduate")
WORKS = (
    "none",
    "formal",
    "public",
    "flexible",
    "farming",
    "business",
    "unemployed",
    "student",
    "retired",
    "public_post",
)
W = {name: code for code, name in enumerate(WORKS)}
LABOUR = ("full", "part", "none")


def live(
    rng: np.random.Generator, households: Columns, persons: Columns, urban: Array, on: np.datetime64
) -> None:
    """Add the columns of a life to `persons`, in place.

    birth, dis_kind (DISABILITIES), grade (0 none), illness (ILLNESSES), study, work, labour, capacity, local.
    `urban`: by household.  `on`: the day the ages hold.
    """
    count = len(persons["age"])
    poor = households["poor"][persons["household"]]
    persons["birth"] = _births(rng, persons["age"], on)
    persons["dis_kind"], persons["grade"] = _disability(rng, persons, poor)
    persons["illness"] = _illness(rng, persons, poor)
    persons["study"] = _study(rng, persons)
    persons["labour"] = _labour(rng, persons)
    persons["work"] = _work(rng, persons, poor, urban[persons["household"]])
    persons["capacity"] = (persons["age"] >= 18) & ~(
        np.isin(persons["dis_kind"], (5, 6)) & np.isin(persons["grade"], (1, 2))
    )
    persons["local"] = rng.random(count) < np.where(persons["outside"], 0.5, 0.985)
    persons["marital"] = _marital(rng, persons)


def _births(rng: np.random.Generator, age: Array, on: np.datetime64) -> Array:
    """A day on which the age is what it is: the birthday of that year has passed."""
    month = on.astype("datetime64[M]")
    start = (month - 12 * age.astype("timedelta64[M]")).astype("datetime64[D]")
    return start - rng.integers(0, 365, len(age)).astype("timedelta64[D]")


def _disability(rng: np.random.Generator, persons: Columns, poor: Array) -> tuple[Array, Array]:
    age, forced = persons["age"], persons["disabled"]
    chance = np.select([age < 18, age < 60], [0.012, 0.03], 0.08) * np.where(poor, 1.8, 0.8)
    disabled = forced | (rng.random(len(age)) < chance)
    kind = np.where(forced, _draw(rng, _SEVERE_KINDS, len(age)), _draw(rng, _KIND_SHARES, len(age)))
    grade = np.where(forced, rng.integers(1, 3, len(age)), 1 + _draw(rng, _GRADE_SHARES, len(age)))
    return np.where(disabled, kind, 0), np.where(disabled, grade, 0)


def _illness(rng: np.random.Generator, persons: Columns, poor: Array) -> Array:
    chance = np.select([persons["age"] < 18, persons["age"] < 60], [0.003, 0.012], 0.04) * np.where(
        poor, 1.8, 0.8
    )
    ill = persons["ill"] | (rng.random(len(chance)) < chance)
    return np.where(ill, rng.integers(1, len(ILLNESSES), len(chance)), 0)


def _study(rng: np.random.Generator, persons: Columns) -> Array:
    """By age; a severe intellectual or mental disability ends schooling after the compulsory years."""
    age, chance = persons["age"], rng.random(len(persons["age"]))
    higher = np.select([chance < 0.28, chance < 0.55], [4, 5], 0)
    stage = np.select(
        [age < 6, age < 15, age < 18, age < 22, age < 25],
        [1, 2, np.where(chance < 0.9, 3, 0), higher, np.where(chance < 0.03, 6, 0)],
        0,
    )
    young = (
        np.isin(persons["relation"], [RELATIONS.index("child"), RELATIONS.index("grandchild")])
        & ~persons["outside"]
    )
    hindered = (persons["dis_kind"] >= 5) & np.isin(persons["grade"], (1, 2))
    return np.where(young & ~(hindered & (age >= 15)), stage, 0)


def _labour(rng: np.random.Generator, persons: Columns) -> Array:
    age, grade = persons["age"], persons["grade"]
    lost = (
        (age < 16)
        | (age >= 60)
        | np.isin(grade, (1, 2))
        | ((persons["illness"] > 0) & (rng.random(len(age)) < 0.6))
    )
    return np.where(lost, 2, np.where((grade >= 3) | (persons["illness"] > 0), 1, 0))


def _work(rng: np.random.Generator, persons: Columns, poor: Array, urban: Array) -> Array:
    age, labour, chance = persons["age"], persons["labour"], rng.random(len(persons["age"]))
    ordinary = np.select(
        [
            chance < np.where(urban, 0.58, 0.32),
            chance < 0.63,
            chance < 0.78,
            chance < np.where(urban, 0.88, 0.8),
            chance < 0.94,
        ],
        [
            W["formal"],
            W["public"],
            W["flexible"],
            W["business"],
            np.where(urban, W["flexible"], W["farming"]),
        ],
        W["none"],
    )
    poor_work = np.select(
        [chance < 0.1, chance < 0.18, chance < 0.45, chance < np.where(urban, 0.5, 0.8), chance < 0.9],
        [
            W["formal"],
            W["public_post"],
            W["flexible"],
            np.where(urban, W["flexible"], W["farming"]),
            W["unemployed"],
        ],
        W["none"],
    )
    partly = np.where(chance < 0.35, W["flexible"], np.where(urban | (chance < 0.5), W["none"], W["farming"]))
    work = np.where(
        labour == 0,
        np.where(poor & ~persons["outside"], poor_work, ordinary),
        np.where(labour == 1, partly, W["none"]),
    )
    pension = (age >= 60) & (rng.random(len(age)) < np.where(poor, 0.02, np.where(urban, 0.45, 0.12)))
    elder_farms = (age >= 60) & (age < 74) & ~urban & (persons["grade"] == 0) & (chance < 0.4)
    work = np.select([pension, elder_farms, age >= 60], [W["retired"], W["farming"], W["none"]], work)
    return np.where(
        persons["study"] > 0,
        np.where(age >= 16, W["student"], W["none"]),
        np.where(age < 16, W["none"], work),
    )


def _marital(rng: np.random.Generator, persons: Columns) -> Array:
    """A parent living with the family is married where the other parent lives there too, else widowed."""
    parent = persons["relation"] == RELATIONS.index("parent")
    parents = np.bincount(persons["household"][parent], minlength=persons["household"].max(initial=0) + 1)
    both = parents[persons["household"]] == 2
    return np.where(parent, np.where(both, MARRIED, WIDOWED), persons["marital"])


def _draw(rng: np.random.Generator, shares: Array, count: int) -> Array:
    return rng.choice(len(shares), count, p=shares / shares.sum())
