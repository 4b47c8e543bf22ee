"""孤儿和事实无人抚养儿童：父母双方的情况决定属于哪一类；已有其他补助的补差。No step of these is ever published."""

from yimen.core.book import Expr, Programme, any_, greatest, isin, round_money, total, where
from yimen.core.law import CH2019, OR2010
from yimen.core.rules.disability_allowances import book
from yimen.core.rules.scopes import MEMBER, M, P

MONTHLY = "fen/person/month"
HALF_A_YEAR = 6
ONE, TWO, THREE = CH2019.article(1), CH2019.article("二"), CH2019.article("三(一)")


@book.figure("申请儿童福利保障的未成年人", level=MEMBER, source=OR2010.article(1))
def child_applicant(m: M, p: P) -> Expr:
    """Under eighteen and registered here; longer at school where the place goes on paying."""
    kept = isin(m.current_programme, "orphan", "unattended_child")
    studies = isin(m.student_stage, "senior", "college", "bachelor")
    young = m.is_minor | (p.child_study_continues & kept & studies)
    return young & m.local_registration & ~m.lives_apart & ~(m.absence == "deceased")


def _parent(parent: str, words: str) -> None:
    @book.figure(
        f"{words}死亡、失踪或查找不到", name=f"{parent}_gone", level=MEMBER, source=OR2010.article(1)
    )
    def gone(m: M) -> Expr:
        return isin(getattr(m, parent), "dead", "missing", "unfound")

    @book.figure(f"{words}不能履行抚养职责", name=f"{parent}_failing", level=MEMBER, source=ONE)
    def failing(m: M) -> Expr:
        """Severely disabled or ill; or out of contact, or deprived of liberty, for six months or longer."""
        state = getattr(m, parent)
        away = isin(state, "custody", "isolation", "restricted", "out_of_contact")
        return isin(state, "disabled", "ill") | (away & (getattr(m, f"{parent}_months") >= HALF_A_YEAR))


_parent("mother", "母亲")
_parent("father", "父亲")


@book.figure("孤儿", level=MEMBER, source=OR2010.article(1))
def orphan_child(m: M) -> Expr:
    """Both parents lost or not to be found."""
    return m.child_applicant & m.mother_gone & m.father_gone


@book.figure("事实无人抚养儿童", level=MEMBER, source=ONE)
def unattended(m: M) -> Expr:
    """Both parents unable; or one gone and the other unable. Who lost both is an orphan."""
    both = (m.mother_gone | m.mother_failing) & (m.father_gone | m.father_failing)
    return m.child_applicant & both & ~(m.mother_gone & m.father_gone)


@book.figure("有孤儿", source=OR2010.article(1))
def orphan_eligible(m: M) -> Expr:
    return any_(m.orphan_child)


@book.figure("有事实无人抚养儿童", source=ONE)
def unattended_eligible(m: M) -> Expr:
    return any_(m.unattended)


@book.figure("本人孤儿基本生活费", level=MEMBER, unit=MONTHLY, source=OR2010.article(2), short="基本生活费")
def orphan_monthly(m: M, p: P) -> Expr:
    """The standard of the institution or of the scattered child."""
    paid = round_money(
        p.orphan_standard[m.child_mode], step=p.amount_step["child"], mode=p.amount_mode["child"]
    )
    return where(m.orphan_child, paid, 0)


@book.figure("孤儿基本生活费", unit="fen/month", source=OR2010.article(2), short="基本生活费")
def orphan_amount(m: M) -> Expr:
    return total(m.orphan_monthly)


@book.figure("已有其他补助", level=MEMBER, source=THREE)
def has_other_benefit(m: M) -> Expr:
    """On 低保 or 特困, or disabled and so perhaps on the living allowance: then what is drawn must be known."""
    return isin(m.current_programme, "dibao", "tekun") | m.has_disability


@book.figure("本人基本生活补贴", level=MEMBER, unit="fen/month", source=TWO, short="基本生活补贴")
def unattended_monthly(m: M, p: P) -> Expr:
    """Aligned with the orphans' standard; what is already drawn is filled up to it, not added."""
    standard = p.orphan_standard[m.child_mode]
    due = where(m.has_other_benefit, greatest(standard - m.current_benefit, 0), standard)
    paid = round_money(due, step=p.amount_step["child"], mode=p.amount_mode["child"])
    return where(m.unattended, paid, 0)


@book.figure("事实无人抚养儿童基本生活补贴", unit="fen/month", source=TWO, short="基本生活补贴")
def unattended_amount(m: M) -> Expr:
    return total(m.unattended_monthly)


ORPHAN = Programme(
    "orphan",
    "孤儿基本生活保障",
    eligible="orphan_eligible",
    amount="orphan_amount",
    conditions=("orphan_eligible",),
    also=("orphan_child", "orphan_monthly"),
)

UNATTENDED = Programme(
    "unattended_child",
    "事实无人抚养儿童保障",
    eligible="unattended_eligible",
    amount="unattended_amount",
    conditions=("unattended_eligible",),
    also=("unattended", "unattended_monthly"),
)
