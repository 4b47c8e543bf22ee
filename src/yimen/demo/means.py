"""Income and property as they really are. What a family declares begins as the same and is altered in `truths`.

Income is fen a month per person and class (policy §1.4); property is one row a thing, with its owner (policy §1.5).
"""

import numpy as np

from yimen.demo.families import RELATIONS, Columns
from yimen.demo.lives import W
from yimen.demo.text import Array

INCOMES = (
    "wage",
    "business",
    "property_income",
    "transfer",
    "other_income",
    "exempt_income",
    "employment_cost",
    "rigid_expenditure",
    "basic_pension",
)
COUNTED = INCOMES[:5]
HOLDINGS = (
    "deposit",
    "securities",
    "insurance",
    "vehicle",
    "house",
    "non_residential",
    "business_registration",
)

BASIC_PENSION = 188_00  # set by governments; an assumed amount
OLD_AGE_ALLOWANCE = 100_00
SEVERE_DISABILITY_ALLOWANCE = 160_00
BANKS = ("农商银行", "农业银行", "邮储银行", "建设银行", "工商银行")


def earn(rng: np.random.Generator, households: Columns, persons: Columns, urban: Array) -> None:
    """Add the classes of income to `persons`, in place; what does not count stands in its class as well."""
    poor = households["poor"][persons["household"]] & ~persons["outside"]
    persons["wage"] = _wages(rng, persons["work"], poor)
    persons["business"] = _business(rng, persons["work"], poor)
    persons["property_income"] = _rents(rng, persons, urban)
    pension = _pensions(rng, persons)
    persons["pension"] = np.where(persons["work"] == W["retired"], pension, 0)
    persons["account_part"] = pension - persons["pension"]
    persons["basic_pension"] = _basic_pension(persons)
    persons["exempt_income"] = _exempt(persons)
    set_by_government = persons["basic_pension"] + persons["exempt_income"]
    persons["transfer"] = pension + set_by_government + _support_received(rng, persons)
    persons["other_income"] = np.zeros(len(poor), np.int64)
    persons["medical_year"] = _medical(rng, persons)
    persons["employment_cost"] = np.where(
        persons["work"] == W["flexible"], rng.integers(0, 3, len(poor)) * 50_00, 0
    )
    persons["rigid_expenditure"] = persons["medical_year"] // 12


