"""An error carries its facts and says a sentence."""

import pickle

import pytest

from yimen.core.errors import YimenError


class StandardMissing(YimenError):
    code = "standard_missing"
    sentence = "{locality} 在 {month} 没有公布的标准。"


def test_an_error_fills_its_sentence_and_keeps_its_facts():
    error = StandardMissing(locality="罗庄区", month="2026-11")

    assert str(error) == error.message == "罗庄区 在 2026-11 没有公布的标准。"
    assert error.locality == "罗庄区"
    assert error.code == "standard_missing"
    with pytest.raises(AttributeError):
        _ = error.province


def test_an_error_survives_a_process_boundary():
    error = pickle.loads(pickle.dumps(StandardMissing(locality="罗庄区", month="2026-11")))

    assert type(error) is StandardMissing
    assert error.facts == {"locality": "罗庄区", "month": "2026-11"}


def test_a_sentence_given_as_it_stands_is_not_filled():
    error = YimenError("第 3 行的“{”看不懂。", line=3)

    assert error.message == "第 3 行的“{”看不懂。"
    assert error.line == 3
