"""The assets of a case file, item by item, as the facts the property tests ask for."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from yimen.core.casefile.nodes import Field

FINANCIAL = {
    "deposit": "存款",
    "securities": "有价证券、基金",
    "insurance": "商业保险",
    "online_finance": "互联网金融资产",
    "claims": "债权及其他",
}
THINGS = {
    "car": ("cars", "小型、中型汽车"),
    "motorcycle": ("motorcycles", "摩托车"),
    "disability_vehicle": ("disability_vehicles", "残疾人代步车"),
    "business_vehicle": ("business_vehicles", "经营用小型车辆"),
    "large_machine": ("large_machines", "船舶、大型农机具"),
    "house": ("houses", "住房"),
    "non_residential": ("non_residential_houses", "非居住类房屋"),
}
BUSINESS = "business_registration"
KINDS = {**FINANCIAL, **{kind: words for kind, (_, words) in THINGS.items()}, BUSINESS: "市场主体登记"}
ITEM = ("kind", "amount", "count", "area", "owner", "exempt", "family_stall", "detail")
ASSET_FACTS = (
    "financial_assets",
    *(fact for fact, _ in THINGS.values()),
    "house_area",
    "business_registered",
    "family_stall",
)


def read_assets(field: Field) -> dict[str, Any]:
    """Sums and counts of all items; a list that is written is complete. A null amount, count or area is not answered."""
    facts: dict[str, Any] = {"financial_assets": 0, **{fact: 0 for fact, _ in THINGS.values()}}
    facts |= {"house_area": Decimal(0), "business_registered": False, "family_stall": False}
    for item in field.items():
        fields = item.fields(*ITEM)
        if "kind" not in fields:
            raise item.wrong("缺少“kind”（财产类别）。")
        if fields["kind"].text not in KINDS:
            raise fields["kind"].wrong(f"没有“{fields['kind'].text}”这类财产；可写：{_listed()}。")
        if not ("exempt" in fields and fields["exempt"].truth()):
            _add(facts, fields["kind"].text, item, fields)
    return facts


def _listed() -> str:
    return "、".join(f"{kind}（{words}）" for kind, words in KINDS.items())


def _add(facts: dict[str, Any], kind: str, item: Field, fields: dict[str, Field]) -> None:
    if kind in FINANCIAL:
        if "amount" not in fields:
            raise item.wrong("缺少“amount”（金额，元）；不清楚就写 null。")
        amount = fields["amount"]
        _plus(facts, "financial_assets", None if amount.is_nothing else amount.fen())
    elif kind == BUSINESS:
        stall = "family_stall" in fields and fields["family_stall"].truth()
        facts["family_stall"] = stall and (facts["family_stall"] or not facts["business_registered"])
        facts["business_registered"] = True
    else:
        _plus(facts, THINGS[kind][0], _count(fields.get("count")))
        if kind == "house":
            _plus(facts, "house_area", _area(fields.get("area")))


def _plus(facts: dict[str, Any], name: str, more: Any) -> None:
    facts[name] = None if more is None or facts[name] is None else facts[name] + more


def _count(field: Field | None) -> int | None:
    if field is None:
        return 1
    if field.is_nothing:
        return None
    if not field.text.isdecimal():
        raise field.wrong(f"数量要写整数，写的却是“{field.text}”。")
    return int(field.text)


def _area(field: Field | None) -> Decimal | None:
    if field is None or field.is_nothing:
        return None
    try:
        area = Decimal(field.text)
    except InvalidOperation:
        area = Decimal("NaN")
    if not area.is_finite() or area < 0 or area != round(area, 2):
        raise field.wrong(f"面积要写平方米数，最多两位小数，写的却是“{field.text}”。")
    return area
