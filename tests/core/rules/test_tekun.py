"""第四条：同时具备无劳动能力、无生活来源、无法定义务人或其义务人无履行义务能力的，认定为特困人员。"""

from typing import Any

import pytest
from tests.core.rules.families import OPEN, a_family, aged, fen, found, person

from yimen.core.book import because
from yimen.core.law import R649, T43

ABLE = dict.fromkeys(("can_eat", "can_dress", "can_get_up", "can_toilet", "can_walk", "can_bathe"), True)
ALONE = {
    "no_supporter": True,
    "contracted_land": False,
    "relocated_to_town": False,
    "old_age_allowance": 0,
    "without_capacity": False,
    "care_mode": "home",
    **ABLE,
}


def old(years: int = 70, **facts: Any) -> dict[str, Any]:
    return aged(years, **ALONE | facts)


def supporter(years: int = 40, **facts: Any) -> dict[str, Any]:
    given = {"relation": "supporter", "living_together": False, "local_registration": False}
    return aged(years, **given | {"without_capacity": False, "supporter_property_ok": True} | facts)


def tekun(*members: dict[str, Any], **overrides: Any):
    return found("tekun", a_family(*members), **overrides)


@pytest.mark.parametrize(
    ("facts", "meets"),
    [
        pytest.param({"years": 60}, True, id="满六十周岁"),
        pytest.param({"years": 59}, False, id="不满六十周岁"),
        pytest.param({"years": 15, "relation": "child"}, True, id="不满十六周岁"),
        pytest.param({"years": 16, "relation": "child"}, False, id="满十六周岁"),
        pytest.param({"years": 40, "disability_kind": "mental", "disability_grade": 3}, True, id="三级精神残疾"),
        pytest.param({"years": 40, "disability_kind": "mental", "disability_grade": 4}, False, id="四级精神残疾"),
        pytest.param({"years": 40, "disability_kind": "physical", "disability_grade": 2}, True, id="二级肢体残疾"),
        pytest.param({"years": 40, "disability_kind": "physical", "disability_grade": 3}, False, id="三级肢体残疾"),
        pytest.param({"years": 40, "disability_kind": "visual", "disability_grade": 1}, True, id="一级视力残疾"),
        pytest.param({"years": 40, "disability_kind": "visual", "disability_grade": 2}, False, id="二级视力残疾"),
        pytest.param(
            {"years": 17, "relation": "child", "current_programme": "tekun"}, True, id="在供养的未成年人到十八周岁"
        ),
        pytest.param(
            {"years": 18, "relation": "child", "current_programme": "tekun", "student_stage": "senior"},
            True,
            id="满十八周岁还在读高中，继续供养",
        ),
        pytest.param(
            {"years": 18, "relation": "child", "current_programme": "tekun", "student_stage": "bachelor"},
            False,
            id="满十八周岁读本科，不再继续",
        ),
    ],
)  # fmt: skip
def test_without_ability_to_work(facts: dict[str, Any], meets: bool):
    finding = tekun(old(**facts))

    assert finding["tekun_no_labour"].value == (meets,)
    assert finding["tekun_no_labour"].source == T43.article(5)
    assert finding.eligible is meets


@pytest.mark.parametrize(
    ("facts", "home", "meets"),
    [
        pytest.param({"transfer": "999.99"}, {}, True, id="收入低于标准一分"),
        pytest.param({"transfer": "1000.00"}, {}, False, id="收入等于标准"),
        pytest.param({"transfer": "1180.00", "basic_pension": "180.01"}, {}, True, id="基础养老金不计入"),
        pytest.param({"transfer": "1100.00", "old_age_allowance": "100.01"}, {}, True, id="高龄津贴不计入"),
        pytest.param({"transfer": "1100.00", "exempt_income": "100.01"}, {}, True, id="优抚金不计入"),
        pytest.param({}, {"financial_assets": fen(24_000)}, True, id="财产等于限额"),
        pytest.param({}, {"financial_assets": fen(24_000) + 1}, False, id="财产超过限额一分"),
        pytest.param({"transfer": OPEN}, {}, OPEN, id="收入没有回答"),
    ],
)
def test_without_livelihood(facts: dict[str, Any], home: dict[str, Any], meets: bool | None):
    given = {name: fen(value) for name, value in facts.items()}
    finding = found("tekun", a_family(old(**given), **home), tekun_nets_pension=False)

    assert finding["tekun_no_income"].value == (meets,)
    assert finding.eligible is meets


