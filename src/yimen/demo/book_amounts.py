"""What the rule book pays each family of the register, so that its amounts are right where nothing was planted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow.compute as pc

from yimen.core.book import Family
from yimen.core.errors import YimenError
from yimen.core.law import parameters_for
from yimen.core.rules import assess
from yimen.demo.county import County
from yimen.demo.means import INCOMES
from yimen.demo.text import Array

FINANCIAL = ("deposit", "securities", "insurance", "online_finance", "claims")
COUNTED = {
    "vehicle": "cars",
    "house": "houses",
    "non_residential": "non_residential_houses",
    "large_machine": "large_machines",
}
PERSONAL = (
    "name",
    "relation",
    "birth_date",
    "local_registration",
    "disability_kind",
    "major_illness",
    "labour_ability",
    "current_programme",
    "half_orphan",
    "no_supporter",
)


def dibao_amounts(county: County, day: date) -> dict[int, int]:
    """Fen a month by household, for the register's 低保 families that the book finds eligible on this day.

    Empty where the place has no published standard: then the register's own figures stand.
    """
    awards = county.awards.filter(pc.equal(county.awards["programme"], "dibao"))
    wanted = awards["household"].to_pylist()
    village = dict(
        zip(county.households["household"].to_pylist(), county.households["village"].to_pylist(), strict=True)
    )
    families = families_of(county, wanted)
    found = {}
    for household, family in families.items():
        try:
            finding = assess("dibao", family, day, parameters_for(village[household], day))
        except YimenError:
            return {}
        if finding.eligible and finding.amount:
            found[household] = finding.amount
    return found


def families_of(county: County, households: list[int]) -> dict[int, Family]:
    """Declared facts of some households, as the platform would read them from its tables (people.facts)."""
    wanted = np.zeros(int(pc.max(county.households["household"]).as_py()) + 1, bool)
    wanted[households] = True
    persons = county.persons.filter(_of(county.persons["household"], wanted) & _members(county))
    incomes = _incomes(county)
    property_ = _properties(county, wanted)
    members: dict[int, list[dict[str, Any]]] = {household: [] for household in households}
    for person in persons.to_pylist():
        members[person["household"]].append(_member(person, incomes))
    homes = county.households.filter(_of(county.households["household"], wanted)).to_pylist()
    return {
        h["household"]: Family(
            {"residence": h["residence"], **property_[h["household"]]}, members[h["household"]]
        )
        for h in homes
    }


def _of(household: Any, wanted: Array) -> Array:
    mask: Array = wanted[household.to_numpy()]
    return mask


def _members(county: County) -> Array:
    mask: Array = pc.equal(county.persons["kind"], "member").to_numpy(zero_copy_only=False)
    return mask


def _incomes(county: County) -> dict[str, Array]:
    """By class, a column over all person numbers."""
    size = int(pc.max(county.persons["person"]).as_py()) + 1
    columns = {}
    for kind in INCOMES:
        rows = county.incomes.filter(pc.equal(county.incomes["kind"], kind))
        column = np.zeros(size, np.int64)
        column[rows["person"].to_numpy()] = pc.fill_null(rows["monthly_fen"], 0).to_numpy()
        columns[kind] = column
    return columns


def _properties(county: County, wanted: Array) -> dict[int, dict[str, Any]]:
    rows = county.properties.filter(_of(county.properties["household"], wanted))
    household = rows["household"].to_numpy()
    value, quantity = (pc.fill_null(rows[c], 0).to_numpy() for c in ("value_fen", "quantity"))
    kind = np.array(rows["kind"].to_pylist())

    def summed(kinds: tuple[str, ...], weights: Array) -> Array:
        mine = np.isin(kind, kinds)
        return np.bincount(household[mine], weights[mine], minlength=len(wanted)).astype(np.int64)

    columns: Mapping[str, Array] = {
        "financial_assets": summed(FINANCIAL, value),
        **{fact: summed((one,), quantity) for one, fact in COUNTED.items()},
        "business_vehicles": np.zeros(len(wanted), np.int64),
    }
    registered = summed(("business_registration",), quantity)
    return {
        h: {
            **{name: int(column[h]) for name, column in columns.items()},
            "business_registered": bool(registered[h]),
        }
        for h in np.flatnonzero(wanted).tolist()
    }


def _member(person: Mapping[str, Any], incomes: Mapping[str, Array]) -> dict[str, Any]:
    return {
        "id": str(person["person"]),
        **{name: person[name] for name in PERSONAL},
        "living_together": True,
        "absence": "none",
        "disability_grade": person["disability_grade"] or 0,
        "student_stage": person["study"],
        **{kind: int(column[person["person"]]) for kind, column in incomes.items()},
    }
