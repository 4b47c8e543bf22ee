"""What every connector must keep, fakes included: subclass `ConnectorContract` and say how to make one.

The heart of it is promise 21: whatever a source does, silence stays silence and is never read as "none".
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest

from yimen.connectors import base
from yimen.connectors.base import Connector, NoAnswer, Outcome, Query, Subject, TryLater

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def a_query(id_number: str, *categories: str, name: str = "张三", at: datetime = NOW) -> Query:
    return Query(
        subject=Subject(name, id_number),
        categories=categories or ("deposit",),
        asked_at=at,
        purpose="最低生活保障",
        authorisation="核授〔2026〕1号",
        reference="核委〔2026〕1号",
    )


class ConnectorContract:
    """Override `connector` (set up and able to answer), `registered` if it is in the registry, and the persons."""

    registered = True

    @pytest.fixture
    def connector(self) -> Connector:
        raise NotImplementedError

    @pytest.fixture
    def known(self) -> Query | None:
        """A question that is answered with something found; None where the source never answers."""
        raise NotImplementedError

    @pytest.fixture
    def unknown(self) -> Query | None:
        """A question that is answered with none."""
        raise NotImplementedError

    @pytest.fixture
    def faults(self) -> list[Callable[[], None]]:
        """Ways to break the source; after each of them it must be silent."""
        raise NotImplementedError

    def test_it_is_found_in_the_registry_by_its_key(self, connector):
        if self.registered:
            assert base.get(connector.key) is type(connector)

    def test_it_says_in_words_what_it_is_and_whether_it_only_stands_in(self, connector):
        assert connector.label
        assert connector.simulated == ("模拟" in connector.label)

    def test_it_says_what_it_discloses_of_a_person(self, connector):
        told = {field.name for field in fields(Subject)} | {
            "purpose",
            "authorisation",
            "reference",
            "categories",
        }
        assert set(connector.discloses) <= told

    def test_what_is_found_has_a_day_and_whole_values(self, connector, known):
        if known is None:
            return
        answer = connector.ask(known)
        assert answer.outcome is Outcome.FOUND
        assert type(answer.as_of) is date
        assert answer.as_of <= known.asked_at.date() + timedelta(days=1)
        for finding in answer.findings:
            assert finding.category in known.categories
            assert finding.value is None or type(finding.value) is int

    def test_nothing_found_is_an_answer_with_a_day(self, connector, unknown):
        if unknown is None:
            return
        answer = connector.ask(unknown)
        assert answer.outcome is Outcome.NONE
        assert type(answer.as_of) is date

    def test_the_same_question_has_the_same_answer(self, connector, known):
        if known is not None:
            assert connector.ask(known) == connector.ask(known)

    def test_a_source_that_answers_has_nothing_to_report_of_its_set_up(self, connector, known):
        if known is not None:
            assert connector.check(NOW) == []

    def test_a_broken_source_is_silent_and_never_none(self, connector, known, unknown, faults):
        for fault in faults:
            fault()
            for query in (known, unknown):
                if query is not None:
                    said = outcome_of(connector, query)
                    assert said is Outcome.NO_ANSWER, fault
            assert connector.check(NOW), fault


def outcome_of(connector: Connector, query: Query) -> Outcome:
    """What a caller may conclude; a connector raises nothing but the two silences, and both say something."""
    silence: NoAnswer | TryLater
    try:
        return connector.ask(query).outcome
    except NoAnswer as error:
        silence = error
    except TryLater as error:
        silence = error
    assert silence.reason
    assert isinstance(silence, NoAnswer) or silence.after > timedelta(0)
    return Outcome.NO_ANSWER
