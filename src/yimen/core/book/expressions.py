"""What rules are written with. An expression only records itself; nothing is computed here.

Kinds, levels and units are checked as the rule is traced, and what Python would silently read differently (`if`, `and`,
`or`, `not`, a chained comparison, `/`, a float, a missing parenthesis) raises with a sentence that says what to write.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NoReturn, TypeAlias

from yimen.core.book.declarations import Parameter, ymd
from yimen.core.book.errors import RuleMistake
from yimen.core.book.kinds import PURE, ROUNDING, Category, Kind, Level, Unit, unit
from yimen.core.book.nodes import Node, level_of

Value: TypeAlias = "Expr | int | bool | str | Decimal | date"
Mode: TypeAlias = "Literal['half_up', 'up', 'down'] | Expr"


class Expr:
    """A figure, fact, parameter or a combination of them, as a rule's author handles it."""

    __slots__ = ("node",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, node: Node) -> None:
        self.node = node

    def __add__(self, other: Value) -> Expr:
        return _sum("add", self, other)

    def __radd__(self, other: Value) -> Expr:
        return (
            self if other == 0 and isinstance(other, int) else _sum("add", other, self)
        )  # sum([...]) starts at 0

    def __sub__(self, other: Value) -> Expr:
        return _sum("sub", self, other)

    def __rsub__(self, other: Value) -> Expr:
        return _sum("sub", other, self)

    def __mul__(self, other: Value) -> Expr:
        return _product(self, other)

    def __rmul__(self, other: Value) -> Expr:
        return _product(other, self)

    def __neg__(self) -> Expr:
        return _sum("sub", 0, self)

    def __lt__(self, other: Value) -> Expr:
        return _compare("lt", self, other)

    def __le__(self, other: Value) -> Expr:
        return _compare("le", self, other)

    def __gt__(self, other: Value) -> Expr:
        return _compare("gt", self, other)

    def __ge__(self, other: Value) -> Expr:
        return _compare("ge", self, other)

    def __eq__(self, other: Value) -> Expr:  # type: ignore[override]
        return _compare("eq", self, other)

    def __ne__(self, other: Value) -> Expr:  # type: ignore[override]
        return _compare("ne", self, other)

    def __and__(self, other: Value) -> Expr:
        return _join("and", self, other)

    def __rand__(self, other: Value) -> Expr:
        return _join("and", other, self)

    def __or__(self, other: Value) -> Expr:
        return _join("or", self, other)

    def __ror__(self, other: Value) -> Expr:
        return _join("or", other, self)

    def __invert__(self) -> Expr:
        inner = _truth(self, "~")
        return Expr(Node("not", (inner,), kind=Kind.TRUTH, level=inner.level))

    def __bool__(self) -> NoReturn:
        raise RuleMistake(
            "规则里的式子在定义时没有真假：不要写 if、and、or、not 或 a < b < c，也不要用 max、min；"
            "请写 where(条件, 甲, 乙)、&、|、~、(a < b) & (b < c)、greatest、least，并给每个比较加括号。"
        )

    def _no_division(self, *_: object) -> NoReturn:
        raise RuleMistake(
            "规则里不用 /、//、%、**：比较请两边相乘；确要相除请写 share(…)，取整请写 round_money(…)，并写明方式。"
        )

    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = (
        _no_division
    )

    def _no_plain_value(self, *_: object) -> NoReturn:
        raise RuleMistake(
            "规则里的式子没有现成的数值：不要用 int、float、round、abs、len、in 或循环；汇总成员请用 total、any_ 等。"
        )

    __int__ = __float__ = __index__ = __round__ = __abs__ = __len__ = __iter__ = __contains__ = (
        _no_plain_value
    )

    def __getitem__(self, key: str | Expr) -> NoReturn:
        raise RuleMistake("只有按类别分列的参数可以用方括号取值，例如 p.dibao_standard[h.residence]。")

    def __repr__(self) -> str:
        return f"<式子 {self.node.op} {self.node.kind} {self.node.unit}>"


# Operands ---------------------------------------------------------------------------------------------------------


