"""The columns a table should have, and how a cell becomes a value: exactly, or with a sentence that says why not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from yimen.core.errors import YimenError
from yimen.core.ids import check_resident_id
from yimen.core.money import BadAmount, parse_yuan

Cell = str | int | float | bool | date | datetime | Decimal | None


class Kind(StrEnum):
    """What a cell holds and what it becomes."""

    TEXT = "text"  # str
    RESIDENT_ID = "resident_id"  # str of 18, checked
    ACCOUNT = "account"  # str of digits
    MONEY = "money"  # int, fen
    INTEGER = "integer"  # int
    DATE = "date"  # date
    MONTH = "month"  # date, the first of the month
    YES_NO = "yes_no"  # bool
    CHOICE = "choice"  # str, one of `choices`


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` for programs, `label` as the header prints it, `aliases` other headers met in practice.

    `choices`: what may stand there, each with the value it means.  `check`: one more test of a value that was read,
    answering with a sentence or nothing.  `unique`: the same value twice in the file is a fault.
    `low`, `high`: bounds of a MONEY (fen) or INTEGER value.  `example`, `note`: for the template we give out.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    aliases: tuple[str, ...] = ()
    required: bool = False
    unique: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    longest: int = 200
    low: int | None = None
    high: int | None = None
    check: Callable[[Any], str | None] | None = None
    example: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What the reading of a cell depends on besides the cell: whether invented people are welcome, and today."""

    synthetic: bool = False
    on: date | None = None


class BadCell(YimenError):
    """A cell that cannot be read: a code, what is wrong, what to do."""

    code: ClassVar[str] = "sheets.bad_cell"
    sentence = "{what}{todo}"


def bad(reason: str, what: str, todo: str) -> BadCell:
    return BadCell(reason=reason, what=what, todo=todo)


def from_sentence(reason: str, sentence: str) -> BadCell:
    """ "What is wrong. What to do." as core words it, cut after the first full stop."""
    what, stop, todo = sentence.partition("。")
    return bad(reason, what + stop, todo)


def is_blank(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return cell is None
    return not cell or (cell[0] in _MAY_BE_BLANK and not _trimmed(cell))


def read_cell(column: Column, cell: Cell, context: Context) -> tuple[Any, tuple[str, ...]]:
    """The value, and sentences worth a look (an unknown county).  None for a blank cell that may be blank.

    Raises: BadCell.
    """
    if is_blank(cell):
        if column.required:
            raise bad("missing", "没有填写。", f"请补填{column.label}。")
        return None, ()
    value, remarks = _READERS[column.kind](column, cell, context)
    if column.check is not None and (sentence := column.check(value)):
        raise from_sentence("check", sentence)
    return value, remarks


Read = tuple[Any, tuple[str, ...]]


def _read_text(column: Column, cell: Cell, context: Context) -> Read:
    text = as_text(cell)
    if len(text) > column.longest:
        raise bad(
            "too_long", f"文字有 {len(text)} 个，最多 {column.longest} 个。", "请精简，或检查是否粘贴错了列。"
        )
    if not text.isprintable() and any(
        unicodedata.category(c) in _UNREADABLE and c not in "\n\t" for c in text
    ):
        raise bad("characters", "含有看不见的控制字符或乱码。", "请删除后重新录入。")
    return text, ()


def _read_id(column: Column, cell: Cell, context: Context) -> Read:
    if isinstance(cell, int) and not isinstance(cell, bool):
        cell = str(cell)  # Parquet keeps whole numbers whole; a spreadsheet has only floats
    text = _trimmed(cell) if isinstance(cell, str) else cell
    check = check_resident_id(text, synthetic=context.synthetic, on=context.on)
    if check.value is None:
        assert check.error is not None
        raise from_sentence(check.error.code, check.error.sentence)
    return check.value.number, tuple(warning.sentence for warning in check.warnings)


def _read_account(column: Column, cell: Cell, context: Context) -> Read:
    if not isinstance(cell, str):
        raise bad(
            "account.number",
            "账号单元格是数字格式，后几位可能已经丢失。",
            "请把这一列设为“文本”格式，再重新粘贴。",
        )
    text = re.sub(r"[\s\-]", "", _trimmed(cell))
    if _SCIENTIFIC.fullmatch(text):
        raise bad("account.number", "账号已变成科学计数法，后几位已经丢失。", "请从原始资料重新粘贴为文本。")
    if not re.fullmatch(r"\d{8,32}", text):
        raise bad("account.shape", "账号应为 8 至 32 位数字。", "请对照存折或银行卡核对。")
    return text, ()


def _read_money(column: Column, cell: Cell, context: Context) -> Read:
    if isinstance(cell, bool | date):
        raise bad(
            "amount.shape", "这里应为金额，现在是日期或逻辑值。", "请填写以元为单位的数字，例如 1234.50。"
        )
    try:
        fen = parse_yuan(as_text(cell), negative=column.low is not None and column.low < 0)
    except BadAmount as error:
        raise from_sentence("amount", error.message) from error
    return _bounded(column, fen, Decimal(fen) / 100, "元"), ()


def _read_integer(column: Column, cell: Cell, context: Context) -> Read:
    text = as_text(cell)
    if isinstance(cell, bool | date) or not re.fullmatch(r"-?\d{1,15}", text):
        raise bad("integer", f"“{text[:20]}”不是整数。", "请只填数字，不带单位。")
    return _bounded(column, int(text), int(text), ""), ()


def _bounded(column: Column, value: int, shown: object, unit: str) -> int:
    if column.low is not None and value < column.low:
        raise bad("too_low", f"{shown} {unit}过小。", "请核对是否填错。")
    if column.high is not None and value > column.high:
        raise bad("too_high", f"{shown} {unit}过大。", "请核对是否多写了位数或单位不对。")
    return value


_DAY = re.compile(
    r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?: 0?0:00(?::00)?)?|(\d{4})(\d{2})(\d{2})"
)
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?|(\d{4})(\d{2})")


