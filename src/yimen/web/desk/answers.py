"""What an officer types to close a question, read as the rule book's fact: yuan, a count, yes or no, a code, a day."""

from datetime import date

from yimen.cases.errors import Refused
from yimen.core.book import Fact, Kind
from yimen.core.money import BadAmount, format_yuan, parse_yuan
from yimen.core.rules import BOOK

TRUE, FALSE = ("是", "true", "yes"), ("否", "false", "no")


def answer_from(name: str, typed: str) -> tuple[int | None, str]:
    """(number, text) of a closed question, one of them given.

    Raises: Refused, naming the question and what is expected.
    """
    fact = BOOK.facts.get(name)
    if fact is None:
        raise Refused("这个问题不在规则书中，请刷新页面后再认定。")
    text = typed.strip()
    match fact.kind:
        case Kind.TRUTH:
            return None, _truth(fact, text)
        case Kind.CATEGORY:
            return None, _code(fact, text)
        case Kind.DATE:
            return None, _day(fact, text)
        case _:
            return _number(fact, text), ""


def _truth(fact: Fact, text: str) -> str:
    if text in TRUE:
        return "true"
    if text in FALSE:
        return "false"
    raise Refused(f"“{fact.label}”请选择是或否。")


def _code(fact: Fact, text: str) -> str:
    if fact.category is None or text not in fact.category.codes:
        raise Refused(f"“{fact.label}”请从列出的选项中选择。")
    return text


def _day(fact: Fact, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused(f"“{fact.label}”请填写日期，如 2026-11-02。") from None


def _number(fact: Fact, text: str) -> int:
    try:
        if fact.unit.startswith("fen"):
            return parse_yuan(text)
        return int(text)
    except (BadAmount, ValueError):
        expected = "金额（元）" if fact.unit.startswith("fen") else "整数"
        raise Refused(f"“{fact.label}”请填写{expected}，现在是“{text}”。") from None


def label_of(name: str) -> str:
    """What the rule book calls a fact."""
    fact = BOOK.facts.get(name)
    return fact.label if fact else name


def shown(name: str, number: int | None, text: str) -> str:
    """A closed value as people write it."""
    fact = BOOK.facts.get(name)
    if fact is None:
        return text or str(number)
    if fact.kind is Kind.TRUTH:
        return "是" if text == "true" else "否"
    if fact.category is not None:
        return fact.category.values.get(text, text)
    if number is not None and fact.unit.startswith("fen"):
        return f"{format_yuan(number)} 元"
    return text or str(number)
