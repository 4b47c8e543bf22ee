"""The functions rules are written with beside the operators: choices, aggregates, rounding, dates."""

from __future__ import annotations

from typing import Literal, TypeAlias

from yimen.core.book.errors import RuleMistake
from yimen.core.book.expressions import Expr, Value, common_unit, is_bare, lift, number_of, pair, truth_of
from yimen.core.book.kinds import PURE, ROUNDING, Kind, Level, unit
from yimen.core.book.nodes import Node, level_of

Mode: TypeAlias = "Literal['half_up', 'up', 'down'] | Expr"


def where(condition: Value, then: Value, otherwise: Value) -> Expr:
    """One value or the other. While the condition is open the result is open, unless both values are the same."""
    test = truth_of(condition, "where")
    a, b = pair(then, otherwise)
    return _choice("where", (test,), a, b)


def greatest(first: Value, *others: Value) -> Expr:
    """The larger of several numbers (not over members: that is max_)."""
    return _extreme("greatest", first, others)


def least(first: Value, *others: Value) -> Expr:
    """The smaller of several numbers (not over members: that is min_)."""
    return _extreme("least", first, others)


def _extreme(op: str, first: Value, others: tuple[Value, ...]) -> Expr:
    result: Value = first
    for other in others:
        a, b = pair(result, other)
        number_of(a, op), number_of(b, op)
        result = _choice(op, (), a, b)
    return result if isinstance(result, Expr) else Expr(lift(result))


def _choice(op: str, before: tuple[Node, ...], a: Node, b: Node) -> Expr:
    if a.kind is not b.kind or a.category != b.category:
        raise RuleMistake(f"两个结果要是同一类：这里一个是{a.kind.label}，一个是{b.kind.label}。")
    number = a.kind is Kind.NUMBER
    shared = common_unit(a, b, "二者取一") if number else PURE
    scale = max(a.scale, b.scale) if number else 0
    args = (*before, a, b)
    return Expr(
        Node(op, args, kind=a.kind, level=level_of(*args), unit=shared, scale=scale, category=a.category)
    )


def isin(value: Expr, *codes: str | int) -> Expr:
    """Whether a category or a whole number is one of those listed."""
    node = value.node
    if node.kind is Kind.CATEGORY and node.category is not None:
        members = tuple(sorted(node.category.index(str(code)) for code in codes))
    elif node.kind is Kind.NUMBER and node.scale == 0 and all(type(code) is int for code in codes):
        members = tuple(sorted(int(code) for code in codes))
    else:
        raise RuleMistake("isin 只用于类别或整数，例如 isin(m.disability_kind, 'mental', 'intellectual')。")
    return Expr(Node("isin", (node,), members, kind=Kind.TRUTH, level=node.level))


# Over members -----------------------------------------------------------------------------------------------------


def _over_members(value: Value, name: str) -> Node:
    node = lift(value)
    if node.level is not Level.MEMBER:
        raise RuleMistake(f"{name}(…) 汇总成员；括号里要有成员的值 m.…。")
    return node


def total(value: Expr, *, of: Expr | None = None) -> Expr:
    """The sum over members (those of whom ``of`` holds). No member: 0. Open while any summand is open."""
    node = number_of(_over_members(value if of is None else where(of, value, 0), "total"), "total")
    return Expr(
        Node(
            "total",
            (node,),
            unit=node.unit.without("person") if node.unit.is_money else node.unit,
            scale=node.scale,
        )
    )


def count(condition: Expr) -> Expr:
    """How many members meet the condition. No member: 0. Open while it is open for any member."""
    node = _over_members(condition, "count")
    truth_of(condition, "count")
    return Expr(Node("count", (node,), unit=unit("person")))


def any_(condition: Expr) -> Expr:
    """Whether some member meets the condition. No member: false. One true settles it, whatever is open."""
    return _quantified("any", condition)


