"""Promise 15 over the whole path: spoilt registers by the hundred; every row at fault is named, and none comes in."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.register.registers import (
    COUNTY_SCOPE,
    HEADER,
    a_csv,
    a_family,
    an_id,
    cells,
    checked,
    remarks,
    saved,
)
from yimen.cases.models import Award
from yimen.core.sheets.source import letter
from yimen.guard.scope import scope
from yimen.register.columns import INDEX, SHEET
from yimen.register.models import StagedFamily, State

SLOW = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}

SPOILT_HEAD: list[tuple[str, Any, str]] = [
    ("name", None, "missing"),
    ("head_id", 9.90001195001010e14, "id.not-text"),
    ("id_number", "=A1", "formula"),
    ("monthly", "=400*2", "formula"),
    ("monthly", "#VALUE!", "error"),
    ("monthly", "八百", "amount"),
    ("monthly", None, "missing"),
    ("persons", "两人", "integer"),
    ("persons", 9, "persons"),
    ("start", "2023-13", "date"),
    ("place", "不存在村", "place"),
    ("town", "不存在镇", "place"),
    ("account", 6.22848e18, "account.number"),
    ("bank", None, "missing"),
    ("residence", "不详", "choice"),
    ("phone", "没有", "check"),
]
SPOILT_MEMBER: list[tuple[str, Any, str]] = [
    ("name", "张3", "check"),
    ("id_number", None, "missing"),
    ("id_number", an_id(77)[:17], "id.shape"),
    ("id_number", "99000119500231000X", "id.birth"),
    ("relation", "邻居", "choice"),
    ("relation", "户主", "head"),
    ("monthly", 1, "differs"),
    ("head_name", "别人", "head_name"),
]  # fmt: skip


@dataclass
class Plan:
    """Families to write, and what is done to them: (family, member) → what stands in a cell; merged, repeated rows."""

    families: int
    spoils: dict[tuple[int, int], tuple[str, Any, str]]
    merged: set[int] = field(default_factory=set)
    repeated: bool = False
    titles: int = 0
    shift: int = 0
    as_csv: bool = False


@st.composite
def plans(draw: Any) -> Plan:
    families = draw(st.integers(1, 5))
    each = st.tuples(st.integers(0, families - 1), st.sampled_from([0, 1]))
    spoils = {
        place: draw(st.sampled_from(SPOILT_HEAD if place[1] == 0 else SPOILT_MEMBER))
        for place in draw(st.sets(each, max_size=families))
    }
    whole = [family for family in range(families) if not {(family, 0), (family, 1)} & set(spoils)]
    as_csv = not any(
        str(value).startswith(("=", "#")) or isinstance(value, float) for _, value, _ in spoils.values()
    )
    as_csv = as_csv and draw(st.booleans())
    merged = set() if as_csv or not whole else draw(st.sets(st.sampled_from(whole), max_size=1))
    return Plan(
        families, spoils, merged, draw(st.booleans()) and len(set(whole) - merged) > 1,
        draw(st.integers(0, 3)), 0 if as_csv else draw(st.integers(0, 2)), as_csv,
    )  # fmt: skip


def rows_of(plan: Plan) -> list[dict[str, Any]]:
    rows = [row for family in range(plan.families) for row in a_family(family + 1)]
    for (family, member), (column, value, _) in plan.spoils.items():
        rows[2 * family + member][column] = value
    if plan.repeated:
        first, *_, last = sorted(set(range(plan.families)) - {f for f, _ in plan.spoils} - plan.merged)
        rows[2 * last + 1]["id_number"] = rows[2 * first + 1]["id_number"]
    return rows


def built(plan: Plan) -> bytes:
    rows = rows_of(plan)
    if plan.as_csv:
        return a_csv(rows)
    book = openpyxl.Workbook()
    page = book.active
    page.title = SHEET
    for _ in range(plan.titles):
        page.append(["某县低保在册名单"])
    for line in (HEADER, *cells(rows)):
        page.append([*[None] * plan.shift, *line])
    for family in plan.merged:
        top, column = plan.titles + 2 + 2 * family, plan.shift + INDEX["monthly"] + 1
        page.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
    return saved(book)


@settings(max_examples=60, **SLOW)
@given(plan=plans())
def test_every_fault_is_named_where_it_stands_and_a_file_with_one_brings_nothing(office, plan):
    with undone():
        look(office, plan)


@pytest.mark.nightly
@settings(max_examples=300, **SLOW)
@given(plan=plans())
def test_three_hundred_spoilt_registers(office, plan):
    with undone():
        look(office, plan)


@contextmanager
def undone():
    """Each example in a transaction of its own, undone before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def look(office, plan: Plan) -> None:
    upload = checked(office, built(plan), "名单.csv" if plan.as_csv else "名单.xlsx")

    top = 2 if plan.as_csv else plan.titles + 2
    shift, sheet = (0, "") if plan.as_csv else (plan.shift, SHEET)
    told = {(p.sheet, p.row, p.column, p.code) for p in remarks(upload)}
    for (family, member), (column, _, code) in plan.spoils.items():
        if code == "differs" and any(plan.spoils.get((family, m), ("",))[0] == "head_id" for m in (0, 1)):
            continue  # without the head's number the two rows are not known to be one family
        assert (sheet, top + 2 * family + member, letter(shift + INDEX[column] + 1), code) in told, (
            plan,
            told,
        )
    for family in plan.merged:
        assert {(sheet, top + 2 * family + n, "", "merged") for n in (0, 1)} <= told
    at_fault = {top + 2 * f + m for f, m in plan.spoils} | {
        top + 2 * f + n for f in plan.merged for n in (0, 1)
    }
    assert bool(told) == bool(at_fault or plan.repeated)
    assert (upload.state == State.READY) is not bool(told)
    with scope(COUNTY_SCOPE):
        staged = StagedFamily.objects.filter(upload=upload).count()
        assert staged == (0 if told else plan.families)
        assert not Award.objects.exists()
    sound = set(range(plan.families)) - {f for f, _ in plan.spoils} - plan.merged
    spared = {top + 2 * f + n for f in sound for n in (0, 1)}
    assert not {row for _, row, _, code in told if code != "repeated"} & spared, (plan, told)
