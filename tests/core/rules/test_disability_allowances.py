"""困难残疾人生活补贴和重度残疾人护理补贴。"""

from datetime import date
from typing import Any

import pytest
from tests.core.rules.families import DAY, OPEN, a_family, fen, found, person

from yimen.core.law import CH2019, L2023


def disabled(kind: str = "physical", grade: int = 2, **facts: Any) -> dict[str, Any]:
    return person(
        **{
            "disability_kind": kind,
            "disability_grade": grade,
            "card_until": date(2030, 1, 1),
            "elderly_care_subsidy": False,
        }
        | facts
    )


def living(*members: dict[str, Any], **overrides: Any):
    return found("disability_living", a_family(*members), **overrides)


def care(*members: dict[str, Any], **overrides: Any):
    return found("disability_care", a_family(*members), **overrides)


@pytest.mark.parametrize(
    ("facts", "overrides", "allowed"),
    [
        pytest.param({}, {}, True, id="低保家庭的残疾人"),
        pytest.param({"wage": "1000.00"}, {}, True, id="当地扩大到低保边缘"),
        pytest.param({"wage": "1000.00"}, {"disability_living_open__bianyuan": False}, True, id="单人保也是低保对象"),
        pytest.param({"wage": "1500.00"}, {}, False, id="收入等于边缘线"),
        pytest.param({"wage": "1500.00", "current_programme": "dibao"}, {}, True, id="正在享受低保"),
        pytest.param({"current_programme": "tekun"}, {}, False, id="特困人员不叠加"),
        pytest.param({"current_programme": "unattended_child"}, {}, False, id="全额享受的事实无人抚养儿童不叠加"),
        pytest.param({"current_programme": "orphan"}, {}, False, id="孤儿不叠加"),
        pytest.param({"local_registration": False, "current_programme": "dibao"}, {}, False, id="户籍不在本地"),
        pytest.param({"card_until": DAY}, {}, True, id="残疾证最后一天"),
        pytest.param({"card_until": date(2026, 3, 14)}, {}, False, id="残疾证昨天到期"),
        pytest.param({"card_until": OPEN}, {}, OPEN, id="有效期没有回答"),
    ],
)  # fmt: skip
def test_who_gets_the_living_allowance(
    facts: dict[str, Any], overrides: dict[str, Any], allowed: bool | None
):
    given = {name: fen(value) if name == "wage" else value for name, value in facts.items()}
    finding = living(disabled(**given), single_amount="full", **overrides)

    assert finding["living_allowed"].value == (allowed,)
    assert finding["living_allowed"].source == L2023.article("四(五)")
    assert finding.eligible is allowed


def test_a_family_near_the_line_only_where_the_place_opens_it():
    mild = disabled("hearing", 4, wage=fen(1000))

    assert living(mild)["in_bianyuan"].value == (True,)
    assert living(mild).eligible is True
    assert living(mild, disability_living_open__bianyuan=False).eligible is False
    assert living(mild, disability_living_open__bianyuan=False)["poor_enough_for_living"].value == (False,)


@pytest.mark.parametrize(
    ("grade", "amount"), [pytest.param(2, 180, id="重度"), pytest.param(3, 150, id="其他")]
)
def test_how_much_for_living(grade: int, amount: int):
    finding = living(disabled("physical", grade))

    assert finding["living_allowance"].value == (fen(amount),)
    assert finding.amount == fen(amount)


@pytest.mark.parametrize(
    ("kind", "grade", "amount"),
    [
        pytest.param("physical", 1, 180, id="一级"),
        pytest.param("hearing", 2, 150, id="二级"),
        pytest.param("physical", 3, 0, id="三级肢体"),
        pytest.param("mental", 3, 120, id="三级精神，当地扩大"),
        pytest.param("intellectual", 4, 0, id="四级智力，当地没有扩大"),
    ],
)
def test_who_gets_how_much_for_care(kind: str, grade: int, amount: int):
    finding = care(disabled(kind, grade, wage=fen(90_000)))

    assert finding["care_allowance"].value == (fen(amount),)
    assert finding["severe_enough_for_care"].value == (amount > 0,)
    assert (finding.eligible, finding.amount) == (amount > 0, fen(amount))


def test_grade_four_of_mind_where_a_place_extends_it():
    finding = care(disabled("mental", 4), disability_care_mind="true")

    assert finding["disability_care_amount"].value == fen(120)


@pytest.mark.parametrize(
    ("facts", "overrides", "barred"),
    [
        pytest.param({"current_programme": "tekun"}, {}, True, id="特困已有照料护理"),
        pytest.param({"elderly_care_subsidy": True}, {}, True, id="已领老年人护理补贴"),
        pytest.param({"elderly_care_subsidy": True}, {"care_or_elderly_subsidy": False}, False, id="当地可以叠加"),
        pytest.param({"current_programme": "unattended_child"}, {}, False, id="儿童生活费可以与护理补贴叠加"),
    ],
)  # fmt: skip
def test_forbidden_pairs_of_the_care_allowance(
    facts: dict[str, Any], overrides: dict[str, Any], barred: bool
):
    finding = care(disabled(**facts), **overrides)

    assert finding["care_barred"].value == (barred,)
    assert finding["care_allowed"].value == (not barred,)


def test_forbidden_pairs_of_the_living_allowance():
    finding = living(disabled(current_programme="orphan"))

    assert finding["living_barred"].value == (True,)
    assert finding["living_barred"].source == CH2019.article("三(一)")


def test_who_holds_no_card_is_asked_nothing():
    finding = living(person())

    assert (finding.eligible, finding.amount, finding.open) == (False, 0, [])
    assert finding["card_valid"].value == (False,)
    assert finding["allowance_applicant"].value == (False,)


def test_classes_of_low_income_persons():
    finding = living(disabled())
    assert (finding["in_dibao"].value, finding["in_gangxing"].value) == ((True,), (False,))
    assert finding["in_tekun"].value == (False,)
    assert (finding["disability_living_eligible"].value, finding["disability_living_amount"].value) == (
        True,
        fen(180),
    )
    assert care(disabled())["disability_care_eligible"].value is True
