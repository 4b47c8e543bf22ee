"""The steps of an application on the phone, and the one way a section is shown, saved and checked."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from yimen.guard import clock
from yimen.intake import drafts
from yimen.intake.content import Content
from yimen.intake.drafts import Seen, StaleDraft
from yimen.intake.faults import Fault
from yimen.intake.queries import OpenDraft, draft_of
from yimen.web.citizen.typed import TypedForm, as_data
from yimen.web.requests import CitizenRequest, View, citizen_view
from yimen.web.shell_fields import kind_of

APPLY = "/m/apply/"


@dataclass(frozen=True)
class Step:
    """A page of the form; `sections` are what it fills, by the beginning of their names."""

    key: str
    label: str
    sections: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"{APPLY}{self.key}/"

    @property
    def number(self) -> int:
        return STEPS.index(self) + 1


STEPS = (
    Step("place", "申请原因和住址", ("place",)),
    Step("members", "家庭成员", ("members", "member:")),
    Step("income", "收入", ("income:",)),
    Step("property", "财产", ("property",)),
    Step("account", "收款账户", ("account",)),
    Step("papers", "证件材料", ("papers",)),
    Step("sign", "核对授权", ("sign",)),
    Step("review", "承诺和提交", ("review",)),
)
BY_KEY = {step.key: step for step in STEPS}


def step_of(section: str) -> Step:
    """The step on which a section is filled in."""
    return next(s for s in STEPS if any(section == own or section.startswith(own) for own in s.sections))


def page_of(fault: Fault) -> str:
    """Where a fault is put right: the page, checked, at the field."""
    step = step_of(fault.section)
    _, _, member = fault.section.partition(":")
    page = f"{step.url}{member}/" if member else step.url
    if step.key == "sign":
        return f"{page}{fault.field}/"
    return f"{page}?check=1#id_{fault.field}" if fault.field else page


def draft_view(*, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[View], View]:
    """A page of a citizen who has begun an application; others are sent to its beginning."""

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: CitizenRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            held = draft_of(request.citizen.account)
            return view(request, held, *args, **kwargs) if held else redirect(APPLY)

        return citizen_view(purpose="填写申请", methods=methods)(run)

    return decorate


@dataclass(frozen=True)
class SectionPage:
    """One section on one page. `read` says what is wrong with it; `make` builds its form from data or kept values."""

    step: Step
    section: str
    template: str
    make: Callable[..., TypedForm]
    read: Callable[[Content], list[Fault]]
    next_url: str
    previous_url: str
    context: Mapping[str, Any] = field(default_factory=dict)


def section_page(request: HttpRequest, held: OpenDraft, page: SectionPage) -> HttpResponse:
    """Show, autosave (`?save=1`), or save, check and go on."""
    if request.method != "POST":
        return _shown(request, held.content, page)
    form = page.make(data=request.POST)
    values, seen = form.typed(), seen_by(request)
    try:
        content = drafts.save_section(held.id, page.section, values, seen=seen, now=clock.now())
    except StaleDraft as stale:
        return _conflict(request, held.content, page, form, stale)
    if "save" in request.GET:
        return render(request, "m/apply/_saved.html", {"version": content.version(page.section)})
    faults = page.read(content)
    if any(fault.blocks for fault in faults):
        return _page(request, content, page, form, seen.tab, faults, status=422)
    return redirect(page.next_url)


def seen_by(request: HttpRequest) -> Seen:
    version = request.POST.get("version", "")
    return Seen(int(version) if version.isdigit() else 0, request.POST.get("tab", "")[:16])


def seen_fields(content: Content, section: str, tab: str = "") -> dict[str, Any]:
    """The hidden fields that let a second page be noticed."""
    return {"version": content.version(section), "tab": tab or secrets.token_hex(4)}


def _shown(request: HttpRequest, content: Content, page: SectionPage) -> HttpResponse:
    typed = content.get(page.section)
    if "check" in request.GET:
        return _page(request, content, page, page.make(data=as_data(typed)), "", page.read(content))
    return _page(request, content, page, page.make(initial=typed), "", [])


def _page(
    request: HttpRequest,
    content: Content,
    page: SectionPage,
    form: TypedForm,
    tab: str,
    faults: list[Fault],
    *,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    if form.is_bound:
        form.mark(fault for fault in faults if fault.blocks)
    context = {
        "form": form.dressed(),
        "step": page.step,
        "step_names": [step.label for step in STEPS],
        "previous_url": page.previous_url,
        "save_url": f"{request.path}?save=1",
        "remarks": [fault.text for fault in faults if not fault.blocks],
        **seen_fields(content, page.section, tab),
        **page.context,
        **extra,
    }
    return render(request, page.template, context, status=status)


def _conflict(
    request: HttpRequest, content: Content, page: SectionPage, form: TypedForm, stale: StaleDraft
) -> HttpResponse:
    """Both texts side by side; what was typed stays in the form, and saving again is a decision."""
    rows = conflict_rows(page.make(), stale.theirs, stale.mine)
    context = {"conflict_rows": rows, "reload_url": request.path, "version": stale.version}
    if "save" in request.GET:
        response = render(request, "m/apply/_conflict.html", context, status=409)
        response["HX-Retarget"], response["HX-Reswap"] = "#conflict", "innerHTML"
        return response
    return _page(request, content, page, form, seen_by(request).tab, [], status=409, **context)


def conflict_rows(
    form: TypedForm, theirs: Mapping[str, Any], mine: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Only the fields that differ, in words."""
    return [
        {"label": form[name].label, "theirs": _worded(form, name, theirs), "mine": _worded(form, name, mine)}
        for name in form.fields
        if (theirs.get(name) or "") != (mine.get(name) or "")
    ]


def _worded(form: TypedForm, name: str, values: Mapping[str, Any]) -> str:
    value = values.get(name) or ""
    if kind_of(form[name]) in ("select", "radio", "checks"):
        words = dict(form.fields[name].choices)  # type: ignore[attr-defined]
        listed = value if isinstance(value, list) else [value]
        return "、".join(str(words.get(one, one)) for one in listed if one)
    return {"yes": "已勾选"}.get(value, value) if kind_of(form[name]) == "check" else value
