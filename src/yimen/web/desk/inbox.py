"""The workbench: what waits, by node and due date; the list of all; search."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yimen.cases import queries
from yimen.cases.models import Award, Case
from yimen.core.processes import State
from yimen.documents.models import Letter
from yimen.guard import clock
from yimen.network.models import Duty
from yimen.network.officers import Officer
from yimen.people.models import Person
from yimen.regions.queries import spoken_names
from yimen.web.desk.frame import CASEWORK, CHECKING, PAYING
from yimen.web.requests import OfficerRequest, officer_view

PAGE = 50
ELSEWHERE = {
    **dict.fromkeys(CHECKING, "/desk/checks/"),
    **dict.fromkeys(PAYING - CASEWORK, "/desk/payments/"),
}


@officer_view(purpose="工作台", methods=("GET",))
def home(request: OfficerRequest) -> HttpResponse:
    """What this post works on, overdue first. Posts without casework go to their own first page."""
    officer = request.officer
    if officer.duty not in CASEWORK:
        return redirect(ELSEWHERE.get(officer.duty, "/desk/staff/"))
    return _list(request, states=queries.mine(officer), heading="待办工作台")


@officer_view(*CASEWORK, purpose="在办案件", methods=("GET",))
def cases(request: OfficerRequest) -> HttpResponse:
    """Every open case of the area, or those at one node."""
    wanted = request.GET.get("state", "")
    state = State(wanted) if wanted in State._value2member_map_ else None
    return _list(request, states=(state,) if state else (), heading=state.label if state else "全部在办")


def _list(request: OfficerRequest, *, states: tuple[State, ...], heading: str) -> HttpResponse:
    officer, today = request.officer, clock.today()
    counts = queries.node_counts(officer, today)
    late = request.GET.get("late") == "1"
    found = queries.inbox(officer, late_before=today if late else None)
    if states:
        found = found.filter(state__in=[state.value for state in states])
    page = Counted(found, PAGE, _total(counts, states, late)).get_page(request.GET.get("page"))
    return render(
        request,
        "desk/cases/list.html",
        {
            "heading": heading,
            "page": page,
            "rows": _rows(list(page.object_list)),
            "figures": _figures(officer, counts),
            "tabs": [
                {
                    "label": node.label,
                    "url": f"/desk/cases/?state={node.state}",
                    "count": node.total,
                    "late": node.late,
                    "current": states == (node.state,),
                }
                for node in counts
            ],
            "late_only": late,
        },
    )


class Counted(Paginator):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: Any, per_page: int, total: int) -> None:
        super().__init__(rows, per_page)
        self.count = total


def _total(counts: list[queries.NodeCount], states: tuple[State, ...], late: bool) -> int:
    """How many the list has: the tabs have counted them."""
    shown = [node for node in counts if not states or node.state in states]
    return sum(node.late if late else node.total for node in shown)


def _figures(officer: Officer, counts: list[queries.NodeCount]) -> list[dict[str, object]]:
    by_state = {node.state: node for node in counts}
    late = sum(node.late for node in counts)
    to_serve = _unserved(officer).filter(serve_by__isnull=False)
    return [
        {"label": "新提交", "value": by_state[State.SUBMITTED].total, "unit": "件", "url": "/desk/cases/?state=submitted"},
        {"label": "调查核对中", "value": by_state[State.INVESTIGATING].total, "unit": "件", "url": "/desk/cases/?state=investigating"},
        {"label": "公示中", "value": by_state[State.PUBLICISED].total, "unit": "件", "url": "/desk/cases/?state=publicised"},
        {"label": "待送达文书", "value": to_serve.count(), "unit": "份", "url": "/desk/letters/"},
        {"label": "已逾期", "value": late, "unit": "件", "tone": "red" if late else "green", "url": "/desk/cases/?late=1"},
    ]  # fmt: skip


def _rows(found: list[Case]) -> list[dict[str, object]]:
    names = spoken_names({case.village for case in found} | {case.town for case in found})
    return [
        {
            "case": case,
            "state": State(case.state),
            "town": names.get(case.town, case.town),
            "village": names.get(case.village, case.village),
        }
        for case in found
    ]


@officer_view(*CASEWORK, purpose="查询家庭", methods=("GET",))
def search(request: OfficerRequest) -> HttpResponse:
    """By receipt, case number, ID number, phone or name; the search is on the audit trail."""
    words = request.GET.get("q", "")
    found = queries.search(request.officer, words)
    if len(found) == 1:
        return redirect(f"/desk/cases/{found[0].pk}/")
    return render(request, "desk/cases/search.html", {"words": words, "rows": _rows(found)})


@officer_view(*CASEWORK, purpose="在册家庭", methods=("GET",))
def awards(request: OfficerRequest) -> HttpResponse:
    """Families receiving aid in the area, by the day their circumstances are to be checked again."""
    officer = request.officer
    found = Award.objects.filter(county__in=officer.counties, state=Award.State.ACTIVE)
    if len(officer.area) >= 9:
        found = found.filter(town=officer.area[:9])
    found = found.prefetch_related("members", Prefetch("members__person", Person.objects.only("name")))
    page = Paginator(found.order_by("recheck_by", "pk"), PAGE).get_page(request.GET.get("page"))
    names = spoken_names({award.village for award in page.object_list})
    rows = [
        {"award": a, "village": names.get(a.village, a.village), "members": list(a.members.all())}
        for a in page.object_list
    ]
    return render(request, "desk/cases/awards.html", {"page": page, "rows": rows})


@officer_view(*CASEWORK, purpose="待送达文书", methods=("GET",))
def letters(request: OfficerRequest) -> HttpResponse:
    """Letters to be served, the most urgent first."""
    found = _unserved(request.officer).order_by("serve_by", "made_at", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/cases/letters.html", {"page": page, "duty": Duty(request.officer.duty)})


def _unserved(officer: Officer) -> QuerySet[Letter]:
    """The letters of the area that nobody has handed over. The conditions repeat the row policy for the index."""
    found = Letter.objects.filter(county__in=officer.counties, served_on__isnull=True)
    return found.filter(town=officer.area[:9]) if len(officer.area) >= 9 else found
