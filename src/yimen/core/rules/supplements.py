"""第二十七条：对老年人、未成年人、重度残疾人、重病患者增发。Who is code; how much, and whether it stacks, is the place's."""

from collections.abc import Callable
from functools import reduce
from operator import add

from yimen.core.book import Expr, greatest, isin, share, total, where
from yimen.core.law import D57
from yimen.core.law.declared.categories import GROUP, SUPPLEMENT
from yimen.core.rules.scopes import MEMBER, H, M, P
from yimen.core.rules.single_entry import book

ARTICLE = D57.article(27)
PER_PERSON = "fen/person/month"

WHO: dict[str, Callable[[H, M], Expr]] = {
    "three_no": lambda h, m: m.no_supporter & (m.labour_ability == "none") & (m.net_income == 0),
    "severe_disability": lambda h, m: m.severely_disabled,
    "disability": lambda h, m: m.has_disability,
    "major_illness": lambda h, m: m.major_illness,
    "elderly_80": lambda h, m: m.years_old >= 80,
    "elderly_70": lambda h, m: m.years_old >= 70,
    "minor": lambda h, m: m.is_minor,
    "half_orphan": lambda h, m: m.is_minor & m.half_orphan,
    "preschool": lambda h, m: m.student_stage == "preschool",
    "pupil": lambda h, m: m.student_stage == "compulsory",
    "student": lambda h, m: isin(m.student_stage, "senior", "college", "bachelor"),
    "lives_alone": lambda h, m: (h.member_count == 1) & m.counts,
}


@book.figure("人均保障金", unit=PER_PERSON, source=ARTICLE)
def own_benefit(h: H) -> Expr:
    """One member's share of the family's money to the fen, where a supplement is a part of it."""
    return share(h.shortfall, h.member_count, decimals=0, mode="half_up", if_zero=0)


def _supplement(one: str, words: str) -> None:
    @book.figure(f"增发：{words}", name=f"supplement_{one}", level=MEMBER, unit=PER_PERSON, source=ARTICLE)
    def amount(h: H, m: M, p: P) -> Expr:
        """A share of the standard or of the own benefit, or a fixed sum; nothing where the place gives none."""
        basis, rate = p.supplement_basis[one], p.supplement_rate[one]
        of_whom = where(
            basis == "standard",
            rate * m.own_standard,
            where(basis == "own_benefit", rate * h.own_benefit, p.supplement_fixed[one]),
        )
        return where((basis != "none") & WHO[one](h, m), of_whom, 0)


for code, label in SUPPLEMENT.values.items():
    _supplement(code, label)


def _of_group(m: M, p: P, group: str) -> Expr:
    """Within one group: all of them, or the highest."""
    amounts = [
        where(p.supplement_group[one] == group, getattr(m, f"supplement_{one}"), 0)
        for one in SUPPLEMENT.codes
    ]
    return where(p.supplement_stacking[group] == "sum", reduce(add, amounts), greatest(*amounts))


@book.figure("分类施保增发", level=MEMBER, unit=PER_PERSON, source=ARTICLE, short="增发")
def supplement(m: M, p: P) -> Expr:
    """Groups add up; within a group the place says whether they do."""
    return reduce(add, (_of_group(m, p, group) for group in GROUP.codes))


@book.figure("全户增发", unit="fen/month", source=ARTICLE, short="增发")
def family_supplements(m: M) -> Expr:
    return total(m.supplement, of=m.counts)


@book.figure("单人保增发", unit="fen/month", source=ARTICLE, short="增发")
def single_supplements(m: M, p: P) -> Expr:
    """For persons who entered alone, where the place gives it to them too."""
    return where(p.supplement_for_single, total(m.supplement, of=m.single_entry), 0)
