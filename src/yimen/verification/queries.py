"""Reads of checks and reports: the latest report, what differs, what it says as facts, the centre's queue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yimen.audit.trail import looked_at
from yimen.network.officers import Officer
from yimen.verification.categories import category
from yimen.verification.comparing import AGAINST, Outcome
from yimen.verification.models import CheckReport, CheckRequest, ReportLine, SourceQuery
from yimen.verification.wording import against, found_value

# Reports ----------------------------------------------------------------------------------------------------------


def latest_report(subject_id: UUID) -> CheckReport | None:
    """The report that stands for a case: the newest version of the newest request."""
    return _reports(subject_id).first()


def reports_of(subject_id: UUID) -> list[CheckReport]:
    """All reports of a case; the first is the one that stands."""
    return list(_reports(subject_id))


def _reports(subject_id: UUID) -> QuerySet[CheckReport]:
    reports = CheckReport.objects.filter(request__subject_id=subject_id)
    return reports.select_related("request").order_by("-issued_at", "-version")


def latest_request(subject_id: UUID) -> CheckRequest | None:
    return CheckRequest.objects.filter(subject_id=subject_id).order_by("-asked_at", "-id").first()


def lines_of(report_id: UUID) -> list[ReportLine]:
    """Person by person, category by category; the household's totals last."""
    lines = ReportLine.objects.filter(report_id=report_id)
    return sorted(lines, key=lambda line: (line.person_id is None, line.pk))


def speaks_against(report_id: UUID) -> bool:
    """Whether something was found that the family did not declare, or more than it declared (D57 §18)."""
    return ReportLine.objects.filter(report_id=report_id, comparison__in=AGAINST).exists()


def differences(report_id: UUID) -> list[str]:
    """What speaks against the family, one sentence each, as the 告知书 puts it."""
    return against(lines_of(report_id))


def versions(number: str) -> list[CheckReport]:
    """All versions of a report, newest first; the old ones stay."""
    return list(CheckReport.objects.filter(number=number).select_related("request").order_by("-version"))


def is_latest(report: CheckReport) -> bool:
    return not CheckReport.objects.filter(number=report.number, version__gt=report.version).exists()


def answered_queries(request: CheckRequest) -> list[SourceQuery]:
    """The newest answer of each source about each person: what was asked again replaces what it was asked for."""
    newest: dict[tuple[UUID, str], SourceQuery] = {}
    asked: CheckRequest | None = request
    while asked is not None:
        for query in asked.queries.select_related("authorisation").order_by("pk"):
            newest.setdefault((query.person_id, query.source), query)
        asked = asked.disputes.request if asked.disputes else None
    return sorted(newest.values(), key=lambda query: query.pk)


def persons_of(report: CheckReport) -> list[SourceQuery]:
    """One query for each person of a report, the newest: name, relation, and the authorisation it was asked under."""
    return list({query.person_id: query for query in answered_queries(report.request)}.values())


# Facts ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VerifiedFact:
    """What the latest report says of one person in one kind of income or property; it stands over what was declared.

    `amount_fen` for money, `count` for things; both None where it is open, with the reason. "None" is 0.
    """

    person_id: UUID
    kind: str
    amount_fen: int | None
    count: int | None
    outcome: str
    source_label: str
    as_of: date | None
    reason: str = ""

    @property
    def is_open(self) -> bool:
        return self.amount_fen is None and self.count is None


def verified_facts(household: UUID, subject_id: UUID, on: date | None = None) -> list[VerifiedFact]:
    """One fact per person and kind that was asked about; nothing where no report stands.

    With `on` given, a report past its validity leaves all of them open. Of a kind whose sources hold only a part
    (`Category.whole` is False), a fact is given only where they found more than was declared.
    """
    report = latest_report(subject_id)
    if report is None or report.household_id != household:
        return []
    return facts_of_report(report, lines_of(report.pk), on)


def facts_of_report(
    report: CheckReport, lines_: Iterable[ReportLine], on: date | None = None
) -> list[VerifiedFact]:
    """The facts of one report, where the caller has it and its lines."""
    expired = on is not None and on > report.valid_until
    groups: dict[tuple[UUID, str], list[ReportLine]] = {}
    for line in lines_:
        if line.person_id is not None:
            groups.setdefault((line.person_id, category(line.category).kind), []).append(line)
    facts = (
        _fact(person, kind, lines, report if expired else None) for (person, kind), lines in groups.items()
    )
    return [fact for fact in facts if fact is not None]


