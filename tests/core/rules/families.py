"""Invented families: everything answered unless a test leaves it open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from yimen.core.law import Parameters, parameters_for
from yimen.core.rules import Family, Finding, assess

DAY = date(2026, 3, 15)
PLACE = "371311001001"
OPEN = None

PERSON: dict[str, Any] = {
    "birth_date": date(1980, 5, 1),
    "relation": "head",
    "living_together": True,
    "absence": "none",
    "local_registration": True,
    "residence_permit": False,
    "current_programme": "none",
    "disability_kind": "none",
    "disability_grade": 0,
    "major_illness": False,
    "student_stage": "none",
    "labour_ability": "full",
    "half_orphan": False,
    "no_supporter": False,
    "single_other": False,
} | dict.fromkeys(
    (
        "wage",
        "business",
        "property_income",
        "transfer",
        "other_income",
        "exempt_income",
        "basic_pension",
        "employment_cost",
        "rigid_expenditure",
    ),
    0,
)
HOME: dict[str, Any] = {
    "residence": "urban",
    "financial_assets": 0,
    "cars": 0,
    "motorcycles": 0,
    "disability_vehicles": 0,
    "business_vehicles": 0,
    "large_machines": 0,
    "houses": 1,
    "house_area": Decimal("80"),
    "non_residential_houses": 0,
    "business_registered": False,
    "family_stall": False,
    "recent_home": False,
}


def fen(yuan: str | int | None) -> int | None:
    return None if yuan is None else int(Decimal(str(yuan)) * 100)


def person(**facts: Any) -> dict[str, Any]:
    return PERSON | facts


def aged(years: int, **facts: Any) -> dict[str, Any]:
    """Somebody whose birthday is the assessment day."""
    return person(birth_date=DAY.replace(year=DAY.year - years), **facts)


def a_family(
    *members: dict[str, Any], persons: int = 0, monthly_income: str | int | None = 0, **home: Any
) -> Family:
    """The members given, or so many adults whose first earns the income."""
    if not members:
        head = person(wage=fen(monthly_income))
        members = (head, *(person(relation="spouse") for _ in range((persons or 1) - 1)))
    return Family(HOME | home, list(members))


def law_with(place: str = PLACE, on: date = DAY, **overrides: Any) -> Parameters:
    """The law of 罗庄 with a standard of 1,000 yuan, and what the test sets otherwise; "__" stands for "."."""
    given = {"dibao_standard": "1000.00"} | {
        name.replace("__", "."): value for name, value in overrides.items()
    }
    return parameters_for(place, on, given)


def dibao(family: Family, on: date = DAY, **overrides: Any) -> Finding:
    return assess("dibao", family, on, law_with(**overrides))


def bianyuan(family: Family, **overrides: Any) -> Finding:
    return assess("bianyuan", family, DAY, law_with(**overrides))


def found(programme: str, family: Family, on: date = DAY, **overrides: Any) -> Finding:
    """Any programme by its key, under the law of 罗庄 with a standard of 1,000 yuan."""
    return assess(programme, family, on, law_with(on=on, **overrides))
