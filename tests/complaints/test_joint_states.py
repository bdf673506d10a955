"""How a complaint stands to others of the same matter, every pair of standing and verb walked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from complaints.actions.joining import join, leave
from complaints.errors import OfficeError, WrongState
from complaints.models import Complaint, JointMember
from complaints.selectors.joint import members_of, standing_of
from complaints.states import JOINT_LIFE, JointVerb, Standing, joint_after, joint_allowed_from
from tests import make
from tests.make import Office

EXPECTED: dict[str, dict[str, str]] = {
    "alone": {"join": "along", "be_joined": "leading"},
    "leading": {
        "join": "along", "be_joined": "leading", "be_split": "leading", "be_left": "alone",
    },
    "along": {"split": "alone"},
}  # fmt: skip
PAIRS = [(standing, verb) for standing in Standing for verb in JointVerb]
AT = make.START + timedelta(hours=1)


def let_join(office: Office, lead: Complaint, one: Complaint) -> None:
    how = JointMember.How.MERGED
    join(lead, one, how=how, by=office.people.triage, at=AT, reason="同一处路灯")


def standing(office: Office, start: Standing, verb: JointVerb) -> Complaint:
    """A complaint that stands so; a lead has two beside it, one where the last is to leave."""
    one = make.received(office)
    if start == Standing.ALONG:
        let_join(office, make.received(office), one)
    elif start == Standing.LEADING:
        for _number in range(1 if verb == JointVerb.BE_LEFT else 2):
            let_join(office, one, make.received(office))
    return one


def first_leaves(office: Office, one: Complaint) -> None:
    """Of nobody nobody leaves: it is the one itself that is asked to."""
    member = next(iter(members_of(one)), None)
    if member is None:
        raise WrongState(JointVerb.BE_SPLIT, standing_of(one))
    leave(member, by=office.people.triage, at=AT)


STEPS: dict[JointVerb, Callable[[Office, Complaint], None]] = {
    JointVerb.JOIN: lambda office, one: let_join(office, make.received(office), one),
    JointVerb.BE_JOINED: lambda office, one: let_join(office, one, make.received(office)),
    JointVerb.SPLIT: lambda office, one: leave(one, by=office.people.triage, at=AT),
    JointVerb.BE_SPLIT: first_leaves,
    JointVerb.BE_LEFT: first_leaves,
}


@pytest.mark.parametrize(("start", "verb"), PAIRS)
def test_the_table_says_what_may_happen_between_them(start: Standing, verb: JointVerb) -> None:
    target = EXPECTED[start].get(verb)
    assert (verb in joint_allowed_from(start)) is (target is not None)
    if target is None:
        with pytest.raises(WrongState):
            joint_after(start, verb)
    else:
        assert joint_after(start, verb) == target


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "verb"), PAIRS)
def test_the_office_can_do_what_the_table_says_and_nothing_else(
    start: Standing, verb: JointVerb
) -> None:
    office = make.office()
    one = standing(office, start, verb)
    assert standing_of(one) == start
    target = EXPECTED[start].get(verb)
    if target is None:
        with pytest.raises(OfficeError), transaction.atomic():
            STEPS[verb](office, one)
        assert standing_of(one) == start
    else:
        STEPS[verb](office, one)
        assert standing_of(one) == target


def test_the_table_holds_nothing_that_was_not_walked() -> None:
    assert set(JOINT_LIFE) <= set(PAIRS)
    assert len(JOINT_LIFE) == sum(len(row) for row in EXPECTED.values())
