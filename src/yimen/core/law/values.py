"""A value as a pack or a case file writes it, in the raw form the book takes: amounts in yuan become fen, exactly."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from yimen.core.book import Kind, Parameter
from yimen.core.errors import YimenError

TRUTHS = {"true": True, "false": False}


class BadValue(YimenError):
    """A value that does not fit its parameter."""

    code = "parameter.refused"


def written_unit(parameter: Parameter) -> str:
    """The unit to write in a pack: yuan instead of fen."""
    return parameter.unit.replace("fen", "yuan")


def read_value(parameter: Parameter, written: Any) -> int | bool:
    """Raises: BadValue saying what is expected."""
    text = str(written).strip().lower() if isinstance(written, bool) else str(written).strip()
    if parameter.kind is Kind.TRUTH:
        if text not in TRUTHS:
            raise BadValue(f"“{parameter.label}”要写 true 或 false，写的却是“{text}”。")
        return TRUTHS[text]
    if parameter.category is not None:
        if text not in parameter.category.values:
            listed = "、".join(f"{code}（{words}）" for code, words in parameter.category.values.items())
            raise BadValue(f"“{parameter.label}”没有“{text}”这一项；可写：{listed}。")
        return parameter.category.codes.index(text)
    return _number(parameter, written, text)


def _number(parameter: Parameter, written: Any, text: str) -> int:
    decimals = parameter.scale + (2 if "fen" in parameter.unit.split("/") else 0)
    if isinstance(written, float):
        raise BadValue(f'“{parameter.label}”不能用近似小数，请写成文字，例如 "{text}"。')
    try:
        moved = Decimal(text.replace(",", "")).scaleb(decimals)
    except InvalidOperation:
        raise BadValue(
            f"“{parameter.label}”要写一个数（{written_unit(parameter)}），写的却是“{text}”。"
        ) from None
    if not moved.is_finite() or moved != moved.to_integral_value():
        raise BadValue(f"“{parameter.label}”最多 {decimals} 位小数，写的却是“{text}”。")
    low, high = parameter.bounds or (0, 0)
    if not low <= moved <= high:
        edges = [f"{Decimal(edge).scaleb(-decimals):f}".removesuffix(".00") for edge in (low, high)]
        raise BadValue(
            f"“{parameter.label}”应在 {edges[0]} 到 {edges[1]}（{written_unit(parameter)}）之间，写的却是“{text}”。请核对单位。"
        )
    return int(moved)
