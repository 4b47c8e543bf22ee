"""The rule book's engine: figures written once, traced into a graph, evaluated and explained.

Rules are written with `Book.figure` and the names below; `find` evaluates one family; `explain` says why.
"""

from yimen.core.book.book import Book, Figure
from yimen.core.book.declarations import Fact, Parameter
from yimen.core.book.errors import FactRefused, NoSuchFigure, RecordRefused, RuleMistake
from yimen.core.book.explain import Reason, because, explain
from yimen.core.book.expressions import Expr, constant
from yimen.core.book.family import Family
from yimen.core.book.finding import FigureValue, Finding, find, read_record, replay
from yimen.core.book.functions import (
    age,
    all_,
    any_,
    assessment_day,
    count,
    greatest,
    isin,
    least,
    max_,
    min_,
    months_since,
    round_money,
    share,
    total,
    where,
)
from yimen.core.book.graph import Graph, graph_from_data
from yimen.core.book.kinds import ROUNDING, Category, Kind, Level
from yimen.core.book.nearest import Change, what_would_change
from yimen.core.book.opens import OpenQuestion
from yimen.core.book.parameters import Parameters, Setting
from yimen.core.book.programme import Programme
from yimen.core.book.scopes import Household, Law, Member

__all__ = [
    "ROUNDING",
    "Book",
    "Category",
    "Change",
    "Expr",
    "Fact",
    "FactRefused",
    "Family",
    "Figure",
    "FigureValue",
    "Finding",
    "Graph",
    "Household",
    "Kind",
    "Law",
    "Level",
    "Member",
    "NoSuchFigure",
    "OpenQuestion",
    "Parameter",
    "Parameters",
    "Programme",
    "Reason",
    "RecordRefused",
    "RuleMistake",
    "Setting",
    "age",
    "all_",
    "any_",
    "assessment_day",
    "because",
    "constant",
    "count",
    "explain",
    "find",
    "graph_from_data",
    "greatest",
    "isin",
    "least",
    "max_",
    "min_",
    "months_since",
    "read_record",
    "replay",
    "round_money",
    "share",
    "total",
    "what_would_change",
    "where",
]
