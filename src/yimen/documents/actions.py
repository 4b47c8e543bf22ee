"""Keeping files and making letters."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from yimen.audit.trail import wrote
from yimen.core.errors import YimenError
from yimen.core.ids import uuid7
from yimen.documents import files, uploads
from yimen.documents.forms import Paper
from yimen.documents.models import Attachment, Letter
from yimen.documents.numbers import letter_number
from yimen.documents.scanning import ScanState, scanner
from yimen.guard.rows import area_of
from yimen.people.models import Household, Person


class AlreadyServed(YimenError):
    code = "already_served"
    sentence = "文书 {number} 已于 {day} 送达，不能重复登记。如登记有误，请联系县级更正。"


def attach(
    household: Household,
    kind: str,
    name: str,
    content: bytes,
    *,
    by: str,
    now: datetime,
    person: Person | None = None,
    taken_at: datetime | None = None,
) -> Attachment:
    """Take a file from a person: cleaned (`uploads`), sealed, described.  `taken_at`: else what the camera said.

    Raises: what `uploads.accept_upload` refuses, with its sentence.
    """
    clean = uploads.accept_upload(name, content, scanner=scanner(settings.ENV.clamd))
    return keep(
        household, kind, clean.name, clean.content, clean.media_type,
        by=by, now=now, person=person, taken_at=taken_at or clean.taken_at, scan=clean.scan,
    )  # fmt: skip


def keep(
    household: Household,
    kind: str,
    name: str,
    content: bytes,
    media_type: str,
    *,
    by: str,
    now: datetime,
    person: Person | None = None,
    taken_at: datetime | None = None,
    scan: str = ScanState.NOT_SCANNED,
    row: UUID | None = None,
) -> Attachment:
    """Seal content the platform itself made or has cleaned."""
    row = row or uuid7()
    files.store(row, content)
    wrote(household.pk)
    return Attachment.objects.create(
        id=row,
        household=household,
        person=person,
        kind=kind,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).digest(),
        scan=scan,
        taken_at=taken_at,
        uploaded_at=now,
        uploaded_by=by,
        **area_of(household),
    )


def make_letter(
    household: Household,
    paper: Paper,
    *,
    subject: UUID,
    key: str,
    now: datetime,
    by: str,
    serve_by: date | None = None,
) -> Letter:
    """A numbered letter, printed at once and kept; `key` makes it exist once however often the step is tried."""
    existing = Letter.objects.filter(key=key).first()
    if existing is not None:
        return existing
    number = letter_number(paper.template, household.county, now)
    row = uuid7()
    pdf = replace(paper, number=number).pdf()
    attachment = keep(
        household, str(Attachment.Kind.LETTER), f"{paper.title}.pdf", pdf, "application/pdf",
        by=by, now=now, row=row, scan=ScanState.CLEAN,
    )  # fmt: skip
    return Letter.objects.create(
        household=household,
        subject_id=subject,
        template=paper.template,
        title=paper.title,
        number=number,
        key=key,
        attachment=attachment,
        made_at=now,
        serve_by=serve_by,
        **area_of(household),
    )


def serve(
    letter_id: UUID, *, deliverer_id: int, recipient: str, day: date, receipt: Attachment | None
) -> Letter:
    """送达登记: who delivered it, to whom, when, and the signed receipt.

    Raises: AlreadyServed.
    """
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter_id)
    if letter.served_on is not None:
        raise AlreadyServed(number=letter.number, day=letter.served_on)
    letter.served_on, letter.deliverer_id, letter.recipient, letter.receipt = (
        day,
        deliverer_id,
        recipient,
        receipt,
    )
    letter.save()
    wrote(letter.household_id, f"送达 {letter.number}")
    return letter
