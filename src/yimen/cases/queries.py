"""Reads of cases: the inbox, progress, the duplicate guard, search. No query per row."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet

from yimen.audit.trail import looked_at
from yimen.cases.models import OPEN, Award, AwardMember, Case, CaseLog
from yimen.core.ids import normalise_resident_id
from yimen.core.processes import PROCEDURES, Route, State
from yimen.core.processes.steps import CONFIRMING_DUTY
from yimen.guard.keys import blind_index
from yimen.network.officers import Officer
from yimen.people.models import Person

TOWN_STATES = (
    State.SUBMITTED,
    State.CORRECTING,
    State.INVESTIGATING,
    State.REVIEWED,
    State.PUBLICISED,
    State.OBJECTED,
)
COUNTY_STATES = (State.AWAITING,)
COUNTY_DUTIES = frozenset({"county_clerk", "county_leader"})


def cases_of(officer: Officer) -> QuerySet[Case]:
    """Cases in this post's area. The conditions repeat the row policy so that the index serves them."""
    cases = Case.objects.filter(county__in=officer.counties)
    if len(officer.area) >= 9:
        cases = cases.filter(town=officer.area[:9])
    if len(officer.area) == 12:
        cases = cases.filter(village=officer.area)
    return cases


def with_applicant(cases: QuerySet[Case]) -> QuerySet[Case]:
    """A page of a list asks once for the applicants' names; joined, all rows would be joined before they are sorted."""
    return cases.prefetch_related(Prefetch("applicant", Person.objects.only("name")))


def inbox(officer: Officer, state: str = "", late_before: date | None = None) -> QuerySet[Case]:
    """Open cases by due date, those without one last; `late_before` keeps the overdue only."""
    cases = with_applicant(cases_of(officer))
    cases = cases.filter(state=state) if state else cases.filter(OPEN)
    if late_before is not None:
        cases = cases.filter(due_on__lt=late_before)
    return cases.order_by("due_on", "submitted_at", "pk")


class NodeCount(NamedTuple):
    """How many cases stand at a node, and how many of them are past their day."""

    state: State
    label: str
    total: int
    late: int


def node_counts(officer: Officer, today: date) -> list[NodeCount]:
    """The tabs of the workbench, in the order of the procedure; one query, answered by the index of open cases."""
    rows = (
        cases_of(officer)
        .filter(OPEN)
        .values("state")
        .annotate(total=Count("*"), late=Count("due_on", filter=Q(due_on__lt=today)))
    )
    found = {row["state"]: row for row in rows.order_by()}
    return [
        NodeCount(state, state.label, found[state.value]["total"], found[state.value]["late"])
        if state.value in found
        else NodeCount(state, state.label, 0, 0)
        for state in State
        if not state.closed
    ]


def mine(officer: Officer) -> tuple[State, ...]:
    """The states this post works on; the first thing the inbox shows."""
    if officer.duty in COUNTY_DUTIES:
        return COUNTY_STATES
    if officer.duty == CONFIRMING_DUTY[Route.TOWN]:
        return (*TOWN_STATES, State.AWAITING)
    return TOWN_STATES


@dataclass(frozen=True)
class Stop:
    """One node of the progress chain. `standing`: done, current, waiting, returned, refused."""

    label: str
    standing: str
    at: datetime | None = None
    note: str = ""


class Node(NamedTuple):
    """A node of the chain: the states that stand at it, the steps whose time it shows."""

    label: str
    states: tuple[State, ...]
    steps: tuple[str, ...]


CHAIN = (
    Node("提交申请", (State.SUBMITTED, State.CORRECTING), ("submit",)),
    Node("受理", (), ("accept",)),
    Node("调查核对", (State.INVESTIGATING,), ("survey_first",)),
    Node("初审", (State.REVIEWED,), ("first_review", "first_review_against")),
    Node("公示", (State.PUBLICISED, State.OBJECTED), ("close_publicity",)),
    Node("审核确认", (State.AWAITING,), ("confirm", "refuse")),
)


