"""申请表一次列出全部错误，每一条写明是谁、哪一项。"""

import pytest
from tests.county import an_id
from tests.intake.filling import HEAD, HUSBAND, NOTHING, PLACE, PROPERTY, SON, TODAY, a_form

from yimen.intake.checks import blocking, may_sign, needs_guardian, read_form
from yimen.intake.content import Content
from yimen.intake.faults import FormRefused
from yimen.intake.reading import INCOME_ASKED

pytestmark = pytest.mark.usefixtures("citizen")


def read(content: Content, synthetic: bool = True):
    return read_form(content, on=TODAY, synthetic=synthetic)


def said(content: Content, synthetic: bool = True) -> list[str]:
    return [fault.text for fault in blocking(read(content, synthetic)[1])]


def test_a_right_form_has_no_fault():
    assert said(a_form()) == []


def test_an_empty_form_lists_everything_at_once():
    content = Content()
    content.add_member({"kind": "member", "relation": "head"})
    faults = said(content)
    assert "所在村（社区）：请依次选择县（区）、乡镇（街道）和村（社区）。" in faults
    assert "第 1 位成员 姓名：请填写姓名，与身份证一致。" in faults
    assert any(text.startswith("第 1 位成员 身份证号码：没有填写身份证号") for text in faults)
    assert any(text.startswith("户名：") for text in faults)
    assert len(faults) >= 8


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        pytest.param(
            SON | {"id_number": an_id("20150301")[:-1] + "0"},
            "王小明 身份证号码：身份证号的校验位不对",
            id="校验位",
        ),
        pytest.param(
            SON | {"id_number": "99000120151301102X"}, "王小明 身份证号码：身份证号第 7 至 14 位", id="日期"
        ),
        pytest.param(
            SON | {"id_number": an_id("20270101")}, "王小明 身份证号码：身份证号的出生日期", id="出生在未来"
        ),
        pytest.param(SON | {"id_number": "12345"}, "王小明 身份证号码：身份证号有 5 位", id="位数"),
        pytest.param(
            SON | {"id_number": HEAD["id_number"]}, "王小明 身份证号码：与王秀兰的号码相同", id="与他人相同"
        ),
        pytest.param(SON | {"phone": "1380000"}, "王小明 手机号码：手机号码应为", id="手机号码"),
        pytest.param(SON | {"relation": ""}, "王小明 与户主关系：请选择", id="关系没选"),
        pytest.param(
            SON | {"relation": "head"}, "王小明 与户主关系：王秀兰、王小明都选了户主", id="两个户主"
        ),
        pytest.param(
            SON | {"disability_kind": "visual", "disability_grade": "9"}, "王小明 残疾等级：", id="残疾等级"
        ),
        pytest.param(
            SON | {"id_kind": "none_yet", "id_number": ""},
            "王小明 出生日期：没有身份证号码的",
            id="没有证件也没有生日",
        ),
        pytest.param(SON | {"name": "王" * 61}, "最多 60 个字", id="姓名太长"),
    ],
)
def test_each_fault_names_member_and_field(person, sentence):
    assert any(sentence in text for text in said(a_form(HEAD, person)))


def test_a_form_without_head_says_so():
    assert any("没有户主" in text for text in said(a_form(HEAD | {"relation": "other"}, SON)))


def test_two_spouses_are_one_too_many():
    other = HUSBAND | {"name": "钱某", "id_number": an_id("19660101", 107)}
    assert any("已经有一位成员是配偶" in text for text in said(a_form(HEAD, HUSBAND, other)))


def test_a_supporter_is_not_the_head_and_declares_no_income():
    supporter = HUSBAND | {"kind": "supporter", "relation": "child"}
    content = a_form(HEAD, supporter)
    assert said(content) == []
    form, _ = read(content)
    assert [p.name for p in form.members] == ["王秀兰"]
    assert {income.person for income in form.incomes} == {form.head.id}
    assert any("户主必须是共同生活" in t for t in said(a_form(HEAD, supporter | {"relation": "head"})))


def test_invented_numbers_are_taken_by_a_synthetic_installation_only():
    assert any("演示用的虚构号码" in text for text in said(a_form(), synthetic=False))


def test_an_abolished_county_code_is_a_remark_and_hinders_nothing():
    body = "00000019800101102"
    from yimen.core.ids import check_character

    person = HUSBAND | {"id_number": body + check_character(body)}
    _, faults = read(a_form(HEAD, person))
    assert not blocking(faults)
    assert any(not fault.blocks and "行政区划代码" in fault.sentence for fault in faults)


