"""特困人员：无劳动能力、无生活来源、无法定义务人或义务人无履行能力，三项同时具备。"""

from yimen.core.book import Expr, Programme, any_, constant, count, greatest, isin, round_money, total, where
from yimen.core.law import R649, T43
from yimen.core.rules.dibao import book
from yimen.core.rules.scopes import MEMBER, H, M, P

MONTHLY = "fen/month"
YEAR = 12


@book.figure("在校续保的特困未成年人", level=MEMBER, source=T43.article(24))
def tekun_continues(m: M) -> Expr:
    """Kept to eighteen, and longer while in compulsory or senior secondary education."""
    schooled = isin(m.student_stage, "compulsory", "senior")
    return (m.current_programme == "tekun") & (m.is_minor | schooled)


@book.figure("无劳动能力", level=MEMBER, source=T43.article(5))
def tekun_no_labour(m: M) -> Expr:
    """Sixty or older, under sixteen, or disabled as this article lists it; a minor already kept goes on."""
    by_age = (m.years_old >= 60) | (m.years_old < 16)
    return by_age | m.tekun_disabled | m.tekun_continues


@book.figure("特困认定的收入", level=MEMBER, unit=MONTHLY, source=T43.article(6), short="收入")
def tekun_income(m: M) -> Expr:
    """All classes less what this article does not count: basic pension, social insurance benefits, old-age allowance."""
    return greatest(m.gross_income - m.exempt_income - m.basic_pension - m.old_age_allowance, 0)


@book.figure("无生活来源", level=MEMBER, source=T43.article(6))
def tekun_no_income(h: H, m: M) -> Expr:
    """Income below the local standard, and property within the rule for 特困."""
    return (m.tekun_income < m.own_standard) & h.property_ok_tekun


@book.figure("具备前两项条件", level=MEMBER, source=T43.article(4))
def tekun_candidate(m: M) -> Expr:
    """Neither able to work nor with a livelihood; nobody who is away, dead or only a supporter."""
    here = ~m.lives_apart & ~isin(m.absence, "custody", "missing", "deceased")
    return here & m.tekun_no_labour & m.tekun_no_income


# Supporters -------------------------------------------------------------------------------------------------------


@book.figure("义务人收入低于上年度人均可支配收入", level=MEMBER, source=T43.article(8, item=3))
def supporter_income_low(h: H, m: M, p: P) -> Expr:
    return m.net_income * constant(YEAR, "month/year") < p.disposable_income[h.residence]


@book.figure("义务人财产符合低收入家庭规定", level=MEMBER, source=T43.article(8))
def supporter_property(h: H, m: M) -> Expr:
    """A supporter who lives apart answers for his own family; one who lives here shares this family's property."""
    return where(m.lives_apart, m.supporter_property_ok, h.property_ok_bianyuan)


@book.figure("义务人无履行义务能力", level=MEMBER, source=T43.article(8))
def supporter_unable(m: M) -> Expr:
    """One of the article's items: kept as destitute, elderly on dibao, old or disabled and poor, or not able to act."""
    elderly_on_dibao = (m.current_programme == "dibao") & (m.years_old >= 60)
    frail = (m.years_old >= 70) | m.single_entry_disabled
    poor = m.supporter_income_low & m.supporter_property
    cannot_act = m.without_capacity | isin(m.absence, "custody", "missing")
    return (
        (m.current_programme == "tekun")
        | elderly_on_dibao
        | (frail & poor)
        | (cannot_act & m.supporter_property)
    )


@book.figure("有履行能力的义务人", level=MEMBER, source=T43.article(7))
def able_supporter(m: M) -> Expr:
    """Spouse, parent or child who is grown up, alive, and neither unable nor destitute himself."""
    bound = isin(m.relation, "head", "spouse", "child", "parent", "supporter")
    alive = ~(m.absence == "deceased")
    return bound & alive & ~m.is_minor & ~m.tekun_candidate & ~m.supporter_unable


@book.figure("有履行能力的义务人数", unit="person", source=T43.article(7), short="有能力的义务人")
def able_supporters(m: M) -> Expr:
    return count(m.able_supporter)


@book.figure("列出的不共同生活义务人数", unit="person", source=T43.article(10))
def supporters_listed(m: M) -> Expr:
    return count(m.lives_apart)


@book.figure("无法定义务人或义务人无履行能力", level=MEMBER, source=T43.article(7))
def unsupported(h: H, m: M) -> Expr:
    """Where supporters are listed each is judged; where none is, the person's own statement is asked."""
    return (h.able_supporters == 0) & where(h.supporters_listed > 0, True, m.no_supporter)


# Who, and how much ------------------------------------------------------------------------------------------------


@book.figure("符合特困人员条件", level=MEMBER, source=T43.article(4))
def tekun_person(m: M) -> Expr:
    """All three; a child who chose the scheme for children is not kept twice (article 9)."""
    chose_child_scheme = isin(m.current_programme, "orphan", "unattended_child")
    return m.tekun_candidate & m.may_apply_here & m.unsupported & ~chose_child_scheme


