"""What a family may know and end: 谁查过我, and its authorisations."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from yimen.audit.queries import Look, looks_at
from yimen.audit.trail import looked_at
from yimen.documents.actions import attach
from yimen.documents.uploads import UploadRefused
from yimen.guard import clock
from yimen.intake import signing
from yimen.intake.models import Authorisation
from yimen.intake.queries import authorisations_of
from yimen.intake.signing import CannotSign, NumberRefused
from yimen.intake.texts import AUTHORISATION_TEXT
from yimen.notifications import codes
from yimen.notifications.channel import NoChannel
from yimen.notifications.channel import channel as channel_
from yimen.notifications.codes import CodeRefused, TooManyCodes
from yimen.people.models import Household, Person
from yimen.people.queries import members_on
from yimen.web.citizen.signing import CodeForm, PaperForm
from yimen.web.requests import CitizenRequest, citizen_view

SELF = "本人"


@citizen_view(purpose="查看本户查询记录", methods=("GET",))
def looks(request: CitizenRequest) -> HttpResponse:
    """谁查过我: every look at one's files by anyone, in words."""
    files = []
    own = Household.objects.filter(pk__in=request.citizen.households)  # the row policy alone has no index
    for household in own.order_by("opened_on"):
        found = looks_at(household.pk)
        events = [_event(look) for look in found if look.actor_name != SELF]
        files.append({"number": household.number, "events": events, "own": len(found) - len(events)})
    looked_at(request.citizen.households)
    return render(request, "m/looks.html", {"files": files})


def _event(look: Look) -> dict[str, Any]:
    what = "办理业务" if look.writes else "查看档案"
    refused = {"denied": "（系统拒绝了这次访问）", "failed": "（没有完成）"}.get(look.result, "")
    return {
        "at": look.at,
        "title": (look.purpose or what) + refused,
        "who": look.actor_name or "系统",
        "tone": "red" if refused else "blue" if look.writes else "grey",
    }


@citizen_view(purpose="查看本户授权", methods=("GET",))
def authorisations(request: CitizenRequest, household_id: UUID) -> HttpResponse:
    """Who authorised the check, until when; each may be withdrawn, and what is missing may be signed."""
    household = _file(household_id)
    today = clock.today()
    rows = authorisations_of(household.pk)
    standing = {row.person_id for row in rows if row.withdrawn_at is None and row.valid_until >= today}
    missing = [m.person for m in members_on(household.pk, today) if m.person_id not in standing]
    context = {
        "household": household,
        "rows": rows,
        "today": today,
        "missing": [{"person": person, "signers": _signers(household, person)} for person in missing],
    }
    return render(request, "m/authorisations.html", context)


@citizen_view(purpose="撤回授权", methods=("POST",))
def withdraw(request: CitizenRequest, authorisation_id: UUID) -> HttpResponse:
    held = Authorisation.objects.filter(pk=authorisation_id).first()
    if held is None:
        raise Http404
    row = signing.withdraw_authorisation(held.pk, clock.now())
    messages.success(request, f"{row.person.name} 的授权 {row.number} 已撤回，以后不再据此核对。")
    return redirect(f"/m/authorisations/{row.household_id}/")


@citizen_view(purpose="签署核对授权")
def sign(request: CitizenRequest, household_id: UUID, person_id: UUID) -> HttpResponse:
    """After filing: an adult signs for themselves and those they are guardian of, by code or on paper."""
    household = _file(household_id)
    person = Person.objects.filter(pk=person_id, household=household).first()
    if person is None or not signing.signs_alone(person, clock.today()):
        raise Http404
    do = request.POST.get("do", "")
    wards = _wards(household, person)
    data = request.POST if request.method == "POST" else None
    code_form = CodeForm(data if do in ("code", "sign") else None, wards=[(w.pk.hex, w.name) for w in wards],
                         initial={"phone": person.phone or "", "wards": [w.pk.hex for w in wards]})  # fmt: skip
    paper_form = PaperForm(
        data if do == "paper" else None, request.FILES if do == "paper" else None,
        signers=[(person.pk.hex, person.name)], prefix="paper",
    )  # fmt: skip
    status, sent = 200, "sent" in request.GET
    if request.method == "POST":
        answer = _signed(request, household, person, wards, code_form, paper_form, do)
        if answer is not None:
            return answer
        status, sent = 422, do == "sign"
    phone = person.phone or ""
    context = {
        "person": person,
        "household": household,
        "can_sign": True,
        "duty": True,
        "code_form": code_form,
        "paper_form": paper_form,
        "text": AUTHORISATION_TEXT,
        "electronic": channel_() is not None,
        "sent": sent,
        "shown_code": codes.shown(phone, signing.code_purpose(person.pk), clock.now()) if phone else None,
        "previous_url": f"/m/authorisations/{household.pk}/",
    }
    return render(request, "m/authorise.html", context, status=status)


