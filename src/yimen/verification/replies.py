"""What a source replied, as it is sealed with the query, and the items read back from it."""

import json
from dataclasses import asdict

from yimen.connectors.base import Answer, Finding
from yimen.verification.comparing import Outcome, Said
from yimen.verification.models import SourceQuery


def as_text(answer: Answer) -> str:
    """For the sealed column: the findings, and the source's own words."""
    held = {"findings": [asdict(finding) for finding in answer.findings], "raw": dict(answer.raw)}
    return json.dumps(held, ensure_ascii=False)


def findings_in(query: SourceQuery) -> dict[str, Finding]:
    """What was found, by category; opens the seal."""
    if query.outcome != Outcome.FOUND or query.reply is None:
        return {}
    return {held["category"]: Finding(**held) for held in json.loads(query.reply)["findings"]}


def said_in(query: SourceQuery) -> list[Said]:
    """One item for every category the query asked about."""
    found = findings_in(query)
    return [_item(query, key, found.get(key)) for key in query.categories]


def _item(query: SourceQuery, category: str, finding: Finding | None) -> Said:
    """A source that found something in one category and nothing in another has said "none" of the other."""
    outcome = Outcome.NONE if query.outcome == Outcome.FOUND and finding is None else query.outcome
    return Said(
        person=query.person_id,
        source=query.source,
        source_label=query.source_label,
        category=category,
        outcome=outcome,
        value=finding.value if finding else None,
        as_of=query.as_of,
        note=finding.note if finding else query.reason,
    )
