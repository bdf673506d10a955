"""When a limit ends. Pure: the calendar, the zone and the bands are arguments; nothing is assumed.

Elapsed units (minutes, hours) run day and night. Calendar days keep the wall clock. Working hours
run only inside the sessions of working days. A limit of n working days ends when the n-th working
day after the day of the start closes; the day of the start never counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from math import floor
from typing import ClassVar, NamedTuple

from complaints.errors import OfficeError, gettext_noop

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_OFF_AND_ON = "a day is both off and on"
_SESSIONS = "sessions must be given, in order and apart"
_NAIVE = "start must know its zone"
_NO_LIMIT = "a limit is at least one"
_ENDLESS = "the working days only end with an error"


class LimitUnit(StrEnum):
    """What a limit's amount counts."""

    MINUTES = "minutes"
    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


class Band(StrEnum):
    """How a running clock is shown."""

    OK = "ok"
    SOON = "soon"
    OVERDUE = "overdue"


class MissingCalendarYear(OfficeError):
    """A working-time limit reaches a year whose days off nobody has entered."""

    status_code: ClassVar[int] = 503

    def __init__(self, year: int) -> None:
        super().__init__(
            gettext_noop(
                "缺少 %(year)s 年的工作日历，无法计算工作时限。请先录入该年的节假日和调休安排。"
            ),
            facts={"year": year},
        )
        self.year = year


@dataclass(frozen=True)
class WorkCalendar:
    """`days_off` are holidays that fall on weekdays, `days_on` make-up working weekends (调休);
    `sessions` are the opening hours of a working day, in order. Only `years` are known.
    """

    years: frozenset[int]
    days_off: frozenset[date]
    days_on: frozenset[date]
    sessions: tuple[tuple[time, time], ...]

    def __post_init__(self) -> None:
        if self.days_off & self.days_on:
            raise ValueError(_OFF_AND_ON)
        opening = all(opens < closes for opens, closes in self.sessions)
        apart = all(before[1] <= after[0] for before, after in pairwise(self.sessions))
        if not (self.sessions and opening and apart):
            raise ValueError(_SESSIONS)

    def is_working(self, day: date) -> bool:
        """Raises MissingCalendarYear for a day of a year that is not known."""
        if day.year not in self.years:
            raise MissingCalendarYear(day.year)
        if day in self.days_on:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def working_days_from(self, day: date) -> Iterator[date]:
        """The working days on and after `day`; raises where the known years end."""
        while True:
            if self.is_working(day):
                yield day
            day += _ONE_DAY

    def sessions_of(self, day: date, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
        for opens, closes in self.sessions:
            yield datetime.combine(day, opens, zone), datetime.combine(day, closes, zone)


class TimeLeft(NamedTuple):
    """`seconds` to the due instant, rounded down; negative when it has passed."""

    band: Band
    seconds: int


def due_at(
    start: datetime, amount: int, unit: LimitUnit | str, calendar: WorkCalendar, zone: tzinfo
) -> datetime:
    """The last instant that is still in time, in `zone`. `start` must know its zone, `amount` > 0.

    Raises MissingCalendarYear when a working unit needs a year the calendar does not hold.
    """
    if start.tzinfo is None:
        raise ValueError(_NAIVE)
    if amount < 1:
        raise ValueError(_NO_LIMIT)
    local = start.astimezone(zone)
    match LimitUnit(unit):
        case LimitUnit.MINUTES:
            return (local.astimezone(UTC) + timedelta(minutes=amount)).astimezone(zone)
        case LimitUnit.HOURS:
            return (local.astimezone(UTC) + timedelta(hours=amount)).astimezone(zone)
        case LimitUnit.CALENDAR_DAYS:
            return local + timedelta(days=amount)
        case LimitUnit.WORKING_HOURS:
            return _after_working_hours(local, amount, calendar, zone)
        case LimitUnit.WORKING_DAYS:
            return _close_of_working_day(local, amount, calendar, zone)


def time_left(now: datetime, due: datetime, *, soon: timedelta) -> TimeLeft:
    """Overdue begins after `due`, not at it; `soon` is how long before it the warning starts."""
    left = due - now
    seconds = floor(left.total_seconds())
    if left < timedelta(0):
        return TimeLeft(Band.OVERDUE, seconds)
    return TimeLeft(Band.SOON if left <= soon else Band.OK, seconds)


def _after_working_hours(
    start: datetime, amount: int, calendar: WorkCalendar, zone: tzinfo
) -> datetime:
    left = timedelta(hours=amount)
    for day in calendar.working_days_from(start.date()):
        for opens, closes in calendar.sessions_of(day, zone):
            begins = max(opens, start)
            if begins >= closes:
                continue
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
    raise AssertionError(_ENDLESS)


def _close_of_working_day(
    start: datetime, amount: int, calendar: WorkCalendar, zone: tzinfo
) -> datetime:
    days = calendar.working_days_from(start.date() + _ONE_DAY)
    for _ in range(amount - 1):
        next(days)
    return datetime.combine(next(days), calendar.sessions[-1][1], zone)
