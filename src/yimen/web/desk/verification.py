"""The desk of the check: the queue by due date, a request as its answers come, the report, asking again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from yimen.core.errors import YimenError
from yimen.documents import files
from yimen.guard import clock
from yimen.network.officers import Officer
from yimen.network.queries import check_office_of
from yimen.regions.models import Division
from yimen.regions.queries import path_names
from yimen.verification import actions, queries, wording
from yimen.verification.categories import category
from yimen.verification.comparing import AGAINST, Comparison, Outcome
from yimen.verification.models import CheckReport, CheckRequest, ReportLine
from yimen.verification.permissions import READING, may_ask_again
from yimen.web.desk.frame import CASEWORK
from yimen.web.desk.verification_forms import AskAgainForm
from yimen.web.requests import OfficerRequest, officer_view
from yimen.web.templatetags.yimen_ui import cn_moment

PAGE = 50
READERS = tuple(sorted(READING))
ASKERS = tuple(sorted(READING - {"supervisor"}))
STATES = {"asked": "查询中", "reported": "已出报告"}
CONCLUSIONS = {"agrees": "green", "differs": "red", "open": "amber"}
COMPARISONS = {
    Comparison.EQUAL: "green", Comparison.UNDECLARED: "red", Comparison.HIGHER: "red", Comparison.LOWER: "amber",
    Comparison.UNKNOWN: "grey",
}  # fmt: skip


T = TypeVar("T")


def _found(find: Callable[[UUID], T], key: UUID) -> T:
    """What lies outside one's area is not there.  Raises: Http404."""
    try:
        return find(key)
    except ObjectDoesNotExist:
        raise Http404 from None


# The queue --------------------------------------------------------------------------------------------------------


@officer_view(*READERS, purpose="核对任务", methods=("GET",))
def queue(request: OfficerRequest) -> HttpResponse:
    """Requests of the area, those waiting by the day on which they must have begun."""
    officer, today = request.officer, clock.today()
    state = request.GET.get("state", "asked")
    state = state if state in STATES else "asked"
    words = request.GET.get("q", "").strip()
    page = Paginator(queries.queue(officer, state, words), PAGE).get_page(request.GET.get("page"))
    board = queries.board(officer, today)
    towns = {d.code: d.short_name for d in Division.objects.filter(pk__in={a.town for a in page.object_list})}
    return render(
        request,
        "desk/verification/queue.html",
        {
            "page": page,
            "rows": [
                {"request": asked, "town": towns.get(asked.town, asked.town)} for asked in page.object_list
            ],
            "state": state,
            "words": words,
            "figures": _figures(board),
            "tabs": _tabs(board, state),
        },
    )


def _figures(board: queries.Board) -> list[dict[str, Any]]:
    late = "red" if board.late else "green"
    return [
        {"label": "查询中", "value": board.waiting, "unit": "件", "url": "/desk/checks/"},
        {
            "label": "超过启动期限",
            "value": board.late,
            "unit": "件",
            "tone": late,
            "note": "收到委托后三个工作日内启动",
        },
        {"label": "已出报告", "value": board.reported, "unit": "份", "url": "/desk/checks/?state=reported"},
    ]


def _tabs(board: queries.Board, state: str) -> list[dict[str, Any]]:
    counts = {"asked": (board.waiting, board.late), "reported": (board.reported, 0)}
    return [
        {
            "label": STATES[key],
            "url": f"/desk/checks/?state={key}",
            "count": total,
            "late": late,
            "current": key == state,
        }
        for key, (total, late) in counts.items()
    ]


# One request ------------------------------------------------------------------------------------------------------


