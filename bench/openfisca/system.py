"""Entities, facts as variables, and parameters by place and date, from the description the benchmark hands over."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Person = build_entity("person", "persons", "一名成员", is_person=True)
Household = build_entity(
    "household", "households", "一户", roles=[{"key": "member", "plural": "members", "label": "成员"}]
)
ENTITIES = {"household": Household, "member": Person}
TYPES = {"truth": bool, "number": int, "date": int}


class Law:
    """How a formula reads a parameter: one number for each household, by its place."""

    form = "table"
    places: list[str] = []

    @classmethod
    def at(cls, parameters, period, place, key):
        node = parameters(period)
        for part in key.split("."):
            node = node[part]
        if cls.form == "documented":
            return node[place]
        return np.array([node[name] for name in cls.places])[place]


def build(description: Path, form: str) -> tuple[TaxBenefitSystem, dict]:
    said = json.loads(description.read_text())
    Law.form, Law.places = form, said["places"]
    system = TaxBenefitSystem([Person, Household])
    enums = {name: Enum(name, {code: code for code in codes}) for name, codes in said["categories"].items()}
    enums["place"] = Enum("place", {name: name for name in said["places"]})
    system.add_variable(
        _input("place", {"level": "household", "kind": "category", "category": "place"}, enums)
    )
    for name, fact in said["facts"].items():
        system.add_variable(_input(name, fact, enums))
    system.parameters = ParameterNode("", data=_tree(said["laws"]))
    from rules import RULES

    for rule in RULES:
        system.add_variable(rule)
        if rule.value_type is int:
            system.variables[rule.__name__].dtype = np.int64
    return system, said


def _input(name: str, fact: dict, enums: dict) -> type[Variable]:
    body = {"entity": ENTITIES[fact["level"]], "definition_period": DateUnit.MONTH, "label": name}
    if fact["kind"] == "category":
        enum = enums[fact["category"]]
        body |= {"value_type": Enum, "possible_values": enum, "default_value": next(iter(enum))}
    else:
        body["value_type"] = TYPES[fact["kind"]]
    return type(name, (Variable,), body)


def _tree(laws: dict) -> dict:
    """key → place → date → value, as nested parameter nodes."""
    tree: dict = {}
    for key, by_place in laws.items():
        node = tree
        for part in key.split("."):
            node = node.setdefault(part, {})
        for place, by_date in by_place.items():
            node[place] = {"values": {day: {"value": value} for day, value in by_date.items()}}
    return tree
