"""一次性验证码：六位、五分钟、五次、用一次；按手机和地址限次。"""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from yimen.guard.scope import Scope, scope
from yimen.notifications import codes
from yimen.notifications.channel import NoChannel
from yimen.notifications.codes import BadPhone, CodeRefused, TooManyCodes, normalise_phone
from yimen.notifications.models import OneTimeCode
from yimen.notifications.queries import outbox

NOW = timezone.make_aware(datetime(2026, 11, 22, 9, 0))  # noqa: DTZ001
PHONE = "13800001234"
OTHER = "13900005678"


def issue(phone: str = PHONE, at: datetime = NOW, purpose: str = "signin", address: str = "10.0.0.1") -> str:
    codes.issue(phone, purpose, "登录社会救助", address=address, now=at)
    code = codes.shown(phone, purpose, at)
    assert code is not None
    return code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.fixture(autouse=True)
def _db(db):
    pass


def test_the_code_in_the_message_opens_once():
    code = issue()

    codes.spend(PHONE, "signin", code, NOW)

    with pytest.raises(CodeRefused, match="已经用过"):
        codes.spend(PHONE, "signin", code, NOW)


@pytest.mark.parametrize(
    ("phone", "purpose", "after", "sentence"),
    [
        pytest.param(OTHER, "signin", 0, "还没有给这个手机号码", id="别人的手机"),
        pytest.param(PHONE, "sign:another", 0, "还没有给这个手机号码", id="别的用途"),
        pytest.param(PHONE, "signin", 5, "超过 5 分钟", id="满五分钟"),
    ],
)
def test_a_code_opens_only_its_own_phone_and_purpose_in_time(phone, purpose, after, sentence):
    code = issue()
    with pytest.raises(CodeRefused, match=sentence):
        codes.spend(phone, purpose, code, NOW + timedelta(minutes=after))


def test_one_second_before_five_minutes_it_still_opens():
    code = issue()
    codes.spend(PHONE, "signin", code, NOW + timedelta(minutes=4, seconds=59))


def test_five_wrong_tries_and_the_right_code_is_refused_too():
    code = issue()
    for left in (4, 3, 2, 1):
        with pytest.raises(CodeRefused, match=f"还可以再试 {left} 次"):
            codes.spend(PHONE, "signin", wrong(code), NOW)
    with pytest.raises(CodeRefused, match="输错 5 次"):
        codes.spend(PHONE, "signin", wrong(code), NOW)
    with pytest.raises(CodeRefused, match="输错 5 次"):
        codes.spend(PHONE, "signin", code, NOW)


def test_a_new_code_puts_the_old_one_out():
    first = issue()
    second = issue(at=NOW + timedelta(seconds=61))
    if first != second:
        with pytest.raises(CodeRefused):
            codes.spend(PHONE, "signin", first, NOW + timedelta(seconds=62))
    codes.spend(PHONE, "signin", second, NOW + timedelta(seconds=62))


def test_blanks_between_the_digits_do_not_matter():
    code = issue()
    codes.spend(PHONE, "signin", f" {code[:3]} {code[3:]}", NOW)


def test_one_phone_waits_a_minute_between_codes():
    issue()
    with pytest.raises(TooManyCodes, match="请 31 秒 后再试"):
        issue(at=NOW + timedelta(seconds=30))


def test_another_use_needs_no_pause():
    """Who has just signed in may sign an authorisation at once."""
    issue()
    issue(at=NOW + timedelta(seconds=1), purpose="sign:somebody")


def test_one_phone_gets_eight_codes_an_hour():
    for minute in range(0, 48, 6):
        issue(at=NOW + timedelta(minutes=minute), purpose=f"use:{minute}")
    with pytest.raises(TooManyCodes, match="后再试"):
        issue(at=NOW + timedelta(minutes=55))
    issue(at=NOW + timedelta(minutes=61))


def test_one_address_is_limited_too(monkeypatch):
    monkeypatch.setattr(codes, "PER_ADDRESS", ((timedelta(hours=1), 3),))
    for tail in range(3):
        issue(phone=f"1380000000{tail}")
    with pytest.raises(TooManyCodes):
        issue(phone="13800000009")
    issue(phone="13800000009", address="10.0.0.2")


def test_the_code_is_not_stored():
    code = issue()
    with scope(Scope(kind="signin", actor="t")):
        row = OneTimeCode.objects.get()
    assert code.encode() not in bytes(row.code_hash)
    assert len(bytes(row.code_hash)) == 32
    with connection.cursor() as cursor, scope(Scope(kind="delivery", actor="t")):
        cursor.execute("SELECT encode(text, 'escape') || encode(phone, 'escape') FROM notifications_message")
        assert code not in cursor.fetchone()[0]


def test_no_other_scope_reads_codes_or_messages():
    issue()
    with connection.cursor() as cursor, scope(Scope(kind="area", actor="t", counties=("371311",))):
        for table in ("notifications_onetimecode", "notifications_message"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] == 0


def test_a_sixth_try_is_refused_by_the_database():
    issue()
    with (
        pytest.raises(DatabaseError, match="code_at_most_five_tries"),
        transaction.atomic(),
        scope(Scope(kind="signin", actor="t")),
    ):
        OneTimeCode.objects.update(tries=6)


def test_the_message_names_its_use_and_nobody_asks_for_the_code():
    code = issue()
    text = outbox()[0].text
    assert re.search(r"\d{6}", text)[0] == code
    assert "登录社会救助" in text
    assert "不会向您索要" in text


@override_settings(SYNTHETIC=False)
def test_without_a_connector_a_real_installation_gives_no_codes():
    assert settings.ENV.sms == ""
    with pytest.raises(NoChannel, match=r"还没有接通短信平台.*窗口"):
        codes.issue(PHONE, "signin", "登录", address="10.0.0.1", now=NOW)


def test_a_real_installation_shows_no_code_and_no_outbox():
    issue()
    with override_settings(SYNTHETIC=False):
        assert codes.shown(PHONE, "signin", NOW) is None
        assert outbox() == []


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        pytest.param("138 0000 1234", PHONE, id="带空格"),
        pytest.param("+86 13800001234", PHONE, id="带国家码"),
        pytest.param("0086-138-0000-1234", PHONE, id="带 0086"),
        pytest.param("138-0000-1234", PHONE, id="带横线"),
    ],
)
def test_a_phone_is_read_as_people_write_it(typed, stored):
    assert normalise_phone(typed) == stored


@pytest.mark.parametrize("typed", ["", "1380000123", "138000012345", "23800001234", "电话", "05391234567"])
def test_what_is_no_mobile_number_is_refused(typed):
    with pytest.raises(BadPhone, match="11 位"):
        normalise_phone(typed)