@officer_view(*READERS, purpose="查看核对进度", methods=("GET",))
def check(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    """The answers as they come; the page asks for news until there is a report."""
    standing = _found(queries.standing, request_id)
    return render(request, "desk/verification/check.html", _check_context(request.officer, standing))


@officer_view(*READERS, purpose="查看核对进度", methods=("GET",))
def answers(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    """The part that is asked for again: nothing (204) while nothing is new, so that only real news is a look at a file."""
    seen = request.GET.get("seen", "")
    if _found(queries.news_of, request_id) == seen:
        return HttpResponse(status=204)
    standing = queries.standing(request_id)
    return render(request, "desk/verification/_answers.html", _check_context(request.officer, standing))


def _check_context(officer: Officer, standing: queries.Standing) -> dict[str, Any]:
    asked = standing.request
    return {
        "check": asked,
        "standing": standing,
        "news": queries.news_of(asked.pk),
        "town": path_names({asked.village})[asked.village],
        "case_url": _case_url(officer, asked),
        "facts": [
            ("委托编号", asked.number),
            ("核对用途", asked.purpose),
            ("委托人", asked.asked_by.name),
            ("委托时间", cn_moment(asked.asked_at)),
            ("启动期限", f"{asked.start_by:%Y-%m-%d}"),
            ("被核对人", f"{len({query.person_id for query in standing.queries})} 人"),
        ],
        "report_url": f"/desk/checks/reports/{standing.report.pk}/" if standing.report else "",
        "conclusions": CONCLUSIONS,
    }


def _case_url(officer: Officer, asked: CheckRequest) -> str:
    """The centre has no way to the file, and is not shown one."""
    return f"/desk/cases/{asked.subject_id}/#s-check" if officer.duty in CASEWORK else ""


# The report -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A line of the report as the table shows it."""

    line: ReportLine
    category: str
    declared: str
    found: str
    verdict: str
    tone: str
    against: bool


def _row(line: ReportLine) -> Row:
    verdict = Comparison(line.comparison)
    against = line.comparison in AGAINST and (line.person_id is None or line.outcome == Outcome.FOUND)
    return Row(
        line, category(line.category).label, wording.declared_text(line), wording.found_text(line),
        verdict.label, COMPARISONS[verdict], against,
    )  # fmt: skip


@officer_view(*READERS, purpose="查看核对报告", methods=("GET",))
def report(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """Found · none · no answer beside what was declared."""
    return _show(request, report_id, None)


def _show(request: OfficerRequest, report_id: UUID, form: AskAgainForm | None) -> HttpResponse:
    found, lines = _found(queries.report_page, report_id)
    context = _report_context(request.officer, found, lines)
    if form is None and context["may_ask_again"]:
        form = AskAgainForm(sources=context["sources"], initial={"sources": list(context["silent"])})
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "desk/verification/report.html", {**context, "form": form}, status=status)


def _report_context(officer: Officer, report: CheckReport, lines: list[ReportLine]) -> dict[str, Any]:
    versions = queries.versions(report.number)
    mine = [line for line in lines if line.person_id]
    silent = {line.source: line.source_label for line in mine if line.outcome == Outcome.NO_ANSWER}
    newest = versions[0]
    return {
        "report": report,
        "check": report.request,
        "tone": CONCLUSIONS[report.conclusion],
        "village": path_names({report.village})[report.village],
        "case_url": _case_url(officer, report.request),
        "rows": [_row(line) for line in mine],
        "totals": [_row(line) for line in lines if not line.person_id],
        "against": wording.against(lines),
        "silent": silent,
        "silent_count": sum(line.outcome == Outcome.NO_ANSWER for line in mine),
        "sources": {line.source: line.source_label for line in mine},
        "versions": versions,
        "newest": newest if newest.pk != report.pk else None,
        "expired": clock.today() > report.valid_until,
        "may_ask_again": newest.pk == report.pk and officer.duty in ASKERS and may_ask_again(officer, report),
        "conclusions": CONCLUSIONS,
        "persons": queries.persons_of(report),
        "facts": [
            ("委托书号", report.request.number),
            ("核对用途", report.request.purpose),
            ("委托人", report.request.asked_by.name),
            ("出具时间", cn_moment(report.issued_at)),
            ("有效期至", f"{report.valid_until:%Y-%m-%d}"),
            ("出具机构", check_office_of(report.county).name),
        ],
    }


@officer_view(*READERS, purpose="下载核对报告", methods=("GET",))
def pdf(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """The sealed PDF, as it was issued."""
    found, _ = _found(queries.report_page, report_id)
    if found.pdf is None:
        raise Http404
    response = HttpResponse(files.read(found.pdf.pk), content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.pdf.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@officer_view(*ASKERS, purpose="再次核对", methods=("POST",))
def again(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """Ask the chosen sources again; the answer is a new version, and the old one stays."""
    found, lines = _found(queries.report_page, report_id)
    form = AskAgainForm(
        request.POST, sources={line.source: line.source_label for line in lines if line.person_id}
    )
    if not form.is_valid():
        return _show(request, report_id, form)
    try:
        asked = actions.ask_again(
            found.pk, officer=request.officer, now=clock.now(),
            reason=form.cleaned_data["reason"], only=form.cleaned_data["sources"],
        )  # fmt: skip
    except YimenError as refusal:
        form.add_error(None, refusal.message)
        return _show(request, report_id, form)
    return redirect(f"/desk/checks/{asked.pk}/")
