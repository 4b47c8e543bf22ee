"""第十三条：家庭收入……"""

from typing import Any

import pytest
from tests.core.rules.families import DAY, OPEN, a_family, aged, dibao, fen, person

from yimen.core.book import because

CLASSES = ("wage", "business", "property_income", "transfer", "other_income")


def income(*members: dict[str, Any], **overrides: Any) -> int | None:
    return dibao(a_family(*members), **overrides)["counted_income"].value


@pytest.mark.parametrize("one", [pytest.param(name, id=name) for name in CLASSES])
def test_every_class_counts(one: str):
    finding = dibao(a_family(person(**{one: 12_345})))

    assert finding["gross_income"].value == (12_345,)
    assert finding["counted_income"].value == 12_345


@pytest.mark.parametrize("one", [pytest.param(name, id=name) for name in CLASSES])
def test_an_unanswered_class_keeps_the_income_open(one: str):
    assert income(person(**{one: OPEN})) is None


def test_income_of_someone_who_does_not_count_is_not_asked():
    finding = dibao(a_family(person(), aged(40, relation="child", living_together=False, wage=OPEN)))

    assert finding["income_of_members"].value == 0
    assert "wage" not in {question.name for question in finding.open}


@pytest.mark.parametrize(
    ("transfer", "exempt", "counted"),
    [
        pytest.param("300.00", "120.00", "180.00", id="扣除不计入的部分"),
        pytest.param("120.00", "120.00", "0.00", id="全部不计入"),
        pytest.param("100.00", "120.00", "0.00", id="多报的不计入部分不抵减其他人的收入"),
    ],
)
def test_exempt_items_do_not_count(transfer: str, exempt: str, counted: str):
    finding = dibao(a_family(person(transfer=fen(transfer), exempt_income=fen(exempt))))

    assert finding["income_that_counts"].value == (fen(counted),)


@pytest.mark.parametrize(
    ("years", "still_exempt", "exempt"),
    [
        pytest.param(60, True, 20_000, id="满六十岁"),
        pytest.param(59, True, 0, id="不满六十岁，还没有基础养老金"),
        pytest.param(60, False, 0, id="豁免已经结束"),
    ],
)
def test_the_basic_pension_is_exempt_while_the_rule_lasts(years: int, still_exempt: bool, exempt: int):
    pensioner = aged(years, transfer=20_000, basic_pension=20_000)

    finding = dibao(a_family(pensioner), basic_pension_exempt=still_exempt)

    assert finding["exempt_pension"].value == (exempt,)
    assert finding["counted_income"].value == 20_000 - exempt


@pytest.mark.parametrize(
    ("method", "rate", "wage", "deducted"),
    [
        pytest.param("none", "0.3", "2000", "0", id="不扣减"),
        pytest.param("actual", "0", "2000", "150", id="按实际支出"),
        pytest.param("actual", "0", "100", "100", id="不超过工资"),
        pytest.param("share_of_wage", "0.3", "2000", "600", id="工资的三成"),
        pytest.param("share_of_standard", "0.3", "2000", "300", id="标准的三成（赣州）"),
        pytest.param("share_of_minimum_wage", "0.5", "2000", "1005", id="最低工资的一半"),
        pytest.param("share_of_standard", "0.3", "0", "0", id="没有工资不扣减"),
    ],
)
def test_the_cost_of_employment_is_deducted_as_the_place_says(
    method: str, rate: str, wage: str, deducted: str
):
    worker = person(wage=fen(wage), employment_cost=fen(150))

    finding = dibao(
        a_family(worker), employment_deduction=method, employment_deduction_rate=rate, minimum_wage="2010.00"
    )

    assert finding["employment_deduction"].value == (fen(deducted),)
    assert finding["net_income"].value == (fen(wage) - fen(deducted),)


def test_the_cost_of_employment_is_not_asked_of_someone_without_a_wage():
    assert income(person(wage=0, employment_cost=OPEN)) == 0


@pytest.mark.parametrize(
    ("allowed", "wage", "expense", "counted"),
    [
        pytest.param(True, "1500", "400", "1100", id="可扣减"),
        pytest.param(False, "1500", "400", "1500", id="当地没有规定"),
        pytest.param(True, "300", "400", "0", id="扣到零为止"),
    ],
)
def test_rigid_expenditure_is_deducted_where_the_place_allows_it(
    allowed: bool, wage: str, expense: str, counted: str
):
    finding = dibao(a_family(person(wage=fen(wage), rigid_expenditure=fen(expense))), rigid_deduction=allowed)

    assert finding["rigid_deduction"].value == (fen(expense) if allowed else 0)
    assert finding["counted_income"].value == fen(counted)


def test_one_members_illness_lowers_the_whole_familys_income():
    assert income(person(wage=fen(900)), person(relation="spouse", rigid_expenditure=fen(300))) == fen(600)


@pytest.mark.parametrize(
    ("rule", "classes", "line"),
    [
        pytest.param("household", ("rural", "rural"), "2000", id="按全家实际居住地"),
        pytest.param("member", ("urban", "rural"), "1800", id="按成员本人类别"),
        pytest.param("member", ("urban", OPEN), OPEN, id="本人类别没有回答"),
    ],
)
def test_a_mixed_family_has_the_standard_the_place_says(
    rule: str, classes: tuple[str, str], line: str | None
):
    family = a_family(
        person(residence_class=classes[0]), person(relation="spouse", residence_class=classes[1])
    )

    finding = dibao(family, standard_by=rule, dibao_standard={"urban": 1000, "rural": 800})

    assert finding["standard_line"].value == fen(line)


def test_a_members_own_standard_follows():
    finding = dibao(a_family(person(), residence="rural"), dibao_standard={"urban": 1000, "rural": 800})

    assert finding["own_standard"].value == (fen(800),)


def test_the_sum_is_said_with_names():
    family = a_family(
        person(name="张三", wage=fen(1500)), person(name="李四", relation="spouse", transfer=fen(900))
    )

    said = because(dibao(family, on=DAY), "income_of_members")[0]

    assert said == "成员收入合计：成员收入合计 2,400 元（张三 1,500 元、李四 900 元）。"
