"""The case file as JSON Schema, made from what the book declares."""

from __future__ import annotations

from typing import Any

from yimen.core.book import Fact, Kind, Parameter
from yimen.core.casefile.assets import FINANCIAL, KINDS
from yimen.core.casefile.reading import ALL, EXPENSES, HOUSEHOLD, INCOME, MEMBER, YEARLY
from yimen.core.law import PARAMETERS
from yimen.core.law.values import written_unit
from yimen.core.rules import BOOK, PROGRAMMES

YUAN = {"type": ["string", "number", "null"], "description": "元，最多两位小数；null 表示没有回答"}
DAY = {"type": "string", "format": "date"}


def case_schema() -> dict[str, Any]:
    """Draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "一门：个案文件",
        "$defs": {"dated": _dated()},
        **_object(
            {
                "programme": {
                    "enum": [*PROGRAMMES, ALL],
                    "description": _listed({p.key: p.label for p in PROGRAMMES.values()}),
                },
                "on": DAY | {"description": "测算的日期：年龄按这一天算"},
                "accepted_on": DAY | {"description": "受理日期：按这一天的标准和规定算；不写就是 on"},
                "place": {
                    "type": "string",
                    "pattern": r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?$",
                    "description": "区划代码",
                },
                "parameters": _parameters(),
                "household": _household(),
                "applicant": {"type": "string", "description": "申请人姓名，须是成员之一"},
            },
            required=("programme", "on", "household"),
        ),
    }


def _object(properties: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": list(required)} if required else {})


def _listed(values: dict[str, str]) -> str:
    return "；".join(f"{code} {words}" for code, words in values.items())


def _household() -> dict[str, Any]:
    member = {"name": {"type": "string"}, "income": _income(), **{n: _fact(f) for n, f in MEMBER.items()}}
    return _object(
        {
            **{name: _fact(fact) for name, fact in HOUSEHOLD.items()},
            "members": {"type": "array", "items": _object(member)},
            "every_member": _object({n: _fact(f) for n, f in MEMBER.items()})
            | {"description": "对每个成员都成立的回答；成员自己写了的以成员为准"},
            "assets": {"type": "array", "items": _asset(), "description": "写了就是全部财产；[] 表示没有"},
            "expenses": {
                "type": "array",
                "items": _expense(),
                "description": "写了就是全部可扣减支出和刚性支出；[] 表示没有",
            },
        },
        required=("members",),
    )


def _income() -> dict[str, Any]:
    classes = _object({name: YUAN | {"description": BOOK.facts[name].label} for name in INCOME})
    none = {"enum": [0, "0", None], "description": "0 表示没有收入，null 表示没有回答"}
    return {"anyOf": [classes, none], "description": "每月，元；写了就是全部收入"}


def _asset() -> dict[str, Any]:
    return _object(
        {
            "kind": {"enum": list(KINDS), "description": _listed(KINDS)},
            "amount": YUAN | {"description": f"金额（元），用于 {'、'.join(FINANCIAL)}"},
            "count": {"type": ["integer", "null"], "minimum": 0, "description": "数量，不写是 1"},
            "area": {"type": ["string", "number", "null"], "description": "住房建筑面积，平方米"},
            "owner": {"type": "string"},
            "exempt": {"type": "boolean", "description": "按规定豁免，不计入"},
            "family_stall": {"type": "boolean", "description": "市场主体登记只是无雇工的家庭摊点"},
            "detail": {"type": "string"},
        },
        required=("kind",),
    )


def _expense() -> dict[str, Any]:
    def words(names: tuple[str, ...]) -> str:
        return _listed({name: BOOK.facts[name].label for name in names})

    monthly = _object(
        {
            "kind": {"enum": list(EXPENSES), "description": words(EXPENSES)},
            "member": {"type": "string", "description": "成员的 name"},
            "monthly": YUAN,
        },
        required=("kind", "member", "monthly"),
    )
    yearly = _object(
        {
            "kind": {"enum": list(YEARLY), "description": words(YEARLY)},
            "member": {"type": "string"},
            "yearly": YUAN | {"description": "申请前十二个月，元"},
        },
        required=("kind", "yearly"),
    )
    return {"anyOf": [monthly, yearly]}


def _fact(fact: Fact) -> dict[str, Any]:
    about = {"description": fact.label}
    if fact.kind is Kind.TRUTH:
        return {"enum": [True, False, "是", "否", None], **about}
    if fact.kind is Kind.DATE:
        return {"anyOf": [DAY, {"type": "null"}], **about}
    if fact.category is not None:
        codes = dict(fact.category.values)
        return {"enum": [*codes, *codes.values(), None], "description": f"{fact.label}：{_listed(codes)}"}
    if fact.unit.startswith("fen"):
        return YUAN | {"description": f"{fact.label}，元"}
    low, high = fact.bounds or (0, 0)
    one = 10**fact.scale
    return {"type": ["number", "null"], "minimum": low // one, "maximum": high // one, **about}


# Parameters -------------------------------------------------------------------------------------------------------


def _parameters() -> dict[str, Any]:
    """By name, or by "name.code" for one cell of a listed parameter."""
    dotted = {rf"^{p.name}\.({'|'.join(p.by.codes)})$": _plain(p) for p in PARAMETERS if p.by}
    return _object({p.name: _parameter(p) for p in PARAMETERS}) | {
        "patternProperties": dotted,
        "description": "替换当地参数：写一个值，或按类别分写，或像标准包那样写 unit 和带日期的列表；金额用元",
    }


def _plain(parameter: Parameter) -> dict[str, Any]:
    about = f"{parameter.label}（{written_unit(parameter)}）" if parameter.unit != "1" else parameter.label
    if parameter.kind is Kind.TRUTH:
        return {"type": "boolean", "description": about}
    if parameter.category is not None:
        return {
            "enum": list(parameter.category.codes),
            "description": f"{about}：{_listed(dict(parameter.category.values))}",
        }
    return {"type": ["string", "number"], "description": about}


def _dated() -> dict[str, Any]:
    """As in a pack: a list of values with their days and instruments; the reader checks each against its parameter."""
    entry = _object(
        {
            "value": {"type": ["string", "number", "boolean"]},
            "from": DAY,
            "until": DAY,
            "instrument": {"type": "string"},
            "assumed": {"type": "boolean"},
            "note": {"type": "string"},
        },
        required=("value", "from", "instrument"),
    )
    return {"type": "array", "items": entry}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    dated = {"$ref": "#/$defs/dated"}
    codes = parameter.by.codes if parameter.by else ()
    unit = {"unit": {"const": written_unit(parameter)}}
    plain = _plain(parameter)
    forms = [
        plain,
        _object(unit | dict.fromkeys(("all", *codes), dated) if codes else unit | {"values": dated}),
    ]
    if codes:
        by_code = {"enum": list(codes)}
        forms.insert(1, {"type": "object", "propertyNames": by_code, "additionalProperties": plain})
    return {"anyOf": forms}
