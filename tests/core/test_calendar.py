"""期间、期日与办理时限（民法典第二百零一至二百零三条）。"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.core.calendar import (
    BadPeriod,
    Clock,
    Light,
    Month,
    Suspension,
    Unit,
    WorkCalendar,
    add_months,
    month_after,
)

NATIONAL = WorkCalendar()
DAYS = st.dates(date(2020, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        pytest.param(date(2026, 11, 20), True, id="星期五"),
        pytest.param(date(2026, 11, 21), False, id="星期六"),
        pytest.param(date(2026, 10, 1), False, id="国庆节"),
        pytest.param(date(2026, 10, 10), True, id="调休上班的星期六"),
        pytest.param(date(2026, 2, 17), False, id="春节"),
    ],
)
def test_announced_days_are_known(day, working):
    assert NATIONAL.status(day) == (working, False)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        pytest.param(date(2027, 1, 1), False, id="元旦由办法规定"),
        pytest.param(date(2027, 1, 2), False, id="星期六"),
        pytest.param(date(2027, 1, 4), True, id="星期一"),
    ],
)
def test_a_year_not_announced_is_assumed_and_says_so(day, working):
    assert NATIONAL.status(day) == (working, True)


def test_an_override_wins_and_is_not_assumed():
    local = WorkCalendar({date(2027, 1, 4): False, date(2026, 11, 21): True})

    assert local.status(date(2027, 1, 4)) == (False, False)
    assert local.is_working(date(2026, 11, 21))


def test_working_days_begin_on_the_day_after():
    friday = date(2026, 11, 20)

    assert NATIONAL.add_working_days(friday, 1).day == date(2026, 11, 23)
    assert NATIONAL.add_working_days(friday, 0).day == friday


def test_working_days_skip_holidays_and_use_make_up_days():
    """2026 国庆：10 月 1 日至 7 日放假，9 月 20 日、10 月 10 日上班。"""
    assert NATIONAL.add_working_days(date(2026, 9, 30), 3).day == date(2026, 10, 10)


def test_a_period_that_reaches_an_unannounced_year_says_so():
    assert NATIONAL.add_working_days(date(2026, 12, 30), 1) == (date(2026, 12, 31), False)
    assert NATIONAL.add_working_days(date(2026, 12, 30), 2) == (date(2027, 1, 4), True)


def test_seven_days_of_publicity_end_on_a_working_day():
    """公示七天自次日起算；末日是法定休假日的，顺延到次日。"""
    assert NATIONAL.add_calendar_days(date(2026, 11, 16), 7).day == date(2026, 11, 23)
    assert NATIONAL.add_calendar_days(date(2026, 11, 14), 7).day == date(2026, 11, 23)
    assert NATIONAL.add_calendar_days(date(2026, 11, 14), 7, roll=False).day == date(2026, 11, 21)
    assert NATIONAL.add_calendar_days(date(2026, 10, 3), 7).day == date(2026, 10, 10)


def test_a_negative_period_is_refused():
    with pytest.raises(BadPeriod):
        NATIONAL.add_working_days(date(2026, 1, 1), -1)


@given(DAYS, st.integers(0, 60))
def test_counting_back_gives_the_number(start, count):
    due = NATIONAL.add_working_days(start, count)

    assert NATIONAL.working_days_between(start, due.day) == count
    assert count == 0 or NATIONAL.is_working(due.day)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        pytest.param(date(2026, 1, 31), 1, date(2026, 2, 28), id="没有对应日，为月末"),
        pytest.param(date(2024, 1, 31), 1, date(2024, 2, 29), id="闰年"),
        pytest.param(date(2026, 8, 15), 6, date(2027, 2, 15), id="跨年"),
        pytest.param(date(2026, 3, 31), -1, date(2026, 2, 28), id="往回数"),
    ],
)
def test_months_end_on_the_corresponding_day(start, count, end):
    assert add_months(start, count) == end


def test_a_period_of_months_moves_past_a_holiday():
    assert NATIONAL.add(date(2026, 9, 1), 1, Unit.MONTHS).day == date(2026, 10, 8)
    assert NATIONAL.add(date(2026, 9, 1), 1, Unit.MONTHS, roll=False).day == date(2026, 10, 1)


def test_benefits_begin_the_month_after_the_decision():
    assert month_after(date(2026, 12, 31)) == Month(2027, 1)
    assert month_after(date(2026, 11, 1)).first == date(2026, 12, 1)


def test_months_count_and_read():
    month = Month.parse("2026-12")

    assert (str(month), month.label, month.last) == ("2026-12", "2026年12月", date(2026, 12, 31))
    assert (month + 2, month + -12, month.next) == (Month(2027, 2), Month(2025, 12), Month(2027, 1))
    assert month.until(Month(2027, 3)) == 3
    assert Month(2026, 2) < month
    with pytest.raises(BadPeriod):
        Month.parse("2026-13")


@given(DAYS, st.integers(-40, 40))
def test_months_there_and_back(day, count):
    month = Month.of(day)

    assert month.until(month + count) == count
    assert month + count + -count == month


# 时限 ---------------------------------------------------------------------------------------------

ACCEPTED = date(2026, 11, 2)


def test_a_clock_without_rest_ends_like_the_calendar():
    assert Clock(ACCEPTED, 30).due(NATIONAL) == NATIONAL.add_working_days(ACCEPTED, 30)
    assert Clock(ACCEPTED, 7, Unit.CALENDAR_DAYS).due(NATIONAL).day == date(2026, 11, 9)
    assert Clock(ACCEPTED, 3, Unit.MONTHS).due(NATIONAL).day == date(2027, 2, 2)


def test_rested_days_are_given_back():
    """受理次日起算；11 月 4 日中止、11 日恢复，5 日至 11 日不计。"""
    rested = Clock(ACCEPTED, 5, suspensions=(Suspension(date(2026, 11, 4), date(2026, 11, 11)),))

    assert rested.elapsed(date(2026, 11, 4), NATIONAL) == 2
    assert rested.elapsed(date(2026, 11, 11), NATIONAL) == 2
    assert rested.due(NATIONAL).day == date(2026, 11, 16)


def test_overlapping_rests_count_once():
    twice = (
        Suspension(date(2026, 11, 4), date(2026, 11, 10)),
        Suspension(date(2026, 11, 9), date(2026, 11, 11)),
    )
    once = (Suspension(date(2026, 11, 4), date(2026, 11, 11)),)

    assert Clock(ACCEPTED, 5, suspensions=twice).due(NATIONAL) == Clock(ACCEPTED, 5, suspensions=once).due(
        NATIONAL
    )


def test_calendar_days_rest_too():
    rested = Clock(ACCEPTED, 7, Unit.CALENDAR_DAYS, (Suspension(date(2026, 11, 5), date(2026, 11, 8)),))

    assert rested.due(NATIONAL).day == date(2026, 11, 12)
    assert rested.elapsed(date(2026, 11, 12), NATIONAL) == 7


def test_an_open_rest_has_no_last_day():
    open_rest = Clock(ACCEPTED, 30, suspensions=(Suspension(date(2026, 11, 4)),))

    assert open_rest.due(NATIONAL) is None
    assert open_rest.remaining(date(2026, 11, 20), NATIONAL) is None
    assert open_rest.light(date(2026, 11, 20), NATIONAL) is Light.PAUSED
    assert open_rest.elapsed(date(2026, 11, 20), NATIONAL) == 2


@pytest.mark.parametrize(
    ("on", "light", "left"),
    [
        pytest.param(date(2026, 11, 3), Light.GREEN, 9, id="刚受理"),
        pytest.param(date(2026, 11, 11), Light.YELLOW, 3, id="还剩三个工作日"),
        pytest.param(date(2026, 11, 16), Light.YELLOW, 0, id="最后一天不算超期"),
        pytest.param(date(2026, 11, 17), Light.RED, -1, id="超期一天"),
    ],
)
def test_the_light_of_a_clock(on, light, left):
    clock = Clock(ACCEPTED, 10)

    assert clock.due(NATIONAL).day == date(2026, 11, 16)
    assert clock.light(on, NATIONAL) is light
    assert clock.remaining(on, NATIONAL) == left


def test_a_clock_that_ended_keeps_its_colour():
    in_time = Clock(ACCEPTED, 10, ended=date(2026, 11, 16))
    late = Clock(ACCEPTED, 10, ended=date(2026, 11, 18))

    assert in_time.light(date(2027, 3, 1), NATIONAL) is Light.DONE
    assert late.light(date(2027, 3, 1), NATIONAL) is Light.RED
    assert late.elapsed(date(2027, 3, 1), NATIONAL) == 12


def test_labels_are_in_chinese():
    assert (Unit.WORKING_DAYS.label, Light.YELLOW.label) == ("个工作日", "将到期")


@given(
    DAYS,
    st.integers(1, 30),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=3),
    st.sampled_from(list(Unit)[:2]),
)
def test_a_clock_uses_up_exactly_its_length(start, length, rests, unit):
    suspensions = tuple(Suspension(start + timedelta(a), start + timedelta(a + b)) for a, b in rests)
    clock = Clock(start, length, unit, suspensions, roll=False)

    assert clock.elapsed(clock.due(NATIONAL).day, NATIONAL) == length
