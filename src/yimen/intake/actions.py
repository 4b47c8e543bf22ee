"""Filing an application: by the family on its phone, at the window, or by an agent; and answering what was asked.

All of it runs in the caller's scope, which is the transaction.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from yimen.audit.trail import wrote
from yimen.core.ids import uuid7
from yimen.documents.models import Attachment
from yimen.guard.clock import local_day
from yimen.guard.rows import area_of
from yimen.intake import drafts, signing
from yimen.intake.checks import Form, blocking, read_form
from yimen.intake.content import Content
from yimen.intake.faults import Fault, FormRefused
from yimen.intake.filing import store_form
from yimen.intake.models import Application, Draft, MissingItem
from yimen.intake.numbers import RECEIPT, new_number
from yimen.intake.texts import promise_text
from yimen.notifications.actions import queue_message
from yimen.people.accounts import attach_household
from yimen.people.models import Household

NOT_PROMISED = Fault("review", "promise", "", "承诺", "请阅读承诺内容并勾选。")


def submit(draft_id: UUID, *, promised: bool, now: datetime) -> Application:
    """The family files its draft: household, persons, papers, authorisations, application; the draft is erased.

    Raises: FormRefused with everything that is wrong; nothing is stored then.
    """
    draft, content = drafts.lock(draft_id)
    form, faults = read_form(content, on=local_day(now), synthetic=settings.SYNTHETIC)
    faults += signing.signing_faults(signing.duties(draft, form, content, local_day(now)))
    _require_right(faults, promised)
    proxy = form.place.proxy_name
    channel = "proxy" if proxy else "phone"
    application = _file(form, channel, now, account=draft.account_id)
    attach_household(draft.account_id, application.household_id, now)
    _take_files(draft, application.household)
    signing.file_signatures(draft, application.household)
    drafts.forget(draft)
    _send_receipt(application, form, now)
    return application


def file_form(content: Content, *, channel: str, promised: bool, now: datetime) -> Application:
    """The same form filled in at a window or by a village agent. Papers and authorisations follow in the new file.

    Raises: FormRefused with everything that is wrong; nothing is stored then.
    """
    form, faults = read_form(content, on=local_day(now), synthetic=settings.SYNTHETIC)
    _require_right(faults, promised)
    application = _file(form, channel, now, account=None)
    _send_receipt(application, form, now)
    return application


def supply_missing(item_id: UUID, paper: Attachment, now: datetime) -> MissingItem:
    """One line of the 一次性告知 list is answered with a file."""
    item = MissingItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    item.supplied_at = now
    item.save(update_fields=["supplied_at"])
    wrote(item.household_id, f"补交 {item.item}")
    return item


def _require_right(faults: list[Fault], promised: bool) -> None:
    wrong = [*blocking(faults), *([] if promised else [NOT_PROMISED])]
    if wrong:
        raise FormRefused(wrong)


def _file(form: Form, channel: str, now: datetime, account: UUID | None) -> Application:
    household, applicant = store_form(form, now)
    application = Application.objects.create(
        id=uuid7(),
        receipt_no=new_number(RECEIPT, local_day(now)),
        household=household,
        applicant=applicant,
        account_id=account,
        channel=channel,
        proxy_name=form.place.proxy_name,
        reason=form.place.reason,
        submitted_at=now,
        promise_text=promise_text(),
        promised_at=now,
        **area_of(household),
    )
    wrote(household.pk, f"提交申请 {application.receipt_no}")
    return application


def _take_files(draft: Draft, household: Household) -> None:
    """A draft's files as papers of the household; the sealed content stays where it is, under the same id."""
    Attachment.objects.bulk_create(
        Attachment(
            id=file.pk,
            household=household,
            person_id=file.member,
            kind=file.kind,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            scan=file.scan,
            taken_at=file.taken_at,
            uploaded_at=file.uploaded_at,
            uploaded_by=f"citizen:{draft.account_id}",
            **area_of(household),
        )
        for file in draft.files.all()
    )


def _send_receipt(application: Application, form: Form, now: datetime) -> None:
    if form.head.phone:
        text = (
            f"【社会救助】您的最低生活保障申请已提交，回执号 {application.receipt_no}。"
            "凭回执号可以查询办理进度，工作人员会尽快与您联系。"
        )
        queue_message(f"receipt:{application.pk}", form.head.phone, text, now)
