"""How an amount is rounded, programme by programme: once, at the end."""

from yimen.core.book import ROUNDING, Kind, Parameter
from yimen.core.law.declared import categories as c
from yimen.core.law.declared.builders import choice

AMOUNTS: tuple[Parameter, ...] = (
    Parameter("amount_step", "救助金取整到", Kind.NUMBER, "fen", bounds=(1, 10**4), by=c.PAID, source="R649:4"),
    choice("amount_mode", "救助金取整方式", "R649:4", ROUNDING, by=c.PAID),
)  # fmt: skip
