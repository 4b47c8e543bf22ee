"""A case file is read strictly: what is wrong is said with line, field and what is expected."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from yimen.core.casefile import Case, CaseFileMistake, read_case
from yimen.core.rules import PROGRAMMES

HEAD = "programme: dibao\non: 2026-03-15\n"


def case(tmp_path: Path, text: str, head: str = HEAD) -> Case:
    file = tmp_path / "个案.yaml"
    file.write_text(head + dedent(text), encoding="utf-8")
    return read_case(file)


def member_of(tmp_path: Path, fields: str) -> dict:
    return case(tmp_path, f"household: {{members: [{{{fields}}}]}}").family.members[0]


def household_of(tmp_path: Path, fields: str) -> dict:
    return case(tmp_path, f"household: {{members: [], {fields}}}").family.household


def test_a_whole_case(tmp_path: Path):
    found = case(
        tmp_path,
        """\
        accepted_on: 2026-03-01
        place: "371311001"
        household:
          residence: 城镇
          members:
            - {name: 张三, relation: head, birth_date: 1980-05-01, disability_grade: 2, income: {wage: "1,500.50"}}
        applicant: 张三
        """,
    )

    assert (found.programmes, found.on, found.law.on, found.applicant) == (
        ("dibao",), date(2026, 3, 15), date(2026, 3, 1), "张三",
    )  # fmt: skip
    assert (found.law.place, found.law.place_name) == ("371311001", "罗庄区")
    assert found.family.household == {"residence": "urban"}
    assert found.family.members[0]["wage"] == 150_050
    assert found.family.members[0]["birth_date"] == date(1980, 5, 1)


def test_all_asks_for_every_programme(tmp_path: Path):
    found = case(tmp_path, "household: {members: []}", "programme: all\non: 2026-03-15\n")

    assert found.programmes == tuple(PROGRAMMES)


def test_json_is_read_too(tmp_path: Path):
    text = (
        '{"programme": "dibao", "on": "2026-03-15", "household": {"members": [{"income": {"wage": 12.50}}]}}'
    )

    assert case(tmp_path, text, "").family.members[0]["wage"] == 1250


@pytest.mark.parametrize(
    ("written", "wage", "transfer"),
    [
        pytest.param("income: {wage: 10}", 1000, 0, id="写了就是全部"),
        pytest.param("income: {wage: 10, transfer: null}", 1000, None, id="不清楚的一类写 null"),
        pytest.param("income: 0", 0, 0, id="没有收入"),
        pytest.param("income: null", None, None, id="没有回答"),
        pytest.param("name: 张三", None, None, id="没有写"),
    ],
)
def test_income_that_is_written_is_complete(
    tmp_path: Path, written: str, wage: int | None, transfer: int | None
):
    member = member_of(tmp_path, written)

    assert (member.get("wage"), member.get("transfer")) == (wage, transfer)


def test_what_holds_for_every_member_yields_to_the_members_own(tmp_path: Path):
    found = case(
        tmp_path,
        """\
        household:
          every_member: {absence: none, labour_ability: full}
          members: [{name: 甲}, {name: 乙, labour_ability: none}]
        """,
    )

    assert [m["labour_ability"] for m in found.family.members] == ["full", "none"]
    assert [m["absence"] for m in found.family.members] == ["none", "none"]


@pytest.mark.parametrize(
    ("assets", "name", "value"),
    [
        pytest.param("[]", "financial_assets", 0, id="没有财产"),
        pytest.param(
            "[{kind: deposit, amount: 100}, {kind: insurance, amount: '0.50'}]",
            "financial_assets",
            10_050,
            id="合计",
        ),
        pytest.param(
            "[{kind: deposit, amount: null}, {kind: claims, amount: 1}]",
            "financial_assets",
            None,
            id="有一项不清楚",
        ),
        pytest.param("[{kind: deposit, amount: 100, exempt: true}]", "financial_assets", 0, id="豁免"),
        pytest.param("[{kind: car}, {kind: car, count: 2}]", "cars", 3, id="汽车"),
        pytest.param("[{kind: car, count: null}]", "cars", None, id="数量不清楚"),
        pytest.param(
            "[{kind: house, area: '60.5'}, {kind: house, area: 40}]",
            "house_area",
            Decimal("100.5"),
            id="面积合计",
        ),
        pytest.param("[{kind: house}]", "house_area", None, id="面积没有写"),
        pytest.param("[{kind: business_registration}]", "business_registered", True, id="登记"),
        pytest.param(
            "[{kind: business_registration, family_stall: true}]", "family_stall", True, id="家庭摊点"
        ),
        pytest.param(
            "[{kind: business_registration, family_stall: true}, {kind: business_registration}]",
            "family_stall",
            False,
            id="不只是家庭摊点",
        ),
    ],
)
def test_assets_become_facts(tmp_path: Path, assets: str, name: str, value: object):
    assert household_of(tmp_path, f"assets: {assets}")[name] == value


def test_assets_that_are_not_written_are_not_answered(tmp_path: Path):
    assert household_of(tmp_path, "residence: rural") == {"residence": "rural"}
    assert household_of(tmp_path, "cars: 1, house_area: 59.99") == {"cars": 1, "house_area": Decimal("59.99")}


def test_expenses_are_the_members(tmp_path: Path):
    found = case(
        tmp_path,
        """\
        household:
          members: [{name: 甲}, {name: 乙}]
          expenses:
            - {kind: rigid_expenditure, member: 甲, monthly: 100}
            - {kind: rigid_expenditure, member: 甲, monthly: 20}
            - {kind: employment_cost, member: 乙, monthly: null}
        """,
    )

    assert [m["rigid_expenditure"] for m in found.family.members] == [12_000, 0]
    assert [m["employment_cost"] for m in found.family.members] == [0, None]


def test_parameters_in_all_their_forms(tmp_path: Path):
    law = case(
        tmp_path,
        """\
        place: "371311"
        parameters:
          dibao_standard: {urban: "1000.00"}
          dibao_floor: 0.2
          supplement_basis.minor: fixed
          minimum_wage:
            unit: yuan/month
            values:
              - {value: 2010, from: 2024-01-01, instrument: 旧}
              - {value: 2100, from: 2026-01-01, instrument: 新}
              - {value: 2200, from: 2027-01-01, instrument: 还没有生效}
        household: {members: []}
        """,
    ).law

    assert law.settings["dibao_standard.urban"].raw == 100_000
    assert law.settings["dibao_standard.rural"].instrument == "临沂市城乡低保标准（原文未得）"
    assert law.settings["dibao_floor"].raw == 2000
    assert law.settings["supplement_basis.minor"].raw == 3
    assert (law.settings["minimum_wage"].raw, law.settings["minimum_wage"].instrument) == (210_000, "新")


def test_without_a_place_only_the_nation_holds(tmp_path: Path):
    law = case(tmp_path, "household: {members: []}").law

    assert law.settings["clergy_years"].raw == 3
    assert "dibao_standard.urban" not in law.settings


MISTAKES = [
    pytest.param(
        "household: {members: []}\nhousehold: {members: []}", 4, "household", "写了两次", id="写了两次"
    ),
    pytest.param("houshold: {}", 3, "houshold", "不认识“houshold”", id="顶层字段拼错"),
    pytest.param("place: '371311'", 1, "", "缺少“household”", id="没有家庭"),
    pytest.param("household: {}", 3, "household", "缺少“members”", id="没有成员"),
    pytest.param("household: []", 3, "household", "一组字段", id="不是一组字段"),
    pytest.param("household:\n  members: 3", 4, "household.members", "列表", id="不是列表"),
    pytest.param(
        "household:\n  members:\n    - {name: 甲}\n    - {nmae: 乙}",
        6,
        "household.members[2].nmae",
        "不认识“nmae”",
        id="成员字段拼错",
    ),
    pytest.param(
        "household: {members: [{income: {wages: 1}}]}",
        3,
        "household.members[1].income.wages",
        "可写：wage",
        id="收入类别拼错",
    ),
    pytest.param(
        "household: {members: [{income: 1500}]}",
        3,
        "household.members[1].income",
        "按类别写",
        id="收入没有分类",
    ),
    pytest.param(
        "household: {members: [{income: {wage: 1.505}}]}",
        3,
        "household.members[1].income.wage",
        "两位",
        id="三位小数",
    ),
    pytest.param(
        "household: {members: [{income: {wage: -1}}]}",
        3,
        "household.members[1].income.wage",
        "负数",
        id="负数",
    ),
    pytest.param(
        "household: {members: [{income: {wage: 一千}}]}",
        3,
        "household.members[1].income.wage",
        "看不懂",
        id="不是数",
    ),
    pytest.param(
        "household: {members: [{income: {wage: 99999999}}]}",
        3,
        "household.members[1].income.wage",
        "应在 0 到",
        id="大得不可能",
    ),
    pytest.param(
        "household: {members: [{birth_date: 1980/5/1}]}",
        3,
        "household.members[1].birth_date",
        "2026-03-15",
        id="日期写法",
    ),
    pytest.param(
        "household: {members: [{absence: away}]}", 3, "household.members[1].absence", "服刑", id="没有这一类"
    ),
    pytest.param(
        "household: {members: [{major_illness: 1}]}",
        3,
        "household.members[1].major_illness",
        "true",
        id="不是是非",
    ),
    pytest.param(
        "household: {members: [{disability_grade: 5}]}",
        3,
        "household.members[1].disability_grade",
        "0 到 4",
        id="五级残疾",
    ),
    pytest.param(
        "household: {members: [{disability_grade: 二}]}",
        3,
        "household.members[1].disability_grade",
        "一个数",
        id="等级不是数",
    ),
    pytest.param(
        "household: {members: [{name: [甲]}]}", 3, "household.members[1].name", "一个值", id="姓名不是值"
    ),
    pytest.param(
        "household: {members: [], assets: [{amount: 1}]}", 3, "household.assets[1]", "kind", id="财产没有类别"
    ),
    pytest.param(
        "household: {members: [], assets: [{kind: gold}]}",
        3,
        "household.assets[1].kind",
        "deposit",
        id="没有这类财产",
    ),
    pytest.param(
        "household: {members: [], assets: [{kind: deposit}]}",
        3,
        "household.assets[1]",
        "amount",
        id="存款没有金额",
    ),
    pytest.param(
        "household: {members: [], assets: [{kind: car, count: 一}]}",
        3,
        "household.assets[1].count",
        "整数",
        id="数量不是数",
    ),
    pytest.param(
        "household: {members: [], assets: [{kind: house, area: 大}]}",
        3,
        "household.assets[1].area",
        "平方米",
        id="面积不是数",
    ),
    pytest.param(
        "household: {members: [], cars: 1, assets: []}", 3, "household.assets", "cars", id="财产写了两遍"
    ),
    pytest.param(
        "household: {members: [{name: 甲}], expenses: [{kind: rent, member: 甲, monthly: 1}]}",
        3,
        "household.expenses[1].kind",
        "employment_cost",
        id="没有这类支出",
    ),
    pytest.param(
        "household: {members: [{name: 甲}], expenses: [{kind: employment_cost, member: 乙, monthly: 1}]}",
        3,
        "household.expenses[1].member",
        "没有“乙”",
        id="支出的成员不在",
    ),
    pytest.param(
        "household: {members: [{name: 甲}], expenses: [{kind: employment_cost, member: 甲}]}",
        3,
        "household.expenses[1]",
        "monthly",
        id="支出没有金额",
    ),
    pytest.param(
        "household: {members: [{name: 甲}]}\napplicant: 乙",
        4,
        "applicant",
        "成员有：甲",
        id="申请人不在成员里",
    ),
    pytest.param("place: 罗庄\nhousehold: {members: []}", 3, "place", "区划代码", id="区划不对"),
    pytest.param(
        "parameters: {standart: 1}\nhousehold: {members: []}",
        3,
        "parameters.standart",
        "standart",
        id="没有这个参数",
    ),
    pytest.param(
        "parameters: {dibao_standard: {town: 1}}\nhousehold: {members: []}",
        3,
        "parameters.dibao_standard",
        "town",
        id="没有这一列",
    ),
    pytest.param(
        "parameters:\n  payment_day:\n    unit: month\n    values: [{value: 1}]\nhousehold: {members: []}",
        5,
        "parameters.payment_day",
        "单位应是 day",
        id="标准包写法里单位不对",
    ),
    pytest.param(
        f"household: {{members: [{', '.join(['{}'] * 61)}]}}",
        3,
        "household.members",
        "最多 60",
        id="成员太多",
    ),
]


@pytest.mark.parametrize(("text", "line", "field", "said"), MISTAKES)
def test_a_mistake_is_said_with_line_and_field(tmp_path: Path, text: str, line: int, field: str, said: str):
    with pytest.raises(CaseFileMistake) as caught:
        case(tmp_path, text)

    assert (caught.value.line, caught.value.field) == (line, field)
    assert said in caught.value.message
    assert caught.value.message.startswith(f"个案.yaml 第 {line} 行")


@pytest.mark.parametrize(
    ("head", "line", "said"),
    [
        pytest.param(
            "programme: dipao\non: 2026-03-15\n", 1, "可写：dibao（最低生活保障）", id="没有这个项目"
        ),
        pytest.param("programme: dibao\non: 三月\n", 2, "要写日期", id="日期写法"),
        pytest.param("programme: dibao\n", 1, "缺少“on”", id="没有日期"),
    ],
)
def test_mistakes_at_the_top(tmp_path: Path, head: str, line: int, said: str):
    with pytest.raises(CaseFileMistake, match=said) as caught:
        case(tmp_path, "household: {members: []}", head)

    assert caught.value.line == line


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "空的", id="空文件"),
        pytest.param(b"a: [", "YAML", id="写法有误"),
        pytest.param("programme: 低保".encode("gb18030"), "UTF-8", id="编码不对"),
        pytest.param(None, "打不开", id="没有文件"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, said: str):
    file = tmp_path / "个案.yaml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CaseFileMistake, match=said):
        read_case(file)


def test_yearly_expenses_are_the_familys(tmp_path: Path):
    found = household_of(
        tmp_path,
        "expenses: [{kind: medical_expense, yearly: 100}, {kind: medical_expense, yearly: '20.50'}, "
        "{kind: living_expense, yearly: null}]",
    )

    assert (found["medical_expense"], found["living_expense"], found["other_expense"]) == (12_050, None, 0)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param("expenses: [{kind: medical_expense, monthly: 1}]", "缺少“yearly”", id="没有写年度"),
        pytest.param(
            "expenses: [{kind: medical_expense, yearly: 1, monthly: 1}]", "不写 monthly", id="两种都写"
        ),
        pytest.param(
            "expenses: [{kind: employment_cost, yearly: 1}]", "缺少“member”", id="可扣减支出没有写成员"
        ),
        pytest.param("medical_expense: 1, expenses: []", "不要再单独写 medical_expense", id="写了两处"),
    ],
)
def test_a_wrong_expense_is_said(tmp_path: Path, fields: str, said: str):
    with pytest.raises(CaseFileMistake, match=said):
        household_of(tmp_path, fields)
