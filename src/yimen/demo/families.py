"""Who lives with whom: households of a dozen shapes, their members' ages and sexes, and kin who live elsewhere.

A shape is a head and a list of places at the table, each with an age difference to someone already seated. All
households of one shape are seated at once, place by place; children who have grown up become kin outside.
"""

from dataclasses import dataclass, replace

import numpy as np

from yimen.demo.text import Array

Columns = dict[str, Array]

GROWN_UP = 25  # a child of this age lives elsewhere, unless the place says that it stays
OLDEST = 97

MARITAL = ("single", "married", "divorced", "widowed")
SINGLE, MARRIED, DIVORCED, WIDOWED = range(4)
RELATIONS = (
    "head",
    "spouse",
    "child",
    "parent",
    "grandchild",
    "grandparent",
    "sibling",
    "child_in_law",
    "other",
)


@dataclass(frozen=True)
class Place:
    """A place at the table: who, how often filled, how many years older than whom, and whether outside the household."""

    name: str
    relation: str
    present: float
    older: tuple[int, int]
    anchor: str = "head"
    sex: str = "any"  # m, f, any, or opposite to the head
    outside: bool = False
    stays: bool = False
    disabled: bool = False
    ill: float = 0.0
    marital: int = SINGLE


@dataclass(frozen=True)
class Shape:
    """A kind of household: its share, the head, how often it is poor, and the places beside the head."""

    name: str
    share: float
    head_age: tuple[int, int]
    poor: float
    places: tuple[Place, ...]
    head_male: float = 0.8
    alone: tuple[int, ...] = (SINGLE,)  # marital states of a head without a spouse
    disabled: float = 0.0
    ill: float = 0.0


SPOUSE = Place("spouse", "spouse", 1.0, (-4, 3), sex="opposite", marital=MARRIED)
CHILDREN = (
    Place("child1", "child", 0.95, (-31, -22)),
    Place("child2", "child", 0.5, (-7, -2), anchor="child1"),
    Place("child3", "child", 0.07, (-6, -2), anchor="child2"),
)
GROWN_CHILDREN = (
    Place("son1", "child", 0.92, (-28, -22), outside=True),
    Place("son2", "child", 0.65, (-5, -2), anchor="son1", outside=True),
    Place("son3", "child", 0.3, (-5, -2), anchor="son2", outside=True),
)
FATHER = Place("father", "parent", 0.5, (23, 29), sex="m")
MOTHER = Place("mother", "parent", 0.65, (21, 27), sex="f")

SHAPES = (
    Shape("nuclear", 0.26, (27, 50), 0.15, (SPOUSE, *CHILDREN)),
    Shape(
        "three_generations",
        0.12,
        (33, 52),
        0.22,
        (
            SPOUSE,
            *CHILDREN,
            FATHER,
            MOTHER,
            Place("sibling", "sibling", 0.5, (-8, 8), outside=True, marital=MARRIED),
        ),
    ),
    Shape("elderly_couple", 0.12, (62, 82), 0.4, (SPOUSE, *GROWN_CHILDREN)),
    Shape("elderly_alone", 0.1, (64, 89), 0.5, GROWN_CHILDREN, head_male=0.4, alone=(WIDOWED,)),
    Shape("childless_elder", 0.03, (61, 86), 1.0, (), head_male=0.9),
    Shape(
        "single_parent",
        0.08,
        (28, 50),
        0.55,
        (
            *CHILDREN[:2],
            Place("former", "other", 0.6, (-4, 4), sex="opposite", outside=True, marital=DIVORCED),
        ),
        head_male=0.45,
        alone=(DIVORCED, WIDOWED),
    ),
    Shape(
        "disabled_child",
        0.06,
        (50, 72),
        0.8,
        (
            replace(SPOUSE, present=0.7),
            Place("disabled", "child", 1.0, (-30, -22), stays=True, disabled=True),
            replace(GROWN_CHILDREN[0], name="other1", present=0.5),
        ),
        alone=(WIDOWED,),
    ),
    Shape(
        "grandparents",
        0.05,
        (57, 72),
        0.6,
        (
            replace(SPOUSE, present=0.7),
            Place("parent_away", "child", 1.0, (-27, -22), outside=True, marital=DIVORCED),
            Place("grandchild1", "grandchild", 1.0, (-27, -21), anchor="parent_away", stays=True),
            Place("grandchild2", "grandchild", 0.4, (-6, -1), anchor="grandchild1", stays=True),
        ),
        alone=(WIDOWED,),
    ),
    Shape(
        "single_adult", 0.06, (31, 59), 0.55, (replace(MOTHER, present=0.2),), head_male=0.85, disabled=0.4
    ),
    Shape("couple", 0.06, (24, 60), 0.1, (SPOUSE,)),
    Shape("ill_family", 0.06, (32, 58), 0.8, (replace(SPOUSE, ill=0.35), *CHILDREN), ill=0.65),
)


