"""What officers do: ask for a check, and ask again (policy §2.3 rows 5 and 7, §13.2)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yimen.audit.trail import wrote
from yimen.core.errors import YimenError
from yimen.core.ids import uuid7
from yimen.core.law import limit
from yimen.documents.numbers import next_in
from yimen.guard.clock import local_day
from yimen.guard.rows import AreaRow, area_of
from yimen.intake.models import Authorisation
from yimen.network.officers import Officer
from yimen.people.models import Household
from yimen.regions.queries import work_calendar
from yimen.verification import permissions
from yimen.verification.asked import Asked, members_asked, persons_asked, standing_authorisations
from yimen.verification.models import CheckReport, CheckRequest, SourceQuery
from yimen.verification.queries import answered_queries, is_latest
from yimen.verification.sources import Source, sources
from yimen.verification.tasks import queue_check


class CheckRunning(YimenError):
    """A request of this case is still being answered."""

    code = "verification.running"
    sentence = "{number} 正在查询中，不需要重复发起。全部来源答复后会自动出具报告。"


class NoReason(YimenError):
    code = "verification.no_reason"
    sentence = "请填写再次核对的理由，例如申请人对哪一项有异议、提供了什么证据。"


class OldVersion(YimenError):
    """The report has been replaced since."""

    code = "stale_screen"
    sentence = "{number} 第 {version} 版已有新版本。请打开最新版本，核对后再操作。"


@transaction.atomic
def ask_check(
    household_id: UUID, subject_id: UUID, *, officer: Officer, purpose: str, now: datetime
) -> CheckRequest:
    """发起核对: one query per member and source, each under that person's authorisation; the job asks them.

    Kin outside the household are asked about where they have authorised it.
    Raises: NotYourCheck, NoAuthorisation naming everyone without one, CheckRunning; nothing is stored then.
    """
    household = Household.objects.select_for_update(of=("self",)).get(pk=household_id)
    permissions.require_may_ask(officer, household)
    _nothing_running(subject_id)
    persons = members_asked(household, now)
    signed = standing_authorisations(household.pk, [p for p in persons if p.must], purpose, now)
    request = _new_request(household, household.pk, subject_id, persons[0].name, purpose, officer, now)
    _put(request, [p for p in persons if p.id in signed], signed, sources(), now)
    return request


@transaction.atomic
def ask_again(
    report_id: UUID, *, officer: Officer, reason: str, now: datetime, only: Collection[str] | None = None
) -> CheckRequest:
    """复核: put the questions again after a dispute, a silence or a corrected statement; the report gets a new version.

    `only`: keys of the sources asked again; the others' answers stand. Empty: the statements alone are compared anew.
    Works from the report's own rows, so that the centre can ask again without seeing the family's file.
    Raises: NotYourCheck, NoReason, OldVersion, NoAuthorisation, CheckRunning.
    """
    report = CheckReport.objects.select_related("request").get(pk=report_id)
    before = CheckRequest.objects.select_for_update(of=("self",)).get(pk=report.request_id)
    permissions.require_may_ask_again(officer, report)
    if not reason.strip():
        raise NoReason()
    if not is_latest(report):
        raise OldVersion(number=report.number, version=report.version)
    _nothing_running(before.subject_id)
    persons = persons_asked(answered_queries(before))
    again = [source for source in sources() if only is None or source.key in only]
    signed = standing_authorisations(report.household_id, persons if again else [], before.purpose, now)
    request = _new_request(
        report, report.household_id, before.subject_id, before.applicant_name, before.purpose, officer, now,
        disputes=report, reason=reason.strip(),
    )  # fmt: skip
    _put(request, persons, signed, again, now)
    return request


# Storing ----------------------------------------------------------------------------------------------------------


def _nothing_running(subject_id: UUID) -> None:
    running = CheckRequest.objects.filter(subject_id=subject_id, state=CheckRequest.State.ASKED).first()
    if running is not None:
        raise CheckRunning(number=running.number)


def _new_request(
    area: AreaRow,
    household: UUID,
    subject_id: UUID,
    applicant: str,
    purpose: str,
    officer: Officer,
    now: datetime,
    *,
    disputes: CheckReport | None = None,
    reason: str = "",
) -> CheckRequest:
    """A numbered request with the day by which it must have begun (D57 §17), and its job."""
    day = local_day(now)
    days = limit("dibao_check_start_days", area.county, day)
    request = CheckRequest.objects.create(
        number=f"{area.county}核委〔{day.year}〕{next_in(area.county, 'check_request', day.year):06d}号",
        household_id=household,
        subject_id=subject_id,
        applicant_name=applicant,
        purpose=purpose,
        asked_by_id=officer.user_id,
        asked_at=now,
        start_by=work_calendar().add_working_days(day, days).day,
        disputes=disputes,
        reason=reason,
        **area_of(area),
    )
    queue_check(request.pk, request.county, officer.actor)
    wrote(household, f"发起核对 {request.number}")
    return request


def _put(
    request: CheckRequest,
    persons: Sequence[Asked],
    signed: Mapping[UUID, Authorisation],
    of: Sequence[Source],
    now: datetime,
) -> None:
    SourceQuery.objects.bulk_create(
        SourceQuery(
            id=uuid7(),
            household_id=request.household_id,
            request=request,
            person_id=person.id,
            person_name=person.name,
            id_masked=person.id_masked,
            relation=person.relation,
            authorisation=signed[person.id],
            source=source.key,
            source_label=source.label,
            categories=list(source.categories),
            asked_at=now,
            **area_of(request),
        )
        for person in persons
        for source in of
    )
