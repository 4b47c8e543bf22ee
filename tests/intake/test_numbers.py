"""回执号、授权书编号：能念、能查错。"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.intake.numbers import AUTHORISATION, RECEIPT, damm, grouped, new_number, read_number

DAY = date(2026, 11, 22)
digits = st.text("0123456789", min_size=13, max_size=13)


def test_a_number_says_its_kind_and_day():
    number = new_number(RECEIPT, DAY)
    assert number.startswith("YM-261122-")
    assert len(number) == 19
    assert read_number(number, RECEIPT) == number


@pytest.mark.parametrize(
    "typed", ["{0}", " {0} ", "{1}", "{2}", "{0}。"], ids=["原样", "带空格", "不带横线", "小写", "带句号"]
)
def test_a_number_is_read_as_people_type_it(typed):
    number = new_number(RECEIPT, DAY)
    plain = number.replace("-", "")
    assert read_number(typed.format(number, plain, plain.lower()), RECEIPT) == number


def test_the_letters_in_front_may_be_left_out():
    number = new_number(AUTHORISATION, DAY)
    assert read_number(number[3:], AUTHORISATION) == number


@given(digits, st.integers(0, 13), st.integers(1, 9))
def test_any_one_wrong_digit_is_found(body, place, shift):
    good = body + str(damm(body))
    bad = good[:place] + str((int(good[place]) + shift) % 10) + good[place + 1 :]
    assert read_number(grouped(f"YM{bad}"), RECEIPT) is None


@given(digits, st.integers(0, 12))
def test_two_neighbours_swapped_are_found(body, place):
    good = body + str(damm(body))
    bad = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
    assert bad == good or read_number(grouped(f"YM{bad}"), RECEIPT) is None


@pytest.mark.parametrize("typed", ["", "YM", "YM-261122-4839", "不知道", "SQ-261122-0000-0000"])
def test_what_is_no_receipt_number_is_none(typed):
    assert read_number(typed, RECEIPT) is None
