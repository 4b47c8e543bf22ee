"""Sentences of a report line, for the screen, the paper and the letter alike."""

from collections.abc import Sequence

from yimen.core.money import format_yuan
from yimen.verification.categories import Category, category
from yimen.verification.comparing import AGAINST, Outcome, Stated
from yimen.verification.models import ReportLine

SILENT = "未答复不等于没有"


def shown(value: int, of: Category) -> str:
    """12,345.00 元, 2 套."""
    return f"{format_yuan(value)} {of.unit}" if of.measure == "amount" else f"{value} {of.unit}"


def found_value(line: ReportLine) -> int | None:
    return line.found_fen if category(line.category).measure == "amount" else line.found_count


def declared_value(line: ReportLine) -> int | None:
    return line.declared_fen if category(line.category).measure == "amount" else line.declared_count


def declared_text(line: ReportLine) -> str:
    """What the family said, in words; an open statement is said to be open."""
    value = declared_value(line)
    if value is None:
        return str(Stated(line.declared).label)
    return shown(value, category(line.category)) if value else "没有"


def found_text(line: ReportLine) -> str:
    """What the source said; silence is explained, never left to be read as none."""
    if line.outcome == Outcome.NO_ANSWER:
        return f"{line.note}（{SILENT}）"
    value = found_value(line)
    if line.outcome == Outcome.NONE:
        return "无记录"
    said = "有记录，数额不明" if value is None else shown(value, category(line.category))
    return line.note if said in line.note else f"{said}，{line.note}" if line.note else said


def difference(line: ReportLine) -> str:
    """One sentence for a line that differs: who, what was declared, what which source holds on which day."""
    what = category(line.category)
    day = f"{line.as_of.year}年{line.as_of.month}月{line.as_of.day}日" if line.as_of else ""
    where = f"{line.source_label}{day}的数据为" if day else f"{line.source_label}为"
    return f"{line.person_name}申报{what.label}：{declared_text(line)}；{where} {found_text(line)}。"


def against(lines: Sequence[ReportLine]) -> list[str]:
    """What speaks against the family, one sentence each; a total only where no person's line says it already."""
    lines = [line for line in lines if line.comparison in AGAINST]
    found = [line for line in lines if line.person_id and line.outcome == Outcome.FOUND]
    said = {line.category for line in found}
    return [difference(line) for line in found] + [
        difference(line) for line in lines if line.person_id is None and line.category not in said
    ]


def hints(lines: Sequence[ReportLine]) -> list[str]:
    """What the clerk should look at next; hints, never a decision."""
    silent = dict.fromkeys(
        line.source_label for line in lines if line.person_id and line.outcome == Outcome.NO_ANSWER
    )
    told = [f"{sentence}请申请人说明。" for sentence in against(lines)]
    return told + [f"{label}未答复，请另行核实，不能据此认定有或者无。" for label in silent]
