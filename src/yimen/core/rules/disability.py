"""Four sets of disabled persons that four texts draw differently. They are not interchangeable."""

from yimen.core.book import Expr, isin
from yimen.core.law import CH2019, D57, N2022, T43
from yimen.core.rules.book import BOOK as book
from yimen.core.rules.scopes import MEMBER, M


@book.figure("持有残疾证", level=MEMBER, source=D57.article(27))
def has_disability(m: M) -> Expr:
    """Any kind and grade."""
    return m.disability_kind != "none"


@book.figure("智力或精神残疾", level=MEMBER, source=D57.article(8, item=1))
def of_mind(m: M) -> Expr:
    return isin(m.disability_kind, "intellectual", "mental")


@book.figure("重度残疾人", level=MEMBER, source=N2022.article("一(一)"))
def severely_disabled(m: M) -> Expr:
    """Grade 1 or 2 of any kind."""
    return m.has_disability & isin(m.disability_grade, 1, 2)


@book.figure("可单独申请低保的残疾人", level=MEMBER, source=D57.article(8, item=1))
def single_entry_disabled(m: M) -> Expr:
    """Grade 1 or 2 of any kind, and grade 3 of mind."""
    return m.severely_disabled | (m.of_mind & (m.disability_grade == 3))


@book.figure("特困认定中无劳动能力的残疾人", level=MEMBER, source=T43.article(5))
def tekun_disabled(m: M) -> Expr:
    """Grades 1 to 3 of mind, 1 and 2 physical, 1 visual."""
    mind = m.of_mind & isin(m.disability_grade, 1, 2, 3)
    body = (m.disability_kind == "physical") & isin(m.disability_grade, 1, 2)
    sight = (m.disability_kind == "visual") & (m.disability_grade == 1)
    return mind | body | sight


@book.figure("事实无人抚养儿童认定中的重残父母", level=MEMBER, source=CH2019.article(1))
def parent_disabled(m: M) -> Expr:
    """Grade 1 or 2 of any kind, and grades 3 and 4 of mind."""
    return m.severely_disabled | (m.of_mind & isin(m.disability_grade, 3, 4))
