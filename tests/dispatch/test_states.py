import pytest

from complaints.errors import WrongState
from dispatch.states import LIFE, OPEN, BranchStatus, BranchVerb, after, allowed_from, before

PAIRS = [(status, verb) for status in BranchStatus for verb in BranchVerb]
EXPECTED: dict[str, dict[str, str]] = {
    "to_sign": {
        "sign": "signed",
        "return": "returned",
        "withdraw": "withdrawn",
        "undo_dispatch": "undone",
    },
    "signed": {
        "return": "returned",
        "try_contact": "signed",
        "contact": "contacted",
        "report": "reported",
        "cannot_finish": "reported",
        "withdraw": "withdrawn",
    },
    "contacted": {
        "try_contact": "contacted",
        "contact": "contacted",
        "report": "reported",
        "cannot_finish": "reported",
        "withdraw": "withdrawn",
    },
    "reported": {
        "tell_resident": "resident_told",
        "tell_hotline": "hotline_told",
        "withdraw": "withdrawn",
    },
    "resident_told": {"tell_hotline": "closed", "withdraw": "withdrawn"},
    "hotline_told": {"tell_resident": "closed", "withdraw": "withdrawn"},
    "closed": {},
    "returned": {},
    "withdrawn": {},
    "undone": {},
}
# A unit that ends hands on what is open, whatever it is.
for _open in ("to_sign", "signed", "contacted", "reported", "resident_told", "hotline_told"):
    EXPECTED[_open] |= {"hand_over": _open, "absorb": "returned"}


@pytest.mark.parametrize(("status", "verb"), PAIRS)
def test_each_verb_runs_only_where_it_is_expected(status: BranchStatus, verb: BranchVerb) -> None:
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


def test_a_branch_closes_only_after_both_feedbacks_in_either_order() -> None:
    into_closed = {pair for pair, target in LIFE.items() if target == BranchStatus.CLOSED}
    assert into_closed == {
        (BranchStatus.RESIDENT_TOLD, BranchVerb.TELL_HOTLINE),
        (BranchStatus.HOTLINE_TOLD, BranchVerb.TELL_RESIDENT),
    }


def test_open_states_are_those_that_can_still_be_left() -> None:
    assert {status for status in BranchStatus if allowed_from(status)} == OPEN


@pytest.mark.parametrize("start", BranchStatus)
def test_a_withdrawal_is_undone_only_to_where_it_came_from(start: BranchStatus) -> None:
    if (start, BranchVerb.WITHDRAW) in LIFE:
        assert before("withdrawn", BranchVerb.WITHDRAW, start) == start
    else:
        with pytest.raises(WrongState):
            before("withdrawn", BranchVerb.WITHDRAW, start)
    with pytest.raises(WrongState):
        before("signed", BranchVerb.WITHDRAW, start)
    with pytest.raises(WrongState):
        before("signed", BranchVerb.SIGN, "to_sign")
