"""The printable notice of a posting."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse

from yimen.documents import forms as papers
from yimen.guard import clock
from yimen.publicity.models import Posting
from yimen.regions.queries import get, path_name
from yimen.web.desk.frame import CASEWORK
from yimen.web.requests import OfficerRequest, officer_view


@officer_view(*CASEWORK, purpose="打印公示单", methods=("GET",))
def printable(request: OfficerRequest, posting_id: UUID) -> HttpResponse:
    """公示单 for the board: the allow-listed fields and a QR code to the page."""
    posting = Posting.objects.filter(pk=posting_id).select_related("notice").first()
    if posting is None:
        raise Http404
    notice = posting.notice
    row = papers.NoticeRow(
        name=notice.applicant_name,
        village=get(notice.village).short_name,
        members=notice.members,
        amount=notice.monthly_fen,
    )
    paper = papers.PublicityNotice(
        organ=notice.organ,
        on=clock.today(),
        synthetic=settings.SYNTHETIC,
        verify_url=request.build_absolute_uri(f"/notices/{notice.village}/"),
        kind="review" if notice.kind == notice.Kind.FIRST_REVIEW else "award",
        place=path_name(notice.village),
        rows=[row],
        from_=notice.starts_on,
        until=notice.ends_on,
        hotline=notice.phone,
        objections_to=notice.organ,
    )
    response = HttpResponse(paper.pdf(), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="notice.pdf"'
    return response
