"""Working days, months, and the clocks of a procedure.

Periods start on the day after the event; one that ends on a day off ends on the next working day (民法典 §201–203).
Working days leave out weekends and holidays and include make-up weekends (调休), which the State Council announces
late in the year before: a year not yet announced is *assumed* (weekends and the holidays fixed by law), and every
answer that rests on it says so.
"""

from __future__ import annotations

import calendar as months
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from yimen.core.errors import YimenError

DAY = timedelta(days=1)

# Holidays on fixed days of the solar year (全国年节及纪念日放假办法 §2, since 2025); the others follow the moon.
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


class BadPeriod(YimenError):
    """A period that cannot be counted."""

    code = "period.refused"


class DayStatus(NamedTuple):
    """Whether offices work that day, and whether that is only assumed."""

    working: bool
    assumed: bool


class DueDay(NamedTuple):
    """The last day of a period, and whether it rests on a calendar not yet announced."""

    day: date
    assumed: bool


class Unit(StrEnum):
    """What a period counts."""

    WORKING_DAYS = "wd"
    CALENDAR_DAYS = "d"
    MONTHS = "m"

    @property
    def label(self) -> str:
        return {"wd": "个工作日", "d": "日", "m": "个月"}[self.value]


@dataclass(frozen=True)
class WorkCalendar:
    """The national calendar with local or later corrections, which win: {day: offices work that day}."""

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def status(self, day: date) -> DayStatus:
        stated = self.overrides.get(day)
        if stated is not None:
            return DayStatus(stated, False)
        return _national_status(day)

    def is_working(self, day: date) -> bool:
        return self.status(day).working

    def add_working_days(self, start: date, count: int) -> DueDay:
        """The count-th working day after the day of the event; 0 is the day itself."""
        day, assumed = start, False
        for _ in range(_not_negative(count)):
            day, step_assumed = self._next_working(day + DAY)
            assumed |= step_assumed
        return DueDay(day, assumed)

    def add_calendar_days(self, start: date, count: int, *, roll: bool = True) -> DueDay:
        """The last of `count` days after the event, moved past days off unless `roll` is False (民法典 §203)."""
        return self.rolled(start + _not_negative(count) * DAY, roll)

    def add_months(self, start: date, count: int, *, roll: bool = True) -> DueDay:
        """The corresponding day `count` months on, or that month's last day, moved past days off (民法典 §202–203)."""
        return self.rolled(add_months(start, _not_negative(count)), roll)

    def add(self, start: date, count: int, unit: Unit, *, roll: bool = True) -> DueDay:
        match unit:
            case Unit.WORKING_DAYS:
                return self.add_working_days(start, count)
            case Unit.CALENDAR_DAYS:
                return self.add_calendar_days(start, count, roll=roll)
            case Unit.MONTHS:
                return self.add_months(start, count, roll=roll)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 when end is not after start."""
        return sum(self.is_working(start + n * DAY) for n in range(1, (end - start).days + 1))

    def rolled(self, day: date, roll: bool = True) -> DueDay:
        """The day itself, or the next working day when it is a day off."""
        return self._next_working(day) if roll else DueDay(day, False)

    def _next_working(self, day: date) -> DueDay:
        """The day itself if offices work, else the next one they do."""
        assumed = False
        while True:
            status = self.status(day)
            assumed |= status.assumed
            if status.working:
                return DueDay(day, assumed)
            day += DAY


def _not_negative(count: int) -> int:
    if count < 0:
        raise BadPeriod(f"期限不能是负数（{count}）。请检查办理时限的设置。")
    return count


@cache
def _national_status(day: date) -> DayStatus:
    try:
        return DayStatus(_announced()(day), False)
    except NotImplementedError:  # the package's word for a year it has no announcement for
        off = day.isoweekday() > 5 or (day.month, day.day) in FIXED_HOLIDAYS
        return DayStatus(not off, True)


@cache
def _announced() -> Callable[[date], bool]:
    """Loaded at first need: most of what imports this module never asks about a holiday."""
    return importlib.import_module("chinese_calendar").is_workday  # type: ignore[no-any-return]


# Months -----------------------------------------------------------------------------------------------------------


def add_months(day: date, count: int) -> date:
    """The corresponding day, or the month's last: one month after 31 January is 28 (29) February."""
    month = Month.of(day) + count
    return month.first.replace(day=min(day.day, month.days))


