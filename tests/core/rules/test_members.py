"""第七条：共同生活的家庭成员包括……"""

from datetime import date
from typing import Any

import pytest
from tests.core.rules.families import DAY, OPEN, a_family, aged, dibao, law_with, person

from yimen.core.law import D57, D220
from yimen.core.rules import assess


def second(figure: str, member: dict[str, Any], **overrides: Any) -> Any:
    """The figure for somebody beside the head of the household."""
    return dibao(a_family(person(), member), **overrides)[figure].value[1]


@pytest.mark.parametrize(
    ("born", "years", "minor"),
    [
        pytest.param(date(2008, 3, 16), 17, True, id="十八岁前一天"),
        pytest.param(date(2008, 3, 15), 18, False, id="十八岁当天"),
    ],
)
def test_a_minor_is_under_eighteen(born: date, years: int, minor: bool):
    child = person(birth_date=born, relation="child", living_together=False)

    assert second("years_old", child) == years
    assert second("is_minor", child) is minor
    assert second("counts", child) is minor


@pytest.mark.parametrize(
    ("member", "counted"),
    [
        pytest.param(person(relation="spouse", living_together=False), True, id="配偶，分开居住也计入"),
        pytest.param(aged(17, relation="child", living_together=False), True, id="未成年子女"),
        pytest.param(aged(25, relation="child", living_together=False), False, id="成年子女，分开居住"),
        pytest.param(aged(25, relation="child"), True, id="成年子女，共同居住"),
        pytest.param(
            aged(21, relation="child", living_together=False, student_stage="bachelor"),
            True,
            id="在读本科子女",
        ),
        pytest.param(
            aged(24, relation="child", living_together=False, student_stage="postgraduate"),
            False,
            id="在读研究生子女",
        ),
        pytest.param(
            aged(30, relation="child", living_together=False, labour_ability="none"),
            True,
            id="丧失劳动能力的成年子女",
        ),
        pytest.param(
            aged(30, relation="child", living_together=False, labour_ability="part"),
            False,
            id="部分丧失劳动能力，分开居住",
        ),
        pytest.param(aged(70, relation="parent"), True, id="父母，共同居住"),
        pytest.param(aged(70, relation="parent", living_together=False), False, id="父母，分开居住"),
        pytest.param(person(relation="other"), False, id="没有法定义务的人，共同居住也不计入"),
        pytest.param(person(relation="spouse", absence="custody"), False, id="服刑"),
        pytest.param(person(relation="spouse", absence="missing"), False, id="宣告失踪"),
        pytest.param(person(relation="spouse", absence="deceased"), False, id="已去世"),
        pytest.param(person(relation="spouse", current_programme="tekun"), False, id="已享受特困供养"),
        pytest.param(person(relation="spouse", current_programme="dibao"), True, id="已享受低保"),
        pytest.param(person(relation="spouse", absence=OPEN), OPEN, id="是否服刑没有回答"),
        pytest.param(
            person(relation="other", living_together=OPEN), False, id="没有法定义务，是否同住不影响"
        ),
        pytest.param(person(relation="parent", living_together=OPEN), OPEN, id="父母是否同住没有回答"),
    ],
)
def test_who_counts(member: dict[str, Any], counted: bool | None):
    assert second("counts", member) is counted


@pytest.mark.parametrize(
    ("years", "left"),
    [
        pytest.param(2, False, id="差一年"),
        pytest.param(3, True, id="满三年"),
        pytest.param(OPEN, OPEN, id="没有回答"),
    ],
)
def test_clergy_who_left_long_enough_are_left_out(years: int | None, left: bool | None):
    member = person(relation="spouse", absence="clergy", clergy_years=years)

    assert second("clergy_left", member) is left
    assert second("left_out", member) is left


def test_a_place_may_shorten_the_years_of_clergy():
    assert second("clergy_left", person(absence="clergy", clergy_years=1), clergy_years=1) is True


@pytest.mark.parametrize(
    ("figure", "member", "held"),
    [
        pytest.param("student_to_bachelor", person(student_stage="bachelor"), True, id="本科算在校学生"),
        pytest.param("student_to_bachelor", person(student_stage="postgraduate"), False, id="研究生不算"),
        pytest.param("dependent_adult", person(labour_ability="none"), True, id="完全丧失劳动能力"),
        pytest.param("supports_and_lives_here", person(relation="child_in_law"), True, id="儿媳同住"),
        pytest.param("belongs", person(relation="head"), True, id="本人"),
        pytest.param("covered_elsewhere", person(current_programme="orphan"), True, id="孤儿"),
    ],
)
def test_what_membership_rests_on(figure: str, member: dict[str, Any], held: bool):
    assert second(figure, member) is held


def test_members_are_counted_and_nobody_left_is_nobody_to_protect():
    none_left = dibao(a_family(person(absence="custody")))

    assert dibao(a_family(persons=3))["member_count"].value == 3
    assert none_left["member_count"].value == 0
    assert none_left["someone_to_protect"].value is False
    assert none_left.eligible is False


@pytest.mark.parametrize(
    ("member", "permit_open", "here"),
    [
        pytest.param(person(), False, True, id="本地户籍"),
        pytest.param(person(local_registration=False), False, False, id="外地户籍"),
        pytest.param(
            person(local_registration=False, residence_permit=True), False, False, id="居住证，当地没有开放"
        ),
        pytest.param(
            person(local_registration=False, residence_permit=True), True, True, id="居住证，当地已开放"
        ),
        pytest.param(person(local_registration=OPEN), False, OPEN, id="户籍没有回答"),
        pytest.param(person(absence="deceased"), False, False, id="去世的人不算"),
    ],
)
def test_one_member_must_be_able_to_apply_here(member: dict[str, Any], permit_open: bool, here: bool | None):
    finding = dibao(a_family(member), residence_permit_open=permit_open)

    assert finding["applies_here"].value is here
    assert finding["applies_here"].source == D57.article(5)


def test_one_local_member_is_enough():
    finding = dibao(a_family(person(local_registration=False), person(relation="spouse")), on=DAY)

    assert finding["may_apply_here"].value == (False, True)
    assert finding["applies_here"].value is True


@pytest.mark.parametrize(
    ("law_day", "counted"),
    [
        pytest.param(date(2021, 6, 30), True, id="旧办法最后一天：父母直接列入"),
        pytest.param(date(2021, 7, 1), False, id="新办法第一天：父母要长期共同居住"),
    ],
)
def test_parents_were_listed_outright_under_the_old_measure(law_day: date, counted: bool):
    family = a_family(person(), aged(70, relation="parent", living_together=False))
    finding = assess("dibao", family, DAY, law_with(on=law_day))

    assert finding["belongs"].value == (True, counted)
    assert finding["belongs"].source == (D220.article(5) if counted else D57.article(7))
