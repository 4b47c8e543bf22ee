"""一次性告知: the single list of everything missing, and what has been supplied (D57 §10)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.audit.trail import wrote
from yimen.core.errors import YimenError
from yimen.guard.rows import area_of
from yimen.intake.models import Application, Correction, MissingItem
from yimen.network.officers import Officer


class AskedAlready(YimenError):
    """A second list would make the family run twice; the law allows one."""

    code = "asked_already"
    sentence = "申请 {receipt} 已经一次性告知过，不能再次要求补正。请按已有材料办理，缺少的可由部门查询。"


@dataclass(frozen=True)
class MissingPaper:
    """One line of the list: what is missing, how to supply it, for which member (None: the family)."""

    item: str
    how: str
    person: UUID | None = None


def ask_for_papers(
    application: Application,
    papers: list[MissingPaper],
    *,
    officer: Officer,
    due_on: date,
    now: datetime,
) -> Correction:
    """Store the list.

    Raises: AskedAlready.
    """
    try:
        with transaction.atomic():
            correction = Correction.objects.create(
                household_id=application.household_id,
                application=application,
                asked_by_id=officer.user_id,
                asked_at=now,
                due_on=due_on,
                **area_of(application),
            )
    except IntegrityError:
        raise AskedAlready(receipt=application.receipt_no) from None
    MissingItem.objects.bulk_create(
        MissingItem(
            household_id=application.household_id,
            correction=correction,
            person_id=paper.person,
            item=paper.item,
            how=paper.how,
            **area_of(application),
        )
        for paper in papers
    )
    wrote(application.household_id, f"一次性告知 {application.receipt_no}")
    return correction


def supplied(correction: Correction, *, now: datetime) -> Correction:
    """The family says everything on the list is in; what is still missing shows at acceptance."""
    correction.answered_at = now
    correction.save(update_fields=["answered_at"])
    correction.items.filter(supplied_at__isnull=True).update(supplied_at=now)
    wrote(correction.household_id, "补正提交")
    return correction
