"""第十三条：家庭收入。What counts, what is exempt, what may be deducted."""

from yimen.core.book import Expr, greatest, least, total, where
from yimen.core.law import D57
from yimen.core.rules.scopes import MEMBER, H, M, P
from yimen.core.rules.support import book

MONTHLY = "fen/month"


@book.figure("各类收入合计", level=MEMBER, unit=MONTHLY, source=D57.article(13), short="各类收入")
def gross_income(m: M) -> Expr:
    """Wage, net business, net property, net transfer and other income."""
    return m.wage + m.business + m.property_income + m.transfer + m.other_income


@book.figure("不计入的基础养老金", level=MEMBER, unit=MONTHLY, source=D57.article(13))
def exempt_pension(m: M, p: P) -> Expr:
    """The centrally set basic pension, paid from sixty, for as long as it is exempt."""
    return where(p.basic_pension_exempt & (m.years_old >= 60), m.basic_pension, 0)


@book.figure("应计收入", level=MEMBER, unit=MONTHLY, source=D57.article(13))
def income_that_counts(m: M, p: P) -> Expr:
    """What is left of all classes when exempt items are taken out; with what is imputed, where the place imputes."""
    declared = m.gross_income - m.exempt_income - m.exempt_pension
    return greatest(where(p.imputed_method == "none", declared, declared + m.imputed_income), 0)


@book.figure("本人适用标准", level=MEMBER, unit="fen/person/month", source=D57.article(13), short="标准")
def own_standard(h: H, m: M, p: P) -> Expr:
    """The standard of the family's residence, or of the member's own class where the place says so."""
    return where(
        p.standard_by == "member", p.dibao_standard[m.residence_class], p.dibao_standard[h.residence]
    )


@book.figure("就业成本扣减", level=MEMBER, unit=MONTHLY, source=D57.article(13), short="就业成本")
def employment_deduction(m: M, p: P) -> Expr:
    """Necessary cost of employment as the place allows it, never more than the wage."""
    method, rate = p.employment_deduction, p.employment_deduction_rate
    allowed = where(
        method == "actual",
        m.employment_cost,
        where(
            method == "share_of_wage",
            rate * m.wage,
            where(method == "share_of_standard", rate * m.own_standard, rate * p.minimum_wage),
        ),
    )
    return where((method == "none") | (m.wage == 0), 0, least(allowed, m.wage))


@book.figure("计入的个人收入", level=MEMBER, unit=MONTHLY, source=D57.article(13), short="收入")
def net_income(m: M) -> Expr:
    """Income that counts, less the cost of employment."""
    return greatest(m.income_that_counts - m.employment_deduction, 0)


@book.figure("刚性支出扣减", unit=MONTHLY, source=D57.article(13), short="刚性支出")
def rigid_deduction(m: M, p: P) -> Expr:
    """What disability and major illness force the counted members to spend, where the place lets it be deducted."""
    return where(p.rigid_deduction, total(m.rigid_expenditure, of=m.counts), 0)


@book.figure("成员收入合计", unit=MONTHLY, source=D57.article(13))
def income_of_members(m: M) -> Expr:
    return total(m.net_income, of=m.counts)


@book.figure("家庭月收入", unit=MONTHLY, source=D57.article(13), short="收入")
def counted_income(h: H, p: P) -> Expr:
    """All counted members' income, and support that is due where the place computes it, less rigid expenditure.

    Open: while any counted member's income is unanswered.
    """
    with_support = h.income_of_members + h.support_income - h.rigid_deduction
    own = h.income_of_members - h.rigid_deduction
    return greatest(where(p.support_method == "none", own, with_support), 0)


@book.figure("保障线", unit=MONTHLY, source=D57.article(13), inline=True)
def standard_line(h: H, m: M, p: P) -> Expr:
    """The standard for all counted members; totals are compared with it, so nothing is divided."""
    one = p.dibao_standard[h.residence] * h.member_count
    return where(p.standard_by == "member", total(m.own_standard, of=m.counts), one)
