"""Posting, closing and objecting (D57 §19, §24; policy §17). A notice is made of the allow-listed fields only."""

from datetime import datetime
from uuid import UUID

from yimen.audit.trail import wrote
from yimen.cases import actions as cases
from yimen.cases import findings
from yimen.cases.models import Award, Case
from yimen.cases.steps import lock, take
from yimen.core.errors import YimenError
from yimen.core.processes import Need
from yimen.documents.models import Attachment
from yimen.guard.clock import local_day
from yimen.guard.rows import area_of
from yimen.guard.scope import public_scope, scope, system_scope
from yimen.network.officers import Officer
from yimen.network.queries import town_office_of
from yimen.people.queries import members_on
from yimen.publicity.models import Posting, PublicNotice
from yimen.publicity.queries import standing_notice


class NotPosted(YimenError):
    code = "not_posted"


def publicise(case_id: UUID, *, officer: Officer, now: datetime, version: int | None = None) -> Posting:
    """公示初审意见 for the pack's days; the clock C3 says until when."""
    case = lock(case_id, version)
    take(case, "publicise", by=officer, now=now)
    clock = case.clocks.get(key="C3", stopped_on__isnull=True)
    finding = findings.assess_case(case, local_day(now))
    notice = _notice(
        case, PublicNotice.Kind.FIRST_REVIEW, now, monthly_fen=finding.amount or 0, opinion="拟确认",
        starts_on=local_day(now), ends_on=clock.due_on,
    )  # fmt: skip
    return _post(case, notice, officer, now)


def add_board_photos(
    posting_id: UUID, photos: list[Attachment], *, officer: Officer, now: datetime
) -> Posting:
    """Dated photos of the village board, without which the publicity cannot close."""
    posting = Posting.objects.select_for_update(of=("self",)).get(pk=posting_id)
    posting.photos.add(*photos)
    wrote(posting.household_id, "公示栏照片")
    return posting


def close_publicity(case_id: UUID, *, officer: Officer, now: datetime, version: int | None = None) -> Case:
    """期满无异议, report to the county; the public notice comes down by itself on its last day."""
    case = lock(case_id, version)
    posting = _open_posting(case)
    given = frozenset({Need.BOARD_PHOTOS}) if posting.photos.exists() else frozenset[Need]()
    take(case, "close_publicity", by=officer, now=now, given=given)
    posting.closed_at = now
    posting.save()
    return case


def take_up_objection(case_id: UUID, *, officer: Officer, now: datetime, version: int | None = None) -> Case:
    """异议复查: the notice comes down while the family is surveyed again or appraised."""
    case = lock(case_id, version)
    posting = _open_posting(case)
    cases.take_up_objection(case.pk, officer=officer, now=now)
    posting.closed_at = now
    posting.save()
    PublicNotice.objects.filter(pk=posting.notice_id).update(withdrawn=True)
    return Case.objects.get(pk=case.pk)


def publish_award(award: Award, *, officer: Officer, now: datetime) -> Posting:
    """确认后公布: applicant, number of members, amount (D57 §24); stands until the award ends."""
    case = award.case
    if case is None:
        raise NotPosted(f"{award.number} 是在册导入的待遇，没有审核确认事项可公布。", award=award.pk)
    existing = Posting.objects.filter(case=case, notice__kind=PublicNotice.Kind.CONFIRMED).first()
    if existing is not None:
        return existing
    notice = _notice(
        case, PublicNotice.Kind.CONFIRMED, now, monthly_fen=award.monthly_fen, opinion="已确认",
        starts_on=local_day(now), ends_on=None,
    )  # fmt: skip
    return _post(case, notice, officer, now)


def object_to(notice_id: UUID, content: str, name: str, phone: str, *, now: datetime) -> str:
    """Anyone may object while the notice stands; anonymous to the public. Returns the words of thanks.

    Raises: NotPosted when the notice is no longer standing or says nothing to object to.
    """
    if not content.strip():
        raise NotPosted("请写明您要反映的情况。")
    with scope(public_scope()):
        notice = standing_notice(notice_id)
    if notice is None or notice.kind != PublicNotice.Kind.FIRST_REVIEW:
        raise NotPosted("这条公示已经结束。如仍要反映情况，请拨打页面上的监督电话。")
    with scope(system_scope([notice.county], actor="public-objection")):
        case = lock(Posting.objects.get(notice_id=notice_id).case_id)
        objection = cases.register_objection(case, content.strip(), name.strip(), phone.strip(), now=now)
    return f"已收到您的意见（编号 {str(objection.pk)[-8:].upper()}），乡镇将在复查后处理，您的身份不会公开。"


def _notice(case: Case, kind: str, now: datetime, **values: object) -> PublicNotice:
    office = town_office_of(case.town)
    return PublicNotice.objects.create(
        kind=kind,
        programme=case.programme,
        applicant_name=case.applicant.name,
        members=len(members_on(case.household_id, local_day(now))),
        organ=office.name,
        phone=office.office_phone,
        **values,
        **area_of(case),
    )


def _post(case: Case, notice: PublicNotice, officer: Officer, now: datetime) -> Posting:
    wrote(case.household_id, f"公示 {case.number}")
    return Posting.objects.create(
        case=case,
        household_id=case.household_id,
        notice=notice,
        posted_by_id=officer.user_id,
        posted_at=now,
        **area_of(case),
    )


def _open_posting(case: Case) -> Posting:
    posting = Posting.objects.filter(
        case=case, closed_at__isnull=True, notice__kind=PublicNotice.Kind.FIRST_REVIEW
    ).first()
    if posting is None:
        raise NotPosted(f"{case.number} 现在没有正在进行的公示。", case=case.pk)
    return posting
