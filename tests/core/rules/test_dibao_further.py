"""低保的其余各项：核定收入、赡养抚养扶养费、渐退、三次拒绝就业。"""

from typing import Any

import pytest
from tests.core.rules.families import OPEN, a_family, aged, dibao, fen, found, person

from yimen.core.law import D57, N2022

UNPROVED = {
    "sex": "male",
    "work_income_proved": False,
    "cannot_find_work": False,
    "recent_graduate": False,
    "sole_trader": False,
}


def worker(years: int = 40, **facts: Any) -> dict[str, Any]:
    return aged(years, **UNPROVED | facts)


IMPUTE = {"imputed_method": "minimum_wage", "minimum_wage": "2000"}


@pytest.mark.parametrize(
    ("facts", "added"),
    [
        pytest.param({}, "2000", id="青壮年男性，最低工资"),
        pytest.param({"years": 50}, "2000", id="男五十岁仍是青壮年"),
        pytest.param({"years": 51}, "1000", id="男五十一岁，一半"),
        pytest.param({"years": 60}, "1000", id="男六十岁，一半"),
        pytest.param({"years": 61}, "0", id="男六十一岁，不核定"),
        pytest.param({"sex": "female", "years": 46}, "1000", id="女四十六岁，一半"),
        pytest.param({"sex": "female", "years": 56}, "0", id="女五十六岁，不核定"),
        pytest.param({"years": 17}, "0", id="不满十八岁"),
        pytest.param({"sole_trader": True}, "3000", id="个体经营者一点五倍"),
        pytest.param({"wage": fen(500)}, "1500", id="补到核定数"),
        pytest.param({"wage": fen(2500)}, "0", id="申报已高于核定数"),
        pytest.param({"work_income_proved": True}, "0", id="收入有证明"),
        pytest.param({"cannot_find_work": True}, "0", id="确实不能就业，按实际困难"),
        pytest.param({"recent_graduate": True}, "0", id="毕业不满六个月"),
        pytest.param({"labour_ability": "part"}, "0", id="部分丧失劳动能力"),
        pytest.param({"student_stage": "bachelor"}, "0", id="在校学生"),
    ],
)
def test_income_that_cannot_be_proved(facts: dict[str, Any], added: str):
    finding = dibao(a_family(worker(**facts)), **IMPUTE)

    assert finding["imputed_income"].value == (fen(added),)
    assert finding["imputed_income"].source == N2022.article("一(一)")
    assert finding["income_that_counts"].value == (fen(added) + facts.get("wage", 0),)


def test_the_rate_and_the_ages():
    finding = dibao(a_family(worker(51)), **IMPUTE)

    assert finding["of_imputed_age"].value == (True,)
    assert finding["imputed"].value == (True,)
    assert str(finding["imputed_rate"].value[0]) in ("0.5", "0.5000")


def test_where_nothing_is_imputed_nothing_is_asked():
    finding = dibao(a_family(person()))

    assert finding.open == []
    assert finding["imputed_income"].value == (0,)


# 赡养、抚养、扶养费 ---------------------------------------------------------------------------------------------------


def payer(**facts: Any) -> dict[str, Any]:
    given = {
        "relation": "supporter",
        "support_kind": "parents",
        "payer_income": fen(9000),
        "payer_own_income": fen(6000),
        "payer_members": 3,
        "payer_siblings": 2,
        "support_document": 0,
        "support_received": 0,
        "supported_here": 1,
        "supported_all": 2,
    }
    return person(**given | facts)


@pytest.mark.parametrize(
    ("method", "facts", "excess", "due"),
    [
        pytest.param("a", {}, "3000", "300", id="甲：超出二倍标准部分的二成，两人平分"),
        pytest.param("a", {"payer_income": fen(6000)}, "0", "0", id="甲：等于二倍标准"),
        pytest.param("b", {}, "6600", "1650", id="乙：超出农村标准部分的一半"),
        pytest.param("c", {}, "4500", "675", id="丙：超出低收入线部分的三成"),
        pytest.param("d", {}, "6000", "1500", id="丁：两个子女，超出标准部分的五成"),
        pytest.param("d", {"payer_siblings": 3}, "6000", "1200", id="丁：三个子女，四成"),
        pytest.param("d", {"supported_here": 2}, "6000", "3000", id="两位老人都在本户"),
    ],
)
def test_support_money_by_the_method_of_the_place(method: str, facts: dict[str, Any], excess: str, due: str):
    finding = dibao(
        a_family(person(), payer(**facts)),
        support_method=method,
        dibao_standard={"urban": "1000", "rural": "800"},
    )

    assert finding["payer_excess"].value[1] == fen(excess)
    assert finding["support_share"].value[1] == fen(due)
    assert finding["support_due"].value[1] == fen(due)
    assert finding["support_income"].value == fen(due)
    assert finding["counted_income"].value == fen(due)


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        pytest.param({"support_document": fen(800)}, "800", id="判决书优先"),
        pytest.param(
            {"support_document": fen(800), "support_received": fen(300)}, "500", id="只补没有收到的"
        ),
        pytest.param({"support_received": fen(900)}, "600", id="实际收到低于核算数"),
        pytest.param({"support_received": fen(2000)}, "0", id="实际收到更高，已在转移收入里"),
    ],
)
def test_a_document_comes_first_and_what_is_received_is_not_counted_twice(facts: dict[str, Any], due: str):
    finding = dibao(a_family(person(), payer(**facts)), support_method="d")

    assert finding["support_due"].value[1] == fen(due)
    assert finding["support_due"].source == D57.article(13)