def make_families(rng: np.random.Generator, count: int, villages: int) -> tuple[Columns, Columns]:
    """Households and persons as columns of numbers; persons of one household stand together, the head first.

    households: shape, village (index), poor.  persons: household, relation (index into RELATIONS), outside, male,
    age (years), line (whose surname: 0 their own, 1 the household's, 2 the head's), marital, disabled, ill.
    """
    shares = np.array([s.share for s in SHAPES])
    shape = rng.choice(len(SHAPES), count, p=shares / shares.sum()).astype(np.int16)
    village = rng.choice(villages, count, p=_village_sizes(rng, villages)).astype(np.int16)
    poor = rng.random(count) < np.array([s.poor for s in SHAPES])[shape]
    seated = [part for i, s in enumerate(SHAPES) for part in _seat(rng, s, np.flatnonzero(shape == i))]
    persons = {key: np.concatenate([part[key] for part in seated]) for key in seated[0]}
    order = np.lexsort((persons.pop("order"), persons["household"]))
    persons = {key: values[order] for key, values in persons.items()}
    return {"shape": shape, "village": village, "poor": poor}, persons


def _village_sizes(rng: np.random.Generator, villages: int) -> Array:
    sizes = rng.gamma(4.0, size=villages)
    return sizes / sizes.sum()


def _seat(rng: np.random.Generator, shape: Shape, households: Array) -> list[Columns]:
    """Fill every place of all households of one shape, in the order of the places."""
    count = len(households)
    male = rng.random(count) < shape.head_male
    ages = {"head": rng.integers(*shape.head_age, count, endpoint=True)}
    there = {"head": np.ones(count, bool)}
    seated: list[Columns] = []
    for place in shape.places:
        there[place.name] = _comes(rng, place, there.get(place.anchor, there["head"]))
        ages[place.name] = ages[place.anchor] + rng.integers(*place.older, count, endpoint=True)
        if place.relation == "child" and "spouse" in ages:
            ages[place.name] = np.minimum(ages[place.name], ages["spouse"] - 19)
        seated.append(
            _sit(rng, place, households, male, ages[place.name], there[place.name], len(seated) + 1)
        )
    return [_head(rng, shape, households, male, ages["head"], there.get("spouse")), *seated]


def _comes(rng: np.random.Generator, place: Place, anchor_there: Array) -> Array:
    """A second child only where there is a first; a place measured from the head or spouse needs nobody else."""
    return (rng.random(len(anchor_there)) < place.present) & anchor_there


def _head(
    rng: np.random.Generator, shape: Shape, households: Array, male: Array, age: Array, spouse: Array | None
) -> Columns:
    count = len(households)
    married = np.zeros(count, bool) if spouse is None else spouse
    alone = rng.choice(np.array(shape.alone), count)
    return {
        "household": households,
        "order": np.zeros(count, int),
        "relation": np.full(count, RELATIONS.index("head")),
        "outside": np.zeros(count, bool),
        "male": male,
        "age": age,
        "line": np.full(count, 2),
        "marital": np.where(married, MARRIED, alone),
        "disabled": rng.random(count) < shape.disabled,
        "ill": rng.random(count) < shape.ill,
    }


def _sit(
    rng: np.random.Generator,
    place: Place,
    households: Array,
    head_male: Array,
    age: Array,
    there: Array,
    order: int,
) -> Columns:
    """The people in one place; those not yet born, too old or too young for it have not come."""
    count = len(households)
    grown = (age >= GROWN_UP) & (place.relation == "child") & (not place.stays)
    outside = np.full(count, place.outside) | grown
    fits = (age >= np.where(outside, 18, 0)) & (age <= OLDEST) & ~(outside & (age > 75))
    male = {"m": np.ones(count, bool), "f": np.zeros(count, bool), "opposite": ~head_male}.get(
        place.sex, rng.random(count) < 0.52
    )
    married_off = outside & (place.marital == SINGLE) & (rng.random(count) < 0.8)
    columns = {
        "household": households,
        "order": np.full(count, order),
        "relation": np.full(count, RELATIONS.index(place.relation)),
        "outside": outside,
        "male": male,
        "age": age,
        "line": _lines(place, male),
        "marital": np.where(married_off, MARRIED, place.marital),
        "disabled": np.full(count, place.disabled),
        "ill": rng.random(count) < place.ill,
    }
    return {key: values[there & fits] for key, values in columns.items()}


def _lines(place: Place, male: Array) -> Array:
    """Whose surname: children the household's, the head's father and siblings the head's, all others their own."""
    if place.relation in ("child", "grandchild"):
        return np.full(len(male), 1)
    kin_of_head = place.relation == "sibling" or place.relation == "parent"
    return np.where(male | (place.relation == "sibling"), 2, 0) if kin_of_head else np.zeros(len(male), int)
