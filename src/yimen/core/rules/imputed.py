"""无法证明的就业收入：按最低工资的比例核定，但确实不能就业的按实际困难认定（兜底扩围通知一（一））。

No refusal may rest on occupation or status alone: whoever proves an income, or truly cannot work, is not imputed anything.
"""

from yimen.core.book import Expr, greatest, where
from yimen.core.law import N2022
from yimen.core.rules.members import book
from yimen.core.rules.scopes import MEMBER, M, P

SOURCE = N2022.article("一(一)")


@book.figure("核定收入的最高年龄以内", level=MEMBER, source=SOURCE)
def of_imputed_age(m: M, p: P) -> Expr:
    """Eighteen to the last age of the sex, both included."""
    return (m.years_old >= 18) & (m.years_old <= p.imputed_until[m.sex])


@book.figure("按规定核定就业收入", level=MEMBER, source=SOURCE)
def imputed(m: M, p: P) -> Expr:
    """Able, of age, not studying, without proof; and not somebody who really finds no work, nor a fresh graduate."""
    excused = m.work_income_proved | m.cannot_find_work | m.recent_graduate | m.student_to_bachelor
    return ~(p.imputed_method == "none") & (m.labour_ability == "full") & m.of_imputed_age & ~excused


@book.figure("核定收入的比例", level=MEMBER, unit="share", source=SOURCE, short="核定比例")
def imputed_rate(m: M, p: P) -> Expr:
    prime = m.years_old <= p.imputed_prime_until[m.sex]
    by_age = where(prime, p.imputed_rate["prime"], p.imputed_rate["late"])
    return where(m.sole_trader, p.imputed_rate["trader"], by_age)


@book.figure("核定增加的收入", level=MEMBER, unit="fen/month", source=SOURCE, short="核定收入")
def imputed_income(m: M, p: P) -> Expr:
    """What the imputed income exceeds the declared pay and business by."""
    return where(m.imputed, greatest(m.imputed_rate * p.minimum_wage - m.wage - m.business, 0), 0)
