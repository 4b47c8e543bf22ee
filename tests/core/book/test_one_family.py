"""The interpreter gives every operation the meaning it has on paper; what nobody answered stays open."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.book import oracle, random_books
from tests.core.book.every_operation import every_operation
from tests.core.book.small_book import DAY, LAW, Rule, empty_book, family, found, person

from yimen.core.book import (
    Fact,
    Family,
    Graph,
    Kind,
    Level,
    Parameters,
    Programme,
    Setting,
    age,
    all_,
    any_,
    count,
    find,
    max_,
    min_,
    months_since,
    round_money,
    share,
    total,
    where,
)
from yimen.core.book.declarations import ymd
from yimen.core.book.one_family import evaluate, plan_of, source_of

U = None  # open


def computed(
    rule: Any,
    household: dict[str, Any] | None = None,
    *members: dict[str, Any],
    on: date = DAY,
    unit: str = "1",
) -> Any:
    """The value of one figure over some plain facts."""
    book = empty_book()
    truths = [Fact(n, n, Level.HOUSEHOLD, Kind.TRUTH, "？") for n in "ab"]
    sums = [Fact(n, n, Level.HOUSEHOLD, Kind.NUMBER, "？", "fen", bounds=(-(10**6), 10**6)) for n in "xy"]
    own = [
        Fact("u", "u", Level.MEMBER, Kind.TRUTH, "？"),
        Fact("n", "n", Level.MEMBER, Kind.NUMBER, "？", "fen", bounds=(-(10**6), 10**6)),
    ]
    book.declare(*truths, *sums, *own)
    book.figure("试", source=Rule(1), name="tried", unit=unit)(rule)
    programme = Programme("p", "试", "tried")
    law = Parameters("0", on)
    return find(book.graph(("tried",), on), programme, Family(household or {}, members), on, law, book.facts)[
        "tried"
    ].value


THREE = [True, False, None]


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        pytest.param(True, True, True, True, id="是与是"),
        pytest.param(True, False, False, True, id="是与否"),
        pytest.param(False, False, False, False, id="否与否"),
        pytest.param(True, U, U, True, id="是与未知"),
        pytest.param(False, U, False, U, id="否与未知"),
        pytest.param(U, U, U, U, id="未知与未知"),
    ],
)
def test_logic_has_three_values(a: bool | None, b: bool | None, both: bool | None, either: bool | None):
    for left, right in ((a, b), (b, a)):
        assert computed(lambda h: h.a & h.b, {"a": left, "b": right}) is both
        assert computed(lambda h: h.a | h.b, {"a": left, "b": right}) is either


def test_not_of_open_is_open():
    assert [computed(lambda h: ~h.a, {"a": a}) for a in THREE] == [False, True, None]


@pytest.mark.parametrize(
    ("test", "x", "y", "expected"),
    [
        pytest.param(True, 5, U, 5, id="条件成立只看前者"),
        pytest.param(False, U, 7, 7, id="条件不成立只看后者"),
        pytest.param(U, 5, 7, U, id="条件未知则未知"),
        pytest.param(U, 5, 5, 5, id="条件未知但两边相同"),
        pytest.param(U, U, U, U, id="都未知"),
        pytest.param(True, U, 7, U, id="所选的一边未知"),
    ],
)
def test_where_is_open_only_as_far_as_it_matters(
    test: bool | None, x: int | None, y: int | None, expected: int | None
):
    assert computed(lambda h: where(h.a, h.x, h.y), {"a": test, "x": x, "y": y}, unit="fen") == expected


@pytest.mark.parametrize(
    ("rule", "empty", "some_open", "one_settles"),
    [
        pytest.param(lambda m: total(m.n), 0, None, None, id="合计"),
        pytest.param(lambda m: count(m.u), 0, None, None, id="人数"),
        pytest.param(lambda m: any_(m.u), False, None, True, id="有一人"),
        pytest.param(lambda m: all_(~m.u), True, None, False, id="每一人"),
        pytest.param(lambda m: max_(m.n, default=-9), -9, None, None, id="最大"),
        pytest.param(lambda m: min_(m.n, default=9), 9, None, None, id="最小"),
    ],
)
def test_over_members(rule: Any, empty: Any, some_open: Any, one_settles: Any):
    unit = {"total": "fen", "max_": "fen", "min_": "fen", "count": "person"}.get(
        rule.__code__.co_names[0], "1"
    )

    assert computed(rule, {}, unit=unit) == empty
    assert computed(rule, {}, {"u": False, "n": 1}, {}, unit=unit) == some_open
    assert computed(rule, {}, {"u": True}, {}, unit=unit) == one_settles


@pytest.mark.parametrize(
    ("mode", "amount", "expected"),
    [
        pytest.param("half_up", 149, 100, id="四舍"),
        pytest.param("half_up", 150, 200, id="五入"),
        pytest.param("half_up", -150, -100, id="负数的五向上"),
        pytest.param("up", 101, 200, id="向上"),
        pytest.param("up", 100, 100, id="恰好整元不进"),
        pytest.param("down", 199, 100, id="向下"),
        pytest.param("down", -1, -100, id="负数向下"),
    ],
)
def test_money_is_rounded_as_said(mode: Any, amount: int, expected: int):
    assert computed(lambda h: round_money(h.x, step=100, mode=mode), {"x": amount}, unit="fen") == expected


def test_each_ones_part_is_rounded_exactly_and_among_nobody_it_is_nothing():
    rule = lambda h, m: round_money(h.x, step=1, mode="up", among=count(m.u))  # noqa: E731
    three = [{"u": True}] * 3

    assert computed(rule, {"x": 1000}, *three, unit="fen/person") == 334
    assert computed(rule, {"x": 1000}, unit="fen/person") == 0


def test_a_share_says_what_it_is_where_the_whole_is_zero():
    rule = lambda h, m: share(h.x, total(m.n, of=m.u & (m.n > 0)), decimals=2, mode="half_up", if_zero=9)  # noqa: E731
    book_rule = lambda h, m: share(h.x, count(m.u), decimals=2, mode="half_up", if_zero=9)  # noqa: E731

    assert str(computed(book_rule, {"x": 1000}, *[{"u": True}] * 3, unit="fen/person")) == "333.33"
    assert str(computed(book_rule, {"x": 1000}, unit="fen/person")) == "9.00"
    with pytest.raises(Exception, match="负数"):
        computed(rule, {"x": 1})


@pytest.mark.parametrize(
    ("born", "on", "years", "months"),
    [
        pytest.param(date(1966, 11, 22), date(2026, 11, 21), 59, 719, id="六十岁前一天"),
        pytest.param(date(1966, 11, 22), date(2026, 11, 22), 60, 720, id="六十岁当天"),
        pytest.param(date(2008, 2, 29), date(2026, 2, 28), 17, 215, id="二月二十九生，二十八日未满"),
        pytest.param(date(2008, 2, 29), date(2026, 3, 1), 18, 216, id="二月二十九生，三月一日满"),
        pytest.param(date(2026, 11, 23), date(2026, 11, 22), -1, -1, id="还没出生"),
    ],
)
def test_ages_are_full_years_on_the_assessment_day(born: date, on: date, years: int, months: int):
    member = person(born=born)

    assert computed(lambda m: max_(age(m.born), default=0), {}, member, on=on, unit="age") == years
    assert (
        computed(lambda m: max_(months_since(m.born), default=0), {}, member, on=on, unit="month") == months
    )


@pytest.mark.parametrize(
    ("wage", "eligible", "payment"),
    [
        pytest.param(99_999, True, 100, id="低于标准一分，补差向上取整到一元"),
        pytest.param(100_000, False, 0, id="等于标准，不算低于"),
        pytest.param(0, True, 100_000, id="没有收入"),
        pytest.param(None, None, None, id="收入没有回答"),
    ],
)
def test_a_family_at_the_line(wage: int | None, eligible: bool | None, payment: int | None):
    finding = found(family(person(wage=wage)))

    assert (finding.eligible, finding.amount) == (eligible, payment)
    assert finding["eligible"].source == Rule(3)


def test_a_missing_standard_is_an_open_question():
    finding = found(family(residence="rural"))

    assert finding.eligible is None
    assert [q.question for q in finding.open] == [
        "罗庄区在 2026-01 没有公布的“保障标准（农村）”，请先在‘标准’中录入。"
    ]


def test_an_empty_household_has_answers_too():
    finding = found(Family({"residence": "urban"}, []))

    assert (finding.eligible, finding.amount, finding["adult"].value) == (False, 0, ())


def test_the_generated_function_can_be_read():
    source = source_of(found(family()).graph)

    assert source.startswith("def run(day, P, H, rows):")


# Against the second saying of the same meaning ---------------------------------------------------------------------


def run_raw(
    graph: Graph, name: str, pack: dict[str, Any], household: dict[str, Any], members: list[dict[str, Any]]
) -> Any:
    plan = plan_of(graph)
    values = evaluate(
        graph,
        ymd(random_books.TODAY),
        [pack[p] for p in plan.parameters],
        [household[f] for f in plan.household_facts],
        [[m[f] for f in plan.member_facts] for m in members],
    )
    number = graph.figures[name]
    if graph.cells[number].level is Level.HOUSEHOLD:
        return values.of(number)
    return [values.of_member(number, i) for i in range(len(members))]


def exact_value(graph: Graph, name: str, raw: Any) -> Any:
    cell = graph.figure_cell(name)
    if isinstance(raw, list):
        return [oracle.as_fraction(one, cell.kind, cell.scale) for one in raw]
    return oracle.as_fraction(raw, cell.kind, cell.scale)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_random_books_mean_what_the_oracle_says(data: st.DataObject):
    graph, names = data.draw(random_books.books())
    pack = data.draw(random_books.packs())
    household, members = data.draw(random_books.households())

    for name in names:
        raw = run_raw(graph, name, pack, household, members)
        meant = oracle.meaning(graph, name, random_books.TODAY, pack, household, members)
        assert exact_value(graph, name, raw) == meant, name
        _within_bounds(graph, name, raw)


@settings(max_examples=60, deadline=None)
@given(random_books.packs(), random_books.households())
def test_every_operation_means_what_the_oracle_says(
    pack: dict[str, Any], home: tuple[dict[str, Any], list[dict[str, Any]]]
):
    graph, names = every_operation()

    for name in names:
        raw = run_raw(graph, name, pack, *home)
        assert exact_value(graph, name, raw) == oracle.meaning(graph, name, random_books.TODAY, pack, *home)
        _within_bounds(graph, name, raw)


def _within_bounds(graph: Graph, name: str, raw: Any) -> None:
    cell = graph.figure_cell(name)
    for one in raw if isinstance(raw, list) else [raw]:
        assert one is None or cell.lo <= one <= cell.hi


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_known_value_stays_when_the_unknowns_are_filled_in(data: st.DataObject):
    graph, names = data.draw(random_books.books())
    full_pack = data.draw(random_books.packs(known=True))
    full = data.draw(random_books.households(known=True))
    pack = {name: data.draw(_forgotten(value)) for name, value in full_pack.items()}
    household = {name: data.draw(_forgotten(value)) for name, value in full[0].items()}
    members = [{name: data.draw(_forgotten(value)) for name, value in m.items()} for m in full[1]]

    for name in names:
        before, after = run_raw(graph, name, pack, household, members), run_raw(graph, name, full_pack, *full)
        pairs = zip(before, after, strict=True) if isinstance(before, list) else [(before, after)]
        assert all(old is None or old == new for old, new in pairs), name
        assert None not in (after if isinstance(after, list) else [after])


def _forgotten(value: Any) -> st.SearchStrategy:
    if isinstance(value, tuple):
        return st.tuples(*[_forgotten(one) for one in value])
    return st.sampled_from([value, value, None])


def test_settings_are_read_by_key():
    law = Parameters("0", DAY, {"standard.rural": Setting(5)})

    assert law.get("standard", "rural") == Setting(5)
    assert law.get("standard", "urban") is None
    assert LAW.get("step") == Setting(100, "某号通知")
