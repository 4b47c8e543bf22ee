"""Issuing the report: numbered, versioned, sealed as a PDF (policy §13.2 step 6)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from yimen.audit.trail import wrote
from yimen.core.errors import YimenError
from yimen.core.ids import uuid7
from yimen.core.law import limit
from yimen.documents.actions import keep
from yimen.documents.models import Attachment
from yimen.documents.numbers import next_in
from yimen.guard.clock import local_day
from yimen.guard.rows import area_of
from yimen.verification.comparing import Outcome
from yimen.verification.lines import compared, concluded
from yimen.verification.models import CheckReport, CheckRequest, ReportLine
from yimen.verification.paper import paper_of
from yimen.verification.queries import answered_queries


class AnswersMissing(YimenError):
    """A report waits for nobody: every query is answered or has been given up."""

    code = "verification.answers_missing"
    sentence = "{number} 还有 {waiting} 项查询没有结果，暂不能出具报告。系统会在全部答复后自动出具。"


@transaction.atomic
def issue_report(request_id: UUID, *, by: str, now: datetime) -> CheckReport:
    """Number, compare, print and keep. A request that disputes a report gives its next version; tried again, the same one.

    Runs under an area scope: the centre's own does not show what the family declared.  Raises: AnswersMissing.
    """
    request = CheckRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    done = request.reports.order_by("-version").first()
    if done is not None:
        return done
    waiting = request.queries.filter(outcome=Outcome.WAITING).count()
    if waiting:
        raise AnswersMissing(number=request.number, waiting=waiting)
    report = _new_report(request, by, local_day(now), now)
    queries = answered_queries(request)
    lines = compared(report, queries, local_day(now))
    report.conclusion = concluded(lines)
    report.pdf = keep(
        request.household, str(Attachment.Kind.REPORT), f"核对报告 {report.number} 第{report.version}版.pdf",
        paper_of(report, request, queries, lines).pdf(), "application/pdf",
        by=by, now=now, scan=str(Attachment.Scan.CLEAN),
    )  # fmt: skip
    report.save(force_insert=True)
    ReportLine.objects.bulk_create(lines)
    request.state = CheckRequest.State.REPORTED
    request.save(update_fields=["state"])
    wrote(request.household_id, f"出具核对报告 {report.number} 第 {report.version} 版")
    return report


def _new_report(request: CheckRequest, by: str, day: date, now: datetime) -> CheckReport:
    before = request.disputes
    return CheckReport(
        id=uuid7(),
        household_id=request.household_id,
        request=request,
        number=before.number if before else report_number(request.county, day),
        version=_next_version(before.number) if before else 1,
        issued_at=now,
        issued_by=by,
        valid_until=day + timedelta(days=limit("check_report_days", request.county, day)),
        **area_of(request),
    )


def report_number(county: str, day: date) -> str:
    """371311核〔2026〕000212号: county, year, running number."""
    return f"{county}核〔{day.year}〕{next_in(county, 'check_report', day.year):06d}号"


def _next_version(number: str) -> int:
    newest = CheckReport.objects.filter(number=number).order_by("-version").values_list("version", flat=True)
    return newest[0] + 1
