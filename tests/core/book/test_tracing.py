"""Rules that would be read wrongly do not load; they raise with a sentence that says what to write instead."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from tests.core.book.small_book import BOOK, RESIDENCE, Rule, empty_book, small_book

from yimen.core.book import (
    Book,
    Category,
    Fact,
    Kind,
    Level,
    Parameter,
    RuleMistake,
    age,
    any_,
    constant,
    count,
    greatest,
    isin,
    max_,
    round_money,
    share,
    total,
    where,
)
from yimen.core.book.bounds import LIMIT

MISTAKES = {
    "if 用在式子上": (lambda h, m: 1 if h.rich else 0, "where"),
    "and 用在式子上": (lambda h, m: h.rich and h.poor, "&"),
    "or 用在式子上": (lambda h, m: h.rich or h.poor, "|"),
    "not 用在式子上": (lambda h, m: not h.rich, "~"),
    "连写比较": (lambda h, m: 0 < h.income < h.limit, "(a < b) & (b < c)"),
    "除号": (lambda h, m: h.income / 3, "share"),
    "整除": (lambda h, m: h.income // 3, "share"),
    "小数近似值": (lambda h, m: h.income * 0.5, "Decimal"),
    "比较漏了括号": (lambda h, m: h.rich & h.income < h.limit, "括号"),
    "前面的比较漏了括号": (lambda h, m: h.income < h.limit & h.rich, "括号"),
    "金额写死": (lambda h, m: h.income < 100_000, "参数"),
    "单位不同": (lambda h, m: h.income < h.savings, "单位不同"),
    "少乘人数": (lambda h, m, p: h.income < p.standard[h.residence], "人数"),
    "成员的值写成家庭的": (lambda h, m: h.wage < h.income, "m.wage"),
    "家庭的值写成成员的": (lambda h, m: m.income > 0, "h.income"),
    "成员没有汇总": (lambda h, m: m.wage > 0, "total、any_"),
    "汇总家庭的值": (lambda h, m: total(h.income) > 0, "汇总成员"),
    "没有这个名称": (lambda h, m: h.incone > 0, "incone"),
    "没有这个参数": (lambda h, m, p: p.standart > 0, "standart"),
    "没有这一类": (lambda h, m: h.residence == "town", "城镇"),
    "类别比大小": (lambda h, m: h.residence < "urban", "类别没有大小"),
    "类别比另一类别": (lambda h, m: h.residence == h.mood, "不同的类别"),
    "是非用等号": (lambda h, m: h.rich == True, "~"),  # noqa: E712
    "分列参数没有取项": (lambda h, m, p: h.income < p.standard, "方括号"),
    "分列参数取错类": (lambda h, m, p: p.standard[h.mood] * count(m.wage > 0) > 0, "城乡"),
    "普通式子用方括号": (lambda h, m: h.income["urban"], "方括号"),
    "max_ 没写没有成员时取多少": (lambda h, m: max_(m.wage, default=None) > 0, "default"),
    "用了内置 max": (lambda h, m: max(h.income, h.limit), "greatest"),
    "用了 in": (lambda h, m: "urban" in h.residence, "in"),
    "用了 len": (lambda h, m: len(h.residence), "len"),
    "转成整数": (lambda h, m: int(h.income), "int"),
    "where 两边不同类": (lambda h, m: where(h.rich, h.income, h.poor), "同一类"),
    "isin 用在金额表": (lambda h, m: isin(h.rich, "urban"), "isin"),
    "日期当数加": (lambda h, m: total(m.born), "数"),
    "对数求年龄": (lambda h, m: age(h.income) > 3, "日期"),
    "取整不是金额": (lambda h, m: round_money(count(m.wage > 0), step=100, mode="up"), "金额"),
    "取整方式不认识": (lambda h, m: round_money(h.income, step=100, mode="nearest"), "取整方式"),
    "取整步长带单位": (lambda h, m: round_money(h.income, step=h.income, mode="up"), "步长"),
    "按可能为负的数分摊": (
        lambda h, m: share(h.income, h.limit - h.income, decimals=0, mode="up", if_zero=0),
        "负数",
    ),
    "没有返回式子": (lambda h, m: None, "返回"),
    "改写事实": (lambda h, m: setattr(h, "income", 0), "不能改"),
}


def _book() -> Book:
    book = empty_book()
    book.declare(
        Fact("income", "收入", Level.HOUSEHOLD, Kind.NUMBER, "？", "fen/month", bounds=(0, 10**9)),
        Fact("limit", "上限", Level.HOUSEHOLD, Kind.NUMBER, "？", "fen/month", bounds=(0, 10**9)),
        Fact("savings", "存款", Level.HOUSEHOLD, Kind.NUMBER, "？", "fen", bounds=(0, 10**9)),
        Fact("rich", "富裕", Level.HOUSEHOLD, Kind.TRUTH, "？"),
        Fact("poor", "困难", Level.HOUSEHOLD, Kind.TRUTH, "？"),
        Fact(
            "mood",
            "心情",
            Level.HOUSEHOLD,
            Kind.CATEGORY,
            "？",
            category=Category("mood", "心情", {"good": "好"}),
        ),
    )
    return book


@pytest.mark.parametrize(
    ("rule", "advice"), [pytest.param(*case, id=name) for name, case in MISTAKES.items()]
)
def test_a_rule_that_would_be_misread_does_not_load(rule: Callable, advice: str):
    book = _book()
    named = "h, m, p" if rule.__code__.co_argcount == 3 else "h, m"
    assert rule.__code__.co_varnames[: rule.__code__.co_argcount] == tuple(named.split(", "))

    with pytest.raises(RuleMistake) as caught:
        _load(book, rule)

    assert advice in caught.value.message


def _load(book: Book, rule: Callable) -> None:
    book.figure("试", source=Rule(1), name="tried")(rule)
    book.graph(("tried",), date(2026, 1, 1))


def test_the_sentence_names_the_figure():
    with pytest.raises(RuleMistake, match="图表项“家庭很富”（wealthy）"):

        @_book().figure("家庭很富", source=Rule(1))
        def wealthy(h):
            return h.income < 100_000


def test_the_stated_unit_must_be_the_one_that_comes_out():
    with pytest.raises(RuleMistake, match="写明的单位"):

        @_book().figure("年收入", source=Rule(1), unit="fen/year")
        def yearly(h):
            return h.income * 12


def test_a_number_of_the_statute_may_carry_its_unit():
    book = _book()

    @book.figure("年收入", source=Rule(1), unit="fen/year")
    def yearly(h):
        return h.income * constant(12, "month/year")

    assert str(yearly.root.unit) == "fen/year"


def test_sum_over_a_list_of_expressions_needs_no_special_form():
    book = _book()

    @book.figure("合计", source=Rule(1), unit="fen/month")
    def summed(h):
        return sum([h.income, h.limit])

    assert summed.root.op == "add"


def test_for_one_member_a_sum_per_person_is_the_persons_own():
    book = _book()

    @book.figure("有人工资低于标准", source=Rule(1))
    def some_low(h, m, p):
        return any_(m.wage < p.standard[h.residence])

    assert some_low.root.op == "any"


def test_surface_forms_are_kept():
    book = _book()

    @book.figure("原样", source=Rule(1))
    def kept(h, m):
        return (h.income >= h.limit) & isin(h.residence, "urban")

    ops = [kept.root.op, *(part.op for part in kept.root.args)]
    assert ops == ["and", "ge", "isin"]


def test_decimals_are_tracked_exactly():
    book = _book()

    @book.figure("三成", source=Rule(1), unit="fen/month")
    def part(h):
        return h.income * Decimal("0.30") + h.limit

    assert part.root.scale == 2


def test_overflow_is_excluded_when_the_graph_is_linked():
    book = _book()

    @book.figure("乘得太大", source=Rule(1), unit="1")
    def huge(h):
        return h.income * h.income * h.income > 0

    with pytest.raises(RuleMistake, match="64 位"):
        book.graph(("huge",), date(2026, 1, 1))


def test_decimals_that_must_be_aligned_count_towards_overflow():
    book = _book()
    edge = LIMIT // 10
    book.declare(Fact("big", "大数", Level.HOUSEHOLD, Kind.NUMBER, "？", bounds=(0, edge)))

    @book.figure("对齐", source=Rule(1))
    def aligned(h):
        return h.big > Decimal("0.01")

    with pytest.raises(RuleMistake, match="64 位"):
        book.graph(("aligned",), date(2026, 1, 1))


# Versions ---------------------------------------------------------------------------------------------------------


def _two_versions() -> Book:
    book = _book()

    @book.figure("困难", source=Rule(1), name="hard", until=date(2024, 12, 31))
    def old(h):
        return h.income <= h.limit

    @book.figure("困难", source=Rule(2), name="hard", since=date(2025, 1, 1))
    def new(h):
        return h.income < h.limit

    return book


@pytest.mark.parametrize(
    ("day", "op"),
    [
        pytest.param(date(2024, 12, 31), "le", id="旧办法最后一天"),
        pytest.param(date(2025, 1, 1), "lt", id="新办法第一天"),
    ],
)
def test_a_formula_that_changed_is_a_second_figure(day: date, op: str):
    graph = _two_versions().graph(("hard",), day)

    assert graph.cells[graph.figure_cell("hard").args[0]].op == op


def test_a_figure_that_is_not_in_force_yet_has_no_answer():
    book = _book()
    book.figure("新条", source=Rule(1), name="fresh", since=date(2025, 1, 1))(lambda h: h.income > 0)

    with pytest.raises(RuleMistake, match="没有生效"):
        book.graph(("fresh",), date(2024, 12, 31))


def test_two_versions_may_not_overlap():
    with pytest.raises(RuleMistake, match="重叠"):
        _two_versions().figure("困难", source=Rule(3), name="hard", since=date(2030, 1, 1))(lambda h: h.rich)


def test_two_versions_must_be_of_one_shape():
    book = _book()
    book.figure("项", source=Rule(1), name="thing", until=date(2024, 12, 31))(lambda h: h.rich)

    with pytest.raises(RuleMistake, match="同样的类型"):
        book.figure("项", source=Rule(1), name="thing", since=date(2025, 1, 1), unit="fen/month")(
            lambda h: h.income
        )


def test_a_circle_between_versions_is_found():
    book = _book()
    book.figure("甲", source=Rule(1), name="first", until=date(2024, 12, 31))(lambda h: h.rich)
    book.figure("乙", source=Rule(1), name="second")(lambda h: h.first)
    book.figure("甲", source=Rule(1), name="first", since=date(2025, 1, 1))(lambda h: h.second)

    with pytest.raises(RuleMistake, match="first → second → first"):
        book.graph(("first",), date(2025, 1, 1))


# Declarations -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "declare",
    [
        pytest.param(lambda: Fact("工资", "工资", Level.MEMBER, Kind.TRUTH, "？"), id="名称不是英文"),
        pytest.param(lambda: Fact("wage2", "工资", Level.MEMBER, Kind.NUMBER, "？"), id="数没有上下界"),
        pytest.param(
            lambda: Fact("a", "甲", Level.MEMBER, Kind.TRUTH, "？", category=RESIDENCE), id="是非带类别"
        ),
        pytest.param(lambda: Parameter("a", "甲", Kind.CATEGORY), id="类别没有列出"),
        pytest.param(lambda: Parameter("a", "甲", Kind.NUMBER, "yuan", bounds=(0, 1)), id="单位不认识"),
        pytest.param(lambda: Parameter("a", "甲", Kind.NUMBER, bounds=(2, 1)), id="下界大于上界"),
        pytest.param(lambda: empty_book().declare(empty_book().facts["wage"]), id="重复声明"),
        pytest.param(
            lambda: BOOK.figure("工资", source=Rule(1), name="wage")(lambda h: h.eligible), id="与事实同名"
        ),
        pytest.param(
            lambda: BOOK.figure("甲", source=Rule(1), name="x")(lambda x: x), id="参数名不是 h、m、p"
        ),
    ],
)
def test_a_wrong_declaration_does_not_load(declare: Callable):
    with pytest.raises(RuleMistake):
        declare()


def test_the_version_of_a_graph_follows_its_rules_and_not_its_words():
    day = date(2026, 1, 1)
    same, other = small_book(), empty_book()
    other.figure("收入低于标准", source=Rule(3), name="eligible")(lambda h: h.residence == "urban")

    assert BOOK.graph(("eligible",), day).version == same.graph(("eligible",), day).version
    assert BOOK.graph(("eligible",), day).version != other.graph(("eligible",), day).version


def test_extremes_of_expressions_keep_their_unit():
    book = _book()

    @book.figure("较大", source=Rule(1), unit="fen/month")
    def larger(h):
        return greatest(h.income, h.limit, 0)

    assert larger.root.op == "greatest"
