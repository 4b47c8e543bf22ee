"""Steps 4 and 5: what the family owns, and the account aid is to be paid to."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse

from yimen.intake.queries import OpenDraft
from yimen.intake.reading import COUNTED, PROPERTY_ASKED, PROPERTY_LABELS, read_account, read_properties
from yimen.web.citizen.steps import BY_KEY, SectionPage, draft_view, section_page
from yimen.web.citizen.typed import TypedForm, box, choice, or_choose, radios, text, yuan
from yimen.web.requests import CitizenRequest

HAVE = (("yes", "有"), ("no", "没有"), ("", "不清楚"))
WORTH = {
    "deposit": "全家合计多少钱（活期、定期、现金）",
    "securities": "市值大约多少钱",
    "insurance": "已交保费大约多少钱",
    "online_finance": "余额合计（微信、支付宝、余额宝等）",
    "claims": "别人欠的钱、其他财产合计",
}
HINTS = {
    "vehicle": "小汽车、货车等。电动自行车、残疾人代步车不用填；经营用的请在说明里写明。",
    "house": "产权房、自建房、宅基地上的房屋，合计几套。",
    "non_residential": "商铺、厂房、车库等。",
    "business_registration": "公司、个体工商户、合作社等。",
    "large_machine": "船舶、收割机、拖拉机等。",
}


class PropertyForm(TypedForm):
    """For each kind: has it, has it not, or not known; then how many or how much."""

    def __init__(self, *args: Any, members: list[tuple[str, str]] = (), **kwargs: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **kwargs)
        for kind in PROPERTY_ASKED:
            self.fields |= _kind_fields(kind, members)

    def kinds(self) -> list[dict[str, Any]]:
        """The fields of each kind together, as the page shows them."""
        return [
            {
                "key": kind,
                "label": PROPERTY_LABELS[kind],
                "hint": HINTS.get(kind, ""),
                "have": self[f"{kind}_have"],
                "more": [self[name] for name in _kind_fields(kind, ()) if not name.endswith("_have")],
            }
            for kind in PROPERTY_ASKED
        ]


def _kind_fields(kind: str, members: Any) -> dict[str, forms.Field]:
    label = PROPERTY_LABELS[kind]
    fields: dict[str, forms.Field] = {f"{kind}_have": radios(label, HAVE)}
    if kind in COUNTED:
        fields[f"{kind}_quantity"] = text("数量", inputmode="numeric")
        fields[f"{kind}_owner"] = choice("在谁名下", or_choose(members, "请选择（可不填）"))
        fields[f"{kind}_detail"] = text("说明（可不填）", help="例如面积、车牌、买的年份")
    else:
        fields[f"{kind}_value"] = yuan(WORTH[kind])
    return fields


class AccountForm(TypedForm):
    must: ClassVar[frozenset[str]] = frozenset({"holder", "bank", "number"})

    holder = choice("户名", ())
    bank = text("开户银行", help="例如 农商银行、邮储银行。")
    number = text("账号", help="惠民惠农一卡通或银行卡上的号码。", inputmode="numeric")
    none_yet = box("还没有账户，以后再补", "没有账户也可以先申请，发放前补上即可。")

    def __init__(self, *args: Any, members: list[tuple[str, str]] = (), **kwargs: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = or_choose(members)  # type: ignore[attr-defined]


def _names(held: OpenDraft) -> list[tuple[str, str]]:
    return [(member, held.content.name(member)) for member, _ in held.content.each()]


@draft_view()
def property_(request: CitizenRequest, held: OpenDraft) -> HttpResponse:
    """家庭财产."""
    names = _names(held)
    page = SectionPage(
        step=BY_KEY["property"],
        section="property",
        template="m/apply/property.html",
        make=lambda **given: PropertyForm(members=names, **given),
        read=lambda content: read_properties(content)[1],
        next_url=BY_KEY["account"].url,
        previous_url=BY_KEY["income"].url,
    )
    return section_page(request, held, page)


@draft_view()
def account(request: CitizenRequest, held: OpenDraft) -> HttpResponse:
    """收款账户."""
    names = _names(held)
    page = SectionPage(
        step=BY_KEY["account"],
        section="account",
        template="m/apply/account.html",
        make=lambda **given: AccountForm(members=names, **given),
        read=lambda content: read_account(content)[1],
        next_url=BY_KEY["papers"].url,
        previous_url=BY_KEY["property"].url,
    )
    return section_page(request, held, page)
