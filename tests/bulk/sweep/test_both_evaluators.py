"""The sweep gives the interpreter's answer: every figure, of every family, of books nobody thought of.

Each of the two is also made wrong in one operation at a time, and the same comparison has to notice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.bulk.sweep.both_ways import Home, by_sweep, differences, law_of
from tests.core.book import random_books
from tests.core.book.every_operation import every_operation

from yimen.bulk.sweep import operations, plan
from yimen.bulk.sweep.columns import Column
from yimen.core.book import Graph, Parameters, one_family
from yimen.core.book import operations as of_one

DAYS = st.sampled_from([20260228, 20260228, 20240229, 20270101])


class Case(NamedTuple):
    """A book, some laws and some families."""

    graph: Graph
    names: list[str]
    laws: list[Parameters]
    homes: list[Home]

    def differences(self) -> list[str]:
        return differences(self.graph, self.names, self.laws, self.homes)


@st.composite
def cases(draw: st.DrawFn, books: st.SearchStrategy[tuple[Graph, list[str]]] | None = None) -> Case:
    graph, names = draw(random_books.books() if books is None else books)
    laws = [law_of(pack, graph) for pack in draw(st.lists(random_books.packs(), min_size=1, max_size=3))]
    days = draw(st.sampled_from([DAYS, st.just(20260228)]))
    homes = [
        Home(*draw(random_books.households()), draw(st.integers(0, len(laws) - 1)), draw(days))
        for _ in range(draw(st.integers(1, 8)))
    ]
    return Case(graph, names, laws, homes)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_random_books_random_packs_random_families(case: Case):
    assert case.differences() == []


@settings(max_examples=60, deadline=None)
@given(cases(st.builds(every_operation)))
def test_every_operation(case: Case):
    assert case.differences() == []


@pytest.mark.nightly
@settings(max_examples=3000, deadline=None)
@given(cases())
def test_many_more_random_books(case: Case):
    assert case.differences() == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_in_the_sweep_too_a_known_value_stays_when_the_unknowns_are_filled_in(data: st.DataObject):
    graph, names = data.draw(random_books.books())
    full_pack = data.draw(random_books.packs(known=True))
    full = [Home(*data.draw(random_books.households(known=True))) for _ in range(4)]
    pack = {name: data.draw(_forgotten(value)) for name, value in full_pack.items()}
    homes = [Home(_some(data, h.household), [_some(data, m) for m in h.members]) for h in full]

    before = by_sweep(graph, names, [law_of(pack, graph)], homes)
    after = by_sweep(graph, names, [law_of(full_pack, graph)], full)

    for old, new in zip(before, after, strict=True):
        for name in names:
            assert _stays(old[name], new[name]), name


def _stays(old: Any, new: Any) -> bool:
    if isinstance(old, list):
        return all(map(_stays, old, new))
    return new is not None and (old is None or old == new)


def _some(data: st.DataObject, facts: Any) -> dict[str, Any]:
    return {name: data.draw(_forgotten(value)) for name, value in facts.items()}


def _forgotten(value: Any) -> st.SearchStrategy:
    if isinstance(value, tuple):
        return st.tuples(*[_forgotten(one) for one in value])
    return st.sampled_from([value, value, None])


# Made wrong on purpose ----------------------------------------------------------------------------------------------


@cache
def corpus() -> list[Case]:
    """The same random cases for every mutant."""
    every_operation()
    found: list[Case] = []

    @settings(
        max_examples=60,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(st.builds(every_operation)))
    def collect(case: Case) -> None:
        found.append(case)

    collect()
    return found


def is_caught() -> bool:
    for case in corpus():
        case.graph.kept.clear()  # what the interpreter has prepared was prepared without the mistake
        try:
            wrong = case.differences()
        except Exception:  # a mistake that stops the evaluator is noticed as well
            wrong = ["stopped"]
        finally:
            case.graph.kept.clear()
        if wrong:
            return True
    return False


def swap(name: str) -> Callable[..., Column]:
    return lambda *args: getattr(operations, name)(*args)


def with_mask(run: Callable[..., Column], mask: Callable[[Any], Any]) -> Callable[..., Column]:
    """The same values, another mask."""

    def wrong(*args: Any) -> Column:
        values, known = run(*args)
        return values, mask(known)

    return wrong


def with_values(run: Callable[..., Column], change: Callable[[Any], Any]) -> Callable[..., Column]:
    def wrong(*args: Any) -> Column:
        values, known = run(*args)
        return change(values), known

    return wrong


def factory(make: Callable[..., Any], wrap: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda *args: wrap(make(*args))


ops = operations
SWEEP_MUTANTS: dict[str, tuple[str, Callable[..., Any]]] = {
    "加成了减": ("add", ops.subtract),
    "加时未知当已知": ("add", with_mask(ops.add, lambda known: None)),
    "减反了": ("subtract", lambda a, b: ops.subtract(b, a)),
    "乘成了加": ("multiply", ops.add),
    "乘时未知当已知": ("multiply", with_mask(ops.multiply, lambda known: None)),
    "大成了小": ("greatest", ops.least),
    "小成了大": ("least", ops.greatest),
    "低于成了不超过": ("lt", ops.le),
    "不超过成了低于": ("le", ops.lt),
    "高于成了不低于": ("gt", ops.ge),
    "不低于成了高于": ("ge", ops.gt),
    "等于成了不等于": ("eq", ops.ne),
    "不等于成了等于": ("ne", ops.eq),
    "比较时未知当不成立": ("lt", with_mask(ops.lt, lambda known: None)),
    "与成了或": ("conjunction", ops.disjunction),
    "或成了与": ("disjunction", ops.conjunction),
    "与时未知盖过否": ("conjunction", lambda a, b: (a[0] & b[0], ops.false_of(a) & ops.false_of(b))),
    "属于漏了一类": ("one_of", lambda codes: ops_one_of(codes[1:])),
    "是非取一反了": ("where_truth", lambda test, a, b: ops_where_truth(test, b, a)),
    "取一反了": ("where_number", lambda test, a, b: ops_where_number(test, b, a)),
    "条件未知也取后者": (
        "where_number",
        lambda test, a, b: ops_where_number((test[0], None), a, b),
    ),
    "条件未知不看两边相同": (
        "where_number",
        lambda test, a, b: (ops_where_number(test, a, b)[0], (test[0] | ops.false_of(test))),
    ),
    "条件未知当作零": ("where_or_zero", lambda test, a: (a[0] * test[0], a[1])),
    "不成立时仍取": ("where_or_zero", lambda test, a: (a[0] + 0 * test[0], None)),
    "合计从未知当零": ("total", with_mask(ops.total, lambda known: None)),
    "合计多一": ("total", with_values(ops.total, lambda values: values + 1)),
    "人数未知当零": ("count", with_mask(ops.count, lambda known: None)),
    "有一人成了每一人": ("any_of", ops.all_of),
    "每一人成了有一人": ("all_of", ops.any_of),
    "最大成了最小": ("largest", ops.smallest),
    "最小成了最大": ("smallest", ops.largest),
    "没有成员时的默认值": ("largest", lambda default: ops_largest(default + 1)),
    "份额的零分母": ("share_of", lambda up, down, if_zero: ops_share_of(up, down, if_zero + 1)),
    "取整少一步": ("rounded_to", factory(ops.rounded_to, lambda run: with_values(run, lambda v: v - 1))),
    "四舍五入成了舍去": ("_half_up", ops._down),
    "向上成了向下": ("_up", ops._down),
    "周岁多一": ("age", with_values(ops.age, lambda values: values + 1)),
    "月数不看日": ("months", lambda a, b: ops_months(a, (b[0] // 100 * 100 + 31, b[1]))),
    "成员看错家庭": ("spread", lambda a, owner: ops_spread(a, np.roll(owner, 1))),
    "按类取错一格": ("pick", lambda table, index: ops_pick(table, (np.maximum(index[0] - 1, 0), index[1]))),
    "查错了法": ("look_up", lambda table, index: ops_look_up(table, np.zeros_like(index))),
}
ops_one_of, ops_where_truth, ops_where_number = ops.one_of, ops.where_truth, ops.where_number
ops_largest, ops_share_of, ops_months = ops.largest, ops.share_of, ops.months
ops_spread, ops_pick, ops_look_up = ops.spread, ops.pick, ops.look_up


@pytest.mark.parametrize(("name", "wrong"), [pytest.param(*m, id=i) for i, m in SWEEP_MUTANTS.items()])
def test_a_wrong_sweep_is_caught(monkeypatch: pytest.MonkeyPatch, name: str, wrong: Callable[..., Any]):
    right = getattr(operations, name)
    monkeypatch.setattr(operations, name, wrong)
    for op, run in operations.OPERATIONS.items():
        if run is right:
            monkeypatch.setitem(operations.OPERATIONS, op, wrong)
    monkeypatch.setattr(operations, "MODES", (operations._half_up, operations._up, operations._down))

    assert is_caught()


PLAN_MUTANTS: dict[str, tuple[str, Any]] = {
    "不对齐小数位": ("_scaled", lambda self, arg, user, scale: self._seen(arg, user)),
    "非成了是": ("_not", lambda self, cell: self._seen(cell.args[0], cell)),
    "相与丢了一半": ("_and", lambda self, cell: self._seen(cell.args[0], cell)),
    "常量加一": ("_constant", lambda self, cell: plan.uniform(cell.detail[0] + 1, cell.kind)),
}


@pytest.mark.parametrize(("name", "wrong"), [pytest.param(*m, id=i) for i, m in PLAN_MUTANTS.items()])
def test_a_wrong_plan_is_caught(monkeypatch: pytest.MonkeyPatch, name: str, wrong: Callable[..., Any]):
    monkeypatch.setattr(plan._Maker, name, wrong)

    assert is_caught()


HELPER_MUTANTS: dict[str, tuple[str, Callable[..., Any]]] = {
    "合计漏了未知": ("total", lambda values: sum(v for v in values if v is not None)),
    "人数漏了未知": ("count", lambda truths: truths.count(True)),
    "有一人成了每一人": ("any_of", of_one.all_of),
    "每一人成了有一人": ("all_of", of_one.any_of),
    "最大成了最小": ("largest", of_one.smallest),
    "最小成了最大": ("smallest", of_one.largest),
    "四舍五入成了舍去": (
        "divided",
        lambda part, whole, mode, zero: of_one.divided(part, whole, mode or 2, zero),
    ),
    "向上成了向下": (
        "rounded",
        lambda a, one, step, mode, among=1: of_one.rounded(a, one, step, 2 if mode == 1 else mode, among),
    ),
    "月数多一": ("months_between", lambda a, b: of_one.months_between(a, b) + 1),
}


@pytest.mark.parametrize(("name", "wrong"), [pytest.param(*m, id=i) for i, m in HELPER_MUTANTS.items()])
def test_a_wrong_helper_of_the_interpreter_is_caught(
    monkeypatch: pytest.MonkeyPatch, name: str, wrong: Callable[..., Any]
):
    monkeypatch.setitem(one_family.HELPERS, name, wrong)

    assert is_caught()


def formula(text: str) -> Callable[..., str]:
    """What the interpreter writes for a cell: {0}, {1}… stand for its operands."""
    return lambda self, cell: text.format(*[f"v{arg}" for arg in cell.args])


WRITER_MUTANTS: dict[str, tuple[str, Callable[..., str]]] = {
    "与时未知当否": ("_and", formula("bool({0} and {1})")),
    "或时未知当否": ("_or", formula("bool({0} or {1})")),
    "非时未知当否": ("_not", formula("not {0}")),
    "加不管小数位": ("_add", formula("None if {0} is None or {1} is None else {0} + {1}")),
    "减反了": ("_sub", formula("None if {0} is None or {1} is None else {1} - {0}")),
    "乘成了加": ("_mul", formula("None if {0} is None or {1} is None else {0} + {1}")),
    "条件未知取后者": ("_where", formula("{1} if {0} else {2}")),
    "大成了小": ("_greatest", formula("None if {0} is None or {1} is None else min({0}, {1})")),
    "小成了大": ("_least", formula("None if {0} is None or {1} is None else max({0}, {1})")),
    "属于反了": ("_isin", formula("None if {0} is None else False")),
    "周岁不看生日": ("_age", formula("None if {0} is None else day // 10000 - {0} // 10000")),
    "份额不是商": ("_share", formula("{0}")),
}


@pytest.mark.parametrize(("name", "wrong"), [pytest.param(*m, id=i) for i, m in WRITER_MUTANTS.items()])
def test_a_wrong_formula_of_the_interpreter_is_caught(
    monkeypatch: pytest.MonkeyPatch, name: str, wrong: Callable[..., str]
):
    monkeypatch.setattr(one_family._Writer, name, wrong)

    assert is_caught()


@pytest.mark.parametrize("sign", one_family.SIGNS)
def test_a_wrong_comparison_of_the_interpreter_is_caught(monkeypatch: pytest.MonkeyPatch, sign: str):
    other = {"lt": "<=", "le": "<", "gt": ">=", "ge": ">", "eq": "!=", "ne": "=="}
    monkeypatch.setitem(one_family.SIGNS, sign, other[sign])

    assert is_caught()


def test_without_a_mistake_there_is_nothing_to_catch():
    assert not is_caught()
