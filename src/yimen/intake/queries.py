"""Reads of drafts, applications and authorisations."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from yimen.audit.trail import looked_at
from yimen.intake.content import Content
from yimen.intake.models import Application, Authorisation, Correction, Draft


@dataclass(frozen=True)
class OpenDraft:
    """A draft with its content opened."""

    draft: Draft
    content: Content

    @property
    def id(self) -> UUID:
        return self.draft.pk


def draft_of(account: UUID, programme: str = "dibao") -> OpenDraft | None:
    """The account's draft; in the citizen's own scope."""
    draft = Draft.objects.filter(account_id=account, programme=programme).first()
    return OpenDraft(draft, Content.from_text(draft.content)) if draft else None


def applications_of(account: UUID) -> list[Application]:
    return list(Application.objects.filter(account_id=account).order_by("-submitted_at"))


def authorisations_of(household: UUID) -> list[Authorisation]:
    """All authorisations of a file, newest first, withdrawn ones included."""
    looked_at(household)
    rows = Authorisation.objects.filter(household_id=household).select_related("person", "signed_by")
    return list(rows.order_by("person__pk", "-signed_at"))


def open_correction(application: UUID) -> Correction | None:
    """The list the family still has to answer."""
    return Correction.objects.filter(application_id=application, answered_at__isnull=True).first()


class ReceiptStage(NamedTuple):
    """What a receipt number tells anyone who holds it."""

    programme: str
    state: str
    submitted_on: date
    due_on: date | None


def stage_of_receipt(receipt_no: str) -> ReceiptStage | None:
    """The stage of the application with this number, in any scope; nothing of the family."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_stage_of_receipt(%s)", [receipt_no])
        row = cursor.fetchone()
    return ReceiptStage(*row) if row else None
