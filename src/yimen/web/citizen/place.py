"""Step 1: who applies, why, and where the family lives — county, town, village, each chosen from the one above."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.core.regions import is_code
from yimen.guard import clock
from yimen.intake.queries import OpenDraft
from yimen.intake.reading import REASONS, read_place
from yimen.network.models import Organisation
from yimen.people.models import Residence
from yimen.regions.models import Division
from yimen.regions.queries import managed_children
from yimen.web.citizen.steps import APPLY, BY_KEY, SectionPage, draft_view, section_page
from yimen.web.citizen.typed import AnyChoices, TypedForm, choice, or_choose, radios, text
from yimen.web.requests import CitizenRequest, public_view

CASCADE = {"hx-get": "/m/places/", "hx-trigger": "change", "hx-target": "#places", "hx-swap": "outerHTML",
           "hx-include": "#places", "hx-sync": "closest main:replace"}  # fmt: skip


class PlaceForm(TypedForm):
    must: ClassVar[frozenset[str]] = frozenset(
        {"filer", "county", "town", "village", "address", "residence", "reasons"}
    )

    filer = radios("由谁办理", [("self", "本人申请"), ("proxy", "受委托代办")])
    proxy_name = text("代办人姓名", help="本人申请的不用填。代办须有申请人的委托。")
    reasons = AnyChoices(
        label="家里的困难（可多选）",
        required=False,
        choices=list(REASONS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label="再说几句（可不填）", required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200})
    )
    county = choice("县（区）", (), **CASCADE)
    town = choice("乡镇（街道）", (), **CASCADE)
    village = choice("村（社区）", ())
    address = text("居住地址", help="写到门牌号或组，例如 3 组 12 号。")
    registered_address = text("户籍地址", help="与居住地址相同的不用填。")
    residence = radios("居住在", Residence.choices)

    def __init__(self, *, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        counties = [(division.code, division.name) for division in offered_counties()]
        known = {name: value for name, value in (initial or {}).items() if value}
        only = {"county": counties[0][0]} if len(counties) == 1 else {}
        super().__init__(initial={"filer": "self", **only, **known}, **kwargs)
        offer_places(
            self.fields, counties, {name: str(self[name].value() or "") for name in ("county", "town")}
        )


def offer_places(
    fields: Mapping[str, Any], counties: list[tuple[str, str]], chosen: Mapping[str, str]
) -> None:
    """Fill the three lists for what has been chosen so far."""
    fields["county"].choices = or_choose(counties)
    fields["town"].choices = or_choose(
        _below(chosen["county"], 6), "请选择" if chosen["county"] else "先选县（区）"
    )
    inside = chosen["town"] if chosen["town"].startswith(chosen["county"][:4]) else ""
    fields["village"].choices = or_choose(_below(inside, 9), "请选择" if inside else "先选乡镇（街道）")


def offered_counties() -> Iterable[Division]:
    """The counties whose bureau works with this installation."""
    bureaus = Organisation.objects.filter(kind=Organisation.Kind.BUREAU).values_list("area", flat=True)
    codes = {area for area in bureaus if len(area) == 6} or {settings.ENV.county}
    return Division.objects.filter(pk__in=codes, until__isnull=True).order_by("code")


def _below(code: str, level: int) -> list[tuple[str, str]]:
    if not code or not is_code(code) or len(code) != level:
        return []
    return [(division.code, division.short_name) for division in managed_children(code, clock.today())]


@draft_view()
def place(request: CitizenRequest, held: OpenDraft) -> HttpResponse:
    """申请原因和住址."""
    page = SectionPage(
        step=BY_KEY["place"],
        section="place",
        template="m/apply/place.html",
        make=PlaceForm,
        read=lambda content: read_place(content)[1],
        next_url=BY_KEY["members"].url,
        previous_url=APPLY,
    )
    return section_page(request, held, page)


@public_view(methods=("GET",))
def places(request: HttpRequest) -> HttpResponse:
    """The three lists again, after a choice in one of them."""
    chosen = {name: request.GET.get(name, "") for name in ("county", "town", "village")}
    return render(request, "m/apply/_places.html", {"form": PlaceForm(initial=chosen).dressed()})