def _signed(
    request: CitizenRequest,
    household: Household,
    person: Person,
    wards: list[Person],
    code_form: CodeForm,
    paper_form: PaperForm,
    do: str,
) -> HttpResponse | None:
    """The answer where it was done; None where the form has something to say."""
    here = f"/m/authorisations/{household.pk}/"
    now = clock.now()
    try:
        if do == "code" and person.phone:
            signing.ask_code(
                person.name, person.pk, person.phone, address=request.META.get("REMOTE_ADDR", ""), now=now
            )
            return redirect(f"{here}{person.pk}/?sent=1#id_code")
        if do == "sign" and _agreed(code_form):
            chosen = set(code_form.cleaned_data.get("wards", []))
            persons = [person, *(w for w in wards if w.pk.hex in chosen)]
            signing.sign_authorisation(
                household, person, persons, code=code_form.cleaned_data["code"], now=now
            )
            messages.success(request, f"{person.name} 已签署核对授权。")
            return redirect(here)
        if do == "paper" and paper_form.is_valid():
            _on_paper(request, household, person, paper_form)
            return redirect(here)
    except (CodeRefused, CannotSign, NoChannel, TooManyCodes) as refusal:
        code_form.is_valid()
        code_form.add_error("code", refusal.message)
    except (NumberRefused, UploadRefused) as refusal:
        paper_form.add_error("number" if isinstance(refusal, NumberRefused) else "paper", refusal.message)
    return None


def _agreed(form: CodeForm) -> bool:
    form.is_valid()
    if not form.cleaned_data.get("agreed"):
        form.add_error("agreed", "请阅读授权内容并勾选。")
    if not form.cleaned_data.get("code"):
        form.add_error("code", "请填写短信里的 6 位验证码。")
    return not form.errors


def _on_paper(request: CitizenRequest, household: Household, person: Person, form: PaperForm) -> None:
    upload = form.cleaned_data["paper"]
    with transaction.atomic():
        paper = attach(household, "authorisation", upload.name, upload.read(), by=request.citizen.actor,
                       now=clock.now(), person=person)  # fmt: skip
        signing.authorise_on_paper(
            household, person, person, number=form.cleaned_data["number"], paper=paper, now=clock.now()
        )
    messages.success(request, f"已收下{person.name}的纸质授权书。")


def _wards(household: Household, person: Person) -> list[Person]:
    """Members without a standing authorisation who cannot sign themselves."""
    today = clock.today()
    standing = set(
        Authorisation.objects.filter(household=household, withdrawn_at__isnull=True, valid_until__gte=today)
        .values_list("person_id", flat=True)
    )  # fmt: skip
    members = [m.person for m in members_on(household.pk, today)]
    return [
        p for p in members if p.pk not in standing and p.pk != person.pk and not signing.signs_alone(p, today)
    ]


def _signers(household: Household, person: Person) -> list[Person]:
    """Who may sign for this person: themselves, or the adults of the file."""
    today = clock.today()
    if signing.signs_alone(person, today):
        return [person]
    return [m.person for m in members_on(household.pk, today) if signing.signs_alone(m.person, today)]


def _file(household_id: UUID) -> Household:
    household = Household.objects.filter(pk=household_id).first()
    if household is None:
        raise Http404
    looked_at(household.pk)
    return household
