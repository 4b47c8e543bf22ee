"""The list of errors as a workbook, to be worked off beside the register."""

import io
from collections.abc import Iterable
from datetime import datetime

from yimen.core.sheets import Column, Kind, OutSheet, write_workbook
from yimen.register.queries import Told

COLUMNS = (
    Column("kind", "类别"),
    Column("sheet", "工作表"),
    Column("row", "行", Kind.INTEGER),
    Column("column", "列"),
    Column("label", "列名"),
    Column("what", "问题", longest=400),
    Column("todo", "怎么办", longest=400),
)


def remarks_workbook(name: str, remarks: Iterable[Told], at: datetime) -> bytes:
    """One line a remark, in the order of the file; nothing in it computes."""
    target = io.BytesIO()
    rows = (
        {
            "kind": "错误" if told.error else "提示",
            "sheet": told.problem.sheet,
            "row": told.problem.row,
            "column": told.problem.column,
            "label": told.problem.label,
            "what": told.problem.what,
            "todo": told.problem.todo,
        }
        for told in remarks
    )
    write_workbook(target, [OutSheet("检查意见", COLUMNS, rows, title=f"{name} 检查意见")], at=at)
    return target.getvalue()
