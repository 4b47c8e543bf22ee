"""码上查: what is under way, what is missing, the report told to the family, letters, authorisations, withdrawal."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from yimen.audit.trail import looked_at
from yimen.cases import actions as case_actions
from yimen.cases.models import Award, Case, Hearing
from yimen.cases.queries import Stop, progress
from yimen.cases.steps import Family
from yimen.core.processes import PROCEDURES, State
from yimen.documents import files
from yimen.documents.actions import attach
from yimen.documents.models import Attachment, Letter
from yimen.documents.uploads import UploadRefused
from yimen.guard import clock
from yimen.intake import actions as intake_actions
from yimen.intake import corrections
from yimen.intake.models import Correction, MissingItem
from yimen.intake.queries import open_correction
from yimen.network.queries import OfficeMissing, town_office_of
from yimen.verification.queries import differences
from yimen.web.citizen.downloads import as_download
from yimen.web.citizen.papers import ACCEPT
from yimen.web.requests import CitizenRequest, citizen_view
from yimen.web.shell_forms import PlainForm

CASES = "/m/cases/"
FAMILY_ENDS = frozenset(step.value for step in PROCEDURES["dibao"].step("withdraw").from_)
TONES = {State.CONFIRMED: "green", State.REFUSED: "red", State.WITHDRAWN: "grey", State.TERMINATED: "red",
         State.CORRECTING: "amber"}  # fmt: skip


class UploadForm(PlainForm):
    file = forms.FileField(label="拍照或选择文件", widget=forms.FileInput(attrs={"accept": ACCEPT}))


class AnswerForm(PlainForm):
    answer = forms.CharField(
        label="您的意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="没有异议请写“无异议”；有异议请写明哪一项不对、为什么。",
    )  # fmt: skip
    file = forms.FileField(
        label="证明材料（可不传）", required=False, widget=forms.FileInput(attrs={"accept": ACCEPT})
    )


class WithdrawForm(PlainForm):
    reasons = forms.CharField(label="撤回的原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


@citizen_view(purpose="查看本人办理情况", methods=("GET",))
def cases(request: CitizenRequest) -> HttpResponse:
    """All cases of one's files, the newest first; aid received from the register is shown too."""
    own = {"household__in": request.citizen.households}  # the row policy says the same, but has no index
    held = list(Case.objects.filter(**own).select_related("applicant").order_by("-submitted_at"))
    awards = list(Award.objects.filter(state=Award.State.ACTIVE, **own).order_by("start_month"))
    looked_at({case.household_id for case in held} | {award.household_id for award in awards})
    rows = [{"case": case, "label": State(case.state).label, "tone": TONES.get(State(case.state), "blue"),
             "programme": PROCEDURES[case.programme].label} for case in held]  # fmt: skip
    return render(request, "m/cases.html", {"rows": rows, "awards": [_award(award) for award in awards]})


def _award(award: Award) -> dict[str, Any]:
    return {
        "award": award,
        "programme": PROCEDURES[award.programme].label if award.programme in PROCEDURES else award.programme,
    }


@citizen_view(purpose="查看本人办理情况", methods=("GET",))
def case(request: CitizenRequest, case_id: UUID) -> HttpResponse:
    """One case: the chain of nodes, what is asked of the family, its letters."""
    held = find_case(case_id)
    letters = list(Letter.objects.filter(subject_id=held.pk).select_related("attachment").order_by("made_at"))
    hearings = Hearing.objects.filter(case=held, outcome=Hearing.Outcome.WAITING)
    award = Award.objects.filter(case=held).first()
    context = {
        "case": held,
        "programme": PROCEDURES[held.programme].label,
        "state": State(held.state).label,
        "nodes": nodes(held, progress(held)),
        "correction": open_correction(held.application_id),
        "hearings": list(hearings),
        "letters": letters,
        "award": award,
        "office": _office(held),
        "may_withdraw": held.state in FAMILY_ENDS,
    }
    return render(request, "m/case.html", context)


def find_case(case_id: UUID) -> Case:
    """A case of this family's own files; any other is not there."""
    held = Case.objects.select_related("application", "applicant").filter(pk=case_id).first()
    if held is None:
        raise Http404
    looked_at(held.household_id)
    return held


def nodes(held: Case, stops: list[Stop]) -> list[dict[str, Any]]:
    """The chain as the page draws it: a day for what is done, a term or a reason for what is not."""
    drawn = []
    for stop in stops:
        note = stop.note
        if not note and stop.at is not None:
            day = clock.local_day(stop.at)
            note = f"{day.month} 月 {day.day} 日"
        elif stop.standing == "returned":
            note = "缺少材料，请按清单补交"
        elif stop.standing == "current" and held.due_on is not None:
            note = f"{held.due_on.month} 月 {held.due_on.day} 日前"
        state = "returned" if stop.standing == "refused" else stop.standing
        drawn.append({"label": stop.label, "state": state, "note": note})
    return drawn


