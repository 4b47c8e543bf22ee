"""Money is whole fen (分), an int, everywhere. Text becomes fen exactly or is refused; nothing here is ever a float."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from yimen.core.errors import YimenError

LARGEST_FEN = 10**14  # one trillion yuan: far above any budget line, far below what 64 bits hold


class BadAmount(YimenError):
    """An amount that cannot be taken as it stands; the message says what to write instead."""

    code = "amount.refused"


_AMOUNT = re.compile(r"(?P<sign>-?)(?P<yuan>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<fen>\d*))?")
_MARKS = re.compile(r"[\s\u200b\ufeff']+|人民币|RMB|CNY|[¥元]|整$")


def parse_yuan(raw: object, *, negative: bool = False) -> int:
    """Yuan as written by people or found in a cell, in fen: "1,234.50", "１２３．４元", "￥88".

    Raises: BadAmount for a float (digits already lost), more than two decimals, a wrong thousands mark,
    a minus sign unless `negative`, 万 and anything else that would have to be guessed.
    """
    if isinstance(raw, bool | float):
        raise BadAmount("金额不能是浮点数，请以文本或整数分提供，例如“1234.50”。", reason="float")
    if isinstance(raw, int | Decimal):
        raw = format(raw.normalize(), "f") if isinstance(raw, Decimal) else str(raw)
    if not isinstance(raw, str):
        raise BadAmount("没有填写金额。请填写以元为单位的数字，例如 1234.50。", reason="empty")
    return _parse_text(raw, negative=negative)


def _parse_text(raw: str, *, negative: bool) -> int:
    text = _MARKS.sub("", unicodedata.normalize("NFKC", raw).upper()).replace("−", "-").replace("–", "-")
    if not text:
        raise BadAmount("没有填写金额。请填写以元为单位的数字，例如 1234.50。", reason="empty")
    if "万" in text or "亿" in text:
        raise BadAmount(f"金额“{raw}”请以元为单位写出全部数字，例如 1.2 万元写作 12000。", reason="unit")
    parts = _AMOUNT.fullmatch(text)
    if parts is None:
        raise BadAmount(f"金额“{raw}”看不懂。请只写数字，例如 1234.50 或 1,234.50。", reason="shape")
    if parts["sign"] and not negative:
        raise BadAmount(f"金额“{raw}”是负数，这里不能填负数。请核对。", reason="negative")
    cents = parts["fen"] or ""
    if len(cents) > 2:
        raise BadAmount(f"金额“{raw}”的小数超过两位，最小单位是分。请改为两位小数。", reason="decimals")
    fen = int(parts["yuan"].replace(",", "")) * 100 + int(cents.ljust(2, "0"))
    if fen > LARGEST_FEN:
        raise BadAmount(f"金额“{raw}”过大，请检查是否多写了位数。", reason="large")
    return -fen if parts["sign"] else fen


def parse_number_cell(value: float, *, negative: bool = False) -> int:
    """A number cell of a spreadsheet, which is always a double: the shortest text that reads back the same was typed.

    0.1 + 0.2 computed by a formula reads 0.30000000000000004 and is refused like any third decimal.  Raises: BadAmount.
    """
    return parse_yuan(format(Decimal(repr(value)).normalize(), "f"), negative=negative)


def format_yuan(fen: int, *, marks: bool = True) -> str:
    """1234.50 yuan as "1,234.50", always two decimals; `marks=False` leaves the thousands marks out."""
    yuan, cents = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:{',' if marks else ''}}.{cents:02d}"


def short_yuan(fen: int) -> str:
    """As sentences say it: "1,000 元", "88.50 元"; whole yuan without decimals."""
    text = format_yuan(fen)
    return f"{text.removesuffix('.00')} 元"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def capitals(fen: int) -> str:
    """The amount in capitals (大写金额) as banks and letters write it: 1,409.50 is 壹仟肆佰零玖元伍角整."""
    yuan, cents = divmod(abs(fen), 100)
    jiao, last = divmod(cents, 10)
    text = f"{_capital_integer(yuan)}元" if yuan else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif last and yuan:
        text += "零"
    text += f"{_DIGITS[last]}分" if last else "整"
    return ("负" if fen < 0 else "") + (text if fen else "零元整")


def _capital_integer(number: int) -> str:
    """Groups of four digits, each with its own zeros; one 零 for any run of zeros inside."""
    text, gap = "", False
    for index in range((len(str(number)) - 1) // 4, -1, -1):
        group = number // 10 ** (4 * index) % 10_000
        if group == 0:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += _capital_group(group) + _GROUPS[index]
        gap = False
    return text


def _capital_group(group: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return text


def split_fen(total: int, weights: int | Sequence[int]) -> list[int]:
    """Share an amount so that the shares sum to it exactly: equally among n, or by whole-number weights.

    Largest remainder; ties go to the earlier share, so the same input always gives the same shares.
    """
    parts = [1] * weights if isinstance(weights, int) else list(weights)
    whole = sum(parts)
    if whole <= 0 or min(parts) < 0:
        raise BadAmount("分摊金额时没有可分的份额。请检查人数或比例。", reason="weights")
    size, sign = abs(total), -1 if total < 0 else 1
    shares = [size * part // whole for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-(size * parts[i] % whole), i))
    for i in by_remainder[: size - sum(shares)]:
        shares[i] += 1
    return [sign * share for share in shares]
