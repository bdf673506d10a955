"""The lives of a whistle and of a summons, every pair of state and verb walked."""

import pytest

from complaints.errors import WrongState
from dispatch.states import (
    SUMMONS_LIFE,
    WHISTLE_LIFE,
    SummonsStatus,
    SummonsVerb,
    WhistleStatus,
    WhistleVerb,
    summons_after,
    summons_allowed_from,
    whistle_after,
    whistle_allowed_from,
)

WHISTLE: dict[str, dict[str, str]] = {
    "blown": {
        "summon": "blown", "link": "blown", "answer": "blown", "gather": "at_work",
        "work": "blown", "call_off": "called_off",
    },
    "at_work": {
        "summon": "blown", "link": "at_work", "answer": "at_work", "work": "at_work",
        "score": "at_work", "conclude": "concluded",
    },
    "concluded": {},
    "called_off": {},
}  # fmt: skip
SUMMONS: dict[str, dict[str, str]] = {
    "awaited": {
        "report_in": "reported_in", "fall_silent": "silent", "refuse": "refused",
        "excuse": "excused", "let_go": "let_go",
    },
    "silent": {
        "report_in": "reported_in", "refuse": "refused", "excuse": "excused", "let_go": "let_go",
    },
    "refused": {"report_in": "reported_in", "excuse": "excused", "let_go": "let_go"},
    "reported_in": {"leave": "left"},
    "left": {},
    "excused": {},
    "let_go": {},
}  # fmt: skip


@pytest.mark.parametrize("verb", WhistleVerb)
@pytest.mark.parametrize("status", WhistleStatus)
def test_each_verb_of_a_whistle_runs_only_where_it_is_expected(status, verb):
    target = WHISTLE[status].get(verb)
    assert (verb in whistle_allowed_from(status)) is (target is not None)
    if target is None:
        with pytest.raises(WrongState):
            whistle_after(status, verb)
    else:
        assert whistle_after(status, verb) == target


@pytest.mark.parametrize("verb", SummonsVerb)
@pytest.mark.parametrize("status", SummonsStatus)
def test_each_verb_of_a_summons_runs_only_where_it_is_expected(status, verb):
    target = SUMMONS[status].get(verb)
    assert (verb in summons_allowed_from(status)) is (target is not None)
    if target is None:
        with pytest.raises(WrongState):
            summons_after(status, verb)
    else:
        assert summons_after(status, verb) == target


def test_the_tables_hold_nothing_that_was_not_walked():
    assert len(WHISTLE_LIFE) == sum(len(row) for row in WHISTLE.values())
    assert len(SUMMONS_LIFE) == sum(len(row) for row in SUMMONS.values())


def test_nobody_is_past_reporting_in_but_who_was_excused_or_let_go():
    ended = {status for status in SummonsStatus if not summons_allowed_from(status)}
    assert ended == {"left", "excused", "let_go"}
