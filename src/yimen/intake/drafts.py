"""The draft of an application: saved while it is typed, never overwritten from a second tab, erased when filed.

All of it runs in the scope of the citizen's account.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from yimen.audit.trail import wrote
from yimen.core.errors import YimenError
from yimen.core.ids import uuid7
from yimen.documents import files, scanning, uploads
from yimen.documents.models import Attachment
from yimen.intake.content import Content, person_id
from yimen.intake.models import Draft, DraftFile, DraftSignature

DIBAO = "dibao"
MOST_FILES = 40
MOST_MEMBERS = 20


class StaleDraft(YimenError):
    """The section was saved from another page since this one was opened; `theirs` and `mine` are both kept."""

    code = "stale_screen"
    sentence = "这一步在另一个页面上改过，您现在填写的内容还没有保存。请比较后再保存一次。"


class TooMany(YimenError):
    code = "too_many_items"


class NoSuchMember(YimenError):
    code = "no_such_member"
    sentence = "这位成员已经删除，请返回家庭成员列表。"


@dataclass(frozen=True)
class Seen:
    """The version of a section a page was made from, and the page that asks."""

    version: int
    tab: str


def start_draft(account: UUID, phone: str, now: datetime) -> Draft:
    """The account's draft; a new one begins with the applicant as head of the family."""
    held = Draft.objects.filter(account_id=account, programme=DIBAO).first()
    if held is not None:
        return held
    content = Content()
    content.add_member({"kind": "member", "relation": "head", "phone": phone})
    wrote()
    return Draft.objects.create(
        id=uuid7(), account_id=account, programme=DIBAO, content=content.as_text(), saved_at=now
    )


def save_section(
    draft_id: UUID, section: str, values: Mapping[str, Any], *, seen: Seen, now: datetime
) -> Content:
    """Keep one section as typed.

    Raises: StaleDraft where another page has saved something else since; nothing is stored then.
    """
    draft, content = lock(draft_id)
    theirs = content.get(section)
    changed = content.version(section) != seen.version and content.last_writer(section) != seen.tab
    if changed and theirs != dict(values):
        raise StaleDraft(section=section, theirs=theirs, mine=dict(values), version=content.version(section))
    if section.startswith(("member:", "income:")):
        require_member(content, section.partition(":")[2])
    content.put(section, values, seen.tab)
    return _keep(draft, content, now)


def add_member(draft_id: UUID, kind: str, now: datetime) -> str:
    """A new member or supporter; returns the id.  Raises: TooMany."""
    draft, content = lock(draft_id)
    if len(content.members) >= MOST_MEMBERS:
        raise TooMany(f"一个家庭最多填 {MOST_MEMBERS} 人。人数更多的请到窗口办理。")
    member = content.add_member({"kind": kind})
    _keep(draft, content, now)
    return member


def remove_member(draft_id: UUID, member: str, now: datetime) -> Content:
    """A member with what was typed, uploaded and signed for them.  Raises: NoSuchMember."""
    draft, content = lock(draft_id)
    require_member(content, member)
    DraftSignature.objects.filter(draft=draft, member=person_id(member)).delete()
    DraftSignature.objects.filter(draft=draft, signer=person_id(member)).delete()
    for file in DraftFile.objects.filter(draft=draft, member=person_id(member)):
        _erase(file)
    content.drop_member(member)
    return _keep(draft, content, now)


def sign_later(draft_id: UUID, member: str, later: bool, now: datetime) -> Content:
    """This member cannot sign now and will at the window; the town's list will ask for it."""
    draft, content = lock(draft_id)
    require_member(content, member)
    content.later = [one for one in content.later if one != member] + ([member] if later else [])
    return _keep(draft, content, now)


def add_file(
    draft_id: UUID, kind: str, name: str, data: bytes, *, now: datetime, member: UUID | None = None
) -> DraftFile:
    """Clean, seal and list a photo or PDF.  Raises: UploadRefused, TooMany."""
    draft, content = lock(draft_id)
    if kind not in Attachment.Kind.values:
        raise TooMany("请选择材料类别。")
    if draft.files.count() >= MOST_FILES:
        raise TooMany(f"一份申请最多上传 {MOST_FILES} 个文件，请删去重复的再传。")
    clean = uploads.accept_upload(name, data, scanner=scanning.scanner(settings.ENV.clamd))
    file = DraftFile(
        id=uuid7(),
        account_id=draft.account_id,
        draft=draft,
        member=member,
        kind=kind,
        name=clean.name,
        media_type=clean.media_type,
        size=clean.size,
        sha256=clean.sha256,
        scan=clean.scan,
        taken_at=clean.taken_at,
        uploaded_at=now,
    )
    files.store(file.pk, clean.content)
    file.save(force_insert=True)
    _keep(draft, content, now)
    return file


def remove_file(draft_id: UUID, file_id: UUID, now: datetime) -> None:
    """A file the family takes back; an authorisation on paper goes with its photo."""
    draft, content = lock(draft_id)
    for file in DraftFile.objects.filter(draft=draft, pk=file_id):
        _erase(file)
    _keep(draft, content, now)


def discard(draft: Draft) -> None:
    """Erase a draft with all that hangs on it."""
    for file in DraftFile.objects.filter(draft=draft):
        _erase(file)
    forget(draft)


def forget(draft: Draft) -> None:
    """Erase the rows of a draft; its files now belong to a household."""
    DraftSignature.objects.filter(draft=draft).delete()
    DraftFile.objects.filter(draft=draft).delete()
    draft.delete()


def erase_stale() -> int:
    """Drafts untouched for 30 days, of every account; how many files went with them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT intake_erase_stale_drafts()")
        erased = [row[0] for row in cursor.fetchall()]
    for file in erased:
        transaction.on_commit(partial(files.remove, file))
    return len(erased)


def lock(draft_id: UUID) -> tuple[Draft, Content]:
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft_id)
    return draft, Content.from_text(draft.content)


def require_member(content: Content, member: str) -> None:
    """Raises: NoSuchMember."""
    if member not in content.members:
        raise NoSuchMember(member=member)


def _keep(draft: Draft, content: Content, now: datetime) -> Content:
    draft.content = content.as_text()  # type: ignore[assignment]
    draft.saved_at = now
    draft.version += 1
    draft.save()
    wrote()
    return content


def _erase(file: DraftFile) -> None:
    DraftSignature.objects.filter(paper=file).delete()
    file_id = file.pk
    file.delete()
    transaction.on_commit(lambda: files.remove(file_id))
