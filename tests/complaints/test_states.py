import pytest

from complaints.errors import WrongState
from complaints.states import (
    LIFE,
    UNDOABLE,
    RunStatus,
    RunVerb,
    Status,
    Verb,
    after,
    allowed_from,
    before,
    run_after,
)

PAIRS = [(status, verb) for status in Status for verb in Verb]
# Read off the regulation by hand, apart from the table: state, then what may happen and where to.
EXPECTED: dict[str, dict[str, str]] = {
    "received": {
        "classify": "received",
        "answer": "answered",
        "advise": "advised",
        "dispatch": "dispatched",
        "chase": "received",
        "supplement": "received",
        "withdraw": "withdrawn",
    },
    "answered": {"archive": "archived", "rate": "answered", "reopen": "received"},
    "advised": {
        "resume": "received",
        "archive": "archived",
        "rate": "advised",
        "reopen": "received",
    },
    "dispatched": {
        "classify": "dispatched",
        "dispatch": "dispatched",
        "take_back": "received",
        "finish": "finished",
        "open_callback": "to_call_back",
        "chase": "dispatched",
        "supplement": "dispatched",
        "withdraw": "withdrawn",
    },
    "finished": {"open_callback": "to_call_back", "rate": "finished", "reopen": "received"},
    "to_call_back": {
        "finish": "to_call_back",
        "record_callback": "called_back",
        "chase": "to_call_back",
        "supplement": "to_call_back",
        "rate": "to_call_back",
        "reopen": "received",
    },
    "called_back": {
        "finish": "called_back",
        "archive": "archived",
        "chase": "called_back",
        "supplement": "called_back",
        "reopen": "received",
    },
    "archived": {"reopen": "received"},
    "withdrawn": {},
}


@pytest.mark.parametrize(("status", "verb"), PAIRS)
def test_each_verb_runs_only_where_it_is_expected(status: Status, verb: Verb) -> None:
    target = EXPECTED[status].get(verb)
    if target is None:
        with pytest.raises(WrongState):
            after(status, verb)
        assert verb not in allowed_from(status)
    else:
        assert after(status, verb) == target
        assert verb in allowed_from(status)


def test_the_table_holds_nothing_that_was_not_walked() -> None:
    assert set(LIFE) <= set(PAIRS)
    assert len(LIFE) == sum(len(row) for row in EXPECTED.values())


def test_every_state_can_be_reached_and_only_what_was_withdrawn_stays_so() -> None:
    reached = {Status.RECEIVED} | set(LIFE.values())
    assert reached == set(Status)
    assert {status for status in Status if not allowed_from(status)} == {Status.WITHDRAWN}


@pytest.mark.parametrize("status", list(RunStatus))
@pytest.mark.parametrize("verb", list(RunVerb))
def test_a_learning_run_is_claimed_then_ends_once(status: str, verb: RunVerb) -> None:
    expected = {
        ("requested", "claim"): "running",
        ("running", "claim"): "running",
        ("running", "finish"): "done",
        ("running", "fail"): "failed",
    }
    if target := expected.get((status, verb)):
        assert run_after(status, verb) == target
    else:
        with pytest.raises(WrongState):
            run_after(status, verb)


@pytest.mark.parametrize(("status", "verb"), PAIRS)
def test_a_step_is_undone_only_to_where_it_came_from(status: Status, verb: Verb) -> None:
    for start in Status:
        if verb in UNDOABLE and LIFE.get((start, verb)) == status:
            assert before(status, verb, start) == start
        else:
            with pytest.raises(WrongState):
                before(status, verb, start)
