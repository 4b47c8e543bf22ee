"""金额一律是整数分。"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.core.money import (
    BadAmount,
    capitals,
    format_yuan,
    parse_number_cell,
    parse_yuan,
    short_yuan,
    split_fen,
)


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        pytest.param("1234.5", 123450, id="一位小数"),
        pytest.param("1,234.50", 123450, id="千分位"),
        pytest.param("１，２３４．５０元", 123450, id="全角"),
        pytest.param("￥88", 8800, id="货币符号"),
        pytest.param("人民币 600 元整", 60000, id="汉字单位"),
        pytest.param("0", 0, id="零是已知的零"),
        pytest.param("0.01", 1, id="一分"),
        pytest.param(600, 60000, id="整数元"),
        pytest.param(Decimal("600.10"), 60010, id="十进制数"),
        pytest.param(Decimal("600.1000"), 60010, id="数据库多出来的零"),
    ],
)
def test_yuan_become_fen_exactly(written, fen):
    assert parse_yuan(written) == fen


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(1234.5, id="浮点数"),
        pytest.param(True, id="真假值"),
        pytest.param("", id="空"),
        pytest.param(None, id="没有填"),
        pytest.param("1.234", id="三位小数"),
        pytest.param("1.500", id="三位小数，可能是千分位"),
        pytest.param("12,34", id="千分位不对"),
        pytest.param("1.2万", id="以万为单位"),
        pytest.param("-5", id="负数"),
        pytest.param("约500", id="约数"),
        pytest.param("1e3", id="科学计数法"),
        pytest.param("9" * 20, id="过大"),
        pytest.param("=1+1", id="公式"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused(written):
    with pytest.raises(BadAmount) as refused:
        parse_yuan(written)

    assert str(refused.value).endswith("。")


def test_a_negative_amount_only_where_it_is_allowed():
    assert parse_yuan("-1,000.05", negative=True) == -100005


def test_a_number_cell_is_what_was_typed():
    assert parse_number_cell(1234.5) == 123450
    assert parse_number_cell(1234.56) == 123456
    assert parse_number_cell(1000.0) == 100000
    with pytest.raises(BadAmount):
        parse_number_cell(0.1 + 0.2)


@given(st.integers(-(10**13), 10**13))
def test_what_is_printed_reads_back(fen):
    assert parse_yuan(format_yuan(fen), negative=True) == fen
    assert parse_yuan(format_yuan(fen, marks=False), negative=True) == fen
    assert parse_number_cell(float(format_yuan(fen, marks=False)), negative=True) == fen


def test_sentences_leave_out_empty_decimals():
    assert (short_yuan(100000), short_yuan(8850), short_yuan(-100)) == ("1,000 元", "88.50 元", "-1 元")


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1.05", "壹元零伍分"),
        ("10", "壹拾元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100000", "壹拾万元整"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("10000001", "壹仟万零壹元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000000000000", "壹万亿元整"),
        ("-600", "负陆佰元整"),
    ],
)
def test_amounts_in_capitals(yuan, text):
    """正确填写票据和结算凭证的基本规定 gives four of these as its examples."""
    assert capitals(parse_yuan(yuan, negative=True)) == text


@given(st.integers(0, 10**12 - 1))
def test_capitals_name_one_amount_only(fen):
    assert _read_capitals(capitals(fen)) == fen


def _read_capitals(text: str) -> int:
    """Back from capitals, by a different road: each group of four digits, then 角 and 分."""
    head, _, tail = text.rpartition("元")
    fen = sum(
        "零壹贰叁肆伍陆柒捌玖".index(tail[tail.index(u) - 1]) * v
        for u, v in (("角", 10), ("分", 1))
        if u in tail
    )
    total = 0
    for unit, value in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group, head = head.split(unit, 1) if unit and unit in head else ("" if unit else head, head)
        total += value * _read_group(group)
    return total * 100 + fen


def _read_group(group: str) -> int:
    total, digit = 0, 0
    for c in group:
        if c in "拾佰仟":
            total += digit * {"拾": 10, "佰": 100, "仟": 1000}[c]
            digit = 0
        else:
            digit = "零壹贰叁肆伍陆柒捌玖".index(c)
    return total + digit


@given(st.integers(-(10**9), 10**9), st.integers(1, 40))
def test_equal_shares_differ_by_one_fen_at_most(total, parts):
    shares = split_fen(total, parts)

    assert sum(shares) == total
    assert max(shares) - min(shares) <= 1


@given(st.integers(0, 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(sum))
def test_weighted_shares_sum_to_the_whole(total, weights):
    shares = split_fen(total, weights)

    assert sum(shares) == total
    assert all(s == 0 for s, w in zip(shares, weights, strict=True) if w == 0)


def test_the_odd_fen_goes_to_the_earlier_share():
    assert split_fen(100, 3) == [34, 33, 33]
    with pytest.raises(BadAmount):
        split_fen(100, 0)
