"""The page of one case: everything about the family on one page with anchors, and the forms of what may be done now.

At most some twenty-five queries, whatever the size of the family.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import render

from yimen.audit.trail import looked_at
from yimen.cases import needs, permissions, queries, reasons
from yimen.cases.findings import assess_case
from yimen.cases.models import Case, CaseLog, ClosedQuestion
from yimen.core.book import Finding, explain, what_would_change
from yimen.core.calendar import Month
from yimen.core.money import format_yuan
from yimen.core.processes import PROCEDURES, State
from yimen.guard import clock
from yimen.network.officers import Officer
from yimen.network.queries import COUNTY_SURVEYING, SURVEYING, colleagues
from yimen.people.models import IncomeItem
from yimen.publicity.queries import has_board_photos, postings_of
from yimen.regions.queries import path_name
from yimen.verification.models import CheckRequest
from yimen.web.desk import forms
from yimen.web.desk.answers import label_of, shown
from yimen.web.desk.frame import CASEWORK
from yimen.web.desk.step_forms import form_for
from yimen.web.requests import OfficerRequest, officer_view

TONES = {
    State.SUBMITTED: "blue", State.CORRECTING: "amber", State.INVESTIGATING: "violet", State.REVIEWED: "blue",
    State.PUBLICISED: "blue", State.OBJECTED: "amber", State.AWAITING: "amber", State.CONFIRMED: "green",
    State.REFUSED: "red", State.WITHDRAWN: "grey", State.TERMINATED: "grey",
}  # fmt: skip


def find(officer: Officer, case_id: UUID) -> Case:
    """The case, if it lies in this post's area.  Raises: Http404."""
    case = (
        queries.cases_of(officer)
        .select_related("household", "applicant", "application", "accepted_by", "reviewed_by", "decided_by")
        .filter(pk=case_id)
        .first()
    )
    if case is None:
        raise Http404
    return case


