"""The registry, options in words, silence that stays silence, and the two connectors that need no file."""

from datetime import date
from pathlib import Path

import pytest
from tests.connectors.contract import NOW, ConnectorContract, a_query
from tests.connectors.fakes import Scripted

from yimen.connectors import base, catalogue
from yimen.connectors.base import Answer, Finding, NoAnswer, Outcome

KNOWN, UNKNOWN = "990101198001010016", "990101198001010024"


class TestScripted(ConnectorContract):
    registered = False

    @pytest.fixture
    def connector(self):
        return Scripted({KNOWN: [Finding("deposit", 520_000)]}, date(2026, 10, 31))

    @pytest.fixture
    def known(self):
        return a_query(KNOWN)

    @pytest.fixture
    def unknown(self):
        return a_query(UNKNOWN)

    @pytest.fixture
    def faults(self, connector):
        return [lambda: setattr(connector, "mute", "线路中断")]


class TestSilent(ConnectorContract):
    @pytest.fixture
    def connector(self):
        return base.connect("silent", "市不动产登记中心", {"reason": "三次超时"})

    @pytest.fixture
    def known(self):
        return None

    @pytest.fixture
    def unknown(self):
        return None

    @pytest.fixture
    def faults(self):
        return [lambda: None]

    def test_it_never_answers_and_says_why(self, connector):
        with pytest.raises(NoAnswer) as caught:
            connector.ask(a_query(KNOWN))

        assert caught.value.reason == "三次超时"
        assert "市不动产登记中心" in caught.value.message


def test_all_connectors_of_the_catalogue_are_registered():
    assert set(catalogue.__all__) <= set(base.known())


def test_an_unknown_key_names_those_there_are():
    with pytest.raises(base.UnknownConnector) as caught:
        base.connect("ftp", "银行", {})

    assert "file_drop" in caught.value.message


def test_every_mistake_of_the_options_is_told_at_once():
    with pytest.raises(base.BadOptions) as caught:
        base.connect("file_drop", "银行", {"folder": "data", "oldest_days": -1, "colour": "red"})

    for word in ("categories", "oldest_days", "colour"):
        assert word in caught.value.message


def test_a_relative_folder_is_a_mistake():
    with pytest.raises(base.BadOptions) as caught:
        base.connect("file_drop", "银行", {"folder": Path("data"), "categories": {"deposit": {}}})

    assert "完整路径" in caught.value.message


def test_one_key_belongs_to_one_connector():
    with pytest.raises(ValueError, match="silent"):
        base.register("silent")(Scripted)


def test_an_answer_without_findings_is_none_and_silence_is_no_answer_at_all():
    assert Answer(as_of=NOW.date()).outcome is Outcome.NONE
    assert Answer(as_of=NOW.date(), findings=[Finding("deposit", 0)]).outcome is Outcome.FOUND
    assert Outcome.NO_ANSWER.label == "未答复"
