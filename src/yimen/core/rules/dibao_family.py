"""低保：整户纳入的条件和补差。"""

from yimen.core.book import Expr, greatest, where
from yimen.core.law import D57, R649
from yimen.core.law.declared.categories import BRACKET
from yimen.core.rules.property import book
from yimen.core.rules.scopes import H, P

MONTHLY = "fen/month"


@book.figure("家庭人均收入低于当地最低生活保障标准", source=D57.article(23))
def income_below_standard(h: H) -> Expr:
    """低于 is strict; equal is not below. Totals are compared, so nothing is divided.

    Open: while any counted member's income is unanswered.
    """
    return h.counted_income < h.standard_line


@book.figure("整户符合低保条件", source=D57.article(23))
def dibao_family(h: H) -> Expr:
    return h.applies_here & h.someone_to_protect & h.income_below_standard & h.property_ok_dibao


@book.figure("差额", unit=MONTHLY, source=R649.article(12), inline=True)
def difference(h: H) -> Expr:
    """The standard for all members, less their counted income; never below nothing."""
    return greatest(h.standard_line - h.counted_income, 0)


@book.figure("分档保障金", unit=MONTHLY, source=D57.article(23), inline=True)
def bracket_amount(h: H, p: P) -> Expr:
    """The first bracket whose line the income is below; a share of the standard for each member. Above all: nothing."""

    def of(codes: tuple[str, ...]) -> Expr:
        below = h.counted_income < p.bracket_below[codes[0]] * h.standard_line
        return where(below, p.bracket_pays[codes[0]] * h.standard_line, of(codes[1:]) if codes[1:] else 0)

    return of(BRACKET.codes)


@book.figure("差额保障金", unit=MONTHLY, source=R649.article(12), inline=True)
def difference_amount(h: H, p: P) -> Expr:
    """The difference, but not less than the floor where the place sets one."""
    return where(p.dibao_floor > 0, greatest(h.difference, p.dibao_floor * h.standard_line), h.difference)


@book.figure("每月补差", unit="fen/household/month", source=D57.article(23), short="补差")
def shortfall(h: H, p: P) -> Expr:
    """What the family lacks, by difference or by bracket; nothing for a family that is not eligible as a whole."""
    return where(
        h.dibao_family, where(p.dibao_method == "brackets", h.bracket_amount, h.difference_amount), 0
    )
