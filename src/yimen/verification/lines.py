"""The lines of a report: one per person, category and source, then one per category for the whole family."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from yimen.core.ids import uuid7
from yimen.guard.rows import area_of
from yimen.people.queries import members_on, stated_incomes, stated_properties
from yimen.verification.categories import Category, category
from yimen.verification.comparing import DIFFERING, Declared, Outcome, Said, Statements, compare
from yimen.verification.models import CheckReport, ReportLine, SourceQuery
from yimen.verification.replies import said_in

WHOLE_FAMILY = "全家"
ALL_SOURCES = "各来源合计"


def compared(report: CheckReport, queries: Sequence[SourceQuery], day: date) -> list[ReportLine]:
    """Declared beside found. Statements are read as they stand today; answers as they were given."""
    members = [membership.person_id for membership in members_on(report.household_id, day)]
    stated = Statements(stated_incomes(report.household_id), stated_properties(report.household_id), members)
    names = {query.person_id: query.person_name for query in queries}
    said = [item for query in queries for item in said_in(query)]
    lines = []
    for person, key in dict.fromkeys((item.person, item.category) for item in said):
        group = [item for item in said if (item.person, item.category) == (person, key)]
        declared = stated.of_person(person, category(key))
        comparison = compare(declared, group, category(key))
        lines += [_line(report, names[person], item, declared, comparison, person) for item in group]
    for key in dict.fromkeys(item.category for item in said):
        group = [item for item in said if item.category == key and item.person in members]
        if group:
            lines.append(_total(report, category(key), group, stated.of_family(category(key))))
    return lines


def concluded(lines: Sequence[ReportLine]) -> str:
    """A hint, never a decision: differences come first, then silence, then agreement."""
    if any(line.comparison in DIFFERING for line in lines):
        return str(CheckReport.Conclusion.DIFFERS)
    silent = any(line.outcome == Outcome.NO_ANSWER for line in lines)
    return str(CheckReport.Conclusion.OPEN if silent else CheckReport.Conclusion.AGREES)


def _line(
    report: CheckReport, name: str, item: Said, declared: Declared, comparison: str, person: UUID | None
) -> ReportLine:
    amount = category(item.category).measure == "amount"
    return ReportLine(
        id=uuid7(),
        household_id=report.household_id,
        report=report,
        person_id=person,
        person_name=name,
        source=item.source,
        source_label=item.source_label,
        category=item.category,
        outcome=item.outcome,
        as_of=item.as_of,
        declared=declared.state,
        declared_fen=declared.value if amount else None,
        declared_count=None if amount else declared.value,
        found_fen=item.value if amount else None,
        found_count=None if amount else item.value,
        comparison=comparison,
        note=item.note,
        **area_of(report),
    )


def _total(report: CheckReport, of: Category, said: Sequence[Said], declared: Declared) -> ReportLine:
    """The family's sum; open as long as one source is silent about one member."""
    known = [item.known for item in said]
    silent = sum(item.outcome == Outcome.NO_ANSWER for item in said)
    outcome = Outcome.NO_ANSWER if silent else Outcome.FOUND if any(v != 0 for v in known) else Outcome.NONE
    days = [item.as_of for item in said if item.as_of]
    total = Said(
        person=report.household_id,
        source="",
        source_label=ALL_SOURCES,
        category=of.key,
        outcome=outcome,
        value=sum(v for v in known if v is not None)
        if outcome == Outcome.FOUND and None not in known
        else None,
        as_of=min(days, default=None),
        note=f"有 {silent} 项查询未答复，合计不明" if silent else "",
    )
    return _line(report, WHOLE_FAMILY, total, declared, compare(declared, said, of), None)
