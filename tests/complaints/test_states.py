import pytest

from complaints.errors import WrongState
from complaints.states import LIFE, Status, Verb, after, allowed_from

PAIRS = [(status, verb) for status in Status for verb in Verb]
# Read off the regulation by hand, apart from the table: state, then what may happen and where to.
EXPECTED: dict[str, dict[str, str]] = {
    "received": {"classify": "received", "answer": "answered", "dispatch": "dispatched"},
    "answered": {"archive": "archived"},
    "dispatched": {
        "classify": "dispatched",
        "dispatch": "dispatched",
        "take_back": "received",
        "finish": "finished",
        "open_callback": "to_call_back",
    },
    "finished": {"open_callback": "to_call_back"},
    "to_call_back": {"finish": "to_call_back", "record_callback": "called_back"},
    "called_back": {"finish": "called_back", "archive": "archived"},
    "archived": {},
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


def test_every_state_can_be_reached_and_all_but_the_last_be_left() -> None:
    reached = {Status.RECEIVED} | set(LIFE.values())
    assert reached == set(Status)
    assert {status for status in Status if not allowed_from(status)} == {Status.ARCHIVED}