def test_somebody_already_kept_still_counts_as_a_head_in_the_property_test():
    finding = found("tekun", a_family(old(current_programme="tekun"), financial_assets=fen(24_000)))

    assert finding["at_home"].value == 1
    assert finding["line_at_home"].value == fen(1000)
    assert finding["property_ok_tekun"].value is True


POOR = {"wage": fen("4416.66")}  # 53,000 yuan a year less eight fen


@pytest.mark.parametrize(
    ("facts", "unable"),
    [
        pytest.param({}, False, id="壮年子女"),
        pytest.param({"current_programme": "tekun"}, True, id="义务人是特困人员"),
        pytest.param({"years": 60, "current_programme": "dibao"}, True, id="义务人六十周岁且享受低保"),
        pytest.param({"years": 59, "current_programme": "dibao"}, False, id="五十九周岁的低保对象"),
        pytest.param({"years": 70, **POOR}, True, id="七十周岁且收入低于人均可支配收入"),
        pytest.param({"years": 69, **POOR}, False, id="六十九周岁"),
        pytest.param({"years": 70, "wage": fen("4416.67")}, False, id="收入不低于人均可支配收入"),
        pytest.param({"years": 70, **POOR, "supporter_property_ok": False}, False, id="财产不符合规定"),
        pytest.param(
            {"disability_kind": "physical", "disability_grade": 2, **POOR}, True, id="重度残疾且收入低"
        ),
        pytest.param(
            {"disability_kind": "intellectual", "disability_grade": 3, **POOR}, True, id="三级智力残疾且收入低"
        ),
        pytest.param({"disability_kind": "physical", "disability_grade": 3, **POOR}, False, id="三级肢体残疾"),
        pytest.param({"without_capacity": True}, True, id="无民事行为能力"),
        pytest.param({"absence": "missing"}, True, id="宣告失踪"),
        pytest.param({"absence": "custody"}, True, id="服刑"),
        pytest.param({"absence": "custody", "supporter_property_ok": False}, False, id="服刑但财产超标"),
        pytest.param({"without_capacity": OPEN}, OPEN, id="行为能力没有回答"),
    ],
)  # fmt: skip
def test_supporters_who_cannot_support(facts: dict[str, Any], unable: bool | None):
    years = facts.get("years", 40)
    rest = {name: value for name, value in facts.items() if name != "years"}
    finding = tekun(old(no_supporter=False), supporter(years, **rest))

    assert finding["supporter_unable"].value[1] is unable
    assert finding["supporters_listed"].value == 1
    assert finding["tekun_person"].value[0] is unable
    assert finding.eligible is unable


def test_who_lives_here_and_can_support_stands_against_it():
    finding = tekun(old(), aged(40, relation="child", without_capacity=False))

    assert finding["able_supporter"].value == (False, True)
    assert finding["able_supporters"].value == 1
    assert finding["supporter_property"].value[1] is True
    assert finding["supporter_income_low"].value[1] is True
    assert [figure.name for figure in finding.failed] == ["tekun_someone_unsupported"]


