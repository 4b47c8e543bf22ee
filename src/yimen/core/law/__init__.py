"""The law as data: instruments with their articles, and what each place has set, dated and sourced."""

from yimen.core.book import Parameters
from yimen.core.law.declared import BY_NAME, PARAMETERS
from yimen.core.law.errors import PackMistake, ParameterMissing
from yimen.core.law.instruments import (
    CC,
    CH2019,
    D57,
    D220,
    G2025,
    INSTRUMENTS,
    JUD,
    L2023,
    LA,
    N2022,
    O2020,
    OGR,
    OR2010,
    PIPL,
    R649,
    REH,
    T43,
    T2018,
    Article,
    Instrument,
)
from yimen.core.law.packs import packed_places
from yimen.core.law.places import limit, parameters_for
from yimen.core.law.values import BadValue

__all__ = [
    "BY_NAME",
    "CC",
    "CH2019",
    "D57",
    "D220",
    "G2025",
    "INSTRUMENTS",
    "JUD",
    "L2023",
    "LA",
    "N2022",
    "O2020",
    "OGR",
    "OR2010",
    "PARAMETERS",
    "PIPL",
    "R649",
    "REH",
    "T43",
    "T2018",
    "Article",
    "BadValue",
    "Instrument",
    "PackMistake",
    "ParameterMissing",
    "Parameters",
    "limit",
    "packed_places",
    "parameters_for",
]
