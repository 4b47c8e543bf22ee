"""临时救助：急难型不问户籍，先救人；支出型看收入、财产和必要支出。"""

from yimen.core.book import Expr, Programme, constant, greatest, least, round_money, where
from yimen.core.law import R649, T2018
from yimen.core.law.declared.categories import EMERGENCY, LINSHI_TIER
from yimen.core.rules.scopes import H, P
from yimen.core.rules.standing import book

WHO, HOW_MUCH = T2018.article("二(一)"), T2018.article("二(三)")
A_MONTH, A_YEAR = constant(1, "month"), constant(1, "year")


@book.figure("遭遇急难", source=WHO)
def struck(h: H) -> Expr:
    """Fire, accident, sudden illness or another of the kinds the place knows."""
    return h.emergency != "none"


@book.figure("急难发生在本地", source=WHO)
def struck_here(h: H) -> Expr:
    """The place where it happens acts, whatever the registration."""
    return h.emergency_here


@book.figure("未超过同一事由的救助次数", source=HOW_MUCH)
def times_ok(h: H, p: P) -> Expr:
    return (p.linshi_times == 0) | (h.same_cause_times < p.linshi_times)


@book.figure("符合急难型临时救助条件", source=WHO)
def jinan_eligible(h: H) -> Expr:
    return h.struck & h.struck_here & h.times_ok


@book.figure("必要支出", unit="fen/year", source=WHO, short="必要支出")
def necessary_expenses(h: H) -> Expr:
    """Education, medical treatment and the like over twelve months; daily living is not among them."""
    return h.medical_expense + h.education_expense + h.rehabilitation_expense + h.other_expense


@book.figure("收入和财产符合支出型救助规定", source=WHO)
def zhichu_means(h: H) -> Expr:
    """For 低保 and 特困 only the expense is verified; others must be below the disposable income and the property rule."""
    return h.on_basic_assistance | (h.income_below_disposable & h.property_ok_linshi)


@book.figure("必要支出超出家庭承受能力", source=WHO)
def expenses_beyond_means(h: H, p: P) -> Expr:
    return h.necessary_expenses > p.linshi_expense_ratio * h.annual_income


@book.figure("符合支出型临时救助条件", source=WHO)
def zhichu_eligible(h: H) -> Expr:
    return h.applies_here & h.zhichu_means & h.expenses_beyond_means & h.times_ok


# How much ---------------------------------------------------------------------------------------------------------


@book.figure("临时救助依据的标准", unit="fen/person/month", source=HOW_MUCH, short="标准", inline=True)
def linshi_standard(h: H, p: P) -> Expr:
    return where(p.linshi_urban_standard, p.dibao_standard["urban"], p.dibao_standard[h.residence])


@book.figure("救助天数", unit="day", source=HOW_MUCH, short="天数")
def linshi_days(h: H, p: P) -> Expr:
    """Not more than the place allows for this kind of emergency."""

    def most(codes: tuple[str, ...]) -> Expr:
        one = p.linshi_days[codes[0]]
        return where(h.emergency == codes[0], one, most(codes[1:])) if codes[1:] else one

    return least(h.hardship_days, most(EMERGENCY.codes))


def _amount(tier: str, words: str) -> None:
    """What one tier pays before rounding: by its method, then floor, caps and the real expense."""

    @book.figure(
        f"按办法计算的救助金（{words}）",
        name=f"linshi_raw_{tier}",
        unit="fen",
        source=HOW_MUCH,
        short="救助金",
    )
    def raw(h: H, p: P) -> Expr:
        method, standard = p.linshi_method[tier], h.linshi_standard
        spent = h.necessary_expenses * A_YEAR if tier == "zhichu" else h.emergency_expense
        months = standard * h.helped_persons * least(h.hardship_months, p.linshi_months[tier])
        multiple = p.linshi_multiple[tier] * standard * h.helped_persons * A_MONTH
        daily = p.linshi_daily * h.helped_persons * h.linshi_days
        by_expense = p.linshi_expense_share[tier] * spent
        found = where(method == "daily", daily, where(method == "expense", by_expense, h.agreed_amount))
        found = where(method == "fixed", p.linshi_fixed[tier], found)
        return where(method == "months", months, where(method == "multiple", multiple, found))

    @book.figure(
        f"限额之内的救助金（{words}）",
        name=f"linshi_limited_{tier}",
        unit="fen",
        source=HOW_MUCH,
        short="救助金",
    )
    def limited(h: H, p: P) -> Expr:
        amount = greatest(getattr(h, f"linshi_raw_{tier}"), p.linshi_floor[tier])
        per_head = p.linshi_cap_multiple[tier] * h.linshi_standard * h.helped_persons * A_MONTH
        spent = h.necessary_expenses * A_YEAR if tier == "zhichu" else h.emergency_expense
        amount = where(p.linshi_cap_multiple[tier] > 0, least(amount, per_head), amount)
        amount = where(p.linshi_cap[tier] > 0, least(amount, p.linshi_cap[tier]), amount)
        return where(p.linshi_within_expense[tier], least(amount, spent), amount)


for code, label in LINSHI_TIER.values.items():
    _amount(code, label)


def _rounded(amount: Expr, p: P) -> Expr:
    return round_money(amount, step=p.amount_step["linshi"], mode=p.amount_mode["linshi"])


@book.figure("急难型临时救助金", unit="fen", source=HOW_MUCH, short="救助金")
def jinan_amount(h: H, p: P) -> Expr:
    """By how heavy the hardship is."""
    heavier = where(h.severity == "heavy", h.linshi_limited_heavy, h.linshi_limited_major)
    amount = where(h.severity == "light", h.linshi_limited_light, heavier)
    return where(h.jinan_eligible, _rounded(amount, p), 0)


@book.figure("支出型临时救助金", unit="fen", source=HOW_MUCH, short="救助金")
def zhichu_amount(h: H, p: P) -> Expr:
    return where(h.zhichu_eligible, _rounded(h.linshi_limited_zhichu, p), 0)


# Who decides --------------------------------------------------------------------------------------------------------


@book.figure("乡镇审批限额", unit="fen", source=R649.article(48), short="限额", inline=True)
def town_ceiling(h: H, p: P) -> Expr:
    """A sum, or so many times one person's monthly standard."""
    multiple = p.linshi_ceiling_multiple * h.linshi_standard * constant(1, "person") * A_MONTH
    return where(p.linshi_ceiling_basis == "fixed", p.linshi_ceiling, multiple)


@book.figure("急难型救助可由乡镇审批", source=R649.article(48))
def town_decides_jinan(h: H, p: P) -> Expr:
    return ~(p.linshi_ceiling_basis == "none") & (h.jinan_amount <= h.town_ceiling)


@book.figure("支出型救助可由乡镇审批", source=R649.article(48))
def town_decides_zhichu(h: H, p: P) -> Expr:
    return ~(p.linshi_ceiling_basis == "none") & (h.zhichu_amount <= h.town_ceiling)


JINAN = Programme(
    "linshi_jinan",
    "临时救助（急难型）",
    eligible="jinan_eligible",
    amount="jinan_amount",
    per="once",
    conditions=("struck", "struck_here", "times_ok"),
    also=("town_decides_jinan",),
)

ZHICHU = Programme(
    "linshi_zhichu",
    "临时救助（支出型）",
    eligible="zhichu_eligible",
    amount="zhichu_amount",
    per="once",
    conditions=("applies_here", "zhichu_means", "expenses_beyond_means", "times_ok"),
    also=("necessary_expenses", "annual_income", "town_decides_zhichu"),
)
