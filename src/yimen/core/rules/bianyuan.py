"""低保边缘家庭：人均收入低于低保标准的若干倍，财产符合规定，又不符合低保条件。"""

from yimen.core.book import Expr, Programme, where
from yimen.core.law import D57, L2023
from yimen.core.rules.dibao_family import book
from yimen.core.rules.scopes import H, P


@book.figure("家庭人均收入低于低保标准的规定倍数", source=L2023.article(2))
def income_below_multiple(h: H, p: P) -> Expr:
    """低于 is strict nationally; a place may say 不高于, which includes the line."""
    line = p.bianyuan_multiple * h.standard_line
    return where(p.bianyuan_inclusive, h.counted_income <= line, h.counted_income < line)


@book.figure("不符合低保条件", source=D57.article(8))
def not_dibao_family(h: H) -> Expr:
    return ~h.dibao_family


@book.figure("认定为低保边缘家庭", source=L2023.article(2))
def bianyuan_eligible(h: H) -> Expr:
    return (
        h.applies_here
        & h.someone_to_protect
        & h.not_dibao_family
        & h.income_below_multiple
        & h.property_ok_bianyuan
    )


BIANYUAN = Programme(
    "bianyuan",
    "低保边缘家庭",
    eligible="bianyuan_eligible",
    conditions=(
        "applies_here",
        "someone_to_protect",
        "not_dibao_family",
        "income_below_multiple",
        "property_ok_bianyuan",
    ),
    also=("counts", "member_count", "counted_income", "standard_line"),
)