def lift(value: Value, like: Node | None = None) -> Node:
    """The node of an operand; a bare string is a code of the other side's category, a bare number is exact."""
    if isinstance(value, Expr):
        return value.node
    if isinstance(value, bool):
        return Node("constant", detail=(value,), kind=Kind.TRUTH)
    if isinstance(value, int):
        return Node("constant", detail=(value,))
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, date):
        return Node("constant", detail=(ymd(value),), kind=Kind.DATE)
    if isinstance(value, str):
        if like is None or like.category is None:
            raise RuleMistake(f"“{value}”只能与类别比较；另一边不是类别。")
        index = like.category.index(value)
        return Node("constant", detail=(index,), kind=Kind.CATEGORY, category=like.category)
    if isinstance(value, float):
        raise RuleMistake(f"规则里不用小数点的近似数 {value!r}：比率请写成参数，或用 Decimal('…')。")
    if isinstance(value, Table):
        raise RuleMistake(f"“{value.declared.label}”按“{value.by.label}”分列，要用方括号取其中一项。")
    raise RuleMistake(f"{value!r} 不能写在规则的式子里。")


def _decimal(value: Decimal) -> Node:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise RuleMistake(f"{value} 不是一个数。")
    scale = max(0, -exponent)
    return Node("constant", detail=(int(value.scaleb(scale)),), scale=scale)


def constant(value: int | Decimal, unit_text: str) -> Expr:
    """A number of the statute itself with its unit, such as constant(12, "month/year"). Amounts are parameters instead."""
    node = lift(value)
    return Expr(Node("constant", detail=node.detail, unit=unit(unit_text), scale=node.scale))


def _pair(left: Value, right: Value) -> tuple[Node, Node]:
    if isinstance(left, Expr):
        return left.node, lift(right, left.node)
    if isinstance(right, Expr):
        return lift(left, right.node), right.node
    return lift(left), lift(right)


def _number(node: Node, doing: str) -> Node:
    if node.kind is not Kind.NUMBER:
        raise RuleMistake(f"{doing}只用于数，这里是{node.kind.label}；比较要加括号，例如 (a < b) & (c < d)。")
    return node


def _truth(value: Value, sign: str) -> Node:
    node = lift(value)
    if node.kind is not Kind.TRUTH:
        raise RuleMistake(
            f"“{sign}”只连接是非，这里是{node.kind.label}；& 和 | 比 < 先算，请给比较加括号：(a < b) {sign} (c < d)。"
        )
    return node


def _bare(node: Node) -> bool:
    """A literal without a unit takes the other side's, except that an amount other than 0 must be a parameter."""
    return node.op == "constant" and node.kind is Kind.NUMBER and node.unit == PURE


def _common_unit(left: Node, right: Node, doing: str) -> Unit:
    if left.unit == right.unit:
        return left.unit
    for literal, other in ((left, right), (right, left)):
        if _bare(literal) and (literal.detail[0] == 0 or not other.unit.is_money):
            return other.unit
    own = left.unit.without("person")  # for one member, "per person" is the person's own
    if level_of(left, right) is Level.MEMBER and own == right.unit.without("person"):
        return own
    hint = "金额要写成参数 p.…。" if _bare(left) or _bare(right) else "是不是少乘了人数或月数？"
    raise RuleMistake(f"单位不同，不能{doing}：“{left.unit}”与“{right.unit}”。{hint}")


# Operations -------------------------------------------------------------------------------------------------------


def _sum(op: str, left: Value, right: Value) -> Expr:
    a, b = _pair(left, right)
    _number(a, "加减"), _number(b, "加减")
    shared = _common_unit(a, b, "相加减")
    return Expr(Node(op, (a, b), level=level_of(a, b), unit=shared, scale=max(a.scale, b.scale)))


def _product(left: Value, right: Value) -> Expr:
    a, b = _pair(left, right)
    _number(a, "相乘"), _number(b, "相乘")
    return Expr(Node("mul", (a, b), level=level_of(a, b), unit=a.unit.times(b.unit), scale=a.scale + b.scale))


def _compare(op: str, left: Value, right: Value) -> Expr:
    a, b = _pair(left, right)
    if a.kind is not b.kind:
        raise RuleMistake(f"{a.kind.label}与{b.kind.label}不能比较；请给比较加括号，例如 (a < b) & (c < d)。")
    if a.kind is Kind.TRUTH:
        raise RuleMistake("是非不用 == 比较：成立直接写它，不成立写 ~它；若是别的比较，请加括号。")
    if a.kind is Kind.CATEGORY:
        if op not in ("eq", "ne"):
            raise RuleMistake("类别没有大小，只能用 ==、!= 或 isin(…)。")
        if a.category != b.category:
            raise RuleMistake("不同的类别不能比较。")
    if a.kind is Kind.NUMBER:
        _common_unit(a, b, "比较")
    return Expr(Node(op, (a, b), kind=Kind.TRUTH, level=level_of(a, b)))


