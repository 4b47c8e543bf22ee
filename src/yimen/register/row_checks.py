"""What one row says against itself, or against the earlier rows of its family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yimen.core.ids import resident_id
from yimen.register.columns import LABELS, OF_FAMILY
from yimen.register.family import Family, Said, Spot, fault


def without_number(spot: Spot, row: Mapping[str, Any], family: Family) -> Iterator[Said]:
    if row["birth"] is None:
        yield fault(
            spot, "id_number", "missing", "没有填写身份证号。", "请补填；确实还没有身份证号的，填写出生日期。"
        )
    twin = next((m for m in family.members if m.number is None and m.name == row["name"]), None)
    if twin is not None:
        yield fault(
            spot, "name", "repeated", f"与{twin.spot.seen_from(spot)}同名，两行都没有身份证号。",
            "一个人只能出现一次，请核对后只保留一行。",
        )  # fmt: skip


def as_head(spot: Spot, row: Mapping[str, Any]) -> Iterator[Said]:
    """The head's own row and the others say so alike."""
    is_head = row["id_number"] == row["head_id"]
    if is_head and row["relation"] != "head":
        yield fault(
            spot,
            "relation",
            "head",
            "这一行是户主本人（两个身份证号相同），关系却不是“户主”。",
            "请改为“户主”，或核对身份证号。",
        )
    if not is_head and row["relation"] == "head":
        yield fault(
            spot,
            "relation",
            "head",
            "关系填的是“户主”，但成员身份证号与户主身份证号不同。",
            "请核对两个号码，或改填实际关系。",
        )
    if is_head and row["name"] != row["head_name"]:
        yield fault(
            spot, "name", "head_name", "这一行是户主本人，成员姓名却与户主姓名不同。", "请核对姓名和号码。"
        )


def birth_and_grade(spot: Spot, row: Mapping[str, Any]) -> Iterator[Said]:
    number, birth = row["id_number"], row["birth"]
    if number and birth and resident_id(number, synthetic=True).birth != birth:
        yield fault(
            spot,
            "birth",
            "birth",
            "出生日期与身份证号里的不一致。",
            "请对照证件核对；有身份证号的可以不填出生日期。",
        )
    kind, grade = row["disability"], row["grade"]
    if grade and kind in (None, "none"):
        yield fault(
            spot, "disability", "missing", "填了残疾等级，没有填残疾类别。", "请对照残疾人证补填类别。"
        )
    if kind not in (None, "none") and not grade:
        yield fault(spot, "grade", "missing", "填了残疾类别，没有填残疾等级。", "请对照残疾人证补填等级。")


def shared_values(spot: Spot, row: Mapping[str, Any], family: Family) -> Iterator[Said]:
    """The family's values, said once or on every row alike."""
    for column in OF_FAMILY:
        value = row[column]
        if value is None:
            continue
        if family.values.setdefault(column, value) == value:
            family.spots.setdefault(column, spot)
        else:
            yield fault(
                spot, column, "differs", f"{LABELS[column]}与同一户的{family.spots[column].seen_from(spot)}不同。",
                "同一户只有一个值：请核对后改成一致，或只在户主那一行填写。",
            )  # fmt: skip
