"""What waits between check and promotion: families and persons as the file has them, and the remarks. All sealed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from yimen.core.ids import uuid7
from yimen.core.sheets import Problem
from yimen.register.family import Family, Spot
from yimen.register.loading import insert, sealed
from yimen.register.models import Remark, StagedFamily, StagedPerson, Upload

PERSON = (
    "name", "id_number", "relation", "covered", "phone", "birth", "disability", "grade", "labour", "illness", "nation",
)  # fmt: skip
FAMILY = ("residence", "address", "start", "bank", "account", "holder")
_DATES = {"birth", "start"}


class PersonAsStaged(NamedTuple):
    """A row on its way, not yet sealed."""

    family: int
    spot: Spot
    row: Mapping[str, Any]


def stage_persons(upload: Upload, persons: Iterable[PersonAsStaged]) -> None:
    _insert(
        StagedPerson,
        upload,
        ("family", "position"),
        (
            (
                (one.family, one.spot.position),
                {**_chosen(one.row, PERSON), "sheet": one.spot.sheet, "row": one.spot.row},
            )
            for one in persons
        ),
    )


def stage_families(upload: Upload, families: Iterable[Family]) -> None:
    _insert(
        StagedFamily,
        upload,
        ("number", "place", "monthly_fen", "persons", "standing"),
        (
            (
                (f.number, f.place, f.values["monthly"], len(f.covered), f.standing),
                {
                    **_chosen(f.values, FAMILY),
                    "head_name": f.head_name,
                    "head_id": f.head_id,
                    "own_phone": f.own_phone,
                },
            )
            for f in families
        ),
    )


def keep_remarks(upload: Upload, remarks: Iterable[tuple[int, bool, Problem]]) -> None:
    """Position, whether an error, and what is said where."""
    kinds = {True: Remark.Kind.ERROR, False: Remark.Kind.NOTICE}
    _insert(
        Remark,
        upload,
        ("kind", "position", "code"),
        (
            (
                (kinds[error].value, position, problem.code[:40]),
                {
                    "sheet": problem.sheet, "row": problem.row, "column": problem.column, "label": problem.label,
                    "what": problem.what, "todo": problem.todo,
                },
            )
            for position, error, problem in remarks
        ),
    )  # fmt: skip


def erase_persons(upload: Upload) -> None:
    """The families and persons; the remarks stay to be mended."""
    for model in (StagedPerson, StagedFamily):
        model._base_manager.filter(upload=upload).delete()


def erase(upload: Upload) -> None:
    """Nothing of the file's people is left but what became families. The sealed file itself is the caller's."""
    erase_persons(upload)
    Remark.objects.filter(upload=upload).delete()


def read(content: str) -> dict[str, Any]:
    """A sealed content, opened, as values again."""
    found = json.loads(content)
    return {
        name: date.fromisoformat(value) if name in _DATES and value else value
        for name, value in found.items()
    }


def problem_of(remark: Remark) -> Problem:
    return Problem(code=remark.code, **json.loads(remark.content))


def _insert(
    model: Any,
    upload: Upload,
    columns: tuple[str, ...],
    rows: Iterable[tuple[tuple[Any, ...], dict[str, Any]]],
) -> None:
    def as_rows() -> Iterable[tuple[Any, ...]]:
        for values, content in rows:
            row = uuid7()
            yield (
                row,
                upload.county,
                "",
                "",
                upload.pk,
                *values,
                sealed(model, "content", row, _json(content)),
            )

    insert(model, ("id", "county", "town", "village", "upload_id", *columns, "content"), as_rows())


def _chosen(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Only what was said: what is left out was not answered."""
    return {name: values[name] for name in names if values.get(name) is not None}


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, default=date.isoformat)