def test_a_child_older_than_the_head_is_a_remark():
    _, faults = read(a_form(HEAD, SON | {"id_number": an_id("19600101", 103)}))
    assert [f.sentence for f in faults if not f.blocks] == [
        "选的是子女，出生日期却早于户主，请核对关系或号码。"
    ]
    assert not blocking(faults)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"wage": "约三千"}, "王秀兰 工资性收入：金额“约三千”看不懂", id="不是数字"),
        pytest.param({"wage": "1.234"}, "小数超过两位", id="三位小数"),
        pytest.param({"wage": "-5"}, "是负数", id="负数"),
        pytest.param(
            {"wage": "100", "nothing": "yes"}, "勾选了“没有任何收入”，这里却填了金额", id="自相矛盾"
        ),
    ],
)
def test_an_amount_that_cannot_be_read_is_named(typed, sentence):
    assert any(sentence in text for text in said(a_form(HEAD, income=typed)))


def test_an_unanswered_class_has_no_row_and_none_of_these_is_zero():
    form, faults = read(a_form(HEAD, income={"wage": "1,200.50", "transfer": ""}))
    assert not blocking(faults)
    assert [(i.kind, i.monthly_fen) for i in form.incomes] == [("wage", 120050)]


def test_no_income_at_all_answers_its_parts_too_but_not_what_illness_costs():
    form, _ = read(a_form(HEAD, income=NOTHING))
    assert {(i.kind, i.monthly_fen) for i in form.incomes} == {
        (kind, 0) for kind in (*INCOME_ASKED, "basic_pension", "exempt_income", "employment_cost")
    }


def test_property_has_it_has_not_or_is_not_answered():
    typed = {"vehicle_have": "no", "deposit_have": "yes", "deposit_value": "", "house_have": ""}
    form, faults = read(a_form(property=typed))
    assert not blocking(faults)
    assert [(p.kind, p.quantity, p.value_fen) for p in form.properties] == [
        ("deposit", 1, None),
        ("vehicle", 0, 0),
    ]


def test_what_is_counted_needs_a_number():
    assert any(
        "住房数量：选了“有”，请填写数量" in t
        for t in said(a_form(property=PROPERTY | {"house_quantity": ""}))
    )
    assert any("数量不能是 0" in t for t in said(a_form(property=PROPERTY | {"house_quantity": "0"})))


def test_no_account_yet_is_an_answer():
    form, faults = read(a_form(account={"none_yet": "yes"}))
    assert form.account is None
    assert not blocking(faults)


def test_an_account_has_holder_bank_and_digits():
    faults = said(a_form(account={"holder": "", "bank": "", "number": "12a"}))
    assert [text.partition("：")[0] for text in faults] == ["户名", "开户银行", "账号"]


@pytest.mark.parametrize(
    "village", ["371311100202", "999999999999", "371311001"], ids=["已撤销", "不存在", "不是村"]
)
def test_a_village_that_does_not_stand_is_refused(village):
    assert any("不在区划表中" in text for text in said(a_form(place=PLACE | {"village": village})))


def test_a_proxy_has_a_name():
    assert any("代办人姓名" in text for text in said(a_form(place=PLACE | {"filer": "proxy"})))


def test_a_child_alone_needs_a_guardian_in_the_file():
    child = SON | {"relation": "head"}
    assert any("没有能够签字的成年人" in text for text in said(a_form(child)))
    guardian = HUSBAND | {"kind": "supporter", "relation": "other"}
    assert said(a_form(child, guardian)) == []


@pytest.mark.parametrize(
    ("birth", "capacity", "guardian"),
    [
        pytest.param("20081122", "", False, id="今天满十八岁"),
        pytest.param("20081123", "", True, id="明天满十八岁"),
        pytest.param("19700101", "no", True, id="无完全行为能力"),
        pytest.param("19700101", "", False, id="没有说明能力"),
    ],
)
def test_who_needs_a_guardian(birth, capacity, guardian):
    form, _ = read(a_form(HEAD | {"id_number": an_id(birth, 102), "full_capacity": capacity}))
    assert needs_guardian(form.head, TODAY) is guardian
    assert may_sign(form.head, TODAY) is not guardian


def test_the_refusal_lists_all_of_it():
    faults = blocking(read(a_form(SON | {"relation": "head", "id_number": ""}))[1])
    assert str(len(faults)) in FormRefused(faults).message