def all_(condition: Expr) -> Expr:
    """Whether every member meets the condition. No member: true. One false settles it, whatever is open."""
    return _quantified("all", condition)


def _quantified(op: str, condition: Expr) -> Expr:
    node = _over_members(condition, f"{op}_")
    truth_of(condition, f"{op}_")
    return Expr(Node(op, (node,), kind=Kind.TRUTH))


def max_(value: Expr, *, default: int) -> Expr:
    """The largest over members; with no member, the stated default."""
    return _largest("max", value, default)


def min_(value: Expr, *, default: int) -> Expr:
    """The smallest over members; with no member, the stated default."""
    return _largest("min", value, default)


def _largest(op: str, value: Expr, default: int) -> Expr:
    if type(default) is not int:
        raise RuleMistake(f"{op}_ 要写明没有成员时取多少：{op}_(m.…, default=0)。")
    node = number_of(_over_members(value, f"{op}_"), f"{op}_")
    return Expr(Node(op, (node,), (default * 10**node.scale,), unit=node.unit, scale=node.scale))


# Where the rule itself divides or rounds --------------------------------------------------------------------------


def share(part: Expr, whole: Expr, *, decimals: int, mode: Mode, if_zero: int) -> Expr:
    """part ÷ whole to so many decimals; ``if_zero`` is the answer where the whole is 0. A whole is never negative."""
    a, b = number_of(part.node, "share"), number_of(whole.node, "share")
    args = (a, b, _mode(mode))
    shared = a.unit.over(b.unit)
    return Expr(
        Node("share", args, (if_zero * 10**decimals,), level=level_of(*args), unit=shared, scale=decimals)
    )


def round_money(amount: Expr, *, step: Value, mode: Mode, among: Expr | None = None) -> Expr:
    """An amount rounded to a multiple of ``step`` fen (a number of fen, or a parameter), the way ``mode`` says.

    With ``among`` the amount is first divided by that many, exactly, and each one's part is rounded; among nobody it is 0.
    up and down go towards +∞ and −∞; half_up sends a half upwards.
    """
    node = number_of(amount.node, "round_money")
    if not node.unit.is_money:
        raise RuleMistake(f"round_money 只取整金额，这里的单位是“{node.unit}”。")
    step_node = lift(step)
    if step_node.scale or not (is_bare(step_node) or step_node.unit == unit("fen")):
        raise RuleMistake("取整的步长以分计：整元写 100，或用单位为 fen 的参数。")
    divisor = () if among is None else (number_of(among.node, "round_money"),)
    if any(d.scale for d in divisor):
        raise RuleMistake("按人分摊时，人数要是整数。")
    args = (node, step_node, _mode(mode), *divisor)
    shared = node.unit.over(divisor[0].unit) if divisor else node.unit
    return Expr(Node("round", args, level=level_of(*args), unit=shared))


def _mode(mode: Mode) -> Node:
    node = lift(mode, Node("constant", category=ROUNDING))
    if node.category != ROUNDING:
        raise RuleMistake("取整方式是 half_up（四舍五入）、up（向上）、down（向下），或这一类的参数。")
    return node


# Dates ------------------------------------------------------------------------------------------------------------


def assessment_day() -> Expr:
    """The day the family is assessed on."""
    return Expr(Node("day", kind=Kind.DATE))


def age(born: Expr) -> Expr:
    """Full years of age on the assessment day (周岁); someone born on 29 February comes of age on 1 March."""
    return Expr(Node("age", (_date(born),), level=born.node.level, unit=unit("age")))


def months_since(day: Expr) -> Expr:
    """Full calendar months from that day to the assessment day."""
    return Expr(Node("months", (_date(day),), level=day.node.level, unit=unit("month")))


def _date(value: Expr) -> Node:
    if value.node.kind is not Kind.DATE:
        raise RuleMistake(f"这里要一个日期，给的是{value.node.kind.label}。")
    return value.node
