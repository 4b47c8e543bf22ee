"""Each button of the case page: fetch what this officer may see, check the form, call one action, go back to the page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from yimen.cases import actions
from yimen.cases.errors import NotYourStep, Refused, StaleScreen, StepNotOpen, StepNotReady
from yimen.cases.models import Case, Hearing, Objection
from yimen.cases.steps import lock
from yimen.core.errors import YimenError
from yimen.core.processes import PROCEDURES
from yimen.documents.actions import AlreadyServed, attach, serve
from yimen.documents.models import Attachment, Letter
from yimen.documents.uploads import UploadRefused
from yimen.guard import clock
from yimen.intake.completeness import missing_papers
from yimen.intake.corrections import AskedAlready, MissingPaper
from yimen.intake.signing import CannotSign, NumberRefused, authorise_on_paper
from yimen.network.officers import Officer
from yimen.people.queries import members_on
from yimen.publicity import actions as publicity
from yimen.publicity.models import Posting
from yimen.verification import actions as verification
from yimen.web.desk import forms
from yimen.web.desk.answers import answer_from
from yimen.web.desk.case_page import find, investigators, show, survey_purpose
from yimen.web.desk.frame import CASEWORK
from yimen.web.desk.step_forms import form_for
from yimen.web.requests import OfficerRequest, officer_view

Act = Callable[[Case, Any, Officer], Any]


REFUSALS = (
    StepNotReady, StepNotOpen, NotYourStep, Refused, UploadRefused, publicity.NotPosted, AskedAlready, AlreadyServed,
    CannotSign, NumberRefused,
)  # fmt: skip
"""What is said on the page, beside the form; anything else becomes the error page."""


def _now() -> Any:
    return clock.now()


def _ask_correction(case: Case, form: forms.CorrectionForm, officer: Officer) -> None:
    papers = [MissingPaper(item, how) for item, how in form.papers()]
    actions.ask_correction(case.pk, papers, officer=officer, now=_now(), version=_version(form))


def _confirm(case: Case, form: BaseForm, officer: Officer) -> None:
    award = actions.confirm(case.pk, officer=officer, now=_now(), version=_version(form))
    publicity.publish_award(award, officer=officer, now=_now())


def _review(action: Callable[..., Case], eligible: bool) -> Act:
    def act(case: Case, form: BaseForm, officer: Officer) -> None:
        opinion = form.cleaned_data["opinion"]
        action(
            case.pk, eligible=eligible, opinion=opinion, officer=officer, now=_now(), version=_version(form)
        )

    return act


def _reasons(action: Callable[..., Any], who: str = "officer") -> Act:
    def act(case: Case, form: BaseForm, officer: Officer) -> None:
        given = {who: officer, "reasons": form.cleaned_data["reasons"]}
        action(case.pk, now=_now(), version=_version(form), **given)

    return act


def _plain(action: Callable[..., Any], who: str = "officer") -> Act:
    def act(case: Case, form: BaseForm, officer: Officer) -> None:
        action(case.pk, now=_now(), version=_version(form), **{who: officer})

    return act


def _correct(case: Case, form: BaseForm, officer: Officer) -> None:
    actions.correct(case.pk, by=officer, now=_now())


ACTS: dict[str, Act] = {
    "ask_correction": _ask_correction,
    "correct": _correct,
    "accept": _plain(actions.accept),
    "first_review": _review(actions.first_review, True),
    "first_review_against": _review(actions.first_review, False),
    "publicise": _plain(publicity.publicise),
    "close_publicity": _plain(publicity.close_publicity),
    "take_up_objection": _plain(publicity.take_up_objection),
    "review_after_objection": _review(actions.review_after_objection, True),
    "review_against_after_objection": _review(actions.review_after_objection, False),
    "confirm": _confirm,
    "refuse": _reasons(actions.refuse),
    "send_back": _reasons(actions.send_back),
    "withdraw": _reasons(actions.withdraw, "by"),
    "terminate": _reasons(actions.terminate),
}


def _version(form: BaseForm) -> int:
    return int(form.cleaned_data["version"])


@officer_view(*CASEWORK, purpose="办理案件", methods=("POST",))
def step(request: OfficerRequest, case_id: UUID, key: str) -> HttpResponse:
    """Take one step of the procedure."""
    case = find(request.officer, case_id)
    if key not in ACTS:
        raise Http404
    missing = missing_papers(case.application_id, clock.today()) if key == "ask_correction" else []
    form = form_for(key, case, missing=missing, data=request.POST)
    done = f"已办理“{PROCEDURES[case.programme].step(key).label}”。"
    return _run(request, case, key, form, lambda: ACTS[key](case, form, request.officer), done)


def _run(
    request: OfficerRequest, case: Case, key: str, form: BaseForm, act: Callable[[], Any], done: str
) -> HttpResponse:
    """Act once the form is good; whatever is refused comes back on the page with everything typed still there."""
    if not form.is_valid():
        return show(request, case, bound={key: form}, status=422)
    try:
        with transaction.atomic():
            act()
    except StaleScreen as stale:
        fresh = find(request.officer, case.pk)
        form.data = form.data.copy()
        form.data[form.add_prefix("version")] = str(fresh.version)
        return show(request, fresh, bound={key: form}, status=409, notice=stale.message)
    except REFUSALS as refusal:
        form.add_error(None, refusal.message)
        return show(request, find(request.officer, case.pk), bound={key: form}, status=422)
    messages.success(request, done)
    return redirect(f"/desk/cases/{case.pk}/")


@officer_view(*CASEWORK, purpose="入户调查", methods=("POST",))
def survey(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """Register a home visit with its photos and signatures."""
    officer, case = request.officer, find(request.officer, case_id)
    purpose = survey_purpose(officer, case)
    if purpose is None:
        raise StepNotOpen(number=case.number, state=case.state, step="入户调查")
    form = forms.SurveyStepForm(request.POST, request.FILES, colleagues=investigators(officer, case, purpose))
    return _run(
        request,
        case,
        "survey",
        form,
        lambda: _record_survey(case, form, purpose, officer),
        "入户调查已登记。",
    )


def _record_survey(case: Case, form: forms.SurveyStepForm, purpose: str, officer: Officer) -> None:
    data, kind = form.cleaned_data, Attachment.Kind
    photos = [
        attach(case.household, photo_kind, file.name, file.read(), by=officer.title, now=_now())
        for name, photo_kind in (
            ("outside", kind.HOUSE_OUTSIDE),
            ("inside", kind.HOUSE_INSIDE),
            ("signatures", kind.SIGNATURE),
        )
        for file in data[name]
    ]
    words = {
        name: data[name]
        for name in (
            "place",
            "housing",
            "living",
            "labour",
            "neighbours",
            "differences",
            "conclusion",
            "present",
        )
    }
    paper = actions.SurveyForm(
        visited_at=form.visited_at(timezone.get_current_timezone()),
        second_investigator=data["second"].pk,
        photos=photos,
        **words,
    )
    actions.record_survey(case.pk, paper, purpose, officer=officer, now=_now(), version=_version(form))


@officer_view("town_clerk", "town_leader", purpose="发起核对", methods=("POST",))
def check(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """核对: send the authorised members to the sources."""
    officer, case = request.officer, find(request.officer, case_id)
    form = forms.Nothing(request.POST)

    def act() -> None:
        held = lock(case.pk, _version(form))
        try:
            verification.ask_check(
                held.household_id, held.pk, officer=officer, purpose="低保审核确认", now=_now()
            )
        except YimenError as refusal:
            raise Refused(refusal.message) from refusal

    return _run(request, case, "check", form, act, "已发起核对，结果随到随显。")


@officer_view("town_clerk", "town_leader", purpose="登记纸质授权", methods=("POST",))
def authorise(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """A member signed a numbered paper form: its number and photo are put on file."""
    officer, case = request.officer, find(request.officer, case_id)
    persons = {str(m.person_id): m.person for m in members_on(case.household_id, clock.today())}
    signers = [(key, person.name) for key, person in persons.items()]
    form = forms.PaperAuthorisationForm(request.POST, request.FILES, signers=signers)

    def act() -> None:
        data = form.cleaned_data
        person, signer = persons.get(str(data["person"])), persons.get(data["signer"])
        if person is None or signer is None:
            raise Refused("这个人不是该家庭的成员，请刷新页面后再登记。")
        paper = _evidence(case, data["paper"], officer, Attachment.Kind.AUTHORISATION)
        assert paper is not None  # the form requires it
        authorise_on_paper(case.household, signer, person, number=data["number"], paper=paper, now=_now())

    return _run(request, case, f"authorise-{request.POST.get('person', '')}", form, act, "纸质授权已登记。")


@officer_view("town_clerk", "town_leader", purpose="告知核对情况", methods=("POST",))
def tell(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """告知: put the report against the family to it."""
    officer, case = request.officer, find(request.officer, case_id)
    form = forms.TellForm(request.POST)

    def act() -> None:
        actions.tell_family(
            case.pk, form.cleaned_data["how"], officer=officer, now=_now(), version=_version(form)
        )

    return _run(request, case, "tell", form, act, "已生成核对情况告知书，请送达并登记家庭意见。")


@officer_view("town_clerk", "town_leader", purpose="家庭意见", methods=("POST",))
def hearing(request: OfficerRequest, case_id: UUID, hearing_id: UUID) -> HttpResponse:
    """Type in what the family said, or close the hearing."""
    officer, case = request.officer, find(request.officer, case_id)
    if not Hearing.objects.filter(pk=hearing_id, case=case).exists():
        raise Http404
    if "outcome" in request.POST:
        settle = forms.HearingSettleForm(request.POST)

        def close() -> None:
            data = settle.cleaned_data
            actions.settle_hearing(hearing_id, data["outcome"], data["handling"], officer=officer, now=_now())

        return _run(request, case, f"settle-{hearing_id}", settle, close, "家庭意见已处理。")
    answer = forms.HearingAnswerForm(request.POST, request.FILES)

    def note() -> None:
        evidence = _evidence(case, answer.cleaned_data["evidence"], officer)
        actions.answer_report(hearing_id, answer.cleaned_data["answer"], evidence, by=officer, now=_now())

    return _run(request, case, f"hearing-{hearing_id}", answer, note, "家庭意见已登记。")


@officer_view(*CASEWORK, purpose="认定", methods=("POST",))
def close_question(request: OfficerRequest, case_id: UUID, index: int) -> HttpResponse:
    """认定: settle one open question with evidence and reason."""
    officer, case = request.officer, find(request.officer, case_id)
    key = f"question-{index}"
    form = forms.CloseQuestionForm(request.POST, request.FILES, prefix=key)

    def act() -> None:
        data = form.cleaned_data
        number, text = answer_from(data["fact"], data["value"])
        evidence = _evidence(case, data["evidence"], officer)
        assert evidence is not None  # the form requires it
        answer = actions.Answer(data["fact"], data["person"], number, text, data["reason"], evidence)
        actions.close_question(case.pk, answer, officer=officer, now=_now(), version=_version(form))

    return _run(request, case, key, form, act, "已认定，测算已更新。")


@officer_view("town_clerk", "town_leader", purpose="公示栏照片", methods=("POST",))
def board_photos(request: OfficerRequest, case_id: UUID, posting_id: UUID) -> HttpResponse:
    """Dated photos of the village board."""
    officer, case = request.officer, find(request.officer, case_id)
    if not Posting.objects.filter(pk=posting_id, case=case).exists():
        raise Http404
    form = forms.PhotosForm(request.POST, request.FILES)

    def act() -> None:
        photos = [
            attach(
                case.household, Attachment.Kind.BOARD, file.name, file.read(), by=officer.title, now=_now()
            )
            for file in form.cleaned_data["photos"]
        ]
        publicity.add_board_photos(posting_id, photos, officer=officer, now=_now())

    return _run(request, case, f"photos-{posting_id}", form, act, "公示栏照片已上传。")


@officer_view(
    "town_clerk", "town_leader", "county_clerk", "county_leader", purpose="处理异议", methods=("POST",)
)
def objection(request: OfficerRequest, case_id: UUID, objection_id: UUID) -> HttpResponse:
    """What was done about an objection."""
    officer, case = request.officer, find(request.officer, case_id)
    if not Objection.objects.filter(pk=objection_id, case=case).exists():
        raise Http404
    form = forms.ObjectionForm(request.POST)

    def act() -> None:
        data = form.cleaned_data
        actions.handle_objection(objection_id, data["handling"], data["result"], officer=officer, now=_now())

    return _run(request, case, f"objection-{objection_id}", form, act, "异议处理已登记。")


@officer_view(*CASEWORK, purpose="文书送达", methods=("POST",))
def serve_letter(request: OfficerRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """送达登记: deliverer, recipient, date, receipt."""
    officer, case = request.officer, find(request.officer, case_id)
    if not Letter.objects.filter(pk=letter_id, household_id=case.household_id).exists():
        raise Http404
    form = forms.ServeForm(request.POST, request.FILES, today=clock.today())

    def act() -> None:
        data = form.cleaned_data
        receipt = _evidence(case, data["receipt"], officer, Attachment.Kind.RECEIPT)
        serve(
            letter_id,
            deliverer_id=officer.user_id,
            recipient=data["recipient"],
            day=data["served_on"],
            receipt=receipt,
        )

    return _run(request, case, f"serve-{letter_id}", form, act, "送达已登记。")


def _evidence(
    case: Case, file: Any, officer: Officer, kind: str = Attachment.Kind.EVIDENCE
) -> Attachment | None:
    if not file:
        return None
    return attach(case.household, kind, file.name, file.read(), by=officer.title, now=_now())