@officer_view(*CASEWORK, purpose="办理案件", methods=("GET",))
def case(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """The whole file of one case."""
    found = find(request.officer, case_id)
    looked_at(found.household_id, f"办理 {found.number}")
    return show(request, found)


@officer_view(*CASEWORK, purpose="办理案件", methods=("GET",))
def basis(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """逐项依据: every figure the finding rests on. Long and seldom read, so it comes when it is unfolded."""
    found = find(request.officer, case_id)
    looked_at(found.household_id, f"办理 {found.number}")
    finding = assess_case(found, clock.today())
    tree = explain(finding, finding.programme.amount or finding.programme.eligible)
    piece = request.headers.get("HX-Request")
    template = "desk/cases/_basis.html" if piece else "desk/cases/basis.html"
    return render(request, template, {"case": found, "explanation": tree.as_html()})


def show(
    request: OfficerRequest,
    case: Case,
    *,
    bound: Mapping[str, BaseForm] | None = None,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    """The page with forms as typed (`bound`, by key) and what was wrong with them; nothing typed is lost."""
    return render(
        request, "desk/cases/page.html", context(request, case, dict(bound or {}), notice), status=status
    )


def context(request: OfficerRequest, case: Case, bound: dict[str, BaseForm], notice: str) -> dict[str, Any]:
    """All sections of the page."""
    officer, today = request.officer, clock.today()
    folder = needs.Folder(case, today)
    finding = folder.finding
    declared, log = folder.declared, list(case.log.order_by("id"))
    postings = postings_of(case)
    photographed = has_board_photos(case, postings)
    steps = _steps(officer, folder, bound, photographed)
    return {
        "case": case,
        "state": State(case.state),
        "tone": TONES[State(case.state)],
        "notice": notice,
        "village": path_name(case.village),
        "nodes": _nodes(case, log),
        "members": _members(folder),
        "supporters": declared.supporters,
        "properties": declared.properties,
        "holdings": [item for item in declared.properties if item.quantity != 0],
        "none_of": [item for item in declared.properties if item.quantity == 0],
        "kin": folder.kin,
        "eligible": finding.eligible,
        "amount": finding.amount,
        "eligible_because": reasons.arithmetic(finding),
        "changes": what_would_change(finding),
        "open_questions": _open_questions(case, finding, officer, bound),
        "closed_questions": _closed(folder.closed_questions),
        "check_requests": list(CheckRequest.objects.filter(subject_id=case.pk).order_by("-asked_at")),
        "reports": sorted(folder.reports, key=lambda report: -report.version),
        "hearings": folder.hearings,
        "surveys": folder.surveys,
        "objections": folder.objections,
        "postings": postings,
        "letters": list(case.household.letters.filter(subject_id=case.pk).order_by("-made_at")),
        "attachments": list(
            case.household.attachments.select_related("person").order_by("-uploaded_at")[:60]
        ),
        "clocks": _clocks(folder),
        "events": _events(case, log),
        "award": (award := getattr(case, "award", None)),
        "award_pairs": _award_pairs(award),
        "steps": steps,
        "next_step": _next(steps),
        "todo": _todo(folder, steps, photographed),
        "survey_form": _survey_form(officer, case, today, bound),
        "bound": bound,
        "anchors": ANCHORS,
        "today": today,
        "paper_forms": _paper_forms(officer, declared.members, folder, bound),
        "may_check": case.state == State.INVESTIGATING and officer.duty in ("town_clerk", "town_leader"),
    }


ANCHORS = [
    {"id": "s-next", "label": "下一步"},
    {"id": "s-basic", "label": "基本信息"},
    {"id": "s-members", "label": "家庭成员"},
    {"id": "s-property", "label": "家庭财产"},
    {"id": "s-check", "label": "经济核对"},
    {"id": "s-survey", "label": "入户调查"},
    {"id": "s-finding", "label": "测算依据"},
    {"id": "s-publicity", "label": "公示异议"},
    {"id": "s-letters", "label": "文书送达"},
    {"id": "s-files", "label": "材料附件"},
    {"id": "s-log", "label": "办理经过"},
]


def _nodes(case: Case, log: list[CaseLog]) -> list[dict[str, Any]]:
    states = {"refused": "returned"}
    return [
        {"label": s.label, "state": states.get(s.standing, s.standing), "note": s.at and f"{s.at:%m-%d}"}
        for s in queries.progress(case, log)
    ]


def _members(folder: needs.Folder) -> list[dict[str, Any]]:
    """A row per member with the classes of income; a class nobody answered stays None and shows as 未知."""
    authorised = {one.person_id for one in folder.authorisations}
    rows = []
    for membership in folder.declared.members:
        own = [item for item in folder.declared.incomes if item.person_id == membership.person_id]
        rows.append(
            {
                "membership": membership,
                "person": membership.person,
                "authorised": membership.person_id in authorised,
                "incomes": [(kind.label, _class_total(own, kind)) for kind in INCOME_SHOWN],
            }
        )
    return rows


def _paper_forms(
    officer: Officer, members: list[Any], folder: needs.Folder, bound: dict[str, BaseForm]
) -> list[dict[str, Any]]:
    """A form for each member whose authorisation is missing, to be taken on paper at the window."""
    if (
        officer.duty not in ("town_clerk", "town_leader")
        or State(folder.case.state).closed
        or not folder.unauthorised
    ):
        return []
    signers = [(str(m.person_id), m.person.name) for m in members]
    rows = []
    for membership in members:
        if membership.person.name in folder.unauthorised:
            person = str(membership.person_id)
            form = bound.get(f"authorise-{person}") or forms.PaperAuthorisationForm(
                initial={"person": person, "signer": person},
                signers=signers,
                auto_id=f"authorise-{person}-%s",
            )
            rows.append({"person": membership.person, "form": form})
    return rows


def _class_total(items: list[Any], kind: Any) -> int | None:
    amounts = [item.monthly_fen for item in items if item.kind == kind]
    return sum(amounts) if amounts and None not in amounts else None


INCOME_SHOWN = tuple(IncomeItem.Kind)[:5]


def _clocks(folder: needs.Folder) -> list[dict[str, Any]]:
    procedure = PROCEDURES[folder.case.programme]
    return [
        {"clock": c, "label": procedure.clock(c.key).label, "source": procedure.clock(c.key).source}
        for c in folder.clocks
    ]


def _events(case: Case, log: list[CaseLog]) -> list[dict[str, Any]]:
    labels = {step.key: step.label for step in PROCEDURES[case.programme].steps} | ACTS
    return [
        {"at": e.at, "title": labels.get(e.step, e.step), "text": e.note, "who": e.officer_post}
        for e in reversed(log)
    ]


ACTS = {
    "submit": "提交申请", "survey_first": "入户调查", "survey_objection": "异议复查入户", "survey_county": "县级入户核查",
    "tell_family": "告知核对情况", "answer_report": "登记家庭意见", "settle_hearing": "处理家庭意见", "close_question": "认定",
    "objection": "收到异议", "handle_objection": "处理异议", "reported": "登记投诉举报",
}  # fmt: skip


def _steps(
    officer: Officer, folder: needs.Folder, bound: dict[str, BaseForm], photographed: bool
) -> list[dict[str, Any]]:
    """Each step this officer may take, with its form and what is still missing; the ready ones first."""
    case, rows = folder.case, []
    given = GIVEN_BY_FORM | ({needs.Need.BOARD_PHOTOS} if photographed else set())
    for step in permissions.steps_for(officer, case, folder.kin):
        missing = needs.unmet(folder, step, given=given)
        rows.append(
            {
                "step": step,
                "missing": [sentence for _, sentence in missing],
                "form": bound.get(step.key)
                or form_for(
                    step.key, case, missing=folder.missing_papers if step.key == "ask_correction" else []
                ),
                "action": f"/desk/cases/{case.pk}/{step.key}/",
                "source": str(step.source),
                "open": step.key in bound,
            }
        )
    return sorted(rows, key=lambda row: (KIND_ORDER[row["step"].kind], bool(row["missing"])))


KIND_ORDER = {"primary": 0, "negative": 1, "plain": 2, "ending": 3}


ONWARD = ("primary", "negative")


def _next(steps: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The one obvious next step: a ready one that carries the case on, else the first that would."""
    onward = [row for row in steps if row["step"].kind in ONWARD]
    return next((row for row in onward if not row["missing"]), onward[0] if onward else None)


def _todo(folder: needs.Folder, steps: list[dict[str, Any]], photographed: bool) -> list[dict[str, Any]]:
    """What this node asks for, ticked off: every need of its onward steps, with where on the page it is met."""
    rows: dict[needs.Need, dict[str, Any]] = {}
    for row in steps:
        if row["step"].kind not in ONWARD:
            continue
        for need in row["step"].needs:
            if need in SHOWN_NEEDS and need not in rows:
                sentence = needs.CHECKS[need](folder)
                rows[need] = {
                    "label": needs.LABELS[need],
                    "anchor": SHOWN_NEEDS[need],
                    "done": not sentence,
                    "why": sentence or "",
                }
    if needs.Need.BOARD_PHOTOS in rows and photographed:
        rows[needs.Need.BOARD_PHOTOS] |= {"done": True, "why": ""}
    return list(rows.values())


SHOWN_NEEDS = {
    needs.Need.COMPLETE: "s-members",
    needs.Need.AUTHORISED: "s-members",
    needs.Need.REPORT: "s-check",
    needs.Need.HEARD: "s-check",
    needs.Need.SURVEY: "s-survey",
    needs.Need.NOTHING_OPEN: "s-finding",
    needs.Need.PUBLICITY_OVER: "s-publicity",
    needs.Need.BOARD_PHOTOS: "s-publicity",
    needs.Need.NO_OBJECTION: "s-publicity",
    needs.Need.OBJECTION_HANDLED: "s-publicity",
    needs.Need.COUNTY_VISIT: "s-survey",
}
GIVEN_BY_FORM = frozenset({needs.Need.REASONS, needs.Need.OPINION, needs.Need.MISSING_LIST})


def _open_questions(
    case: Case, finding: Finding, officer: Officer, bound: dict[str, BaseForm]
) -> list[dict[str, Any]]:
    rows = []
    for index, question in enumerate(finding.open):
        key = f"question-{index}"
        person = finding.family.members[question.member]["id"] if question.member is not None else None
        fact = finding.graph.facts.get(question.name) if question.kind == "fact" else None
        rows.append(
            {
                "question": question,
                "fact": fact,
                "person": person,
                "form": bound.get(key) or forms.CloseQuestionForm(
                    initial={"version": case.version, "fact": question.name, "person": person}, prefix=key
                ),
                "index": index,
                "choices": list(fact.category.values.items()) if fact and fact.category else [],
            }
        )  # fmt: skip
    return rows


def _award_pairs(award: Any) -> list[tuple[str, Any]]:
    if award is None:
        return []
    return [
        ("证号", award.number),
        ("月保障金（元）", format_yuan(award.monthly_fen)),
        ("起发月", Month.of(award.start_month).label),
        ("状态", award.get_state_display()),
        ("应复核日期", award.recheck_by),
    ]


def _closed(rows: list[ClosedQuestion]) -> list[dict[str, Any]]:
    """Closed questions in words: the fact's label, the value as people write it."""
    return [
        {"row": row, "label": label_of(row.fact), "value": shown(row.fact, row.number, row.text)}
        for row in rows
    ]


def _survey_form(
    officer: Officer, case: Case, today: Any, bound: dict[str, BaseForm]
) -> dict[str, Any] | None:
    """The visit this officer may register now: the town's, the one after an objection, or the county's own."""
    purpose = survey_purpose(officer, case)
    if purpose is None:
        return None
    form = bound.get("survey") or forms.SurveyStepForm(
        initial={"version": case.version, "visited_on": today, "place": case.household.address},
        colleagues=investigators(officer, case, purpose),
    )
    label = {"first": "登记入户调查", "objection": "登记异议复查入户", "county": "登记县级入户核查"}[purpose]
    return {"form": form, "label": label, "purpose": purpose, "open": "survey" in bound}


def survey_purpose(officer: Officer, case: Case) -> str | None:
    town, county = (
        officer.duty in ("town_clerk", "town_leader"),
        officer.duty in ("county_clerk", "county_leader"),
    )
    if case.state == State.INVESTIGATING and town:
        return "first"
    if case.state == State.OBJECTED and town:
        return "objection"
    return "county" if case.state == State.AWAITING and county else None


def investigators(officer: Officer, case: Case, purpose: str) -> Any:
    """Colleagues who may go along: of the town, or of the bureau for the county's visit."""
    duties, area = (COUNTY_SURVEYING, case.county) if purpose == "county" else (SURVEYING, case.town)
    return colleagues(area, duties, clock.today()).exclude(pk=officer.user_id)
