"""The h, m and p of a rule: reading them gives expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from yimen.core.book.errors import RuleMistake
from yimen.core.book.expressions import Expr, Table


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
