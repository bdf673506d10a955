"""Clocks against hand-worked days, 国庆 2025 with its make-up days, and the ends of years."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.deadlines import (
    Band,
    LimitUnit,
    MissingCalendarYear,
    WorkCalendar,
    due_at,
    time_left,
)
from complaints.errors import OfficeError

ZONE = ZoneInfo("Asia/Shanghai")


def days(*texts):
    return frozenset(date.fromisoformat(text) for text in texts)


# 国办发明电〔2024〕12号, the part around 国庆 and 中秋 2025: 1–8 October off, 28 September and
# 11 October worked.
CALENDAR = WorkCalendar(
    years=frozenset({2024, 2025, 2026}),
    days_off=days(
        "2025-10-01", "2025-10-02", "2025-10-03", "2025-10-06", "2025-10-07", "2025-10-08"
    ),
    days_on=days("2025-09-28", "2025-10-11"),
    sessions=((time(9), time(12)), (time(13, 30), time(17, 30))),
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def due(start, amount, unit, calendar=CALENDAR):
    return due_at(at(start), amount, unit, calendar, ZONE)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        ("2025-09-30 23:55", 10, LimitUnit.MINUTES, "2025-10-01 00:05"),
        ("2025-09-30 23:00", 2, LimitUnit.HOURS, "2025-10-01 01:00"),
        ("2025-01-31 08:30", 24, LimitUnit.HOURS, "2025-02-01 08:30"),
        ("2025-09-30 17:45:12", 7, LimitUnit.CALENDAR_DAYS, "2025-10-07 17:45:12"),
        ("2024-02-28 10:00", 1, LimitUnit.CALENDAR_DAYS, "2024-02-29 10:00"),
        ("2024-12-31 23:59:59", 15, LimitUnit.CALENDAR_DAYS, "2025-01-15 23:59:59"),
        # Inside one session, over the midday pause, over the night.
        ("2025-09-22 09:15", 2, LimitUnit.WORKING_HOURS, "2025-09-22 11:15"),
        ("2025-09-22 11:00", 2, LimitUnit.WORKING_HOURS, "2025-09-22 14:30"),
        ("2025-09-22 11:00", 1, LimitUnit.WORKING_HOURS, "2025-09-22 12:00"),
        ("2025-09-22 17:00", 1, LimitUnit.WORKING_HOURS, "2025-09-23 09:30"),
        ("2025-09-22 06:00", 7, LimitUnit.WORKING_HOURS, "2025-09-22 17:30"),
        ("2025-09-22 20:00", 8, LimitUnit.WORKING_HOURS, "2025-09-24 10:00"),
        # Friday afternoon runs into the make-up Sunday, not over the weekend.
        ("2025-09-26 17:00", 1, LimitUnit.WORKING_HOURS, "2025-09-28 09:30"),
        # The last hour before 国庆 goes on after eight days off.
        ("2025-09-30 17:00", 1, LimitUnit.WORKING_HOURS, "2025-10-09 09:30"),
        ("2025-10-03 12:00", 1, LimitUnit.WORKING_HOURS, "2025-10-09 10:00"),
        # The make-up Saturday counts, the Sunday after it does not.
        ("2025-10-10 10:00", 1, LimitUnit.WORKING_DAYS, "2025-10-11 17:30"),
        ("2025-10-10 10:00", 2, LimitUnit.WORKING_DAYS, "2025-10-13 17:30"),
        ("2025-09-30 08:00", 1, LimitUnit.WORKING_DAYS, "2025-10-09 17:30"),
        ("2025-09-26 23:59", 5, LimitUnit.WORKING_DAYS, "2025-10-10 17:30"),
        ("2025-10-04 00:00", 3, LimitUnit.WORKING_DAYS, "2025-10-11 17:30"),
    ],
)
def test_the_golden_cases_end_when_worked_by_hand(start, amount, unit, expected):
    assert due(start, amount, unit) == at(expected)


def test_a_start_in_utc_counts_by_the_day_of_beijing():
    # 16:30 UTC on the last of September is already 1 October in Beijing, a holiday.
    start = datetime(2025, 9, 30, 16, 30, tzinfo=UTC)
    assert due_at(start, 1, LimitUnit.WORKING_DAYS, CALENDAR, ZONE) == at("2025-10-09 17:30")
    # 15:59:59 UTC on the 31st is the last second of the month, one second later is the next month.
    before = datetime(2025, 10, 31, 15, 59, 59, tzinfo=UTC)
    after = before + timedelta(seconds=1)
    assert due_at(before, 1, LimitUnit.WORKING_DAYS, CALENDAR, ZONE) == at("2025-11-03 17:30")
    assert due_at(after, 1, LimitUnit.CALENDAR_DAYS, CALENDAR, ZONE) == at("2025-11-02 00:00")


def test_a_stored_word_is_understood_as_its_unit():
    assert due("2025-09-22 09:15", 30, "minutes") == at("2025-09-22 09:45")


@pytest.mark.parametrize("unit", [LimitUnit.WORKING_HOURS, LimitUnit.WORKING_DAYS])
def test_a_missing_year_is_named_aloud_and_never_guessed(unit):
    with pytest.raises(MissingCalendarYear) as caught:
        due("2026-12-31 17:29", 1, unit)
    assert caught.value.year == 2027
    assert isinstance(caught.value, OfficeError)
    assert "2027" in caught.value.message


def test_a_limit_that_stays_inside_the_last_known_year_is_given():
    assert due("2026-12-31 09:00", 7, LimitUnit.WORKING_HOURS) == at("2026-12-31 17:30")


def test_elapsed_time_and_calendar_days_need_no_calendar():
    assert due("2031-12-31 12:00", 1, LimitUnit.HOURS) == at("2031-12-31 13:00")
    assert due("2031-12-31 12:00", 1, LimitUnit.CALENDAR_DAYS) == at("2032-01-01 12:00")


def test_a_start_without_zone_and_a_limit_of_nothing_are_refused():
    with pytest.raises(ValueError, match="zone"):
        due_at(datetime(2025, 1, 2), 1, LimitUnit.HOURS, CALENDAR, ZONE)  # noqa: DTZ001
    with pytest.raises(ValueError, match="at least one"):
        due("2025-01-02 00:00", 0, LimitUnit.HOURS)


@pytest.mark.parametrize(
    "sessions",
    [
        (),
        ((time(12), time(9)),),
        ((time(9), time(12)), (time(11), time(17))),
        ((time(13), time(17)), (time(9), time(12))),
    ],
)
def test_sessions_that_overlap_or_run_backwards_are_refused(sessions):
    with pytest.raises(ValueError, match="sessions"):
        WorkCalendar(frozenset({2025}), frozenset(), frozenset(), sessions)


def test_a_day_cannot_be_off_and_on():
    with pytest.raises(ValueError, match="both"):
        WorkCalendar(
            frozenset({2025}), days("2025-10-11"), days("2025-10-11"), ((time(9), time(17)),)
        )


starts = st.integers(0, 1000 * 24 * 3600).map(
    lambda seconds: at("2024-01-01") + timedelta(seconds=seconds)
)
amounts = st.integers(1, 200)
units = st.sampled_from(list(LimitUnit))


def bounded(amount, unit):
    """So many working days at most that the known years are not left."""
    return min(amount, 40) if unit is LimitUnit.WORKING_DAYS else amount


@given(starts, starts, amounts, units)
def test_who_starts_later_is_never_due_earlier(one, other, amount, unit):
    amount = bounded(min(amount, 60), unit)
    first, second = sorted((one, other))
    assert due_at(first, amount, unit, CALENDAR, ZONE) <= due_at(
        second, amount, unit, CALENDAR, ZONE
    )


@given(starts, st.integers(1, 40), units)
def test_a_longer_limit_always_ends_later(start, amount, unit):
    shorter = due_at(start, amount, unit, CALENDAR, ZONE)
    assert start < shorter < due_at(start, amount + 1, unit, CALENDAR, ZONE)


@given(starts, amounts, st.sampled_from([LimitUnit.WORKING_HOURS, LimitUnit.WORKING_DAYS]))
def test_a_working_limit_never_ends_on_a_day_off_or_outside_a_session(start, amount, unit):
    end = due_at(start, bounded(min(amount, 150), unit), unit, CALENDAR, ZONE)
    assert CALENDAR.is_working(end.date())
    assert any(opens < end.time() <= closes for opens, closes in CALENDAR.sessions)


@given(starts, st.integers(1, 100), st.integers(1, 50))
def test_working_hours_add_up(start, first, second):
    halfway = due_at(start, first, LimitUnit.WORKING_HOURS, CALENDAR, ZONE)
    whole = due_at(start, first + second, LimitUnit.WORKING_HOURS, CALENDAR, ZONE)
    assert due_at(halfway, second, LimitUnit.WORKING_HOURS, CALENDAR, ZONE) == whole


@pytest.mark.parametrize(
    ("now", "band", "seconds"),
    [
        ("2025-09-22 09:59:59", Band.OK, 7201),
        ("2025-09-22 10:00:00", Band.SOON, 7200),
        ("2025-09-22 12:00:00", Band.SOON, 0),
        ("2025-09-22 12:00:00.500000", Band.OVERDUE, -1),
        ("2025-09-22 13:00:00", Band.OVERDUE, -3600),
    ],
)
def test_the_last_instant_is_in_time_and_the_next_is_not(now, band, seconds):
    left = time_left(at(now), at("2025-09-22 12:00"), soon=timedelta(hours=2))
    assert left == (band, seconds)
