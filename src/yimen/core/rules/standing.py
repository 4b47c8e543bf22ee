"""Which class of low-income person somebody is: kept already, or found to meet the conditions now. Many aids ask this."""

from collections.abc import Callable

from yimen.core.book import Expr, any_, isin
from yimen.core.law import L2023, R649
from yimen.core.rules.gangxing import book
from yimen.core.rules.scopes import MEMBER, H, M

SOURCE = L2023.article("二")


@book.figure("低保对象", level=MEMBER, source=SOURCE)
def in_dibao(m: M) -> Expr:
    return (m.current_programme == "dibao") | m.dibao_protected


@book.figure("特困人员", level=MEMBER, source=SOURCE)
def in_tekun(m: M) -> Expr:
    """Who draws 低保 or a child's allowance is of that class, whatever else he would meet."""
    unkept = isin(m.current_programme, "none", "bianyuan", "gangxing")
    return (m.current_programme == "tekun") | (unkept & m.tekun_person)


@book.figure("低保边缘家庭成员", level=MEMBER, source=SOURCE)
def in_bianyuan(h: H, m: M) -> Expr:
    return (m.current_programme == "bianyuan") | (m.counts & h.bianyuan_eligible)


@book.figure("刚性支出困难家庭成员", level=MEMBER, source=SOURCE)
def in_gangxing(h: H, m: M) -> Expr:
    return (m.current_programme == "gangxing") | (m.counts & h.gangxing_eligible)


@book.figure("家里有低保对象或特困人员", source=R649.article(47))
def on_basic_assistance(m: M) -> Expr:
    return any_(m.in_dibao | m.in_tekun)


CLASSES: dict[str, Callable[[M], Expr]] = {
    "tekun": lambda m: m.in_tekun,
    "dibao": lambda m: m.in_dibao,
    "bianyuan": lambda m: m.in_bianyuan,
    "gangxing": lambda m: m.in_gangxing,
}
