"""Villages as clerks write them; what is not clear is asked, not guessed."""

from datetime import date

import pytest

from yimen.regions.models import Division
from yimen.register.places import Places, UnknownPlace, bare, places_of, plain

ON = date(2026, 11, 2)


@pytest.fixture
def places(db) -> Places:
    return places_of("371311", ON)


@pytest.mark.parametrize(
    ("town", "place", "code"),
    [
        pytest.param("罗庄街道", "龙潭社区居民委员会", "371311001001", id="全称"),
        pytest.param("罗庄街道办事处", "龙潭社区", "371311001001", id="俗称"),
        pytest.param("罗庄", "龙潭", "371311001001", id="只有名字"),
        pytest.param("罗庄街道", " 龙潭 社区（居委会）", "371311001001", id="空格和括号"),
        pytest.param("", "沂堂村", "371311100201", id="没有乡镇"),
        pytest.param("", "371311100201", "371311100201", id="区划代码"),
        pytest.param("沂堂镇", "沂堂村委会", "371311100201", id="村委会"),
    ],
)
def test_a_village_is_found_however_it_is_written(places, town, place, code):
    assert places.village(town, place) == (code, "")


def test_a_village_that_was_merged_twice_is_the_one_it_belongs_to_now(places):
    assert places.village("沂堂镇", "老台井村") == ("371311100201", "老台井村")


@pytest.mark.parametrize(
    ("town", "place", "words"),
    [
        pytest.param("罗庄街道", "龙谭社区", "是不是“龙潭社区", id="错一个字"),
        pytest.param("傅庄街道", "龙潭社区", "本县没有“傅庄街道”", id="别的县的街道"),
        pytest.param("", "370911009001", "不是本县的村", id="别的县的代码"),
        pytest.param("沂堂镇", "龙潭社区", "沂堂镇没有“龙潭社区”", id="乡镇不对"),
    ],
)
def test_what_is_not_there_is_said_with_what_it_may_be(places, town, place, words):
    with pytest.raises(UnknownPlace, match=words):
        places.village(town, place)


def a_village(code: str, name: str, **more: object) -> Division:
    return Division(code=code, name=name, level=12, parent_id=code[:9], **more)


def county(*villages: Division) -> Places:
    towns = [
        Division(code=code, name=name, level=9, parent_id="371311")
        for code, name in (("371311001", "甲镇"), ("371311002", "乙镇"))
    ]
    return Places("371311", [*towns, *villages], ON)


def test_two_villages_of_one_name_are_told_apart_by_the_town_or_asked_for():
    places = county(a_village("371311001001", "新村村民委员会"), a_village("371311002001", "新村村民委员会"))

    assert places.village("乙镇", "新村") == ("371311002001", "")
    with pytest.raises(UnknownPlace, match="分不清是哪一个"):
        places.village("", "新村")


def test_a_name_that_stands_goes_before_one_that_is_no_more():
    gone = a_village("371311001002", "新村村民委员会", until=date(2020, 1, 1), successor_id="371311001001")
    places = county(a_village("371311001001", "新村村民委员会"), gone)

    assert places.village("甲镇", "新村") == ("371311001001", "")


def test_a_village_abolished_without_a_successor_is_asked_for():
    places = county(a_village("371311001002", "旧村村民委员会", until=date(2020, 1, 1)))

    with pytest.raises(UnknownPlace, match="已经撤销"):
        places.village("甲镇", "旧村")


def test_an_overlay_area_keeps_the_files_of_the_town_it_manages(db):
    assert "370911009" in places_of("370971", ON).by_code
    assert "370911009" not in places_of("370911", ON).by_code


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("龙潭社区居民委员会", "龙潭"),
        ("傅庄村村民委员会", "傅庄"),
        ("沂堂镇人民政府", "沂堂"),
        ("村", "村"),
        ("王村", "王村"),
    ],
)
def test_a_name_is_bared_of_what_kind_of_place_it_is(name, short):
    assert bare(plain(name)) == short