@book.figure("有无劳动能力的成员", source=T43.article(5))
def tekun_someone_without_labour(m: M) -> Expr:
    return any_(m.tekun_no_labour & ~m.lives_apart)


@book.figure("有无生活来源的成员", source=T43.article(6))
def tekun_someone_without_income(m: M) -> Expr:
    return any_(m.tekun_candidate)


@book.figure("其义务人都无履行能力", source=T43.article(7))
def tekun_someone_unsupported(m: M) -> Expr:
    return any_(m.tekun_candidate & m.unsupported)


@book.figure("有成员认定为特困人员", source=T43.article(4))
def tekun_eligible(m: M) -> Expr:
    """The unit is the person: one is enough."""
    return any_(m.tekun_person)


@book.figure("按农村特困人员供养", level=MEMBER, source=T43.article(19))
def tekun_rural(m: M) -> Expr:
    """Who holds contracted land or shares in the collective is rural; who was moved into a town is urban."""
    return ~m.relocated_to_town & m.contracted_land


@book.figure(
    "特困基本生活费", level=MEMBER, unit="fen/person/month", source=R649.article(15), short="基本生活费"
)
def tekun_basic(m: M, p: P) -> Expr:
    """So many times the local dibao standard, or a published sum."""
    standard = where(m.tekun_rural, p.dibao_standard["rural"], p.dibao_standard["urban"])
    fixed = where(m.tekun_rural, p.tekun_basic_fixed["rural"], p.tekun_basic_fixed["urban"])
    return where(p.tekun_basic_method == "fixed", fixed, p.tekun_multiple[m.care_mode] * standard)


INDICATORS = ("can_eat", "can_dress", "can_get_up", "can_toilet", "can_walk", "can_bathe")


@book.figure("不能自主完成的项数", level=MEMBER, source=T43.article(21), short="不能自主的项数")
def indicators_lost(m: M) -> Expr:
    """Of six: eating, dressing, getting up, toileting, walking indoors, bathing."""
    return sum(
        (where(getattr(m, one), 0, 1) for one in INDICATORS[1:]), where(getattr(m, INDICATORS[0]), 0, 1)
    )


@book.figure("生活自理能力完全丧失", level=MEMBER, source=T43.article(22))
def fully_dependent(m: M) -> Expr:
    """Four or more of the six lost."""
    return m.indicators_lost >= 4


@book.figure("生活自理能力部分丧失", level=MEMBER, source=T43.article(22))
def partly_dependent(m: M) -> Expr:
    """One to three of the six lost."""
    return (m.indicators_lost >= 1) & (m.indicators_lost <= 3)


@book.figure("特困照料护理费", level=MEMBER, unit=MONTHLY, source=R649.article(15), short="照料护理费")
def tekun_care(m: M, p: P) -> Expr:
    """By level and mode: a share of the minimum wage, or a published sum."""

    def of_level(name: str) -> Expr:
        table = getattr(p, name)
        return where(
            m.fully_dependent, table["full"], where(m.partly_dependent, table["partial"], table["able"])
        )

    at_institution = m.care_mode == "institution"
    rate = where(at_institution, of_level("tekun_care_rate_institution"), of_level("tekun_care_rate_home"))
    fixed = where(at_institution, of_level("tekun_care_fixed_institution"), of_level("tekun_care_fixed_home"))
    paid = where(p.tekun_care_method == "fixed", fixed, rate * p.care_wage)
    return where(p.tekun_care_method == "none", 0, paid)


@book.figure("扣减的基础养老金", level=MEMBER, unit=MONTHLY, source=R649.article(15))
def tekun_netted(m: M, p: P) -> Expr:
    return where(p.tekun_nets_pension, m.basic_pension, 0)


@book.figure("本人特困供养金", level=MEMBER, unit=MONTHLY, source=R649.article(15), short="供养金")
def tekun_monthly(m: M, p: P) -> Expr:
    """Basic living and care, rounded once; nothing for who does not meet the conditions."""
    whole = greatest(m.tekun_basic + m.tekun_care - m.tekun_netted, 0)
    rounded = round_money(whole, step=p.amount_step["tekun"], mode=p.amount_mode["tekun"])
    return where(m.tekun_person, rounded, 0)


@book.figure("每月特困供养金", unit=MONTHLY, source=R649.article(15), short="供养金")
def tekun_amount(m: M) -> Expr:
    return total(m.tekun_monthly)


TEKUN = Programme(
    "tekun",
    "特困人员救助供养",
    eligible="tekun_eligible",
    amount="tekun_amount",
    conditions=(
        "applies_here",
        "tekun_someone_without_labour",
        "tekun_someone_without_income",
        "tekun_someone_unsupported",
    ),
    also=("tekun_person", "tekun_monthly", "tekun_income"),
)