@pytest.mark.parametrize(
    ("persons", "due"),
    [
        pytest.param(1, "1200", id="一个孩子，二成"),
        pytest.param(2, "1200", id="两个孩子，各二成"),
        pytest.param(3, "1000", id="三个孩子，合计不超过五成"),
    ],
)
def test_alimony_is_a_share_of_the_payers_own_income(persons: int, due: str):
    finding = dibao(
        a_family(person(), payer(support_kind="children", supported_all=persons)), support_method="a"
    )

    assert finding["alimony_due"].value[1] == fen(due) * persons
    assert finding["support_due"].value[1] == fen(due)
    assert finding["parents_due"].value[1] == fen(600)


def test_where_support_is_not_computed_it_is_not_asked():
    finding = dibao(a_family(person(), person(relation="supporter", payer_income=OPEN)))

    assert (finding.eligible, finding.open) == (True, [])


# 三次拒绝 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refusals", "reduces", "amount"),
    [
        pytest.param(3, True, "1000", id="三次，减发本人份额"),
        pytest.param(2, True, "2000", id="两次"),
        pytest.param(3, False, "2000", id="当地没有启用"),
    ],
)
def test_refusing_work_three_times(refusals: int, reduces: bool, amount: str):
    finding = dibao(
        a_family(person(job_refusals=refusals), person(relation="spouse", job_refusals=0)),
        refusal_reduces=reduces,
    )

    assert finding.amount == fen(amount)
    assert finding["work_refusers"].value == (1 if refusals == 3 and reduces else 0)
    assert finding["refused_shares"].value == fen(2000) - fen(amount)
    assert finding["work_refusers"].source == D57.article(34)


# 渐退 ---------------------------------------------------------------------------------------------------------------

WORKING = {"over_line_by_work": True, "months_over_line": 0, "last_benefit": fen(600)}


def phase_out(wage: str = "1200", home: dict[str, Any] | None = None, **overrides: Any):
    family = a_family(person(current_programme="dibao", wage=fen(wage)), **WORKING | (home or {}))
    return found("dibao_phase_out", family, **overrides)


@pytest.mark.parametrize(
    ("wage", "home", "failed"),
    [
        pytest.param("1000", {}, [], id="等于标准，已不低于"),
        pytest.param("999.99", {}, ["over_by_work"], id="仍低于标准，不是渐退"),
        pytest.param("1200", {"over_line_by_work": False}, ["over_by_work"], id="不是因为就业"),
        pytest.param("1200", {"months_over_line": 5}, [], id="第六个月"),
        pytest.param("1200", {"months_over_line": 6}, ["within_phase_out"], id="满六个月"),
        pytest.param("1200", {"cars": 1}, ["property_ok_dibao"], id="财产不符合"),
        pytest.param("1500.01", {}, ["phase_out_income_ok"], id="超过渐退上限一分"),
        pytest.param("1500", {}, [], id="等于渐退上限"),
    ],
)
def test_who_is_phased_out(wage: str, home: dict[str, Any], failed: list[str]):
    finding = phase_out(wage, home, phase_out_multiple="1.5")

    assert [figure.name for figure in finding.failed] == failed
    assert finding["phase_out_eligible"].value is (not failed)
    assert finding["was_on_dibao"].value is True


@pytest.mark.parametrize(
    ("months", "amount"),
    [
        pytest.param(0, "600", id="第一个月全额"),
        pytest.param(1, "600", id="第二个月全额"),
        pytest.param(2, "480", id="第三个月八成"),
        pytest.param(4, "360", id="第五个月六成"),
    ],
)
def test_the_benefit_falls_in_steps_where_the_place_says_so(months: int, amount: str):
    rates = {"first": "1", "second": "0.8", "third": "0.6"}

    assert phase_out(home={"months_over_line": months}, phase_out_rate=rates)[
        "phase_out_amount"
    ].value == fen(amount)


def test_somebody_never_on_dibao_is_not_phased_out():
    finding = found("dibao_phase_out", a_family(person(wage=fen(2000)), **WORKING))

    assert (finding.eligible, finding.amount) == (False, 0)