def _join(op: str, left: Value, right: Value) -> Expr:
    sign = "&" if op == "and" else "|"
    a, b = _truth(left, sign), _truth(right, sign)
    return Expr(Node(op, (a, b), kind=Kind.TRUTH, level=level_of(a, b)))


def where(condition: Value, then: Value, otherwise: Value) -> Expr:
    """One value or the other. While the condition is open the result is open, unless both values are the same."""
    test = _truth(condition, "where")
    a, b = _pair(then, otherwise)
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
        a, b = _pair(result, other)
        _number(a, op), _number(b, op)
        result = _choice(op, (), a, b)
    return result if isinstance(result, Expr) else Expr(lift(result))


def _choice(op: str, before: tuple[Node, ...], a: Node, b: Node) -> Expr:
    if a.kind is not b.kind or a.category != b.category:
        raise RuleMistake(f"两个结果要是同一类：这里一个是{a.kind.label}，一个是{b.kind.label}。")
    number = a.kind is Kind.NUMBER
    shared = _common_unit(a, b, "二者取一") if number else PURE
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
    node = _number(_over_members(value if of is None else where(of, value, 0), "total"), "total")
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
    _truth(condition, "count")
    return Expr(Node("count", (node,), unit=unit("person")))


def any_(condition: Expr) -> Expr:
    """Whether some member meets the condition. No member: false. One true settles it, whatever is open."""
    return _quantified("any", condition)


def all_(condition: Expr) -> Expr:
    """Whether every member meets the condition. No member: true. One false settles it, whatever is open."""
    return _quantified("all", condition)


def _quantified(op: str, condition: Expr) -> Expr:
    node = _over_members(condition, f"{op}_")
    _truth(condition, f"{op}_")
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
    node = _number(_over_members(value, f"{op}_"), f"{op}_")
    return Expr(Node(op, (node,), (default * 10**node.scale,), unit=node.unit, scale=node.scale))


# Where the rule itself divides or rounds --------------------------------------------------------------------------


def share(part: Expr, whole: Expr, *, decimals: int, mode: Mode, if_zero: int) -> Expr:
    """part ÷ whole to so many decimals; ``if_zero`` is the answer where the whole is 0. A whole is never negative."""
    a, b = _number(part.node, "share"), _number(whole.node, "share")
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
    node = _number(amount.node, "round_money")
    if not node.unit.is_money:
        raise RuleMistake(f"round_money 只取整金额，这里的单位是“{node.unit}”。")
    step_node = lift(step)
    if step_node.scale or not (_bare(step_node) or step_node.unit == unit("fen")):
        raise RuleMistake("取整的步长以分计：整元写 100，或用单位为 fen 的参数。")
    divisor = () if among is None else (_number(among.node, "round_money"),)
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


# Scopes: the h, m and p of a rule ---------------------------------------------------------------------------------


class Scope:
    """``h.name`` or ``m.name``: a fact or an earlier figure of that level."""

    def __init__(self, read: Callable[[str], Expr]) -> None:
        self.__dict__["_read"] = read

    def __getattr__(self, name: str) -> Expr:
        if name.startswith("__"):
            raise AttributeError(name)
        read: Callable[[str], Expr] = self.__dict__["_read"]
        return read(name)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise RuleMistake("规则里不能改事实；请另写一个图表项。")


class Table:
    """A parameter with one value for each code of a category: ``p.dibao_standard[h.residence]``."""

    def __init__(self, declared: Parameter, by: Category) -> None:
        self.declared = declared
        self.by = by

    def __getitem__(self, key: str | Expr) -> Expr:
        index = lift(key, Node("constant", category=self.by))
        if index.category != self.by:
            raise RuleMistake(f"“{self.declared.label}”按“{self.by.label}”分列，方括号里要是这一类。")
        d = self.declared
        return Expr(Node("pick", (index,), (d.name,), d.kind, index.level, unit(d.unit), d.scale, d.category))


class Household(Scope):
    """The ``h`` of a rule."""


class Member(Scope):
    """The ``m`` of a rule."""


class Law:
    """The ``p`` of a rule: what the place has set; one value, or a Table to be indexed by a category."""

    def __init__(self, read: Callable[[str], Expr | Table]) -> None:
        self.__dict__["_read"] = read

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.__dict__["_read"](name)