class Month(NamedTuple):
    """A calendar month; benefits run by months."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """ "2026-12".  Raises: BadPeriod."""
        try:
            return cls.of(date.fromisoformat(f"{text}-01"))
        except ValueError:
            raise BadPeriod(f"“{text}”不是月份，请写成“2026-12”的样子。") from None

    def __add__(self, count: object) -> Month:  # type: ignore[override]  # a month is not concatenated
        if not isinstance(count, int):
            return NotImplemented
        year, index = divmod(self.year * 12 + self.number - 1 + count, 12)
        return Month(year, index + 1)

    def until(self, later: Month) -> int:
        """Months from this one to the later one; the same month is 0."""
        return (later.year - self.year) * 12 + later.number - self.number

    @property
    def next(self) -> Month:
        return self + 1

    @property
    def days(self) -> int:
        return months.monthrange(self.year, self.number)[1]

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, self.days)

    @property
    def label(self) -> str:
        return f"{self.year}年{self.number}月"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def month_after(day: date) -> Month:
    """低保 and 特困 are paid from the month after the decision."""
    return Month.of(day).next


# Clocks -----------------------------------------------------------------------------------------------------------


class Light(StrEnum):
    """How a clerk's inbox paints a clock."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    PAUSED = "paused"
    DONE = "done"

    @property
    def label(self) -> str:
        return {"green": "正常", "yellow": "将到期", "red": "已超期", "paused": "已暂停", "done": "已办结"}[
            self.value
        ]


class Suspension(NamedTuple):
    """The clock rests from the day after `since` up to and including `until`; None while it still rests."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since < day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Clock:
    """A period that began with an event and may have rested: 30 wd from acceptance, less the days of an appraisal."""

    start: date
    length: int
    unit: Unit = Unit.WORKING_DAYS
    suspensions: tuple[Suspension, ...] = ()
    roll: bool = True
    ended: date | None = None

    def paused_on(self, day: date) -> bool:
        return any(s.covers(day) for s in self.suspensions)

    def due(self, calendar: WorkCalendar) -> DueDay | None:
        """The last day, or None while a suspension is open and nobody can know it."""
        if any(s.until is None for s in self.suspensions):
            return None
        if self.unit is not Unit.WORKING_DAYS:
            raw = calendar.add(self.start, self.length, self.unit, roll=False).day
            return calendar.rolled(self._stretched(raw), self.roll)
        day, assumed, counted = self.start, False, 0
        while counted < self.length:
            day += DAY
            status = calendar.status(day)
            assumed |= status.assumed
            counted += status.working and not self.paused_on(day)
        return DueDay(day, assumed)

    def elapsed(self, on: date, calendar: WorkCalendar) -> int:
        """Days of the clock used up by the end of `on` (working days, or calendar days for d and m)."""
        end = min(on, self.ended) if self.ended else on
        days = (self.start + n * DAY for n in range(1, (end - self.start).days + 1))
        return sum(self._counts(day, calendar) for day in days)

    def remaining(self, on: date, calendar: WorkCalendar) -> int | None:
        """Days left after `on`, negative when overdue; None while the last day is unknown."""
        due = self.due(calendar)
        if due is None:
            return None
        if on <= due.day:
            return sum(self._counts(on + n * DAY, calendar) for n in range(1, (due.day - on).days + 1))
        return -sum(self._counts(due.day + n * DAY, calendar) for n in range(1, (on - due.day).days + 1))

    def light(self, on: date, calendar: WorkCalendar, *, warn_at: int = 3) -> Light:
        """RED after the last day, YELLOW with `warn_at` days left or fewer, PAUSED while the clock rests."""
        due = self.due(calendar)
        if self.ended is not None:
            return Light.RED if due is not None and self.ended > due.day else Light.DONE
        if due is None or self.paused_on(on):
            return Light.PAUSED
        if on > due.day:
            return Light.RED
        left = self.remaining(on, calendar)
        return Light.YELLOW if left is not None and left <= warn_at else Light.GREEN

    def _counts(self, day: date, calendar: WorkCalendar) -> bool:
        working = self.unit is not Unit.WORKING_DAYS or calendar.is_working(day)
        return working and not self.paused_on(day)

    def _stretched(self, end: date) -> date:
        """Every rested day inside the period puts its end back by one, the days it gains included."""
        day = self.start
        while day < end:
            day += DAY
            if self.paused_on(day):
                end += DAY
        return end