def _office(held: Case) -> Any:
    try:
        return town_office_of(held.town)
    except OfficeMissing:
        return None


@citizen_view(purpose="补交材料")
def correction(request: CitizenRequest, case_id: UUID) -> HttpResponse:
    """一次性告知: each line with its upload; at the end the family says that all is in."""
    held = find_case(case_id)
    asked = open_correction(held.application_id)
    if asked is None:
        return redirect(f"{CASES}{held.pk}/")
    if request.method == "POST" and "done" in request.POST:
        with transaction.atomic():
            corrections.supplied(asked, now=clock.now())
            case_actions.correct(held.pk, by=Family(held.applicant.name), now=clock.now())
        messages.success(request, "已提交补正，等待乡镇（街道）受理。")
        return redirect(f"{CASES}{held.pk}/")
    return _correction_page(request, held, asked)


@citizen_view(purpose="补交材料", methods=("POST",))
def supply(request: CitizenRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    """A file for one line of the list."""
    held = find_case(case_id)
    asked = open_correction(held.application_id)
    item = asked.items.filter(pk=item_id).first() if asked else None
    if asked is None or item is None:
        raise Http404
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            paper = _attach(request, held, form.cleaned_data["file"], item)
            intake_actions.supply_missing(item.pk, paper, clock.now())
            messages.success(request, f"已补交：{item.item}。")
            return redirect(f"{CASES}{held.pk}/correction/")
        except UploadRefused as refusal:
            form.add_error("file", refusal.message)
    return _correction_page(request, held, asked, failed=(item.pk, form), status=422)


def _correction_page(
    request: CitizenRequest,
    held: Case,
    asked: Correction,
    failed: tuple[UUID, UploadForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    items = list(asked.items.select_related("person").order_by("pk"))
    rows = [{"item": item, "form": _upload_form(item, failed)} for item in items]
    context = {
        "case": held,
        "correction": asked,
        "rows": rows,
        "left": sum(item.supplied_at is None for item in items),
        "failed_form": failed[1] if failed else None,
    }
    return render(request, "m/correction.html", context, status=status)


def _upload_form(item: MissingItem, failed: tuple[UUID, UploadForm] | None) -> UploadForm:
    if failed and failed[0] == item.pk:
        return failed[1]
    return UploadForm(auto_id=f"id_{item.pk.hex[-6:]}_%s")


def _attach(request: CitizenRequest, held: Case, upload: Any, item: MissingItem | None = None) -> Attachment:
    kind = "evidence" if item is None else "other"
    return attach(
        held.household, kind, upload.name, upload.read(), by=request.citizen.actor, now=clock.now(),
        person=item.person if item else None,
    )  # fmt: skip


@citizen_view(purpose="答复核对情况")
def hearing(request: CitizenRequest, case_id: UUID, hearing_id: UUID) -> HttpResponse:
    """The report speaks against the family: what differs, and its answer with evidence."""
    held = find_case(case_id)
    told = Hearing.objects.filter(case=held, pk=hearing_id).first()
    if told is None:
        raise Http404
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                upload = form.cleaned_data["file"]
                evidence = _attach(request, held, upload) if upload else None
                case_actions.answer_report(
                    told.pk,
                    form.cleaned_data["answer"],
                    evidence,
                    by=Family(held.applicant.name),
                    now=clock.now(),
                )
        except UploadRefused as refusal:
            form.add_error("file", refusal.message)
        else:
            messages.success(request, "已收到您的意见，工作人员会核实。")
            return redirect(f"{CASES}{held.pk}/")
    context = {"case": held, "hearing": told, "points": differences(told.report_id), "form": form}
    return render(request, "m/hearing.html", context, status=422 if form.errors else 200)


@citizen_view(purpose="下载文书", methods=("GET",))
def letter(request: CitizenRequest, letter_id: UUID) -> HttpResponse:
    """A letter as PDF."""
    held = Letter.objects.select_related("attachment").filter(pk=letter_id, attachment__isnull=False).first()
    if held is None or held.attachment is None:
        raise Http404
    looked_at(held.household_id, f"下载文书：{held.title}")
    return as_download(f"{held.title}.pdf", held.attachment.media_type, files.read(held.attachment.pk))


@citizen_view(purpose="撤回申请")
def withdraw(request: CitizenRequest, case_id: UUID) -> HttpResponse:
    """撤回申请, with a reason and a second look."""
    held = find_case(case_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case_actions.withdraw(
            held.pk, reasons=form.cleaned_data["reasons"], by=Family(held.applicant.name), now=clock.now()
        )
        messages.success(request, "申请已撤回。以后需要时可以再次申请。")
        return redirect(f"{CASES}{held.pk}/")
    context = {"case": held, "form": form, "synthetic": settings.SYNTHETIC}
    return render(request, "m/withdraw.html", context, status=422 if form.errors else 200)
