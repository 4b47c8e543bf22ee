"""Codes of the moment and recovery codes: right, new, used once; secrets lie sealed (promise 29)."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection

from yimen.guard import clock
from yimen.guard.keys import SealBroken
from yimen.network import second_factor
from yimen.network.models import User
from yimen.network.simulated import NotSynthetic, logins

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890", the secret of RFC 6238's examples
T = 1_111_111_109  # its second example: 07081804 in eight digits


@pytest.fixture
def at(monkeypatch):
    """Set the real time that codes follow."""

    def set_to(seconds: float) -> None:
        monkeypatch.setattr("yimen.network.second_factor.time.time", lambda: seconds)

    set_to(T)
    return set_to


def code_at(seconds: int) -> str:
    return format_hotp_value(hotp_value(SECRET, seconds // 30))


@pytest.fixture
def user(db) -> User:
    return User.objects.create(username="clerk", name="王经办")


@pytest.fixture
def enrolled(user, at) -> User:
    at(T - 3600)
    assert second_factor.enrol(user, SECRET, code_at(T - 3600))
    at(T)
    return user


def test_codes_are_those_of_rfc_6238():
    assert [code_at(t) for t in (59, T, 1_234_567_890)] == ["287082", "081804", "005924"]


def test_a_wrong_code_does_not_enrol(user, at):
    assert not second_factor.enrol(user, SECRET, "000000")
    assert not second_factor.is_enrolled(user)


def test_the_secret_lies_sealed(enrolled):
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        stored = "".join(row[0] for row in cursor.fetchall())
    assert SECRET not in stored
    assert SECRET.lower() not in stored.lower()
    for recovery in second_factor.recovery_codes(enrolled):
        assert recovery not in stored


def test_a_changed_secret_does_not_open(enrolled):
    row = Authenticator.objects.get(user=enrolled, type=Authenticator.Type.TOTP)
    row.data["secret"] = get_adapter().encrypt("A")[:-8] + "AAAAAAA="
    row.save()
    with pytest.raises(SealBroken):
        second_factor.check(enrolled, code_at(T))


@pytest.mark.parametrize(
    ("offset", "accepted"),
    [
        pytest.param(0, True, id="现在的码"),
        pytest.param(-30, True, id="上一个码"),
        pytest.param(30, True, id="手机快半分钟"),
        pytest.param(-60, False, id="一分钟以前的码"),
        pytest.param(60, False, id="一分钟以后的码"),
    ],
)
def test_a_clock_half_a_minute_off_is_tolerated(enrolled, offset, accepted):
    assert second_factor.check(enrolled, code_at(T + offset)) is accepted


@pytest.mark.parametrize("typed", ["０８１８０４", " 081 804 ", "081804"])
def test_a_code_may_be_typed_as_phones_type_it(enrolled, typed):
    assert second_factor.check(enrolled, typed)


@pytest.mark.parametrize("typed", ["", "abcdef", "八一八零四", "0818040000000000000"])
def test_nonsense_is_a_wrong_code(enrolled, typed):
    assert not second_factor.check(enrolled, typed)


def test_a_code_is_used_once_and_so_is_every_earlier_one(enrolled):
    assert second_factor.check(enrolled, code_at(T))
    assert not second_factor.check(enrolled, code_at(T))
    assert not second_factor.check(enrolled, code_at(T - 30))
    assert second_factor.check(enrolled, code_at(T + 30))


def test_the_code_that_enrolled_does_not_sign_in(user, at):
    second_factor.enrol(user, SECRET, code_at(T))
    assert not second_factor.check(user, code_at(T))


def test_a_recovery_code_is_used_once(enrolled):
    codes = second_factor.recovery_codes(enrolled)
    assert len(codes) == 10
    assert second_factor.check(enrolled, codes[3])
    assert not second_factor.check(enrolled, codes[3])
    assert len(second_factor.recovery_codes(enrolled)) == 9


def test_new_recovery_codes_void_the_old(enrolled):
    old = second_factor.recovery_codes(enrolled)[0]
    new = second_factor.new_recovery_codes(enrolled)
    assert not second_factor.check(enrolled, old)
    assert second_factor.check(enrolled, new[0])


def test_two_at_once_with_one_code_let_one_in(committed, at):
    user = User.objects.create(username="clerk", name="王经办")
    second_factor.enrol(user, SECRET, code_at(T - 30))
    barrier = threading.Barrier(6)

    def attempt(_: int) -> bool:
        barrier.wait()
        try:
            return second_factor.check(user, code_at(T))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(attempt, range(6))) == 1


def test_the_code_shown_in_a_demo_is_one_that_is_accepted(enrolled):
    for _ in range(2):
        assert second_factor.check(enrolled, second_factor.code_of_the_moment(enrolled.pk))


def test_a_real_installation_shows_no_codes(enrolled, settings):
    settings.SYNTHETIC = False
    with pytest.raises(NotSynthetic):
        logins(clock.today())


def test_the_library_keeps_nothing_else_in_clear(enrolled):
    for row in Authenticator.objects.all():
        assert set(json.loads(json.dumps(row.data))) <= {"secret", "last_counter", "seed", "used_mask"}
