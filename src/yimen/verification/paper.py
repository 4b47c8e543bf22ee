"""The report as the form prints it (practice B7)."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings

from yimen.documents import forms
from yimen.guard.clock import local_day
from yimen.network.queries import check_office_of
from yimen.verification.categories import category
from yimen.verification.comparing import AGAINST, Comparison, Outcome
from yimen.verification.models import CheckReport, CheckRequest, ReportLine, SourceQuery
from yimen.verification.wording import declared_text, found_text, hints

Answered = Mapping[tuple[UUID, str], date | None]


def paper_of(
    report: CheckReport, request: CheckRequest, queries: Sequence[SourceQuery], lines: Sequence[ReportLine]
) -> forms.VerificationReport:
    """Persons, findings, totals and hints of a report. Its QR code leads to the report itself, behind sign-in."""
    answered = {(q.person_id, q.source): local_day(q.answered_at) if q.answered_at else None for q in queries}
    return forms.VerificationReport(
        organ=check_office_of(report.county).name,
        on=local_day(report.issued_at),
        number=report.number,
        synthetic=settings.SYNTHETIC,
        verify_url=f"{settings.ENV.address}/desk/checks/reports/{report.pk}/",
        applicant=request.applicant_name,
        programme=request.purpose,
        mandate=request.number,
        checked_at=local_day(report.issued_at),
        valid_until=report.valid_until,
        version=report.version,
        replaces=f"第{report.version - 1}版" if report.version > 1 else "",
        persons=_persons(queries),
        findings=[_finding(line, answered) for line in lines if line.person_id],
        totals=[_total(line) for line in lines if not line.person_id],
        hints=hints(lines),
    )


def _persons(queries: Sequence[SourceQuery]) -> list[forms.CheckedPerson]:
    """Each person once, with the authorisation under which the newest answer was asked."""
    newest = {query.person_id: query for query in queries}
    return [
        forms.CheckedPerson(q.person_name, q.id_masked or "无证件号码", q.relation, q.authorisation.number)
        for q in newest.values()
    ]


def _finding(line: ReportLine, answered: Answered) -> forms.SourceFinding:
    assert line.person_id is not None
    return forms.SourceFinding(
        person=line.person_name,
        source=line.source_label,
        category=category(line.category).label,
        standing=line.outcome,  # type: ignore[arg-type]
        declared=declared_text(line),
        found=found_text(line),
        as_of=line.as_of,
        answered_on=answered.get((line.person_id, line.source)),
        against=line.comparison in AGAINST and line.outcome == Outcome.FOUND,
    )


def _total(line: ReportLine) -> forms.FamilyTotal:
    return forms.FamilyTotal(
        category=category(line.category).label,
        declared=declared_text(line),
        found=found_text(line),
        comparison=Comparison(line.comparison).label,
        against=line.comparison in AGAINST,
    )
