"""Reads of published notices; the public ones run in a public scope and see only standing notices."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from yimen.cases.models import Case
from yimen.core.processes import State
from yimen.publicity.models import Posting, PublicNotice


def standing(village: str) -> QuerySet[PublicNotice]:
    """What may be read of a village today (the row policy takes down what has ended), newest first."""
    return PublicNotice.objects.filter(village=village).order_by("-starts_on", "pk")


def standing_in(area: str) -> QuerySet[PublicNotice]:
    """The same for a county or town code."""
    return PublicNotice.objects.filter(village__startswith=area).order_by("village", "-starts_on", "pk")


def standing_notice(notice_id: UUID) -> PublicNotice | None:
    return PublicNotice.objects.filter(pk=notice_id).first()


def ending_before(day: date) -> QuerySet[PublicNotice]:
    """Notices whose last day has passed: their publicity is to be closed."""
    return PublicNotice.objects.filter(ends_on__lt=day, withdrawn=False, posting__closed_at__isnull=True)


def postings_of(case: Case) -> list[Posting]:
    """What was posted of a case, with the photos of the board."""
    return list(Posting.objects.filter(case=case).select_related("notice").prefetch_related("photos"))


def has_board_photos(case: Case, postings: list[Posting]) -> bool:
    """Whether the posting that stands has a photo of the board; asked only of a case that is being posted."""
    standing_now = [posting for posting in postings if posting.closed_at is None]
    return case.state == State.PUBLICISED and any(posting.photos.all() for posting in standing_now)
