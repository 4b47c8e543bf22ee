"""第七条：共同生活的家庭成员。Who counts, who is left out, and where the family may apply."""

from datetime import date

from yimen.core.book import Expr, age, any_, count, isin
from yimen.core.law import D57, D220
from yimen.core.rules.disability import book
from yimen.core.rules.scopes import MEMBER, H, M, P


@book.figure("周岁", level=MEMBER, unit="age", source=D57.article(7))
def years_old(m: M) -> Expr:
    """Full years on the assessment day."""
    return age(m.birth_date)


@book.figure("未成年人", level=MEMBER, source=D57.article(7, item=2))
def is_minor(m: M) -> Expr:
    """Under eighteen."""
    return m.years_old < 18


@book.figure("在校学生（本科及以下）", level=MEMBER, source=D57.article(7, item=3))
def student_to_bachelor(m: M) -> Expr:
    """Full-time education up to and including the bachelor's degree."""
    return isin(m.student_stage, "preschool", "compulsory", "senior", "college", "bachelor")


@book.figure("不能独立生活的成年子女", level=MEMBER, source=D57.article(7, item=3))
def dependent_adult(m: M) -> Expr:
    """An adult child who studies, or has lost the ability to work."""
    return m.student_to_bachelor | (m.labour_ability == "none")


@book.figure("有法定义务并共同居住", level=MEMBER, source=D57.article(7, item=4))
def supports_and_lives_here(m: M) -> Expr:
    """Others bound by law to support, who also live here long-term: both are needed."""
    bound = isin(m.relation, "child", "parent", "grandchild", "grandparent", "sibling", "child_in_law")
    return bound & m.living_together


@book.figure("不共同生活的义务人", level=MEMBER, source=D57.article(7))
def lives_apart(m: M) -> Expr:
    """Listed only because the law binds them to support someone of this family."""
    return m.relation == "supporter"


@book.figure("属于家庭成员", level=MEMBER, source=D220.article(5), name="belongs", until=date(2021, 6, 30))
def belonged(m: M) -> Expr:
    """As it was: parents are listed outright beside spouse, minor and dependent adult children."""
    own = isin(m.relation, "head", "spouse", "parent")
    child = (m.relation == "child") & (m.is_minor | m.dependent_adult)
    return own | child | m.supports_and_lives_here


@book.figure("属于家庭成员", level=MEMBER, source=D57.article(7), since=date(2021, 7, 1))
def belongs(m: M) -> Expr:
    """Head and spouse, minor children, dependent adult children, and others who support and live here."""
    own = isin(m.relation, "head", "spouse")
    child = (m.relation == "child") & (m.is_minor | m.dependent_adult)
    return own | child | m.supports_and_lives_here


@book.figure("脱离家庭达到规定年限的宗教教职人员", level=MEMBER, source=D57.article(7))
def clergy_left(m: M, p: P) -> Expr:
    """Clergy who have lived apart from the family for the years the place sets, three or more nationally."""
    return (m.absence == "clergy") & (m.clergy_years >= p.clergy_years)


@book.figure("不计入家庭成员", level=MEMBER, source=D57.article(7))
def left_out(m: M) -> Expr:
    """In prison or compulsory isolation, declared missing, clergy who left, or dead."""
    return isin(m.absence, "custody", "missing", "deceased") | m.clergy_left


@book.figure("已享受特困、孤儿等待遇", level=MEMBER, source=D57.article(2))
def covered_elsewhere(m: M) -> Expr:
    """Kept by another programme of basic living: neither counted nor paid a second time."""
    return isin(m.current_programme, "tekun", "orphan", "unattended_child")


@book.figure("计入共同生活成员", level=MEMBER, source=D57.article(7))
def counts(m: M) -> Expr:
    """Belongs, is not left out, and is not kept by another programme."""
    return m.belongs & ~m.left_out & ~m.covered_elsewhere


@book.figure("共同生活人数", unit="person", source=D57.article(7), short="人数")
def member_count(m: M) -> Expr:
    return count(m.counts)


@book.figure("有可保障的成员", source=D57.article(2))
def someone_to_protect(h: H) -> Expr:
    """A family all of whose members are left out or kept elsewhere has nobody to protect."""
    return h.member_count > 0


@book.figure("可在本地申请", level=MEMBER, source=D57.article(5))
def may_apply_here(m: M, p: P) -> Expr:
    """Registered here, or holding a residence permit where the place has opened that."""
    return m.local_registration | (p.residence_permit_open & m.residence_permit)


@book.figure("有成员可在本地申请", source=D57.article(5))
def applies_here(m: M) -> Expr:
    """One member is enough: the family applies together, wherever the others are registered."""
    return any_(m.may_apply_here & ~m.lives_apart & ~(m.absence == "deceased"))
