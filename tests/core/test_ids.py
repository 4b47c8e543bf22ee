"""GB 11643 身份证号、残疾人证号、统一社会信用代码。"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.core.ids import (
    BadNumber,
    DisabilityKind,
    Sex,
    check_character,
    check_resident_id,
    credit_check_character,
    credit_code,
    disability_card,
    lengthen,
    mask_resident_id,
    resident_id,
    uuid7,
)

TODAY = date(2026, 11, 22)


def a_number(county: str = "371311", birth: str = "19900307", sequence: str = "001") -> str:
    body = county + birth + sequence
    return body + check_character(body)


SYNTHETIC = a_number(county="990001")


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(SYNTHETIC, id="照证件"),
        pytest.param(f" {SYNTHETIC[:6]} {SYNTHETIC[6:14]}　{SYNTHETIC[14:]} ", id="带空格和全角空格"),
        pytest.param("'" + SYNTHETIC, id="表格文本前的撇号"),
        pytest.param(SYNTHETIC.translate({ord("0") + d: 0xFF10 + d for d in range(10)}), id="全角数字"),
        pytest.param("\ufeff" + SYNTHETIC + "\u200b", id="看不见的字符"),
    ],
)
def test_the_same_number_however_written(written):
    assert resident_id(written, synthetic=True).number == SYNTHETIC


@pytest.mark.parametrize("last", ["x", "X", "ｘ", "×", "ⅹ"])
def test_the_last_x_is_made_capital(last):
    number = next(n for s in range(100) if (n := a_number("990001", sequence=f"{s:03d}")).endswith("X"))

    assert resident_id(number[:17] + last, synthetic=True).number == number


def test_a_number_states_birth_and_sex():
    man, woman = resident_id(a_number(sequence="011")), resident_id(a_number(sequence="012"))

    assert (man.birth, man.sex, man.sex.label) == (date(1990, 3, 7), Sex.MALE, "男")
    assert (woman.sex, woman.sex.label) == (Sex.FEMALE, "女")
    assert (man.county, man.synthetic) == ("371311", False)


def test_the_published_example_passes():
    """The worked example in GB 11643 itself."""
    assert check_character("11010519491231002") == "X"


@pytest.mark.parametrize(
    ("on", "age"),
    [
        pytest.param(date(2026, 3, 6), 35, id="生日前一天"),
        pytest.param(date(2026, 3, 7), 36, id="生日当天"),
    ],
)
def test_a_birthday_counts_from_the_day_itself(on, age):
    assert resident_id(a_number()).age_on(on) == age


@pytest.mark.parametrize(
    ("written", "code"),
    [
        pytest.param("", "id.empty", id="空"),
        pytest.param("　 ", "id.empty", id="只有空格"),
        pytest.param("3.7131119900307E+17", "id.not-text", id="科学计数法"),
        pytest.param("371311199003070000.0", "id.not-text", id="带小数点的数字"),
        pytest.param(3.7131119900307e17, "id.not-text", id="数字单元格"),
        pytest.param(371311199003070012, "id.not-text", id="整数单元格"),
        pytest.param(None, "id.not-text", id="空单元格"),
        pytest.param("371311********1234", "id.masked", id="带星号"),
        pytest.param("37131119900307001", "id.shape", id="少一位"),
        pytest.param("3713111990030700123", "id.shape", id="多一位"),
        pytest.param("37131119900X070012", "id.shape", id="X 在中间"),
        pytest.param("O71311199003070012", "id.shape", id="字母 O"),
        pytest.param(a_number(birth="19900230"), "id.birth", id="二月三十日"),
        pytest.param(a_number(birth="20230229"), "id.birth", id="平年二月二十九日"),
        pytest.param(a_number(birth="20270101"), "id.future", id="将来出生"),
        pytest.param(SYNTHETIC, "id.synthetic", id="正式库里的虚构号码"),
    ],
)
def test_an_impossible_number_is_refused_with_a_sentence(written, code):
    check = check_resident_id(written, on=TODAY)

    assert not check.ok
    assert check.error.code == code
    assert check.error.sentence.endswith("。")


def test_one_wrong_digit_is_always_noticed():
    good = a_number()
    for place in range(17):
        wrong = good[:place] + str((int(good[place]) + 1) % 10) + good[place + 1 :]
        assert not check_resident_id(wrong, on=TODAY).ok


def test_a_refusal_raises_without_repeating_the_number():
    wrong = a_number()[:17] + ("1" if a_number()[17] != "1" else "2")

    with pytest.raises(BadNumber) as refused:
        resident_id(wrong)

    assert wrong not in str(refused.value)


@pytest.mark.parametrize(
    ("county", "known", "warned"),
    [
        pytest.param("371311", {"371311"}, [], id="现行县区"),
        pytest.param("372801", {"371311"}, ["id.county"], id="已撤销的县区，提醒而不拒绝"),
        pytest.param("372801", None, [], id="没有代码表时只看省份"),
        pytest.param("201311", None, ["id.county"], id="没有这个省"),
        pytest.param("930156", None, ["id.foreign"], id="外国人永久居留证"),
        pytest.param("830000", None, [], id="台湾居民居住证"),
    ],
)
def test_the_address_is_a_warning_and_never_a_refusal(county, known, warned):
    check = check_resident_id(a_number(county=county), on=TODAY, known_counties=known)

    assert check.ok
    assert [w.code for w in check.warnings] == warned


def test_fifteen_digits_become_eighteen_with_a_warning():
    check = check_resident_id("371311450307001", on=TODAY)

    assert check.value.number == lengthen("371311450307001")
    assert check.value.birth == date(1945, 3, 7)
    assert [w.code for w in check.warnings] == ["id.fifteen"]


def test_a_very_old_person_is_looked_at():
    check = check_resident_id(a_number(birth="19000307"), on=TODAY)

    assert check.ok
    assert [w.code for w in check.warnings] == ["id.age"]


def test_invented_people_need_no_county():
    assert check_resident_id(SYNTHETIC, synthetic=True, known_counties=set()).warnings == ()


@given(st.text(max_size=25))
def test_any_text_gets_an_answer(text):
    check = check_resident_id(text, synthetic=True, on=TODAY)

    assert (check.value is None) == (check.error is not None)


def test_masked_for_lists():
    assert mask_resident_id("990001199003070011") == "990001********0011"
    assert mask_resident_id("1234") == "****"


def test_a_disability_card_states_kind_and_grade():
    card = disability_card(SYNTHETIC + "42", synthetic=True, holder=SYNTHETIC)

    assert (card.kind, card.grade, card.label, card.reissue) == (DisabilityKind.PHYSICAL, 2, "肢体二级", 0)
    assert disability_card(SYNTHETIC + "61B2", synthetic=True).reissue == 2
    assert disability_card(SYNTHETIC + "61B", synthetic=True).reissue == 1


@pytest.mark.parametrize(
    ("number", "holder"),
    [
        pytest.param(SYNTHETIC + "82", None, id="没有第八类"),
        pytest.param(SYNTHETIC + "45", None, id="没有第五级"),
        pytest.param(SYNTHETIC, None, id="只有身份证号"),
        pytest.param(None, None, id="空"),
        pytest.param(a_number("990001", sequence="003") + "42", SYNTHETIC, id="别人的证"),
    ],
)
def test_a_wrong_card_is_refused(number, holder):
    with pytest.raises(BadNumber):
        disability_card(number, synthetic=True, holder=holder)


def test_a_credit_code_is_checked():
    body = "1137131100435000X"[:17].replace("X", "7")
    code = body + credit_check_character(body)

    assert credit_code(f" {code.lower()} ") == code
    with pytest.raises(BadNumber):
        credit_code(code[:17] + ("0" if code[17] != "0" else "1"))
    with pytest.raises(BadNumber):
        credit_code("I" + code[1:])


def test_a_well_known_credit_code_passes():
    """A published code of a public body, so that the arithmetic is not only checked against itself."""
    assert credit_code("91350100M000100Y43") == "91350100M000100Y43"


def test_row_identifiers_are_in_the_order_of_time():
    made = [uuid7() for _ in range(1000)]

    assert len(set(made)) == 1000
    assert {(u.version, u.variant) for u in made} == {(7, "specified in RFC 4122")}
    assert [u.int >> 64 for u in made] == sorted(u.int >> 64 for u in made)
