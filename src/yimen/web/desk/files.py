"""Files of a household's file: downloads, never shown inline as anything but a picture drawn anew."""

from io import BytesIO
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from PIL import Image

from yimen.audit.trail import looked_at
from yimen.documents import files
from yimen.documents.models import Attachment
from yimen.web.desk.frame import CASEWORK, CHECKING
from yimen.web.requests import OfficerRequest, officer_view

SMALL = (320, 320)
PICTURES = ("image/jpeg", "image/png", "image/webp")


@officer_view(*CASEWORK, *CHECKING, purpose="查阅材料", methods=("GET",))
def download(request: OfficerRequest, file_id: UUID) -> HttpResponse:
    """The whole file, as a download."""
    attachment = _find(file_id)
    return as_download(attachment, files.read(attachment.pk))


@officer_view(*CASEWORK, *CHECKING, purpose="查阅材料", methods=("GET",))
def small(request: OfficerRequest, file_id: UUID) -> HttpResponse:
    """A small picture of a photo, for the page."""
    attachment = _find(file_id)
    if attachment.media_type not in PICTURES:
        raise Http404
    return HttpResponse(thumbnail(files.read(attachment.pk)), content_type="image/jpeg")


def _find(file_id: UUID) -> Attachment:
    attachment = Attachment.objects.filter(pk=file_id).first()
    if attachment is None:
        raise Http404
    looked_at(attachment.household_id, f"查阅材料：{attachment.get_kind_display()}")
    return attachment


def as_download(attachment: Attachment, content: bytes) -> HttpResponse:
    """An answer that a browser saves and never runs."""
    response = HttpResponse(content, content_type=attachment.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(attachment.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def thumbnail(content: bytes) -> bytes:
    picture = Image.open(BytesIO(content)).convert("RGB")
    picture.thumbnail(SMALL)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