def test_a_couple_both_destitute_are_kept_both():
    finding = tekun(old(), old(68, relation="spouse"))

    assert finding["tekun_candidate"].value == (True, True)
    assert finding["unsupported"].value == (True, True)
    assert finding["tekun_monthly"].value == (finding.amount // 2,) * 2


def test_without_a_list_of_supporters_the_statement_decides():
    assert tekun(old(no_supporter=False)).eligible is False
    opened = tekun(old(no_supporter=OPEN))
    assert (opened.eligible, [q.name for q in opened.open]) == (None, ["no_supporter"])


def test_a_refusal_names_the_first_of_the_three_that_fails():
    assert next(f.name for f in tekun(old(50)).failed) == "tekun_someone_without_labour"
    assert next(f.name for f in tekun(old(transfer=fen(2000))).failed) == "tekun_someone_without_income"


def test_a_child_who_chose_the_other_scheme_is_not_kept_twice():
    child = old(10, relation="child", current_programme="orphan")

    assert tekun(child).eligible is False


def test_a_supporter_elsewhere_is_nobody_of_the_family():
    finding = found("dibao", a_family(person(), supporter(local_registration=True, wage=fen(9000))))

    assert finding["lives_apart"].value == (False, True)
    assert finding["member_count"].value == 1
    assert finding.amount == fen(1000)


# The money --------------------------------------------------------------------------------------------------------


def lost(number: int) -> dict[str, bool]:
    return {name: place >= number for place, name in enumerate(ABLE)}


@pytest.mark.parametrize(
    ("number", "full", "partial", "care"),
    [
        pytest.param(0, False, False, "200.00", id="六项都能自主：具备"),
        pytest.param(1, False, True, "400.00", id="一项不能：部分丧失"),
        pytest.param(3, False, True, "400.00", id="三项不能：部分丧失"),
        pytest.param(4, True, False, "1000.00", id="四项不能：完全丧失"),
        pytest.param(6, True, False, "1000.00", id="六项都不能：完全丧失"),
    ],
)
def test_care_follows_the_six_indicators(number: int, full: bool, partial: bool, care: str):
    finding = tekun(
        old(**lost(number)),
        care_wage="2000",
        tekun_care_rate_home={"full": "0.5", "partial": "0.2", "able": "0.1"},
    )

    assert finding["indicators_lost"].value == (number,)
    assert (finding["fully_dependent"].value, finding["partly_dependent"].value) == ((full,), (partial,))
    assert finding["tekun_care"].value == (fen(care),)
    assert finding["tekun_care"].source == R649.article(15)


@pytest.mark.parametrize(
    ("facts", "overrides", "basic"),
    [
        pytest.param({}, {"tekun_multiple": "1.3"}, "1300.00", id="城市标准的一点三倍"),
        pytest.param({"contracted_land": True}, {"tekun_multiple": "1.3"}, "1040.00", id="有承包地，按农村"),
        pytest.param(
            {"contracted_land": True, "relocated_to_town": True},
            {"tekun_multiple": "1.3"},
            "1300.00",
            id="易地搬迁到城镇，按城市",
        ),
        pytest.param(
            {"care_mode": "institution"},
            {"tekun_multiple": {"institution": "1.6", "home": "1.3"}},
            "1600.00",
            id="集中供养另有倍数",
        ),
        pytest.param(
            {},
            {"tekun_basic_method": "fixed", "tekun_basic_fixed": {"urban": "1350", "rural": "1100"}},
            "1350.00",
            id="公布的固定标准",
        ),
    ],
)
def test_basic_living(facts: dict[str, Any], overrides: dict[str, Any], basic: str):
    standard = {"urban": "1000", "rural": "800"}
    finding = tekun(old(**facts), dibao_standard=standard, tekun_care_method="none", **overrides)

    assert finding["tekun_basic"].value == (fen(basic),)
    assert finding["tekun_rural"].value == (
        facts.get("contracted_land", False) and "relocated_to_town" not in facts,
    )
    assert finding.amount == fen(basic)


def test_care_at_an_institution_may_be_a_published_sum():
    finding = tekun(
        old(care_mode="institution", **lost(5)),
        tekun_care_method="fixed",
        tekun_care_fixed_institution={"full": "900", "partial": "300", "able": "50"},
    )

    assert finding["tekun_care"].value == (fen(900),)


def test_a_place_may_net_off_the_basic_pension():
    kept = {"transfer": fen(180), "basic_pension": fen(180)}

    netted = tekun(old(**kept), tekun_nets_pension=True, tekun_care_method="none")
    assert netted["tekun_netted"].value == (fen(180),)
    assert netted.amount == fen(1500) - fen(180)


def test_the_sum_is_rounded_once_and_its_arithmetic_said():
    finding = tekun(old())

    assert finding["tekun_eligible"].source == T43.article(4)
    assert finding["tekun_amount"].value == finding.amount == fen(1701)  # 1.5 × 1,000 + 0.1 × 2,010
    assert "1,701 元" in because(finding, "tekun_monthly", 0)[0]


def test_a_school_child_already_kept_goes_on():
    finding = tekun(old(17, relation="child", current_programme="tekun"))

    assert finding["tekun_continues"].value == (True,)
    assert finding["tekun_income"].value == (0,)
