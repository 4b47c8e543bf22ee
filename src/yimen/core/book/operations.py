"""What the operations mean that need more than one Python expression. None is "open" throughout."""

from __future__ import annotations

from collections.abc import Sequence


def total(values: Sequence[int | None]) -> int | None:
    return None if None in values else sum(values)  # type: ignore[arg-type]


def count(truths: Sequence[bool | None]) -> int | None:
    return None if None in truths else truths.count(True)


def any_of(truths: Sequence[bool | None]) -> bool | None:
    if True in truths:
        return True
    return None if None in truths else False


def all_of(truths: Sequence[bool | None]) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def largest(values: Sequence[int | None], default: int) -> int | None:
    return None if None in values else max(values, default=default)  # type: ignore[type-var]


def smallest(values: Sequence[int | None], default: int) -> int | None:
    return None if None in values else min(values, default=default)  # type: ignore[type-var]


def divided(part: int, whole: int, mode: int, if_zero: int) -> int:
    """part / whole to a whole number; modes are places in the list ROUNDING: half_up, up, down."""
    if whole == 0:
        return if_zero
    if mode == 0:
        return (2 * part + whole) // (2 * whole)
    return -(-part // whole) if mode == 1 else part // whole


def rounded(amount: int, one: int, step: int, mode: int, among: int = 1) -> int:
    """A multiple of step; ``one`` is 10**decimals of the amount. Among nobody: 0."""
    return step * divided(amount, one * step * among, mode, 0)


def months_between(earlier: int, later: int) -> int:
    """Full months between two dates written 20261122."""
    years, months = later // 10_000 - earlier // 10_000, later // 100 % 100 - earlier // 100 % 100
    return years * 12 + months - (later % 100 < earlier % 100)