def progress(case: Case, log: list[CaseLog] | None = None) -> list[Stop]:
    """The chain of nodes for the family: what is done and when, where it stands, what was returned and why.

    `log`: the case's log in order, where the caller has it.
    """
    entries = list(case.log.order_by("id")) if log is None else log
    taken = {entry.step: entry for entry in entries}
    chain = [
        node for node in CHAIN if node.label != "公示" or case.state in node.states or not _against(entries)
    ]
    current = next((i for i, node in enumerate(chain) if case.state in node.states), len(chain))
    stops = []
    for index, node in enumerate(chain):
        entry = next((taken[step] for step in node.steps if step in taken), None)
        standing = "done" if index < current else "current" if index == current else "waiting"
        if index == current and case.state == State.CORRECTING:
            standing = "returned"
        stops.append(Stop(node.label, standing, entry.at if entry and standing == "done" else None))
    if case.state in (State.REFUSED, State.WITHDRAWN, State.TERMINATED):
        last = entries[-1] if entries else None
        stops = [stop if stop.at else Stop(stop.label, "waiting") for stop in stops]
        stops.append(Stop(State(case.state).label, "refused", last.at if last else None, case.reasons))
    return stops


def _against(entries: list[CaseLog]) -> bool:
    """The last opinion was against the family, which is never posted."""
    opinions = [entry.step for entry in entries if entry.step in ("first_review", "first_review_against")]
    return bool(opinions) and opinions[-1] == "first_review_against"


class Hit(NamedTuple):
    """What the duplicate guard may tell about another file: no name, no place finer than the office."""

    programme: str
    status: str
    office: str
    office_phone: str

    @property
    def sentence(self) -> str:
        label = PROCEDURES[self.programme].label if self.programme in PROCEDURES else self.programme
        doing = "正在享受" if self.status == "award" else "已有在办申请"
        return f"此人{doing}{label}（{self.office or '其他地区'}，电话 {self.office_phone or '未登记'}）。"


def duplicate_guard(id_number: str, actor: str, own_household: UUID | None = None) -> list[Hit]:
    """在保校验 across all areas at the moment of typing; every look is logged by the function itself."""
    index = blind_index("id", normalise_resident_id(id_number))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_duplicate_guard(%s, %s, %s)", [index, actor, own_household])
        return [Hit(*(value or "" for value in row)) for row in cursor.fetchall()]


def active_awards_of(household: UUID) -> QuerySet[Award]:
    return Award.objects.filter(household_id=household, state=Award.State.ACTIVE)


LAST_CHARACTER = "\U0010ffff"


def search(officer: Officer, words: str, limit: int = 50) -> list[Case]:
    """Cases by receipt or case number, by the applicant's or a member's ID or phone (whole), or name (from its start).

    Each kind uses its index; the families found are noted on the audit trail.
    """
    text = words.strip()
    if not text:
        return []
    cases = with_applicant(cases_of(officer))
    if text.upper().startswith("DB"):
        found = cases.filter(number=text.upper())
    elif len(text) >= 15 and text[:14].isdigit():
        found = cases.filter(
            household__in=_households(id_index=blind_index("id", normalise_resident_id(text)))
        )
    elif text.isdigit() and len(text) == 11:
        found = cases.filter(household__in=_households(phone_index=blind_index("phone", text)))
    elif any(character.isdigit() for character in text):
        found = cases.filter(application__receipt_no=text.upper())
    else:
        # a range, not LIKE: under a row policy only leakproof operators may use the index
        names = {"name__gte": text, "name__lt": text + LAST_CHARACTER}
        found = cases.filter(household__in=_households(county__in=officer.counties, **names))
    result = list(found.order_by("-submitted_at", "pk")[:limit])
    looked_at([case.household_id for case in result], f"查询：{_masked(text)}")
    return result


def _households(**conditions: object) -> QuerySet[Person, Any]:
    return Person.objects.filter(**conditions).values("household_id")


def _masked(text: str) -> str:
    """A search word for the log: numbers keep their last four only."""
    return f"****{text[-4:]}" if text.isdigit() or len(text) >= 15 else text


def award_members(household: UUID) -> QuerySet[AwardMember]:
    return AwardMember.objects.filter(household_id=household, active=True).select_related("person", "award")
