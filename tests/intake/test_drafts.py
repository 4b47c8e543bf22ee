"""草稿：自动保存，两个页面不互相覆盖，删除就真的删除。"""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections
from tests.intake.filling import NOW, PHONE, a_photo

from yimen.guard.scope import Scope, scope, system_scope
from yimen.intake import drafts
from yimen.intake.content import Content, person_id
from yimen.intake.drafts import NoSuchMember, Seen, StaleDraft, TooMany
from yimen.intake.models import Draft, DraftFile
from yimen.people.accounts import citizen_for, open_account


@pytest.fixture
def draft(citizen):
    with scope(citizen.scope):
        yield drafts.start_draft(citizen.account, PHONE, NOW)


def content_of(draft: Draft) -> Content:
    return Content.from_text(Draft.objects.get(pk=draft.pk).content)


def save(draft: Draft, values: dict, version: int, tab: str) -> Content:
    return drafts.save_section(draft.pk, "place", values, seen=Seen(version, tab), now=NOW)


def sealed(file_id) -> Path:
    return Path(settings.ENV.data) / "files" / str(file_id)[-2:] / str(file_id)


def test_a_new_draft_begins_with_the_applicant_as_head(draft):
    content = content_of(draft)
    assert content.member(content.members[0]) == {"kind": "member", "relation": "head", "phone": PHONE}


def test_starting_again_gives_the_same_draft(draft, citizen):
    save(draft, {"address": "某路"}, 0, "a")
    assert drafts.start_draft(citizen.account, PHONE, NOW).pk == draft.pk
    assert content_of(draft).get("place") == {"address": "某路"}


def test_one_page_saves_again_and_again(draft):
    for text in ("某", "某路", "某路 1 号"):
        save(draft, {"address": text}, 0, "a")
    assert content_of(draft).get("place") == {"address": "某路 1 号"}


def test_a_second_page_does_not_overwrite(draft):
    save(draft, {"address": "第一页"}, 0, "a")
    with pytest.raises(StaleDraft) as refusal:
        save(draft, {"address": "第二页"}, 0, "b")
    assert (refusal.value.theirs, refusal.value.mine) == ({"address": "第一页"}, {"address": "第二页"})
    assert content_of(draft).get("place") == {"address": "第一页"}


def test_after_looking_the_second_page_may_save(draft):
    save(draft, {"address": "第一页"}, 0, "a")
    save(draft, {"address": "第二页"}, 1, "b")
    assert content_of(draft).get("place") == {"address": "第二页"}


def test_the_same_words_from_two_pages_are_no_conflict(draft):
    save(draft, {"address": "一样"}, 0, "a")
    save(draft, {"address": "一样"}, 0, "b")


def test_another_section_is_no_conflict(draft):
    save(draft, {"address": "某路"}, 0, "a")
    drafts.save_section(draft.pk, "account", {"bank": "农商银行"}, seen=Seen(0, "b"), now=NOW)
    assert content_of(draft).get("place") == {"address": "某路"}


def test_a_removed_member_leaves_nothing(draft, django_capture_on_commit_callbacks):
    member = drafts.add_member(draft.pk, "member", NOW)
    drafts.save_section(draft.pk, f"income:{member}", {"wage": "1"}, seen=Seen(0, "a"), now=NOW)
    file = drafts.add_file(draft.pk, "illness", "病历.jpg", a_photo(), member=person_id(member), now=NOW)
    assert sealed(file.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        drafts.remove_member(draft.pk, member, NOW)
    assert not any(member in section for section in content_of(draft).sections)
    assert not DraftFile.objects.exists()
    assert not sealed(file.pk).exists()


def test_a_member_who_is_not_there_is_refused(draft):
    with pytest.raises(NoSuchMember):
        drafts.remove_member(draft.pk, uuid4().hex, NOW)
    with pytest.raises(NoSuchMember):
        drafts.save_section(draft.pk, f"member:{uuid4().hex}", {}, seen=Seen(0, "a"), now=NOW)


def test_a_family_has_an_end(draft, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_MEMBERS", 2)
    drafts.add_member(draft.pk, "member", NOW)
    with pytest.raises(TooMany, match="最多填 2 人"):
        drafts.add_member(draft.pk, "member", NOW)


def test_a_file_is_cleaned_and_sealed(draft):
    photo = a_photo()
    file = drafts.add_file(draft.pk, "id_card", "../正面.jpg", photo, now=NOW)
    assert file.name == "正面.jpg"
    assert file.scan == "not_scanned"
    raw = sealed(file.pk).read_bytes()
    assert b"JFIF" not in raw


def test_files_have_an_end_and_a_kind(draft, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_FILES", 0)
    with pytest.raises(TooMany, match="最多上传"):
        drafts.add_file(draft.pk, "id_card", "a.jpg", a_photo(), now=NOW)
    with pytest.raises(TooMany, match="材料类别"):
        drafts.add_file(draft.pk, "nonsense", "a.jpg", a_photo(), now=NOW)


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(system_scope(["371311"]), id="工作人员"),
        pytest.param(Scope(kind="public", actor="public"), id="公众"),
        pytest.param(Scope(kind="admin", actor="user:1"), id="管理员"),
    ],
)
def test_nobody_else_sees_a_draft(citizen, wanted):
    with scope(citizen.scope):
        drafts.start_draft(citizen.account, PHONE, NOW)
    with scope(wanted):
        assert Draft.objects.count() == 0


def test_another_citizen_sees_no_draft_of_mine(citizen):
    with scope(citizen.scope):
        drafts.start_draft(citizen.account, PHONE, NOW)
    other = citizen_for(str(open_account("13900005678", NOW)))
    assert other
    with scope(other.scope):
        assert Draft.objects.count() == 0


def test_what_was_typed_is_sealed(draft):
    save(draft, {"address": "龙潭社区 3 组"}, 0, "a")
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT content FROM intake_draft")
        assert "龙潭".encode() not in bytes(cursor.fetchone()[0])


def test_a_draft_left_for_thirty_days_is_erased_with_its_files(citizen, django_capture_on_commit_callbacks):
    with scope(citizen.scope):
        draft = drafts.start_draft(citizen.account, PHONE, NOW)
        file = drafts.add_file(draft.pk, "id_card", "a.jpg", a_photo(), now=NOW - timedelta(days=400))
    with scope(system_scope(())), django_capture_on_commit_callbacks(execute=True):
        assert drafts.erase_stale() == 1
    with scope(citizen.scope):
        assert not Draft.objects.exists()
    assert not sealed(file.pk).exists()


def test_a_draft_of_today_stays(draft):
    assert drafts.erase_stale() == 0
    assert Draft.objects.exists()
