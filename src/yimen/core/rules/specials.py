"""其他专项救助：可能符合，到哪里申请。Nothing is decided here: another department does, by rules of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from yimen.core.book import Expr, Programme, any_, isin
from yimen.core.law import JUD, L2023, LA, O2020, R649, REH, T2018, Article
from yimen.core.law.declared.categories import LOW_INCOME, SPECIAL
from yimen.core.rules.medical import OF_CLASS
from yimen.core.rules.rent import book
from yimen.core.rules.scopes import MEMBER, H, M, P


@book.figure("低收入人口", level=MEMBER, source=L2023.article("二"))
def low_income(m: M) -> Expr:
    """Of any class: 特困, child scheme, 低保, 低保边缘, 刚性支出困难."""
    return reduce(or_, (OF_CLASS[one](m) for one in LOW_INCOME.codes))


@book.figure("低收入家庭", source=L2023.article("二"))
def low_income_family(m: M) -> Expr:
    return any_(m.low_income)


@dataclass(frozen=True)
class Special:
    """One aid of another department: where to apply, under which article, and when to send somebody there."""

    code: str
    apply_at: str
    source: Article
    likely: Callable[[H, M, P], Expr]


def _funeral(m: M) -> Expr:
    kept = isin(m.current_programme, "dibao", "tekun", "bianyuan", "gangxing", "orphan", "unattended_child")
    return any_(kept & (m.absence == "deceased"))


STAGES = ("preschool", "compulsory", "senior", "college", "bachelor")
SPECIALS = (
    Special("education", "就读学校", R649.article(36), lambda h, m, p: any_(isin(m.student_stage, *STAGES) & m.low_income)),
    Special("housing_repair", "乡镇或住房城乡建设部门", R649.article(39), lambda h, m, p: (h.residence == "rural") & h.dilapidated_house & h.low_income_family),
    Special("employment", "住所地公共就业服务机构", R649.article(44), lambda h, m, p: any_((m.labour_ability == "full") & (m.years_old >= 16) & m.jobless & m.in_dibao)),
    Special("disaster", "村（居）委会、应急管理部门", R649.article(20), lambda h, m, p: h.disaster_hit),
    Special("shelter", "救助管理机构", R649.article(50), lambda h, m, p: h.no_shelter),
    Special("judicial", "办案机关", JUD.article("二"), lambda h, m, p: h.judicial_victim),
    Special("legal_aid", "法律援助机构", LA.article(42), lambda h, m, p: h.legal_matter & h.low_income_family),
    Special("child_rehab", "县级残联", REH.article("二"), lambda h, m, p: any_((m.years_old <= p.rehab_age) & m.rehab_need & m.low_income)),
    Special("heating", "乡镇（街道）", O2020.article(13), lambda h, m, p: h.low_income_family),
    Special("funeral", "民政部门、殡仪馆", L2023.article("四(五)"), lambda h, m, p: _funeral(m)),
    Special("emergency_medical", "收治医院", R649.article(32), lambda h, m, p: h.emergency_patient),
    Special("services", "乡镇（街道）", L2023.article("四(四)"), lambda h, m, p: any_(m.low_income & (m.indicators_lost >= 1))),
    Special("charity", "慈善组织，由乡镇转介", T2018.article("二(五)"), lambda h, m, p: h.still_in_hardship),
)  # fmt: skip


def _enter(special: Special) -> Programme:
    words = SPECIAL.values[special.code]

    @book.figure(f"可能符合{words}", name=f"{special.code}_likely", source=special.source)
    def likely(h: H, m: M, p: P) -> Expr:
        """Asked only where the place runs it; whoever may qualify is told where to apply."""
        return p.special_open[special.code] & special.likely(h, m, p)

    return Programme(special.code, f"{words}（向{special.apply_at}申请）", eligible=f"{special.code}_likely")


REFERRALS = tuple(_enter(special) for special in SPECIALS)
