"""The rules of social assistance, and the one door to them: ``assess(programme, family, on, law)``."""

from yimen.core.book import Family, Finding, Parameters
from yimen.core.rules.assessing import NoSuchProgramme, assess, replay_record
from yimen.core.rules.book import BOOK
from yimen.core.rules.programmes import PROGRAMMES

__all__ = [
    "BOOK",
    "PROGRAMMES",
    "Family",
    "Finding",
    "NoSuchProgramme",
    "Parameters",
    "assess",
    "replay_record",
]
