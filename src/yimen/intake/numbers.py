"""Numbers people read aloud: a kind, the day, seven random digits, and a check digit (Damm).

YM-261122-4839-2015. Random, because who holds a receipt number may see the stage of the case; the check digit finds
every single wrong digit and every swap of two neighbours.
"""

import re
import secrets
import unicodedata
from datetime import date

RECEIPT, AUTHORISATION, HOUSEHOLD = "YM", "SQ", "JT"

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def new_number(kind: str, day: date) -> str:
    """A number not given before, but for a chance of one in millions that its unique column catches."""
    digits = f"{day:%y%m%d}{secrets.randbelow(10**7):07d}"
    return grouped(f"{kind}{digits}{damm(digits)}")


def damm(digits: str) -> int:
    """The check digit of a row of digits; a row with its check digit gives 0."""
    state = 0
    for digit in digits:
        state = _DAMM[state][int(digit)]
    return state


def grouped(plain: str) -> str:
    """YM26112248392015 as YM-261122-4839-2015."""
    return f"{plain[:2]}-{plain[2:8]}-{plain[8:12]}-{plain[12:]}"


def read_number(raw: str, kind: str) -> str | None:
    """What somebody typed, in its grouped form; None where it cannot be a number of this kind."""
    text = re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", raw).upper()).replace("O", "0")
    text = text if text.startswith(kind) else kind + text
    good = re.fullmatch(rf"{kind}\d{{14}}", text) is not None and damm(text[2:]) == 0
    return grouped(text) if good else None
