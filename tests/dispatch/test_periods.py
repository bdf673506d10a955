"""The 19th of one month to the 18th of the next, with no day in two periods and none in none."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.kernels.periods import (
    AssessmentPeriod,
    instants,
    last_periods,
    next_period,
    period_named,
    period_of,
    previous_period,
)

ZONE = ZoneInfo("Asia/Shanghai")
NOVEMBER = AssessmentPeriod("2026-11", date(2026, 10, 19), date(2026, 11, 18))

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
start_days = st.integers(1, 28)


@pytest.mark.parametrize("day", ["2026-10-19", "2026-10-31", "2026-11-01", "2026-11-18"])
def test_november_runs_from_19_october_to_18_november(day):
    assert period_of(date.fromisoformat(day), 19) == NOVEMBER
    assert period_named("2026-11", 19) == NOVEMBER


@pytest.mark.parametrize(
    ("day", "start_day", "label", "starts_on", "ends_on"),
    [
        ("2026-11-19", 19, "2026-12", "2026-11-19", "2026-12-18"),
        ("2026-12-19", 19, "2027-01", "2026-12-19", "2027-01-18"),
        ("2027-01-18", 19, "2027-01", "2026-12-19", "2027-01-18"),
        ("2024-02-29", 19, "2024-03", "2024-02-19", "2024-03-18"),
        ("2024-02-29", 1, "2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12-31", 1, "2025-12", "2025-12-01", "2025-12-31"),
        ("2025-03-27", 28, "2025-03", "2025-02-28", "2025-03-27"),
    ],
)
def test_periods_at_the_edges_of_months_and_years(day, start_day, label, starts_on, ends_on):
    expected = AssessmentPeriod(label, date.fromisoformat(starts_on), date.fromisoformat(ends_on))
    assert period_of(date.fromisoformat(day), start_day) == expected
    assert period_named(label, start_day) == expected


@given(days, start_days)
def test_every_day_lies_in_the_one_period_that_its_label_names(day, start_day):
    period = period_of(day, start_day)
    assert period.starts_on <= day <= period.ends_on
    assert period_named(period.label, start_day) == period
    assert period.label == f"{period.ends_on:%Y-%m}"


@given(days, start_days)
def test_neighbours_touch_and_lead_back(day, start_day):
    period = period_of(day, start_day)
    assert next_period(period).starts_on == period.ends_on + timedelta(days=1)
    assert previous_period(next_period(period)) == period
    assert next_period(period) == period_of(period.ends_on + timedelta(days=1), start_day)


def test_the_last_twelve_end_with_the_given_one_oldest_first():
    labels = [period.label for period in last_periods(NOVEMBER, 12)]
    assert labels == ["2025-12", *(f"2026-{month:02}" for month in range(1, 12))]
    assert last_periods(NOVEMBER, 1) == [NOVEMBER]


def test_the_instants_are_half_open_on_the_clocks_of_beijing():
    start, end = instants(NOVEMBER, ZONE)
    assert start == datetime(2026, 10, 18, 16, tzinfo=UTC)
    assert end == datetime(2026, 11, 18, 16, tzinfo=UTC)
    assert end == instants(next_period(NOVEMBER), ZONE).start


@pytest.mark.parametrize(
    "label",
    [
        "2026-13",
        "2026-00",
        "2026-1",
        "26-11",
        "2026-11-01",
        "二〇二六",
        "",
        "0001-01",
        "２０２６-11",
    ],
)
def test_another_wording_is_refused(label):
    with pytest.raises(ValueError, match="2026-11"):
        period_named(label, 19)


@pytest.mark.parametrize("start_day", [0, 29, 31])
def test_a_start_day_that_some_month_lacks_is_refused(start_day):
    with pytest.raises(ValueError, match="28"):
        period_of(date(2026, 11, 1), start_day)
