"""Short names for the scopes of a rule, so that a signature stays on its line."""

from yimen.core.book import Household as H
from yimen.core.book import Law as P
from yimen.core.book import Level
from yimen.core.book import Member as M

MEMBER = Level.MEMBER

__all__ = ["MEMBER", "H", "M", "P"]
