"""serve.py FOLDER [--law table|documented]: answers one line of JSON for each line read, until the input ends.

{"do": "bulk"}: all families at once, in the documented way; the answers go to FOLDER/answers.npz.
{"do": "single", "case": N}: one family's situation as the documentation writes it.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import numpy as np
from openfisca_core.simulations import SimulationBuilder
from system import build

ASKED = ("dibao_eligible", "dibao_amount")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--law", choices=("table", "documented"), default="table")
    given = parser.parse_args()
    system, said = build(given.folder / "description.json", given.law)
    columns = dict(np.load(given.folder / "families.npz")) if (given.folder / "families.npz").exists() else {}
    cases = json.loads((given.folder / "cases.json").read_text())
    say({"ready": True, "version": version("openfisca-core")})
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "bulk":
            say(bulk(system, said, columns, given.folder))
        else:
            say(single(system, said, cases[asked["case"]]))


def bulk(system, said, columns, folder) -> dict:
    start = perf_counter()
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", np.arange(len(columns["owner"])))
    households = builder.declare_entity("household", np.arange(columns["households"]))
    builder.join_with_persons(households, columns["owner"], np.full(len(columns["owner"]), "member"))
    simulation = builder.build(system)
    for name in ("place", *said["facts"]):
        simulation.set_input(name, said["period"], columns[name])
    answers = {name: simulation.calculate(name, said["period"]) for name in ASKED}
    seconds = perf_counter() - start
    np.savez(folder / "answers.npz", **answers)
    return {"seconds": seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def single(system, said, situation) -> dict:
    start = perf_counter()
    simulation = SimulationBuilder().build_from_entities(system, situation)
    built = perf_counter()
    answers = [simulation.calculate(name, said["period"])[0].item() for name in ASKED]
    done = perf_counter()
    return {"seconds": done - start, "computing": done - built, "answers": answers}


def say(answer: dict) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
