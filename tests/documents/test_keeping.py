"""Files and letters of a family: sealed on disk, described in the database, numbered once."""

import dataclasses
from datetime import date
from uuid import uuid4

import pytest
from tests.county import COUNTY, MONDAY, offices
from tests.documents import samples
from tests.documents.reading import text_of
from tests.documents.test_scanning import a_clamd
from tests.documents.test_uploads import photo, photo_with_a_place
from tests.guard.families import a_household

from yimen.documents import actions, files
from yimen.documents.models import Attachment, Letter
from yimen.documents.uploads import UploadRefused
from yimen.guard.scope import scope, system_scope
from yimen.people.models import Household

pytestmark = pytest.mark.django_db


@pytest.fixture
def deliverer() -> int:
    return offices().town_clerk.user_id


@pytest.fixture
def family(deliverer):
    with scope(system_scope([COUNTY], actor="test-setup")):
        yield a_household()


def hand_in(family: Household, content: bytes, **more) -> Attachment:
    return actions.attach(family, "board", "公示栏.jpg", content, by="张三", now=MONDAY, **more)


def test_what_is_kept_is_the_redrawn_photo_and_on_disk_it_is_sealed(family):
    kept = hand_in(family, photo_with_a_place())

    content = files.read(kept.pk)
    on_disk = files._path(kept.pk).read_bytes()

    assert content.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in content
    assert content not in on_disk
    assert (kept.media_type, kept.size, kept.scan) == ("image/jpeg", len(content), "not_scanned")


def test_the_cameras_time_is_taken_where_nobody_states_another(family):
    assert hand_in(family, photo_with_a_place()).taken_at.hour == 8
    assert hand_in(family, photo_with_a_place(), taken_at=MONDAY).taken_at == MONDAY


def test_a_configured_scanner_is_asked(family, tmp_path, settings):
    with a_clamd(tmp_path, lambda _: b"stream: OK\0") as (address, _):
        settings.ENV = settings.ENV.model_copy(update={"clamd": address})
        assert hand_in(family, photo()).scan == "clean"


def test_a_refused_file_leaves_nothing_behind(family):
    with pytest.raises(UploadRefused):
        hand_in(family, b"<html></html>")

    assert not Attachment.objects.exists()


def a_letter(family: Household, key: str = "accept:1") -> Letter:
    return actions.make_letter(
        family,
        samples.acceptance,
        subject=uuid4(),
        key=key,
        now=MONDAY,
        by="王经办",
        serve_by=date(2026, 11, 5),
    )


def test_a_letter_is_numbered_printed_and_kept(family):
    letter = a_letter(family)

    text = text_of(files.read(letter.attachment_id))

    assert "".join(letter.number.split()) in text
    assert letter.title == "受理通知书"


def test_a_letter_of_the_same_step_is_made_once(family):
    assert a_letter(family).pk == a_letter(family).pk
    assert Letter.objects.count() == 1


def test_two_letters_have_two_numbers(family):
    assert a_letter(family).number != a_letter(family, "accept:2").number


def test_a_letter_is_served_once(family, deliverer):
    letter = a_letter(family)
    service = {"deliverer_id": deliverer, "recipient": "张三", "day": date(2026, 11, 4), "receipt": None}

    served = actions.serve(letter.pk, **service)

    assert (served.recipient, served.served_on) == ("张三", date(2026, 11, 4))
    with pytest.raises(actions.AlreadyServed):
        actions.serve(letter.pk, **service)


def test_a_letter_with_a_name_no_font_has_is_not_made(family):
    paper = dataclasses.replace(samples.acceptance, addressee="赵\U00031350")

    with pytest.raises(Exception, match="字形"):
        actions.make_letter(family, paper, subject=uuid4(), key="k", now=MONDAY, by="王经办")

    assert not Letter.objects.exists()
