"""Nothing of a register waits for good: what nobody let in is erased after thirty days, and files that were left over."""

from datetime import datetime, timedelta

from yimen.documents import files
from yimen.guard.scope import Scope, scope, system_scope
from yimen.network.models import Organisation
from yimen.register import staging
from yimen.register.checking import CHECKABLE
from yimen.register.models import State, Upload

KEPT = timedelta(days=30)
NOTE = "上传三十天没有入库，暂存内容已清除。"


def sweep(now: datetime) -> int:
    """How many uploads were given up."""
    with scope(_every_county()):
        stale = list(
            Upload.objects.select_for_update(of=("self",)).filter(
                state__in=CHECKABLE, moved_at__lt=now - KEPT
            )
        )
        for upload in stale:
            staging.erase(upload)
            upload.state, upload.note, upload.moved_at, upload.erased_at = State.WITHDRAWN, NOTE, now, now
            upload.save(update_fields=["state", "note", "moved_at", "erased_at"])
        erased = Upload.objects.filter(erased_at__gt=now - 2 * KEPT).values_list("pk", flat=True)
        gone = list(erased)
    for row in gone:
        files.remove(row)
    return len(stale)


def _every_county() -> Scope:
    bureaus = Organisation.objects.filter(kind=Organisation.Kind.BUREAU).values_list("area", flat=True)
    return system_scope(sorted({area for area in bureaus if len(area) == 6}))
