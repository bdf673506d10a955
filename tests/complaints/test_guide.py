"""The limits that residents read are those that dispatch would set."""

from datetime import date, time

import pytest

from complaints.errors import Invalid
from complaints.models import CalendarYear, ClockLimit, WorkingSession
from complaints.selectors.clocks import due_instants
from complaints.selectors.guide import limits_in_words
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office() -> make.Office:
    return make.office()


def test_a_newer_limit_replaces_the_older_one_that_nobody_ended() -> None:
    ClockLimit.objects.create(
        stage="feedback", clock_kind="general", amount=5, unit="calendar_days",
        since=date(2026, 1, 1), source="测试",
    )  # fmt: skip
    said = [words for _kind, words, _source in limits_in_words(date(2026, 11, 2))]
    assert said == ["2 小时内", "24 小时内", "5 天内", "15 天内"]


@pytest.mark.parametrize("sessions", [[], [(9, 12), (11, 17)]])
def test_opening_hours_that_cannot_be_are_told_to_the_dispatcher(
    sessions: list[tuple[int, int]],
) -> None:
    CalendarYear.objects.create(year=2026, source="测试")
    for opens, closes in sessions:
        WorkingSession.objects.create(
            starts=time(opens), ends=time(closes), since=make.SINCE, source="测试"
        )
    limit = ClockLimit.objects.filter(stage="feedback", clock_kind="general")
    limit.update(unit="working_days")
    with pytest.raises(Invalid, match="工作时段"):
        due_instants(["feedback"], clock_kind="general", start=make.START)
