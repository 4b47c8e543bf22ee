"""One-time codes: six digits for one phone and one purpose, five minutes, five tries, used once.

Only a keyed hash is stored, bound to row, phone and purpose. A try is counted even when it fails, so `spend` must
not run in a transaction that the failure rolls back: views catch CodeRefused and answer with the form again.
"""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hmac import compare_digest

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from yimen.core.errors import YimenError
from yimen.core.ids import uuid7
from yimen.guard.keys import blind_index, keyring
from yimen.guard.scope import Scope, current_scope, scope
from yimen.notifications.actions import queue_message
from yimen.notifications.channel import require_channel
from yimen.notifications.models import OneTimeCode
from yimen.notifications.queries import code_key, text_of

LIFE = timedelta(minutes=5)
TRIES = 5
PAUSE = timedelta(seconds=60)  # between two codes for the same use
PER_PHONE = ((timedelta(hours=1), 8), (timedelta(days=1), 15))
# A village hall, or all the phones behind one mobile gateway, share an address.
PER_ADDRESS = ((timedelta(hours=1), 120),)
PHONE = re.compile(r"1[3-9]\d{9}")


class TooManyCodes(YimenError):
    """Asked for too often. `wait` in seconds."""

    code = "too_many"
    sentence = "验证码发送太频繁，请 {when} 后再试。急需办理可到乡镇（街道）窗口。"


class BadPhone(YimenError):
    code = "bad_phone"
    sentence = "手机号码应为 1 开头的 11 位数字，请核对。"


class CodeRefused(YimenError):
    """The code does not open: wrong, out of time, used, or tried too often."""

    code = "code_refused"


def normalise_phone(raw: str) -> str:
    """Eleven digits, without blanks, dashes or +86.  Raises: BadPhone."""
    text = re.sub(r"[\s\-–—()（）]", "", raw or "").removeprefix("+").removeprefix("0086")
    if len(text) == 13:
        text = text.removeprefix("86")
    if not PHONE.fullmatch(text):
        raise BadPhone
    return text


def issue(phone: str, purpose: str, words: str, *, address: str, now: datetime) -> None:
    """Make a code and queue its message. `words` says what it is for ("登录社会救助").

    Raises: NoChannel, TooManyCodes.
    """
    require_channel()
    index = blind_index("phone", phone)
    place = blind_index("address", address or "unknown")
    with scope(_signin()):
        _one_at_a_time(index)
        of_phone = OneTimeCode.objects.filter(phone_index=index)
        _refuse_too_soon(of_phone.filter(purpose=purpose), now)
        _refuse_too_many(of_phone, PER_PHONE, now)
        _refuse_too_many(OneTimeCode.objects.filter(address_index=place), PER_ADDRESS, now)
        code = f"{secrets.randbelow(10**6):06d}"
        row = OneTimeCode(
            id=uuid7(), phone_index=index, purpose=purpose, address_index=place,
            created_at=now, expires_at=now + LIFE,
        )  # fmt: skip
        row.code_hash = _hash(row, phone, code)
        row.save(force_insert=True)
        text = f"【社会救助】验证码 {code}，用于{words}，5 分钟内有效。工作人员不会向您索要验证码。"
        queue_message(code_key(row.pk), phone, text, now)


def spend(phone: str, purpose: str, code: str, now: datetime) -> None:
    """Use the latest code of this phone and purpose.

    Raises: CodeRefused; the try stays counted as long as the caller's transaction commits.
    """
    refusal = _try(phone, purpose, code, now)
    if refusal:
        raise CodeRefused(refusal)


def shown(phone: str, purpose: str, now: datetime) -> str | None:
    """The code that stands now, for the 模拟 note on the entry page of a synthetic installation; else None."""
    if not settings.SYNTHETIC:
        return None
    with scope(_signin()):
        row = _latest(phone, purpose)
    if row is None or row.used_at or row.expires_at <= now:
        return None
    found = re.search(r"\d{6}", text_of(code_key(row.pk)) or "")
    return found.group() if found else None


def _try(phone: str, purpose: str, code: str, now: datetime) -> str:
    """The sentence that refuses, or nothing where the code opened."""
    with scope(_signin()):
        row = _latest(phone, purpose, lock=True)
        if row is None:
            return "还没有给这个手机号码发送验证码，请先点“获取验证码”。"
        if row.used_at is not None:
            return "这个验证码已经用过，请重新获取。"
        if row.expires_at <= now:
            return "验证码已超过 5 分钟，请重新获取。"
        if row.tries >= TRIES:
            return "验证码已输错 5 次，不能再用，请重新获取。"
        typed = "".join(re.findall(r"\d", code))
        if not compare_digest(bytes(row.code_hash), _hash(row, phone, typed)):
            row.tries += 1
            row.save(update_fields=["tries"])
            left = TRIES - row.tries
            return (
                f"验证码不对，还可以再试 {left} 次。" if left else "验证码已输错 5 次，不能再用，请重新获取。"
            )
        row.used_at = now
        row.save(update_fields=["used_at"])
        return ""


def _latest(phone: str, purpose: str, lock: bool = False) -> OneTimeCode | None:
    rows = OneTimeCode.objects.filter(phone_index=blind_index("phone", phone), purpose=purpose)
    return (rows.select_for_update() if lock else rows).order_by("-created_at", "-pk").first()


def _hash(row: OneTimeCode, phone: str, code: str) -> bytes:
    return keyring().index("code", f"{row.pk}\0{phone}\0{row.purpose}\0{code}")


def _one_at_a_time(index: bytes) -> None:
    """Two requests of one phone at once are counted one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(index[:8], "big", signed=True)])


def _refuse_too_soon(rows: QuerySet[OneTimeCode], now: datetime) -> None:
    last = rows.order_by("-created_at").values_list("created_at", flat=True).first()
    if last and now < last + PAUSE:
        wait = (last + PAUSE - now).seconds + 1
        raise TooManyCodes(wait=wait, when=f"{wait} 秒")


def _refuse_too_many(
    rows: QuerySet[OneTimeCode], limits: Iterable[tuple[timedelta, int]], now: datetime
) -> None:
    for window, most in limits:
        asked = rows.filter(created_at__gt=now - window).order_by("-created_at")
        times = list(asked.values_list("created_at", flat=True)[:most])
        if len(times) == most:
            minutes = int((times[-1] + window - now).total_seconds() // 60) + 1
            raise TooManyCodes(wait=minutes * 60, when=f"{minutes} 分钟")


def _signin() -> Scope:
    held = current_scope()
    return Scope(kind="signin", actor=held.actor if held else "signin")
