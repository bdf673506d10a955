"""Assessment periods: with start day 19, "2026-11" runs from 19 October to 18 November.

A period is named by the month of its last day, so with start day 1 it is that calendar month.
Start days are 1 to 28: every month has them.
"""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

_LABEL = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_BAD_START_DAY = "the start day is from 1 to 28"
_BAD_LABEL = "a period is named by its year and month, such as 2026-11"
_ONE_DAY = timedelta(days=1)


class AssessmentPeriod(NamedTuple):
    """Both days belong to the period."""

    label: str
    starts_on: date
    ends_on: date


class Instants(NamedTuple):
    """Half-open: `start` <= t < `end`."""

    start: datetime
    end: datetime


def period_of(day: date, start_day: int) -> AssessmentPeriod:
    """The period that holds `day`."""
    _check(start_day)
    month = _month_number(day)
    if day.day < start_day:
        month -= 1
    return _starting_in(month, start_day)


def period_named(label: str, start_day: int) -> AssessmentPeriod:
    """The period called `label` ("2026-11"). Raises ValueError for any other wording."""
    _check(start_day)
    match = _LABEL.fullmatch(label)
    if match is None or int(match[1]) < 2:
        raise ValueError(_BAD_LABEL)
    month = int(match[1]) * 12 + int(match[2]) - 1
    return _starting_in(month if start_day == 1 else month - 1, start_day)


def previous_period(period: AssessmentPeriod) -> AssessmentPeriod:
    return _starting_in(_month_number(period.starts_on) - 1, period.starts_on.day)


def next_period(period: AssessmentPeriod) -> AssessmentPeriod:
    return _starting_in(_month_number(period.starts_on) + 1, period.starts_on.day)


def last_periods(period: AssessmentPeriod, count: int) -> list[AssessmentPeriod]:
    """`count` periods that end with `period`, oldest first."""
    month, start_day = _month_number(period.starts_on), period.starts_on.day
    return [_starting_in(month - back, start_day) for back in reversed(range(count))]


def instants(period: AssessmentPeriod, zone: tzinfo) -> Instants:
    """From midnight of the first day to midnight after the last, on the clocks of `zone`."""
    return Instants(
        datetime.combine(period.starts_on, time.min, zone),
        datetime.combine(period.ends_on + _ONE_DAY, time.min, zone),
    )


def _starting_in(month: int, start_day: int) -> AssessmentPeriod:
    starts_on = _day(month, start_day)
    ends_on = _day(month + 1, start_day) - _ONE_DAY
    return AssessmentPeriod(f"{ends_on:%Y-%m}", starts_on, ends_on)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day(month: int, day: int) -> date:
    return date(month // 12, month % 12 + 1, day)


def _check(start_day: int) -> None:
    if not 1 <= start_day <= 28:
        raise ValueError(_BAD_START_DAY)
