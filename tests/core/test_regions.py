"""区划代码。"""

from __future__ import annotations

import pytest

from yimen.core.regions import (
    BadDivision,
    Level,
    ancestors_of,
    area_keys,
    code_range,
    contains,
    cut,
    is_code,
    level_of,
    lineage,
    normalise_code,
    parent_of,
)


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        pytest.param("37", Level.PROVINCE, "", id="省"),
        pytest.param("3713", Level.CITY, "37", id="市"),
        pytest.param("371311", Level.COUNTY, "3713", id="区"),
        pytest.param("371311001", Level.TOWN, "371311", id="街道"),
        pytest.param("371311001001", Level.VILLAGE, "371311001", id="社区"),
        pytest.param("", Level.NATION, None, id="全国"),
    ],
)
def test_level_and_parent_follow_from_the_code(code, level, parent):
    assert level_of(code) is level
    assert parent_of(code) == parent


@pytest.mark.parametrize("text", ["3", "37131", "37131100", "37131a", "３７", "371311001001001", "37 "])
def test_other_text_is_no_code(text):
    assert not is_code(text)
    with pytest.raises(BadDivision):
        level_of(text)


@pytest.mark.parametrize(
    ("raw", "short"),
    [
        ("370000", "37"),
        ("371300", "3713"),
        ("371311", "371311"),
        ("371311001000", "371311001"),
        ("371311000000", "371311"),
        ("370000000000", "37"),
        (" 371311001001 ", "371311001001"),
    ],
)
def test_padding_noughts_are_taken_off(raw, short):
    assert normalise_code(raw) == short


def test_an_area_knows_what_holds_it():
    assert ancestors_of("371311001001") == ["37", "3713", "371311", "371311001"]
    assert lineage("371311") == ["371311", "3713", "37", ""]
    assert lineage("") == [""]
    assert area_keys("371311001") == ("371311", "371311001", None)
    assert cut("3713", Level.COUNTY) is None
    assert Level.TOWN.label == "乡镇（街道）"


def test_containing():
    assert contains("3713", "371311001001")
    assert contains("371311", "371311")
    assert contains("", "37")
    assert not contains("371311001", "371311")
    assert not contains("371312", "371311001")


def test_a_range_holds_the_area_and_nothing_else():
    low, high = code_range("371311")
    inside = ["371311", "371311001", "371311999999"]
    outside = ["371310", "371310999999", "371312", "37"]

    assert all(low <= code <= high for code in inside)
    assert not any(low <= code <= high for code in outside)
