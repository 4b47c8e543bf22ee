"""A family that fills in the form, as typed text. All invented."""

import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from tests.county import an_id

from yimen.intake.content import Content

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
PHONE = "13800001234"
VILLAGE = "371311001001"

PLACE = {
    "filer": "self",
    "county": "371311",
    "town": "371311001",
    "village": VILLAGE,
    "address": "龙潭社区 3 组 12 号",
    "registered_address": "",
    "residence": "urban",
    "reasons": ["illness", "no_income"],
    "reason": "",
}
HEAD = {
    "kind": "member", "relation": "head", "name": "王秀兰", "id_kind": "resident", "id_number": an_id("19700512", 102),
    "phone": PHONE, "local_registration": "yes", "married": "yes", "disability_kind": "none", "major_illness": "yes",
    "study": "none", "labour_ability": "part", "full_capacity": "yes",
}  # fmt: skip
SON = {
    "kind": "member", "relation": "child", "name": "王小明", "id_kind": "resident", "id_number": an_id("20150301", 103),
    "local_registration": "yes", "study": "compulsory", "disability_kind": "none", "major_illness": "no",
}  # fmt: skip
HUSBAND = HEAD | {
    "relation": "spouse",
    "name": "赵铁柱",
    "id_number": an_id("19680203", 105),
    "phone": "13900005678",
}
NOTHING = {"nothing": "yes"}
PROPERTY = {
    f"{kind}_have": "no"
    for kind in (
        "deposit", "securities", "insurance", "online_finance", "claims", "vehicle", "non_residential",
        "business_registration", "large_machine",
    )
} | {"house_have": "yes", "house_quantity": "1", "house_detail": "自建平房 80 平方米"}  # fmt: skip


def a_form(*people: dict[str, Any], **sections: dict[str, Any]) -> Content:
    """A form that is right, unless a section is given otherwise."""
    content = Content()
    for person in people or (HEAD, SON):
        member = content.add_member(person)
        content.put(f"income:{member}", sections.get("income", NOTHING), "")
    account = {"holder": content.members[0], "bank": "农商银行", "number": "6222 0000 1111 2222 331"}
    content.put("place", sections.get("place", PLACE), "")
    content.put("property", sections.get("property", PROPERTY), "")
    content.put("account", sections.get("account", account), "")
    return content


def a_photo() -> bytes:
    """A small picture as a phone sends it."""
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(target, "JPEG")
    return target.getvalue()
