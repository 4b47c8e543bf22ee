"""One family in a file: read strictly, assessed without a database, answered as text or JSON (`yimen assess`)."""

from yimen.core.casefile.nodes import CaseFileMistake
from yimen.core.casefile.reading import Case, read_case

__all__ = ["Case", "CaseFileMistake", "read_case"]
