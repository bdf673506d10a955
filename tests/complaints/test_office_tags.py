"""Words and marks of pages: deadlines, spans, days, states."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from complaints.models import Complaint
from complaints.templatetags.office import LOOKS, long_day, long_time, read_clock, say_span
from dispatch.states import BranchStatus

NOW = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "不到 1 分钟"),
        (59, "不到 1 分钟"),
        (60, "1 分钟"),
        (3 * 3600 + 20 * 60, "3 小时 20 分钟"),
        (26 * 3600, "1 天 2 小时"),
        (3 * 86400 + 5 * 3600 + 59 * 60, "3 天 5 小时"),
    ],
)
def test_a_span_is_said_in_at_most_two_units(seconds: int, words: str) -> None:
    assert say_span(seconds) == words


@pytest.mark.parametrize(
    ("due", "done", "words", "tone"),
    [
        (NOW + timedelta(days=2), None, "还剩 2 天", "still"),
        (NOW + timedelta(hours=4), None, "还剩 4 小时", "soon"),
        (NOW, None, "还剩 不到 1 分钟", "soon"),
        (NOW - timedelta(hours=3), None, "逾期 3 小时", "late"),
        (NOW, NOW, "按时完成", "good"),
        (NOW, NOW + timedelta(hours=2), "已完成，晚了 2 小时", "late"),
        (None, None, "无时限", "still"),
    ],
)
def test_a_clock_says_in_words_what_its_colour_says(
    due: datetime | None, done: datetime | None, words: str, tone: str
) -> None:
    read = read_clock(due, done, name="", now=NOW)
    assert (read.words, read.tone) == (words, tone)
    assert read.icon


def test_days_are_said_in_the_readers_way_on_beijings_clock() -> None:
    late_evening = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert long_day(late_evening) == "2026年11月23日"
    assert long_time(late_evening) == "2026年11月23日 00:30"
    with translation.override("en"):
        assert long_day(late_evening) == "23 November 2026"


def test_every_state_of_both_lives_has_a_look() -> None:
    states = {*Complaint.StatusChoice.values, *(status.value for status in BranchStatus)}
    assert states <= set(LOOKS)


def test_a_status_badge_has_an_icon_and_a_word() -> None:
    page = Template('{% load office %}{% status_badge "dispatched" words %}')
    shown = page.render(Context({"words": "办理<中>"}))
    assert "<svg" in shown
    assert "办理&lt;中&gt;" in shown
