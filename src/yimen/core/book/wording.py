"""Values and operations in Chinese: "标准 1,000 元 × 3 人 − 收入 2,400 元 = 600 元"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yimen.core.book.declarations import from_ymd
from yimen.core.book.kinds import BASES, COUNTED, ROUNDING, Kind, Unit, unit
from yimen.core.book.nodes import COMPARISONS

if TYPE_CHECKING:
    from yimen.core.book.finding import Finding
    from yimen.core.book.graph import Cell
    from yimen.core.book.one_family import Raw

OPEN = "（尚未回答）"
UNSETTLED = "（尚不能确定）"
OPPOSITE = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "ne", "ne": "eq"}
PERSONS = unit("person")


def show(raw: Raw, kind: Kind, shown_unit: Unit, scale: int = 0, labels: tuple[str, ...] = ()) -> str:
    """A value as a sentence says it: "1,000 元", "3 人", "66 岁", "30%", "1960年3月1日", "是"."""
    if raw is None:
        return "未知"
    if kind is Kind.TRUTH:
        return "是" if raw else "否"
    if kind is Kind.CATEGORY:
        return labels[raw]
    if kind is Kind.DATE:
        day = from_ymd(raw)
        return f"{day.year}年{day.month}月{day.day}日"
    return _number(Decimal(raw).scaleb(-scale), shown_unit)


def _number(value: Decimal, shown_unit: Unit) -> str:
    if shown_unit.is_money:
        return f"{_trim(value.scaleb(-2), money=True)} 元"
    if shown_unit.written == "share":
        return f"{_trim(value.scaleb(2))}%"
    if shown_unit.written == "times":
        return f"{_trim(value)} 倍"
    words = [word for base, word in {**BASES, **COUNTED}.items() if (base, 1) in shown_unit.powers]
    return f"{_trim(value)} {words[0]}" if words else _trim(value)


def _trim(value: Decimal, money: bool = False) -> str:
    """Without idle decimals; an amount has none, two, or as many as it truly has."""
    text = f"{value:,f}"
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    if money and decimals:
        decimals = decimals.ljust(2, "0")
    return f"{whole}.{decimals}" if decimals else whole


class Wording:
    """Puts one finding's cells into words, for the household or as one member sees them."""

    def __init__(self, finding: Finding) -> None:
        self.finding, self.graph = finding, finding.graph
        self._said: dict[tuple[int, int | None, str], str] = {}
        self._values: dict[tuple[int, int | None, str], str] = {}

    def value(self, number: int, member: int | None, hint: Unit | None = None) -> str:
        """Said again and again in one tree of reasons, so worked out once."""
        asked = number, member, hint.written if hint else ""  # units are equal however they are written
        if asked not in self._values:
            self._values[asked] = self._value(number, member, hint)
        return self._values[asked]

    def _value(self, number: int, member: int | None, hint: Unit | None) -> str:
        cell = self.graph.cells[number]
        shown_unit = hint if hint is not None and not cell.unit.powers else self.unit_of(cell)
        labels = tuple(cell.category.values.values()) if cell.category else ()
        return show(self._raw(number, member), cell.kind, shown_unit, cell.scale, labels)

    def unit_of(self, cell: Cell) -> Unit:
        """As declared where it was declared: a share shows as per cent, a multiple as 倍."""
        if cell.op == "figure":
            return unit(self.graph.infos[cell.detail[0]].unit)
        if cell.op == "fact":
            return unit(self.graph.facts[cell.detail[0]].unit)
        if cell.op in ("parameter", "pick"):
            return unit(self.graph.parameters[cell.detail[0]].unit)
        return cell.unit

    def sentence(self, name: str, member: int | None = None) -> str:
        """One figure: its label, how it came about, and its value."""
        number = self.graph.figures[name]
        cell, info = self.graph.cells[number], self.graph.infos[name]
        whose = "" if member is None else f"{self.finding.family.name_of(member)}："
        root, value = cell.args[0], self.value(number, member)
        phrase = self.phrase(root, member)
        if cell.kind is Kind.TRUTH:
            return f"{whose}{info.label}：{value}。{phrase}。"
        ends = "" if phrase == value or self._is_plain(root, member) else f" = {value}"
        return f"{whose}{info.label}：{phrase}{ends}。"

    def _is_plain(self, number: int, member: int | None) -> bool:
        """Whether the phrase already ends in the value: a label with its value, nothing computed."""
        op = self.graph.cells[self._chosen(number, member)].op
        return (
            op not in ("add", "sub", "mul", "share", "round", "greatest", "least")
            or self._raw(number, member) is None
        )

    def _raw(self, number: int, member: int | None) -> Raw:
        return self.finding.raw(number, member)

    def _chosen(self, number: int, member: int | None) -> int:
        """Through settled `where`s to the branch that was taken, and into figures shown by their arithmetic."""
        while True:
            cell = self.graph.cells[number]
            if cell.op == "where" and (test := self._raw(cell.args[0], member)) is not None:
                number = cell.args[1 if test else 2]
            elif self.is_inline(number):
                number = cell.args[0]
            else:
                return number

    def is_inline(self, number: int) -> bool:
        cell = self.graph.cells[number]
        return cell.op == "figure" and self.graph.infos[cell.detail[0]].inline

    # Phrases ------------------------------------------------------------------------------------------------------

    def phrase(self, number: int, member: int | None, hint: Unit | None = None) -> str:
        """An expression in words, its parts with their values; worked out once."""
        asked = number, member, hint.written if hint else ""
        if asked not in self._said:
            self._said[asked] = self._phrase(number, member, hint)
        return self._said[asked]

    def _phrase(self, number: int, member: int | None, hint: Unit | None) -> str:
        cell = self.graph.cells[number]
        if cell.op in COMPARISONS:
            return self._comparison(number, member)
        speak: Any = getattr(self, f"_{cell.op}", None)
        return speak(number, member, hint) if speak else self.value(number, member, hint)  # type: ignore[no-any-return]

    def atom(self, number: int, member: int | None, short: str) -> str:
        cell = self.graph.cells[number]
        if self._raw(number, member) is None:
            return f"{short}{self._unknown(number)}"
        if cell.kind is Kind.TRUTH:
            return short if self._raw(number, member) else f"不符合“{short}”"
        return f"{short} {self.value(number, member)}"

    def _unknown(self, number: int) -> str:
        return OPEN if self.graph.cells[number].op == "fact" else UNSETTLED

    def factor(self, number: int, member: int | None) -> str:
        """An operand of a product; a number of persons speaks for itself."""
        speaks = self.graph.cells[number].unit == PERSONS and self._raw(number, member) is not None
        return self.value(number, member) if speaks else self.phrase(number, member)

    def short(self, number: int, member: int | None) -> str:
        """What a cell is called; empty for an operation."""
        cell = self.graph.cells[number]
        if cell.op == "figure":
            return self.graph.infos[cell.detail[0]].short
        if cell.op == "fact":
            return self.graph.facts[cell.detail[0]].short or self.graph.facts[cell.detail[0]].label
        if cell.op in ("parameter", "pick"):
            declared = self.graph.parameters[cell.detail[0]]
            return declared.short or declared.label
        return ""

    def _figure(self, number: int, member: int | None, hint: Unit | None) -> str:
        if self.is_inline(number):
            return self.phrase(self.graph.cells[number].args[0], member, hint)
        return self.atom(number, member, self.short(number, member))

    def _fact(self, number: int, member: int | None, hint: Unit | None) -> str:
        return self.atom(number, member, self.short(number, member))

    def _parameter(self, number: int, member: int | None, hint: Unit | None) -> str:
        if self._raw(number, member) is None:
            return f"{self.short(number, member)}（当地没有公布）"
        return self.atom(number, member, self.short(number, member))

    _pick = _parameter

    def _joined(self, number: int, member: int | None, sign: str, loose: tuple[str, ...]) -> str:
        first, second = self.graph.cells[number].args
        shared = self._hint(number)
        left, right = self.phrase(first, member, shared), self.phrase(second, member, shared)
        if self._op(first, member) in loose and sign == "×":
            left = f"（{left}）"
        if self._op(second, member) in loose:
            right = f"（{right}）"
        return f"{left} {sign} {right}"

    def _op(self, number: int, member: int | None) -> str:
        return self.graph.cells[self._chosen(number, member)].op

    def _hint(self, number: int) -> Unit | None:
        """The unit a bare literal takes from the other side."""
        units = [self.unit_of(self.graph.cells[a]) for a in self.graph.cells[number].args]
        return next((u for u in units if u.powers), None)

    def _add(self, number: int, member: int | None, hint: Unit | None) -> str:
        return self._joined(number, member, "+", ())

    def _sub(self, number: int, member: int | None, hint: Unit | None) -> str:
        return self._joined(number, member, "−", ("add", "sub"))

    def _mul(self, number: int, member: int | None, hint: Unit | None) -> str:
        first, second = self.graph.cells[number].args
        if self._op(first, member) in ("add", "sub") or self._op(second, member) in ("add", "sub"):
            return self._joined(number, member, "×", ("add", "sub"))
        return f"{self.factor(first, member)} × {self.factor(second, member)}"

    def _where(self, number: int, member: int | None, hint: Unit | None) -> str:
        chosen = self._chosen(number, member)
        if self.graph.cells[chosen].op == "where":
            return f"取决于“{self.phrase(self.graph.cells[chosen].args[0], member)}”"
        return self.phrase(chosen, member, hint or self._hint(number))

    def _greatest(self, number: int, member: int | None, hint: Unit | None) -> str:
        first, second = self.graph.cells[number].args
        if self._is_zero(second):
            above = self.phrase(first, member)
            raw = self._raw(first, member)
            return f"{above}（负数按 0 计）" if raw is not None and raw < 0 else above
        return self._of_two(number, member, "取大")

    def _least(self, number: int, member: int | None, hint: Unit | None) -> str:
        return self._of_two(number, member, "取小")

    def _of_two(self, number: int, member: int | None, which: str) -> str:
        first, second = self.graph.cells[number].args
        shared = self._hint(number)
        return f"{self._side(first, member, shared)} 与 {self._side(second, member, shared)} {which}"

    def _is_zero(self, number: int) -> bool:
        cell = self.graph.cells[number]
        return cell.op == "constant" and cell.kind is Kind.NUMBER and cell.detail[0] == 0

    def _total(self, number: int, member: int | None, hint: Unit | None) -> str:
        arg = self.graph.cells[number].args[0]
        called = self._called(arg)
        if self._raw(number, None) is None:
            return f"成员{called}合计{UNSETTLED}"
        parts = [
            f"{self.finding.family.name_of(i)} {self.value(arg, i, self.graph.cells[number].unit)}"
            for i in range(self.finding.values.members)
            if self._raw(arg, i)
        ]
        listed = f"（{'、'.join(parts)}）" if parts else ""
        return f"成员{called}合计 {self.value(number, None)}{listed}"

    def _called(self, number: int) -> str:
        """The first name inside an aggregate: what is summed, in ``total(where(m.counts, m.income, 0))`` the income."""
        cell = self.graph.cells[number]
        if name := self.short(number, None):
            return name
        inner = cell.args[1] if cell.op == "where" else cell.args[0] if cell.args else None
        return self._called(inner) if inner is not None else ""

    def _count(self, number: int, member: int | None, hint: Unit | None) -> str:
        if self._raw(number, None) is None:
            return f"人数{UNSETTLED}"
        return self.value(number, None)

    def _any(self, number: int, member: int | None, hint: Unit | None) -> str:
        arg, raw = self.graph.cells[number].args[0], self._raw(number, None)
        whose = [
            self.finding.family.name_of(i) for i in range(self.finding.values.members) if self._raw(arg, i)
        ]
        called = self._called(arg)
        if raw is None:
            return f"是否有成员“{called}”{UNSETTLED}"
        return f"{'、'.join(whose)}“{called}”" if raw else f"没有成员“{called}”"

    def _all(self, number: int, member: int | None, hint: Unit | None) -> str:
        arg, raw = self.graph.cells[number].args[0], self._raw(number, None)
        members = range(self.finding.values.members)
        not_so = [self.finding.family.name_of(i) for i in members if self._raw(arg, i) is False]
        called = self._called(arg)
        if raw is None:
            return f"成员是否都“{called}”{UNSETTLED}"
        return f"成员都“{called}”" if raw else f"{'、'.join(not_so)}不符合“{called}”"

    def _round(self, number: int, member: int | None, hint: Unit | None) -> str:
        cell = self.graph.cells[number]
        amount, step, mode, *among = cell.args
        inner = self._side(amount, member, None)
        if among:
            inner = f"（{inner}）÷ {self.factor(among[0], member)}"
        raw_step, raw_mode = self._raw(step, member), self._raw(mode, member)
        if raw_step is None or raw_mode is None:
            return f"{inner}，取整方式{UNSETTLED}"
        to = {1: "分", 10: "角", 100: "元"}.get(int(raw_step), show(raw_step, Kind.NUMBER, unit("fen")))
        return f"{inner}，{tuple(ROUNDING.values.values())[int(raw_mode)]}到{to}"

    def _share(self, number: int, member: int | None, hint: Unit | None) -> str:
        part, whole = self.graph.cells[number].args[:2]
        return f"{self._side(part, member, None)} ÷ {self._side(whole, member, None)}"

    def _age(self, number: int, member: int | None, hint: Unit | None) -> str:
        return (
            f"年龄{UNSETTLED}" if self._raw(number, member) is None else f"年龄 {self.value(number, member)}"
        )

    def _months(self, number: int, member: int | None, hint: Unit | None) -> str:
        born = self.graph.cells[number].args[0]
        return f"{self.short(born, member)}起 {self.value(number, member)}"

    def _isin(self, number: int, member: int | None, hint: Unit | None) -> str:
        cell = self.graph.cells[number]
        arg = cell.args[0]
        category = self.graph.cells[arg].category
        words = [list(category.values.values())[code] if category else str(code) for code in cell.detail]
        if self._raw(number, member) is None:
            return self.phrase(arg, member)
        verb = "属于" if self._raw(number, member) else "不属于"
        return f"{self.phrase(arg, member)}，{verb}{'、'.join(words)}"

    def _not(self, number: int, member: int | None, hint: Unit | None) -> str:
        inner = self.graph.cells[number].args[0]
        if name := self.short(inner, member):
            raw = self._raw(inner, member)
            return f"{name}{self._unknown(inner)}" if raw is None else f"{name}：{'是' if raw else '否'}"
        return self.phrase(inner, member)

    def _and(self, number: int, member: int | None, hint: Unit | None) -> str:
        return self._conditions(number, member, "；")

    def _or(self, number: int, member: int | None, hint: Unit | None) -> str:
        return self._conditions(number, member, "，或")

    def _conditions(self, number: int, member: int | None, between: str) -> str:
        op = self.graph.cells[number].op
        parts = [p for a in self.deciding(number, member) for p in self._deciding_parts(a, op, member)]
        return between.join(self._condition(part, member) for part in parts)

    def _deciding_parts(self, number: int, op: str, member: int | None) -> list[int]:
        if self.graph.cells[number].op != op:
            return [number]
        return [p for a in self.deciding(number, member) for p in self._deciding_parts(a, op, member)]

    def deciding(self, number: int, member: int | None) -> tuple[int, ...]:
        """The operands a value rests on: one true part settles an "or", one false part an "and"."""
        cell = self.graph.cells[number]
        raw = self._raw(number, member)
        if (cell.op == "or" and raw is True) or (cell.op == "and" and raw is False):
            return tuple(a for a in cell.args if self._raw(a, member) is raw)
        return cell.args

    def _condition(self, number: int, member: int | None) -> str:
        if name := self.short(number, member):
            raw = self._raw(number, member)
            return f"{name}{self._unknown(number)}" if raw is None else f"{name}：{'是' if raw else '否'}"
        return self.phrase(number, member)

    def flat(self, number: int, op: str) -> list[int]:
        """The conditions of a & b & c side by side."""
        cell = self.graph.cells[number]
        return [x for a in cell.args for x in self.flat(a, op)] if cell.op == op else [number]

    def _comparison(self, number: int, member: int | None) -> str:
        cell = self.graph.cells[number]
        raw, shared = self._raw(number, member), self._hint(number)
        left, right = (self._side(a, member, shared) for a in cell.args)
        if raw is None:
            return f"{left} 与 {right} 尚不能比较"
        word = COMPARISONS[cell.op if raw else OPPOSITE[cell.op]]
        if self.graph.cells[cell.args[0]].kind is Kind.CATEGORY:
            word = {"等于": "为", "不等于": "不是"}[word]
            said = list(self.graph.cells[cell.args[0]].category.values.values())  # type: ignore[union-attr]
            expected = self._raw(cell.args[1], member)
            return f"{left}，{word}{said[int(expected or 0)]}"
        return f"{left} {word} {right}"

    def _side(self, number: int, member: int | None, hint: Unit | None) -> str:
        """An operand of a comparison; a computed one says what it comes to."""
        phrase = self.phrase(number, member, hint)
        chosen = self.graph.cells[self._chosen(number, member)]
        computed = chosen.op in ("add", "sub", "mul", "share") and self._raw(number, member) is not None
        return f"{phrase} = {self.value(number, member, hint)}" if computed else phrase
