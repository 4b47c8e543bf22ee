"""What the county bureau does with a register: hand it in, check it again, withdraw it, let it in."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from yimen.audit.trail import wrote
from yimen.core.ids import uuid7
from yimen.documents import files
from yimen.documents.scanning import ScanState, scanner
from yimen.documents.uploads import clean_name
from yimen.network.officers import Officer
from yimen.register import permissions, staging
from yimen.register.checking import CHECKABLE, LIMITS
from yimen.register.errors import FileNotTaken, UploadMoved
from yimen.register.models import LIVE, State, Upload
from yimen.register.tasks import queue_check, queue_promotion

STUCK = timedelta(minutes=5)
"""A check or promotion that has not moved for so long has lost its worker, and may be begun again."""

WITHDRAWABLE = (State.RECEIVED, State.CHECKING, State.BROKEN, State.FAULTY, State.READY)


def hand_in(
    name: str, content: bytes, programme: str, *, officer: Officer, now: datetime
) -> tuple[Upload, bool]:
    """Take the file, sealed, and queue its check; a file taken before is answered with what became of it, and False.

    Raises: NotYourRegister, FileNotTaken.
    """
    permissions.require_hand_in(officer)
    shown, county = clean_name(name), officer.counties[0]
    scan = _scanned(shown, content)
    digest = sha256(content).digest()
    before = _taken_before(county, programme, digest)
    if before is not None:
        return before, False
    row = uuid7()
    files.store(row, content)
    try:
        with transaction.atomic():
            upload = Upload.objects.create(
                id=row, county=county, programme=programme, name=shown, size=len(content), sha256=digest, scan=scan,
                uploaded_by_id=officer.user_id, uploaded_at=now, moved_at=now,
            )  # fmt: skip
    except IntegrityError:  # handed in twice at the same moment
        files.remove(row)
        before = _taken_before(county, programme, digest)
        if before is None:
            raise
        return before, False
    queue_check(row, county, officer.actor)
    wrote(purpose=f"上传在册名单 {shown}")
    return upload, True


def _taken_before(county: str, programme: str, digest: bytes) -> Upload | None:
    return Upload.objects.filter(county=county, programme=programme, sha256=digest, state__in=LIVE).first()


def _scanned(name: str, content: bytes) -> str:
    """The state of the virus scan to be kept.  Raises: FileNotTaken."""
    if not content:
        raise FileNotTaken(name=name, why="文件是空的。请重新导出后再上传。")
    if len(content) > LIMITS.size:
        raise FileNotTaken(
            name=name, why=f"文件超过 {LIMITS.size // 1024 // 1024} MB。请按乡镇拆成几个文件。"
        )
    found = scanner(settings.ENV.clamd)
    scan = found.scan(content) if found else None
    if scan is not None and scan.state is ScanState.INFECTED:
        raise FileNotTaken(name=name, why=f"查出病毒（{scan.detail}）。请换一台设备重新导出后再上传。")
    return (scan.state if scan else ScanState.NOT_SCANNED).value


def check_again(upload_id: UUID, *, version: int, officer: Officer, now: datetime) -> Upload:
    """After the register, or a place's name, was put right elsewhere; or where a worker was lost, and with it an approval.

    Raises: NotYourRegister, UploadMoved.
    """
    permissions.require_hand_in(officer)
    upload = _locked(upload_id, version)
    if not checkable(upload, now):
        raise _moved(upload)
    upload.state, upload.note, upload.moved_at = State.RECEIVED, "", now
    upload.approved_by_id = upload.approved_at = None
    upload.version += 1
    upload.save(update_fields=["state", "note", "moved_at", "approved_by", "approved_at", "version"])
    queue_check(upload.pk, upload.county, officer.actor)
    wrote(purpose=f"重新检查 {upload.name}")
    return upload


def withdraw(upload_id: UUID, *, version: int, officer: Officer, now: datetime) -> Upload:
    """Give the file up; all that was staged of it is erased at once.

    Raises: NotYourRegister, UploadMoved.
    """
    permissions.require_hand_in(officer)
    upload = _locked(upload_id, version)
    if upload.state not in WITHDRAWABLE:
        raise _moved(upload)
    staging.erase(upload)
    upload.state, upload.note, upload.moved_at, upload.erased_at = (
        State.WITHDRAWN,
        f"由{officer.title}撤回",
        now,
        now,
    )
    upload.version += 1
    upload.save(update_fields=["state", "note", "moved_at", "erased_at", "version"])
    transaction.on_commit(lambda: files.remove(upload_id))
    wrote(purpose=f"撤回 {upload.name}")
    return upload


def let_in(upload_id: UUID, *, version: int, officer: Officer, now: datetime) -> Upload:
    """批准入库: another officer lets the whole file in; the job does it in one transaction.

    Raises: NotYourRegister, UploadMoved.
    """
    upload = _locked(upload_id, version)
    permissions.require_let_in(officer, upload)
    if upload.state != State.READY:
        raise _moved(upload)
    upload.state, upload.note, upload.moved_at = State.PROMOTING, "", now
    upload.approved_by_id, upload.approved_at = officer.user_id, now
    upload.version += 1
    upload.save(update_fields=["state", "note", "moved_at", "approved_by", "approved_at", "version"])
    queue_promotion(upload.pk, upload.county, officer.actor)
    wrote(purpose=f"批准入库 {upload.name}")
    return upload


def _locked(upload_id: UUID, version: int) -> Upload:
    """Raises: UploadMoved; Upload.DoesNotExist outside one's county."""
    upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
    if upload.version != version:
        raise _moved(upload)
    return upload


def checkable(upload: Upload, now: datetime) -> bool:
    """Whether a check may begin: not while a worker is on it, unless that one was lost. A running promotion holds the row."""
    if upload.state in (State.RECEIVED, State.CHECKING, State.PROMOTING):
        return now - upload.moved_at >= STUCK
    return upload.state in CHECKABLE


def _moved(upload: Upload) -> UploadMoved:
    return UploadMoved(name=upload.name, state=State(upload.state).label)