def _fact(
    person: UUID, kind: str, lines: list[ReportLine], expired: CheckReport | None
) -> VerifiedFact | None:
    silent = [line for line in lines if _known(line) is None]
    labels = "、".join(dict.fromkeys(line.source_label for line in lines))
    days = [line.as_of for line in lines if line.as_of]
    as_of = min(days) if days else None
    if expired is not None:
        why = f"核对报告 {expired.number} 已于 {expired.valid_until:%Y-%m-%d} 过有效期，请重新核对。"
        return VerifiedFact(person, kind, None, None, Outcome.NO_ANSWER, labels, as_of, why)
    if silent:
        why = "；".join(f"{line.source_label}未答复：{line.note}" for line in silent)
        return VerifiedFact(person, kind, None, None, Outcome.NO_ANSWER, labels, as_of, why)
    of = category(lines[0].category)
    if not of.whole and not any(line.comparison in AGAINST for line in lines):
        return None
    total = sum(_known(line) or 0 for line in lines)
    outcome = Outcome.FOUND if any(line.outcome == Outcome.FOUND for line in lines) else Outcome.NONE
    amount, count = (total, None) if of.measure == "amount" else (None, total)
    return VerifiedFact(person, kind, amount, count, outcome, labels, as_of)


def _known(line: ReportLine) -> int | None:
    return 0 if line.outcome == Outcome.NONE else found_value(line)


# The centre's work ------------------------------------------------------------------------------------------------


class Board(NamedTuple):
    """How many requests wait, how many of them are past their day, how many are reported."""

    waiting: int
    late: int
    reported: int


def requests_of(officer: Officer) -> QuerySet[CheckRequest]:
    """Requests in this post's area. The conditions repeat the row policy so that the index serves them."""
    requests = CheckRequest.objects.filter(county__in=officer.counties)
    if len(officer.area) >= 9:
        requests = requests.filter(town=officer.area[:9])
    if len(officer.area) == 12:
        requests = requests.filter(village=officer.area)
    return requests


def queue(officer: Officer, state: str = "asked", name: str = "") -> QuerySet[CheckRequest]:
    """Requests of one state, those waiting by due date, those reported newest first; with their counts of answers."""
    asked = requests_of(officer).filter(state=state).select_related("asked_by").annotate(
        asked_of=Count("queries"),
        answered=Count("queries", filter=~Q(queries__outcome=Outcome.WAITING)),
        silent=Count("queries", filter=Q(queries__outcome=Outcome.NO_ANSWER)),
    )  # fmt: skip
    if name:
        asked = asked.filter(Q(applicant_name__startswith=name) | Q(number=name))
    waiting = state == CheckRequest.State.ASKED
    return asked.order_by("start_by", "asked_at", "pk") if waiting else asked.order_by("-asked_at", "-pk")


def board(officer: Officer, today: date) -> Board:
    """The figures at the head of the queue, in one query."""
    asked, done = Q(state=CheckRequest.State.ASKED), Q(state=CheckRequest.State.REPORTED)
    return Board(
        **requests_of(officer).aggregate(
            waiting=Count("pk", filter=asked),
            late=Count("pk", filter=asked & Q(start_by__lt=today)),
            reported=Count("pk", filter=done),
        )
    )


class Standing(NamedTuple):
    """How far a request is: its queries in the order of persons, and how many are answered."""

    request: CheckRequest
    queries: list[SourceQuery]
    reports: list[CheckReport]

    @property
    def answered(self) -> int:
        return sum(query.outcome != Outcome.WAITING for query in self.queries)

    @property
    def silent(self) -> int:
        return sum(query.outcome == Outcome.NO_ANSWER for query in self.queries)

    @property
    def running(self) -> bool:
        return self.request.state == CheckRequest.State.ASKED

    @property
    def report(self) -> CheckReport | None:
        return self.reports[0] if self.reports else None


def news_of(request_id: UUID) -> str:
    """A mark that changes with every answer; looking at it shows nothing of the family.

    Raises: CheckRequest.DoesNotExist outside one's area.
    """
    waiting = Count("queries", filter=Q(queries__outcome=Outcome.WAITING))
    asked = CheckRequest.objects.annotate(waiting=waiting).only("state").get(pk=request_id)
    return f"{asked.state}-{asked.waiting}"


def standing(request_id: UUID) -> Standing:
    """Raises: CheckRequest.DoesNotExist outside one's area."""
    request = CheckRequest.objects.select_related("asked_by", "disputes").get(pk=request_id)
    looked_at(request.household_id, f"核对 {request.number}")
    queries = SourceQuery.objects.filter(request=request).select_related("authorisation").defer("reply")
    return Standing(request, in_order(queries), list(request.reports.order_by("-version")))


def in_order(queries: Iterable[SourceQuery]) -> list[SourceQuery]:
    """Person by person as they were put (the applicant first), source by source."""
    return sorted(queries, key=lambda query: query.pk)


def report_page(report_id: UUID) -> tuple[CheckReport, list[ReportLine]]:
    """Raises: CheckReport.DoesNotExist outside one's area."""
    report = CheckReport.objects.select_related("request", "request__asked_by", "pdf").get(pk=report_id)
    looked_at(report.household_id, f"查看核对报告 {report.number}")
    return report, lines_of(report.pk)
