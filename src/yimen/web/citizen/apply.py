"""The beginning of an application, its table of contents, and its end: look over, promise, file."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yimen.cases import actions as cases
from yimen.cases.steps import Family
from yimen.guard import clock
from yimen.intake import actions, drafts, signing
from yimen.intake.checks import Form, read_form
from yimen.intake.faults import Fault, FormRefused
from yimen.intake.queries import OpenDraft, draft_of
from yimen.intake.reading import COUNTED, PROPERTY_ASKED, PROPERTY_LABELS
from yimen.intake.texts import PROMISE
from yimen.people.models import CitizenAccount
from yimen.web.citizen.members import family_rows
from yimen.web.citizen.steps import APPLY, BY_KEY, STEPS, Step, draft_view, page_of, step_of
from yimen.web.requests import CitizenRequest, citizen_view

REVIEW = BY_KEY["review"]


@citizen_view(purpose="填写申请")
def start(request: CitizenRequest) -> HttpResponse:
    """What is asked and why, before anything is typed; with a draft, its table of contents."""
    held = draft_of(request.citizen.account)
    if request.method == "POST":
        phone = CitizenAccount.objects.get(pk=request.citizen.account).phone
        drafts.start_draft(request.citizen.account, phone, clock.now())
        return redirect(BY_KEY["place"].url)
    if held is None:
        return render(request, "m/apply/start.html", {"steps": STEPS})
    return render(request, "m/apply/contents.html", _contents(held))


@draft_view(methods=("POST",))
def discard(request: CitizenRequest, held: OpenDraft) -> HttpResponse:
    """Erase the draft with its files."""
    drafts.discard(held.draft)
    messages.success(request, "草稿和已上传的材料都已删除。")
    return redirect("/m/")


@draft_view()
def review(request: CitizenRequest, held: OpenDraft) -> HttpResponse:
    """Everything once more, everything that is wrong at once, the promise, and the filing."""
    if request.method == "POST":
        try:
            application = actions.submit(held.id, promised=bool(request.POST.get("promise")), now=clock.now())
            cases.open_case(application, drafts.DIBAO, by=Family(application.applicant.name), now=clock.now())
        except FormRefused as refusal:
            return render(request, "m/apply/review.html", _reviewed(held, refusal.faults), status=422)
        return redirect(f"/m/receipt/{application.receipt_no}/?new=1")
    return render(request, "m/apply/review.html", _reviewed(held, ()))


def _reviewed(held: OpenDraft, refused: tuple[Fault, ...]) -> dict[str, Any]:
    form, faults = _read(held)
    wrong = list(refused) or [fault for fault in faults if fault.blocks]
    content = held.content
    return {
        "step": REVIEW,
        "step_names": [step.label for step in STEPS],
        "previous_url": BY_KEY["sign"].url,
        "problems": [{"text": f.text, "url": _where(f)} for f in wrong],
        "remarks": [{"text": f.text, "url": _where(f)} for f in faults if not f.blocks],
        "promise": PROMISE,
        "promise_fault": any(fault.field == "promise" for fault in refused),
        "form": form,
        "place": content.get("place"),
        "account_later": content.get("account").get("none_yet") == "yes",
        "files": held.draft.files.count(),
        "duties": signing.duties(held.draft, form, content, clock.today()),
        "urls": {step.key: step.url for step in STEPS},
        **_holdings(form),
        **family_rows(content),
    }


def _holdings(form: Form) -> dict[str, Any]:
    """What the family has; what it has not, and what it did not answer, in one sentence."""
    had = [p for p in form.properties if p.quantity != 0]
    rows = [
        {
            "label": PROPERTY_LABELS[p.kind],
            "counted": p.kind in COUNTED,
            "quantity": p.quantity,
            "value_fen": p.value_fen,
        }
        for p in had
    ]
    none, left = len(form.properties) - len(had), len(PROPERTY_ASKED) - len(form.properties)
    words = [f"没有的 {none} 类"] if none else []
    words += [f"不清楚或没填的 {left} 类"] if left else []
    return {"holdings": rows, "holdings_words": "，".join(words)}


def _where(fault: Fault) -> str:
    return "#id_promise" if fault.field == "promise" else page_of(fault)


def _read(held: OpenDraft) -> tuple[Form, list[Fault]]:
    form, faults = read_form(held.content, on=clock.today(), synthetic=settings.SYNTHETIC)
    duties = signing.duties(held.draft, form, held.content, clock.today())
    return form, [*faults, *signing.signing_faults(duties)]


def _contents(held: OpenDraft) -> dict[str, Any]:
    _, faults = _read(held)
    wrong = [step_of(fault.section) for fault in faults if fault.blocks]
    lines = [_line(step, held, wrong.count(step)) for step in STEPS[:-1]]
    ready = all(line["state"] == "done" for line in lines)
    going_on = next((line for line in lines if line["state"] != "done"), None)
    return {
        "lines": lines,
        "ready": ready,
        "next": going_on["step"].url if going_on else REVIEW.url,
        "review": REVIEW,
        "saved_at": held.draft.saved_at,
        "apply": APPLY,
    }


def _line(step: Step, held: OpenDraft, wrong: int) -> dict[str, Any]:
    """How a step stands: done, open (nothing typed yet) or wrong (with how many)."""
    touched = any(
        held.content.version(section) > 0
        and any(section == own or section.startswith(own) for own in step.sections)
        for section in held.content.sections
    )
    if step.key == "papers":
        return {"step": step, "state": "done", "words": f"{held.draft.files.count()} 个文件"}
    if step.key == "members":
        touched = any(typed.get("name") for _, typed in held.content.each())
    if step.key == "sign":
        touched = held.draft.signatures.exists() or bool(held.content.later)
    if not touched:
        return {"step": step, "state": "open", "words": "未填"}
    if step.key == "income" and (
        left := sum(not held.content.get(f"income:{m}") for m, _ in held.content.each())
    ):
        return {"step": step, "state": "open", "words": f"还有 {left} 人没填"}
    if wrong:
        return {"step": step, "state": "wrong", "words": f"{wrong} 处要改"}
    return {"step": step, "state": "done", "words": "已填好"}
