"""The sweep: the rule book over tables of families, with NumPy over Arrow batches, in threads.

`Question` says what is asked, `Sweep` makes it ready for tables of one shape, `Sweep.answer` answers for some families.
"""

from yimen.bulk.sweep.question import Question, Sweep
from yimen.bulk.sweep.rows import InputMistake, Rows, joined, unnested
from yimen.bulk.sweep.running import BATCH, in_threads

__all__ = ["BATCH", "InputMistake", "Question", "Rows", "Sweep", "in_threads", "joined", "unnested"]