def _read_date(column: Column, cell: Cell, context: Context) -> Read:
    if isinstance(cell, datetime):
        return cell.date(), ()
    if isinstance(cell, date):
        return cell, ()
    parts = _DAY.fullmatch(as_text(cell))
    return _real_date(parts, as_text(cell), "2026-03-05"), ()


def _read_month(column: Column, cell: Cell, context: Context) -> Read:
    if isinstance(cell, date):
        return date(cell.year, cell.month, 1), ()
    text = as_text(cell)
    day = _DAY.fullmatch(text)
    if day:
        return _real_date(day, text, "2026-03").replace(day=1), ()
    return _real_date(_MONTH.fullmatch(text), text, "2026-03"), ()


def _real_date(parts: re.Match[str] | None, text: str, example: str) -> date:
    year, month, day, *_ = [*(int(part) for part in parts.groups() if part), 1] if parts else (0, 0, 0)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise bad("date", f"“{text[:20]}”不是真实的日期。", f"请按 {example} 的样子填写。") from error


_YES = frozenset(["是", "有", "√", "对", "Y", "YES", "TRUE", "1"])
_NO = frozenset(["否", "无", "没有", "×", "X", "N", "NO", "FALSE", "0"])


def _read_yes_no(column: Column, cell: Cell, context: Context) -> Read:
    text = as_text(cell).upper()
    if text in _YES:
        return True, ()
    if text in _NO:
        return False, ()
    raise bad("yes_no", f"“{text[:20]}”看不出是或否。", "请填“是”或“否”。")


def _read_choice(column: Column, cell: Cell, context: Context) -> Read:
    text = as_text(cell)
    if text in column.choices:
        return column.choices[text], ()
    offered = "、".join(list(column.choices)[:12])
    raise bad("choice", f"“{text[:20]}”不在可选项内。", f"请从这些中选填：{offered}。")


_READERS: dict[Kind, Callable[[Column, Cell, Context], Read]] = {
    Kind.TEXT: _read_text,
    Kind.RESIDENT_ID: _read_id,
    Kind.ACCOUNT: _read_account,
    Kind.MONEY: _read_money,
    Kind.INTEGER: _read_integer,
    Kind.DATE: _read_date,
    Kind.MONTH: _read_month,
    Kind.YES_NO: _read_yes_no,
    Kind.CHOICE: _read_choice,
}

_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
_EDGES = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_MAY_BE_BLANK = _EDGES + "='"
_UNREADABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
_KEPT_AS_TEXT = re.compile(
    r"""="(.*)"|'([\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠].*|[\t\r\n].*)""", re.DOTALL
)


def as_text(cell: Cell) -> str:
    """A cell as the clerk sees it: numbers as Excel shows them (15 digits), text without its wrapping."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return format(Decimal(format(cell, ".15g")), "f")
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return _trimmed(cell) if isinstance(cell, str) else str(cell)


def _trimmed(text: str) -> str:
    """Without blanks at the edges, and without what keeps a spreadsheet from computing: ="…" or a leading '."""
    text = unicodedata.normalize("NFC", text).strip(_EDGES)
    if not text.startswith(("=", "'")):
        return text
    wrapped = _KEPT_AS_TEXT.fullmatch(text)
    return text if wrapped is None else (wrapped[1] or wrapped[2] or "").strip(_EDGES)