def _money(rng: np.random.Generator, low: int, high: int, count: int, step: int = 10) -> Array:
    """Amounts between two numbers of yuan, in steps, as fen."""
    return rng.integers(low // step, high // step, count, endpoint=True) * (step * 100)


def _wages(rng: np.random.Generator, work: Array, poor: Array) -> Array:
    n = len(work)
    formal = np.where(poor, _money(rng, 2200, 2900, n), _money(rng, 3200, 7800, n))
    flexible = np.where(poor, _money(rng, 400, 1500, n, 50), _money(rng, 1800, 4500, n, 50))
    return np.select(
        [work == W["formal"], work == W["public"], work == W["flexible"], work == W["public_post"]],
        [formal, _money(rng, 4500, 8500, n), flexible, _money(rng, 700, 1200, n, 50)],
        0,
    )


def _business(rng: np.random.Generator, work: Array, poor: Array) -> Array:
    n = len(work)
    farm = np.where(poor, _money(rng, 80, 450, n), _money(rng, 300, 1500, n))
    return np.select([work == W["farming"], work == W["business"]], [farm, _money(rng, 2000, 7000, n, 50)], 0)


def _rents(rng: np.random.Generator, persons: Columns, urban: Array) -> Array:
    """Land let out, by the head of a rural household."""
    head = persons["relation"] == RELATIONS.index("head")
    lets = head & ~urban[persons["household"]] & (rng.random(len(head)) < 0.45)
    return np.where(lets, _money(rng, 20, 150, len(head), 5), 0)


def _pensions(rng: np.random.Generator, persons: Columns) -> Array:
    """An employee's pension, or the account part of the residents' pension (its basic part is exempt)."""
    n = len(persons["age"])
    employee, account_part = _money(rng, 1900, 4300, n), rng.integers(800, 9000, n)
    elder = persons["age"] >= 60
    return np.select([persons["work"] == W["retired"], elder], [employee, account_part], 0)


def _support_received(rng: np.random.Generator, persons: Columns) -> Array:
    """The head of an elderly household receives support from each child who lives elsewhere."""
    child_away = persons["outside"] & (persons["relation"] == RELATIONS.index("child"))
    children = np.bincount(
        persons["household"][child_away], minlength=persons["household"].max(initial=0) + 1
    )
    head = (persons["relation"] == RELATIONS.index("head")) & (persons["age"] >= 60)
    return np.where(head, children[persons["household"]] * _money(rng, 50, 200, len(head), 50), 0)


def _basic_pension(persons: Columns) -> Array:
    """From sixty, for those without an employee's pension."""
    return np.where((persons["age"] >= 60) & (persons["work"] != W["retired"]), BASIC_PENSION, 0)


def _exempt(persons: Columns) -> Array:
    """Allowances for the very old and the severely disabled: money that never counts."""
    severe = np.isin(persons["grade"], (1, 2))
    old = np.where(persons["age"] >= 80, OLD_AGE_ALLOWANCE, 0)
    return old + np.where(severe, SEVERE_DISABILITY_ALLOWANCE, 0)


def counted(persons: Columns) -> Array:
    """A member's income less what does not count and the cost of employment (rules/income.py says it properly)."""
    gross = np.sum([persons[kind] for kind in COUNTED], axis=0)
    counts = np.maximum(gross - persons["exempt_income"] - persons["basic_pension"], 0)
    return np.maximum(counts - np.minimum(persons["employment_cost"], persons["wage"]), 0)


def _medical(rng: np.random.Generator, persons: Columns) -> Array:
    """What the person paid out of pocket in twelve months, for the seriously ill."""
    n = len(persons["age"])
    return np.where((persons["illness"] > 0) & ~persons["outside"], _money(rng, 6000, 60000, n, 100), 0)


def own(
    rng: np.random.Generator, households: Columns, persons: Columns, urban: Array, on: np.datetime64
) -> dict[str, Columns]:
    """What people hold, by kind: one row a thing, `person` its owner, `fen` its value where it has one."""
    poor = households["poor"][persons["household"]]
    adult = (persons["age"] >= 18) & (persons["study"] == 0)
    head = (persons["relation"] == RELATIONS.index("head")) | (persons["outside"] & (persons["age"] >= 25))
    settled = ~poor | persons["outside"]
    rich_city = urban[persons["household"]]

    def some(mask: Array, chance: Array | float) -> Array:
        return np.flatnonzero(mask & (rng.random(len(mask)) < chance))

    homes = houses(rng, np.r_[some(head, np.where(poor, 0.72, 0.9)), some(head & settled, 0.12)], on)
    return {
        "deposit": _deposits(rng, persons, poor, some(adult, 0.93)),
        "securities": _valued(rng, some(head & settled, 0.06), 3_000, 150_000),
        "insurance": _valued(rng, some(adult, np.where(settled, 0.2, 0.03)), 500, 40_000),
        "vehicle": vehicles(rng, some(head & settled, np.where(rich_city, 0.5, 0.38)), on),
        "house": homes,
        "non_residential": houses(rng, some(head & settled, 0.02), on),
        "business_registration": businesses(rng, some(persons["work"] == W["business"], 0.85), on),
        "housing_fund": _valued(
            rng, some(np.isin(persons["work"], (W["formal"], W["public"])), 0.5), 1_000, 90_000
        ),
    }


def _deposits(rng: np.random.Generator, persons: Columns, poor: Array, person: Array) -> Columns:
    """One account each, a tenth of people a second; a poor family's few thousand, others' tens of thousands.

    `said`: most copy the passbook, the others name the next full hundred yuan.
    """
    person = np.r_[person, person[rng.random(len(person)) < 0.1]]
    middle = np.where(poor[person] & ~persons["outside"][person], 1_500.0, 22_000.0)
    spread = np.clip(rng.lognormal(0.0, 0.9, len(person)), 0.02, 8)
    cap = np.where(poor[person] & ~persons["outside"][person], 7_500.0, 400_000.0)
    fen = (np.minimum(middle * spread, cap) * 100).astype(np.int64)
    exact = rng.random(len(person)) < 0.85
    bank = rng.integers(0, len(BANKS), len(person))
    return {
        "person": person,
        "fen": fen,
        "said": np.where(exact, fen, -(-fen // 100_00) * 100_00),
        "bank": bank,
    }


def _valued(rng: np.random.Generator, person: Array, low: int, high: int) -> Columns:
    return {"person": person, "fen": _money(rng, low, high, len(person), 1)}


def houses(rng: np.random.Generator, person: Array, on: np.datetime64) -> Columns:
    """Homes and shops: floor area, day of registration, rough value."""
    count = len(person)
    return {
        "person": person,
        "area": rng.integers(4500, 16000, count),  # hundredths of a square metre
        "since": _before(rng, on, count, 30 * 365),
        "fen": rng.integers(60, 600, count) * 100_000,
    }


def vehicles(rng: np.random.Generator, person: Array, on: np.datetime64) -> Columns:
    """Cars and vans: model (index), first registration, rough value."""
    count = len(person)
    return {
        "person": person,
        "model": rng.integers(0, 8, count),
        "since": _before(rng, on, count, 12 * 365),
        "fen": rng.integers(15, 160, count) * 100_000,
    }


def businesses(rng: np.random.Generator, person: Array, on: np.datetime64) -> Columns:
    """Registered traders: trade (index), capital, day of registration."""
    count = len(person)
    return {
        "person": person,
        "trade": rng.integers(0, 8, count),
        "since": _before(rng, on, count, 10 * 365),
        "fen": rng.integers(1, 50, count) * 1_000_000,
    }


def _before(rng: np.random.Generator, on: np.datetime64, count: int, days: int) -> Array:
    return on - rng.integers(30, days, count).astype("timedelta64[D]")
