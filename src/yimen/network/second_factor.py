"""The second factor of staff: a code of the moment (TOTP, RFC 6238) or one of ten recovery codes, each used once.

Rows and arithmetic are the authentication library's (allauth.mfa); here is what it leaves to others: a code is marked
as used in the database, so no second web process takes it again, and a clock half a minute off is tolerated.
Codes follow the real time, not the day that a synthetic installation may have moved.
"""

import hmac
import time
import unicodedata

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.db import transaction

from yimen.network.models import User

PERIOD = 30
"""Seconds a code lives."""

DIGITS = 6
TOLERANCE = 1
"""Periods before and after that are accepted too."""


def is_enrolled(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def new_secret() -> str:
    return generate_totp_secret()


def enrolment_url(user: User, secret: str) -> str:
    """What the authenticator app reads from the QR code."""
    return get_adapter().build_totp_url(user, secret)


@transaction.atomic
def enrol(user: User, secret: str, code: str) -> bool:
    """Keep the secret once a code shows that the app has it; recovery codes are made along with it."""
    counter = _counter_of(secret, code, after=-1)
    if counter is None:
        return False
    Authenticator.objects.filter(user=user).delete()
    data = {"secret": get_adapter().encrypt(secret), "last_counter": counter}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    RecoveryCodes.activate(user)
    return True


def check(user: User, code: str) -> bool:
    """Whether the code is right and new; from now on it is used."""
    code = "".join(unicodedata.normalize("NFKC", code).split())
    if not (code.isascii() and code.isdigit()):
        return False
    return _check_totp(user, code) if len(code) == DIGITS else _check_recovery(user, code)


@transaction.atomic
def _check_totp(user: User, code: str) -> bool:
    row = Authenticator.objects.select_for_update().filter(user=user, type=Authenticator.Type.TOTP).first()
    if row is None:
        return False
    counter = _counter_of(
        get_adapter().decrypt(row.data["secret"]), code, after=row.data.get("last_counter", -1)
    )
    if counter is None:
        return False
    row.data["last_counter"] = counter
    row.save(update_fields=["data"])
    row.record_usage()
    return True


def _check_recovery(user: User, code: str) -> bool:
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return row is not None and RecoveryCodes(row).validate_code(code)


def _counter_of(secret: str, code: str, *, after: int) -> int | None:
    """The period the code belongs to, if it is one of the present ones and later than the last used."""
    present = int(time.time()) // PERIOD
    for counter in range(present - TOLERANCE, present + TOLERANCE + 1):
        if counter > after and hmac.compare_digest(format_hotp_value(hotp_value(secret, counter)), code):
            return counter
    return None


def recovery_codes(user: User) -> list[str]:
    """Those not used yet."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(row).get_unused_codes() if row else []


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Ten new ones; the old ones are void."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return RecoveryCodes.activate(user).get_unused_codes()


def code_of_the_moment(user_id: int) -> str:
    """The first code of somebody that is accepted now. A synthetic installation shows it on its sign-in page."""
    row = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).first()
    if row is None:
        return ""
    present = int(time.time()) // PERIOD
    counter = min(max(present, row.data.get("last_counter", -1) + 1), present + TOLERANCE)
    return format_hotp_value(hotp_value(get_adapter().decrypt(row.data["secret"]), counter))
