"""A decision replays bit for bit from its record, by the graph of its day, whatever the book says since."""

import json
from datetime import date
from decimal import Decimal

import pytest
from tests.core.book.small_book import BOOK, DAY, HELP, LAW, Rule, empty_book, family, found, person

from yimen.core.book import (
    Fact,
    FactRefused,
    Family,
    Kind,
    Level,
    Programme,
    RecordRefused,
    find,
    graph_from_data,
    read_record,
    replay,
)

FAMILIES = [
    pytest.param(family(person(name="张三", wage=12_345)), id="普通家庭"),
    pytest.param(family(person(wage=None), residence=None), id="没有回答"),
    pytest.param(Family({"residence": "rural"}, []), id="没有成员，没有标准"),
]


def through_json(data: object) -> dict:
    return json.loads(json.dumps(data, ensure_ascii=False))


@pytest.mark.parametrize("given", FAMILIES)
def test_a_record_replays_bit_for_bit(given: Family):
    record = through_json(found(given).as_record())

    again = replay(record, BOOK.graph(HELP.targets, DAY), HELP)

    assert through_json(again.as_record()) == record


@pytest.mark.parametrize("given", FAMILIES)
def test_a_record_replays_on_the_stored_graph_without_the_book(given: Family):
    finding = found(given)
    stored = graph_from_data(through_json(finding.graph.as_data()))

    assert stored.version == finding.graph.version
    assert replay(finding.as_record(), stored, HELP).as_record() == finding.as_record()


def test_a_number_with_decimals_survives():
    book = empty_book()
    book.declare(Fact("area", "面积", Level.HOUSEHOLD, Kind.NUMBER, "？", "m2", scale=2, bounds=(0, 10**6)))
    book.figure("大于三十平方米", source=Rule(1), name="large")(lambda h: h.area > Decimal("30.5"))
    graph, programme = book.graph(("large",), DAY), Programme("p", "试", "large")
    finding = find(graph, programme, Family({"area": Decimal("30.51")}), DAY, LAW)

    record = through_json(finding.as_record())

    assert record["household"] == {"area": "30.51"}
    assert replay(record, graph, programme)["large"].value is True


def test_another_law_can_be_tried_on_the_same_facts():
    record = through_json(found(family(person(wage=150_000))).as_record())
    given, on, law = read_record(record, BOOK.graph(HELP.targets, DAY))

    assert law.get("standard", "urban") == LAW.get("standard", "urban")
    assert found(given, law=law, on=on).eligible is False


def test_a_record_of_another_version_is_not_recomputed_silently():
    record = found(family()).as_record() | {"book": "0000000000000000"}

    with pytest.raises(RecordRefused, match="规则版本 0000000000000000"):
        replay(record, BOOK.graph(HELP.targets, DAY), HELP)


def test_a_broken_record_is_refused():
    record = found(family()).as_record()
    del record["law"]

    with pytest.raises(RecordRefused, match="读不出来"):
        replay(record, BOOK.graph(HELP.targets, DAY), HELP)
    with pytest.raises(RecordRefused, match="读不出来"):
        graph_from_data({"cells": []})


# Facts are checked before anything is computed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(Family({"residense": "urban"}), "没有名为“residense”", id="没有这个事实"),
        pytest.param(Family({"wage": 1}), "是成员的事实", id="写错了层级"),
        pytest.param(Family({"residence": "town"}), "城镇", id="没有这一类"),
        pytest.param(family(person(wage=12.5)), "准确的数", id="小数近似值"),
        pytest.param(family(person(wage=True)), "准确的数", id="是非当数"),
        pytest.param(family(person(wage=-1)), "应在 0 到", id="低于下界"),
        pytest.param(family(person(wage=10**9 + 1)), "核对单位", id="高于上界"),
        pytest.param(family(person(wage=Decimal("0.5"))), "最多 0 位小数", id="不足一分"),
        pytest.param(family(person(born="1980-01-01")), "日期", id="日期写成文字"),
        pytest.param(family(person(born=date(1879, 12, 31))), "1880", id="日期太早"),
        pytest.param(family(*[person()] * 61), "最多 60 名", id="成员太多"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(given: Family, said: str):
    with pytest.raises(FactRefused, match=said):
        found(given)


def test_the_refusal_names_field_and_member():
    with pytest.raises(FactRefused) as caught:
        found(family(person(), person(wage=-1)))

    assert (caught.value.field, caught.value.member) == ("wage", 1)
    assert caught.value.message.startswith("第 2 名成员：")
