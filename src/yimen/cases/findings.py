"""The family's facts as they stand — declared, verified, closed by an officer — and what the rule book finds."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from yimen.cases.models import Assessment, BookVersion, Case, ClosedQuestion
from yimen.core.book import Finding, graph_from_data
from yimen.core.law import parameters_for
from yimen.core.rules import Family, assess, replay_record
from yimen.guard.clock import local_day
from yimen.guard.rows import area_of
from yimen.people.facts import Declared, Overlay, declared_by, family_facts
from yimen.verification.queries import VerifiedFact, verified_facts


def assess_case(case: Case, on: date) -> Finding:
    """What the book finds today, under the law of the day the case was accepted (policy §0.1)."""
    facts = verified_facts(case.household_id, case.pk)
    return assess_facts(case, on, declared_by(case.household, on), facts, closed_questions(case))


def assess_facts(
    case: Case,
    on: date,
    declared: Declared,
    verified: Iterable[VerifiedFact],
    closed: Iterable[ClosedQuestion],
) -> Finding:
    """The same, where the caller has what the facts are made of."""
    accepted = local_day(case.accepted_at) if case.accepted_at else on
    family = facts_from(declared, verified, closed)
    return assess(case.programme, family, on, parameters_for(case.village, accepted))


def closed_questions(case: Case) -> list[ClosedQuestion]:
    """What officers settled, in the order they did; the later answer stands over the earlier."""
    rows = ClosedQuestion.objects.filter(case=case).select_related("person", "officer")
    return list(rows.order_by("at", "id"))


def facts_from(
    declared: Declared, verified: Iterable[VerifiedFact], closed: Iterable[ClosedQuestion]
) -> Family:
    """Declared facts; what a source found stands over what was declared; what an officer closed stands over both."""
    overlays = [
        Overlay(
            person=fact.person_id,
            kind=fact.kind,
            amount_fen=fact.amount_fen,
            count=fact.count,
            open=fact.is_open,
        )
        for fact in verified
    ]
    family = family_facts(declared, overlays)
    for answer in closed:
        _apply(family, answer)
    return family


def _apply(family: Family, answer: ClosedQuestion) -> None:
    target: dict[str, Any] = family.household  # type: ignore[assignment]
    if answer.person_id is not None:
        member = next((m for m in family.members if m["id"] == str(answer.person_id)), None)
        if member is None:
            return
        target = member  # type: ignore[assignment]
    target[answer.fact] = value_of(answer)


def value_of(answer: ClosedQuestion) -> Any:
    """The closed value as the rule book takes it."""
    if answer.text in ("true", "false"):
        return answer.text == "true"
    if answer.text and answer.number is None:
        return date.fromisoformat(answer.text) if answer.fact.endswith("_date") else answer.text
    return answer.number


def keep(case: Case, occasion: str, finding: Finding, *, by: str, now: datetime) -> Assessment:
    """Store a finding, and the book it rests on, so that it can be replayed years later."""
    BookVersion.objects.bulk_create(
        [
            BookVersion(
                version=finding.graph.version,
                graph=json.dumps(finding.graph.as_data(), ensure_ascii=False),
                kept_at=now,
            )
        ],
        ignore_conflicts=True,
    )
    return Assessment.objects.create(
        case=case,
        household_id=case.household_id,
        occasion=occasion,
        on=finding.on,
        eligible=finding.eligible,
        monthly_fen=finding.amount,
        open_count=len(finding.open),
        record=finding.as_record(),
        made_by=by,
        made_at=now,
        **area_of(case),
    )


def replay(assessment: Assessment) -> Finding:
    """The same finding again, from the record and the book of its day."""
    stored = BookVersion.objects.get(pk=assessment.record["book"])
    return replay_record(assessment.record, graph_from_data(json.loads(stored.graph)))
