"""How large a value can get, so that 64-bit sums cannot overflow. Computed once, when a graph is linked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from yimen.core.book.declarations import FIRST_DAY, LAST_DAY, MAX_MEMBERS, ymd
from yimen.core.book.errors import RuleMistake
from yimen.core.book.nodes import Node

LIMIT = 2**62
DAYS = (ymd(FIRST_DAY), ymd(LAST_DAY))


class Range(NamedTuple):
    """Inclusive bounds of a raw value, with its decimals."""

    lo: int
    hi: int
    scale: int = 0

    @property
    def size(self) -> int:
        return max(abs(self.lo), abs(self.hi))

    def at(self, scale: int) -> Range:
        factor = 10 ** (scale - self.scale)
        return Range(self.lo * factor, self.hi * factor, scale)


def range_of(node: Node, args: Sequence[Range]) -> Range:
    """The bounds of an operation from those of its operands.  Raises: RuleMistake where 64 bits would not do."""
    rule = _RULES.get(node.op)
    found = Range(0, 1) if rule is None else rule(node, args)
    if rule is None and len(args) == 2:  # a comparison: what is compared must fit too
        scale = max(a.scale for a in args)
        _within(max(a.at(scale).size for a in args))
    _within(found.size)
    return found


def quotient_powers(part_scale: int, whole_scale: int, decimals: int) -> tuple[int, int]:
    """By which powers of ten part and whole are raised so that their integer quotient has ``decimals`` decimals."""
    shift = decimals + whole_scale - part_scale
    return (10**shift, 1) if shift >= 0 else (1, 10**-shift)


def _within(size: int) -> None:
    if size > LIMIT:
        raise RuleMistake("这个数可能大到 64 位整数放不下；请收紧事实或参数的上下界，或减少小数位。")


def _sum(node: Node, args: Sequence[Range]) -> Range:
    a, b = (x.at(node.scale) for x in args)
    return Range(a.lo + b.lo, a.hi + b.hi, node.scale)


def _difference(node: Node, args: Sequence[Range]) -> Range:
    a, b = (x.at(node.scale) for x in args)
    return Range(a.lo - b.hi, a.hi - b.lo, node.scale)


def _product(node: Node, args: Sequence[Range]) -> Range:
    a, b = args
    corners = [x * y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    return Range(min(corners), max(corners), node.scale)


def _either(node: Node, args: Sequence[Range]) -> Range:
    a, b = (x.at(node.scale) for x in args[-2:])
    return Range(min(a.lo, b.lo), max(a.hi, b.hi), node.scale)


def _greatest(node: Node, args: Sequence[Range]) -> Range:
    a, b = (x.at(node.scale) for x in args)
    return Range(max(a.lo, b.lo), max(a.hi, b.hi), node.scale)


def _least(node: Node, args: Sequence[Range]) -> Range:
    a, b = (x.at(node.scale) for x in args)
    return Range(min(a.lo, b.lo), min(a.hi, b.hi), node.scale)


def _total(node: Node, args: Sequence[Range]) -> Range:
    (a,) = args
    return Range(min(0, a.lo * MAX_MEMBERS), max(0, a.hi * MAX_MEMBERS), node.scale)


def _extreme(node: Node, args: Sequence[Range]) -> Range:
    (a,), default = args, node.detail[0]
    return Range(min(a.lo, default), max(a.hi, default), node.scale)


def _share(node: Node, args: Sequence[Range]) -> Range:
    part, whole, _ = args
    if whole.lo < 0:
        raise RuleMistake("share 的分母可能是负数；请先用 greatest(…, 0) 限住。")
    up, down = quotient_powers(part.scale, whole.scale, node.scale)
    _within(2 * part.size * up + whole.hi * down)
    found = _signed(part, part.size * up // down + 1, node.scale)
    return Range(min(found.lo, node.detail[0]), max(found.hi, node.detail[0]), node.scale)


def _signed(value: Range, size: int, scale: int) -> Range:
    """So large either way, but on no side of zero where the value is not."""
    return Range(0 if value.lo >= 0 else -size, 0 if value.hi <= 0 else size, scale)


def _round(node: Node, args: Sequence[Range]) -> Range:
    amount, step = args[0], args[1]
    among = args[3] if len(args) == 4 else Range(1, 1)
    if step.lo < 1:
        raise RuleMistake("取整的步长至少是 1 分；请给参数设下界。")
    if among.lo < 0:
        raise RuleMistake("分摊的人数可能是负数；请先限住。")
    block = step.hi * 10**amount.scale * max(among.hi, 1)
    _within(2 * amount.size + block)
    return _signed(amount, amount.size // 10**amount.scale + step.hi + 1, 0)


_RULES: dict[str, Callable[[Node, Sequence[Range]], Range]] = {
    "day": lambda node, args: Range(*DAYS),
    "constant": lambda node, args: Range(int(node.detail[0]), int(node.detail[0]), node.scale),
    "figure": lambda node, args: args[0],
    "add": _sum,
    "sub": _difference,
    "mul": _product,
    "where": _either,
    "greatest": _greatest,
    "least": _least,
    "total": _total,
    "count": lambda node, args: Range(0, MAX_MEMBERS),
    "max": _extreme,
    "min": _extreme,
    "share": _share,
    "round": _round,
    "age": lambda node, args: Range(-400, 400),
    "months": lambda node, args: Range(-5000, 5000),
}
