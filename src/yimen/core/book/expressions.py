"""What rules are written with. An expression only records itself; nothing is computed here.

Kinds, levels and units are checked as the rule is traced, and what Python would silently read differently (`if`, `and`,
`or`, `not`, a chained comparison, `/`, a float, a missing parenthesis) raises with a sentence that says what to write.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NoReturn, TypeAlias

from yimen.core.book.declarations import Parameter, ymd
from yimen.core.book.errors import RuleMistake
from yimen.core.book.kinds import PURE, Category, Kind, Level, Unit, unit
from yimen.core.book.nodes import Node, level_of

Value: TypeAlias = "Expr | int | bool | str | Decimal | date"


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
        inner = truth_of(self, "~")
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


def pair(left: Value, right: Value) -> tuple[Node, Node]:
    if isinstance(left, Expr):
        return left.node, lift(right, left.node)
    if isinstance(right, Expr):
        return lift(left, right.node), right.node
    return lift(left), lift(right)


def number_of(node: Node, doing: str) -> Node:
    if node.kind is not Kind.NUMBER:
        raise RuleMistake(f"{doing}只用于数，这里是{node.kind.label}；比较要加括号，例如 (a < b) & (c < d)。")
    return node


def truth_of(value: Value, sign: str) -> Node:
    node = lift(value)
    if node.kind is not Kind.TRUTH:
        raise RuleMistake(
            f"“{sign}”只连接是非，这里是{node.kind.label}；& 和 | 比 < 先算，请给比较加括号：(a < b) {sign} (c < d)。"
        )
    return node


def is_bare(node: Node) -> bool:
    """A literal without a unit takes the other side's, except that an amount other than 0 must be a parameter."""
    return node.op == "constant" and node.kind is Kind.NUMBER and node.unit == PURE


def common_unit(left: Node, right: Node, doing: str) -> Unit:
    if left.unit == right.unit:
        return left.unit
    for literal, other in ((left, right), (right, left)):
        if is_bare(literal) and (literal.detail[0] == 0 or not other.unit.is_money):
            return other.unit
    own = left.unit.without("person")  # for one member, "per person" is the person's own
    if level_of(left, right) is Level.MEMBER and own == right.unit.without("person"):
        return own
    hint = "金额要写成参数 p.…。" if is_bare(left) or is_bare(right) else "是不是少乘了人数或月数？"
    raise RuleMistake(f"单位不同，不能{doing}：“{left.unit}”与“{right.unit}”。{hint}")


# Operations -------------------------------------------------------------------------------------------------------


def _sum(op: str, left: Value, right: Value) -> Expr:
    a, b = pair(left, right)
    number_of(a, "加减"), number_of(b, "加减")
    shared = common_unit(a, b, "相加减")
    return Expr(Node(op, (a, b), level=level_of(a, b), unit=shared, scale=max(a.scale, b.scale)))


def _product(left: Value, right: Value) -> Expr:
    a, b = pair(left, right)
    number_of(a, "相乘"), number_of(b, "相乘")
    return Expr(Node("mul", (a, b), level=level_of(a, b), unit=a.unit.times(b.unit), scale=a.scale + b.scale))


def _compare(op: str, left: Value, right: Value) -> Expr:
    a, b = pair(left, right)
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
        common_unit(a, b, "比较")
    return Expr(Node(op, (a, b), kind=Kind.TRUTH, level=level_of(a, b)))


def _join(op: str, left: Value, right: Value) -> Expr:
    sign = "&" if op == "and" else "|"
    a, b = truth_of(left, sign), truth_of(right, sign)
    return Expr(Node(op, (a, b), kind=Kind.TRUTH, level=level_of(a, b)))


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
