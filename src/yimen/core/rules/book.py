"""The book of social assistance: every fact and parameter declared, every statute's figures entered by their modules.

A module that uses another's figures takes the book from it (`from …members import book`): so they are entered first.
"""

from yimen.core.book import Book
from yimen.core.law import PARAMETERS
from yimen.core.rules.facts import FACTS

BOOK = Book("社会救助")
BOOK.declare(*FACTS, *PARAMETERS)
