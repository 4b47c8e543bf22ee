"""Tables that come in as files and go out as files: XLSX, CSV, Parquet."""

from yimen.core.sheets.columns import Cell, Column, Context, Kind
from yimen.core.sheets.problems import FileRefused, Problem, Problems
from yimen.core.sheets.reading import Reading, Row, open_table, read_table
from yimen.core.sheets.source import Limits
from yimen.core.sheets.template import write_template
from yimen.core.sheets.writing import OutSheet, harmless, write_csv, write_workbook

__all__ = [
    "Cell",
    "Column",
    "Context",
    "FileRefused",
    "Kind",
    "Limits",
    "OutSheet",
    "Problem",
    "Problems",
    "Reading",
    "Row",
    "harmless",
    "open_table",
    "read_table",
    "write_csv",
    "write_template",
    "write_workbook",
]
