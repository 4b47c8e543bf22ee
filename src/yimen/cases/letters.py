"""The papers a case sends out, filled from the file (practice B15; D57 §10, 11, 18, 21)."""

from datetime import date, datetime
from typing import Any

from django.conf import settings

from yimen.cases.models import Award, Case, Hearing
from yimen.cases.reasons import arithmetic, refusal_reasons
from yimen.core.book import Finding
from yimen.core.calendar import Month
from yimen.core.law import limit
from yimen.documents import forms
from yimen.documents.actions import make_letter
from yimen.documents.models import Letter
from yimen.guard.clock import local_day
from yimen.intake.models import Correction
from yimen.network.officers import Officer
from yimen.network.queries import bureau_of, town_office_of
from yimen.people.queries import members_on
from yimen.regions.queries import work_calendar
from yimen.verification.models import CheckReport
from yimen.verification.queries import differences


def acceptance(case: Case, *, by: Officer, now: datetime) -> Letter:
    """受理通知书."""
    clock = case.clocks.get(key="C6", stopped_on__isnull=True)
    paper = forms.AcceptanceNotice(
        **_head(case, now),
        receipt=case.number,
        applied_on=local_day(case.submitted_at),
        accepted_on=local_day(now),
        members=len(members_on(case.household_id, local_day(now))),
        due_on=clock.due_on,
        period=f"{limit('dibao_total_days', case.county, local_day(now))} 个工作日",
        handler=by.name,
        lookup=f"凭回执号 {case.application.receipt_no} 在手机“码上查”查询进度",
    )
    return _send(case, paper, "acceptance", by, now)


def missing_papers(case: Case, correction: Correction, *, by: Officer, now: datetime) -> Letter:
    """一次性补正告知书."""
    items = [
        forms.MissingItem(
            what=f"{item.person.name}：{item.item}" if item.person else item.item,
            why="申请材料不齐",
            how=item.how,
        )
        for item in correction.items.select_related("person")
    ]
    paper = forms.MissingPapersNotice(
        **_head(case, now),
        applied_on=local_day(case.submitted_at),
        items=items,
        receipt=case.application.receipt_no,
        reply_by=correction.due_on,
    )
    return _send(case, paper, "missing_papers", by, now)


def report_against(
    case: Case, report: CheckReport, hearing: Hearing, *, by: Officer, now: datetime
) -> Letter:
    """核对情况告知书: what differs, and until when the family may answer."""
    paper = forms.VerificationNotice(
        **_head(case, now),
        report=f"{report.number}（第 {report.version} 版）",
        points=differences(report.pk),
        reply_by=hearing.answer_by,
    )
    return _send(case, paper, f"hearing:{hearing.pk}", by, now)


def confirmation(case: Case, award: Award, finding: Finding, *, by: Officer, now: datetime) -> Letter:
    """确认通知书 with the arithmetic."""
    account = award.account
    paper = forms.ConfirmationNotice(
        **_head(case, now, county=True),
        covered=[member.person.name for member in award.members.select_related("person")],
        lines=[forms.AmountLine("每月保障金", award.monthly_fen)],
        amount=award.monthly_fen,
        arithmetic=arithmetic(finding),
        from_month=Month.of(award.start_month).label,
        grounds=["《社会救助暂行办法》第十二条", "《最低生活保障审核确认办法》第二十一条、第二十三条"],
        remedies=_remedies(case),
        applied_on=local_day(case.submitted_at),
        account_masked=f"**** {account.last4}" if account else "",
        account_holder=account.holder.name if account else "",
        next_check=f"{award.recheck_by:%Y 年 %m 月}",
    )
    return _send(case, paper, "confirmation", by, now)


def refusal(case: Case, finding: Finding, *, by: Officer, now: datetime) -> Letter:
    """不予确认通知书, to be served within the days the law gives."""
    day = local_day(now)
    serve_by = work_calendar().add_working_days(day, limit("dibao_refusal_notice_days", case.county, day)).day
    paper = forms.RefusalNotice(
        **_head(case, now, county=True),
        applied_on=local_day(case.submitted_at),
        members=len(members_on(case.household_id, day)),
        reasons=refusal_reasons(finding, case.reasons),
        grounds=["《社会救助暂行办法》第十一条第（三）项", "《最低生活保障审核确认办法》第二十一条"],
        remedies=_remedies(case),
    )
    return _send(case, paper, "refusal", by, now, serve_by=serve_by)


def _head(case: Case, now: datetime, *, county: bool = False) -> dict[str, Any]:
    office = bureau_of(case.county) if county else town_office_of(case.town)
    return {
        "organ": office.name,
        "on": local_day(now),
        "synthetic": settings.SYNTHETIC,
        "addressee": case.applicant.name,
        "phone": office.office_phone,
        "address": office.address,
    }


def _remedies(case: Case) -> forms.Remedies:
    bureau = bureau_of(case.county)
    place = bureau.name.removesuffix("民政局")
    return forms.Remedies(reconsideration=f"{place}人民政府", court=f"{place}人民法院")


def _send(
    case: Case, paper: forms.Letter, key: str, by: Officer, now: datetime, serve_by: date | None = None
) -> Letter:
    return make_letter(
        case.household,
        paper,
        subject=case.pk,
        key=f"{case.number}:{key}",
        now=now,
        by=by.title,
        serve_by=serve_by,
    )
