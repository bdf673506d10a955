from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.actions.holdings import take_hold
from complaints.actions.identity import reveal_identity
from complaints.errors import Invalid, NotAllowed, NotFound
from complaints.models import Complaint, IdentityAccess, Post, User
from tests import make
from tests.make import Office, People

pytestmark = pytest.mark.django_db

ROLES = list(People.__dataclass_fields__)
ONLY_AREA = {"clerk", "triage", "desk", "head", "district_leader", "city_viewer"}


def placed_in_the_district(office: Office, *, is_secret: bool) -> Complaint:
    """As a point is placed where only the district's outline is known."""
    complaint = make.filed(office, is_placed=False, is_secret=is_secret).complaint
    complaint.district = office.places.district
    complaint.save(update_fields=["district"])
    return complaint


CASES: dict[str, tuple[Callable[[Office], Complaint], set[str]]] = {
    "in the own street": (make.received, ONLY_AREA),
    "in the other street": (
        lambda office: make.filed(office, community=office.places.next_community).complaint,
        {"clerk", "district_leader", "city_viewer", "next_triage"},
    ),
    "placed nowhere": (
        lambda office: make.filed(office, is_placed=False).complaint,
        {"clerk", "triage", "desk", "next_triage", "city_viewer"},
    ),
    "held by the street's office": (
        lambda office: make.dispatched(office).complaint,
        ONLY_AREA | {"handler"},
    ),
    "held by the property company": (
        lambda office: make.dispatched(office, body=office.bodies.property).complaint,
        ONLY_AREA | {"property_clerk"},
    ),
    "held across the border": (
        lambda office: make.dispatched(office, body=office.bodies.next_office).complaint,
        ONLY_AREA | {"neighbour", "next_triage"},
    ),
    "secret": (
        lambda office: make.filed(office, is_secret=True).complaint,
        {"clerk", "triage"},
    ),
    "secret and placed nowhere": (
        lambda office: make.filed(office, is_placed=False, is_secret=True).complaint,
        {"clerk", "triage", "next_triage"},
    ),
    "in the district, in no known street": (
        lambda office: placed_in_the_district(office, is_secret=False),
        ONLY_AREA - {"head"} | {"next_triage"},
    ),
    "secret, in the district, in no known street": (
        lambda office: placed_in_the_district(office, is_secret=True),
        {"clerk", "triage", "next_triage"},
    ),
    "secret with a named handler": (
        lambda office: (
            make.dispatched(
                office,
                make.filed(office, is_secret=True).complaint,
                handler=office.people.handler,
            ).complaint
        ),
        {"clerk", "triage", "handler"},
    ),
}


@pytest.fixture
def office() -> Office:
    return make.office()


def sees(user: User, complaint: Complaint) -> bool:
    return Complaint.objects.visible_to(user).filter(pk=complaint.pk).exists()


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("case", CASES)
def test_exactly_these_people_see_a_complaint(office: Office, case: str) -> None:
    build, expected = CASES[case]
    complaint = build(office)
    seen_by = {role for role in ROLES if sees(getattr(office.people, role), complaint)}
    assert seen_by == expected


def test_sight_is_never_doubled_by_several_reasons(office: Office) -> None:
    branch = make.dispatched(office)
    make.dispatched(office, branch.complaint, body=office.bodies.committee, role="co")
    make.person("t-handler", "desk", office.bodies.government)
    assert Complaint.objects.visible_to(fresh(office.people.handler)).count() == 1


def test_an_ended_post_sees_nothing(office: Office) -> None:
    complaint = make.received(office)
    yesterday = timezone.localdate() - timedelta(days=1)
    Post.objects.filter(user=office.people.triage).update(until=yesterday)
    assert not sees(fresh(office.people.triage), complaint)


def test_a_post_that_has_not_begun_sees_nothing(office: Office) -> None:
    complaint = make.received(office)
    tomorrow = timezone.localdate() + timedelta(days=1)
    Post.objects.filter(user=office.people.triage).update(since=tomorrow)
    assert not sees(fresh(office.people.triage), complaint)


def test_a_closed_account_sees_nothing(office: Office) -> None:
    complaint = make.received(office)
    User.objects.filter(pk=office.people.triage.pk).update(is_active=False)
    assert not sees(fresh(office.people.triage), complaint)


MAY_LOOK = {"clerk", "triage", "desk", "handler"}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_the_callers_identity(office: Office, role: str) -> None:
    complaint = make.dispatched(office).complaint
    user = getattr(office.people, role)
    if role in MAY_LOOK:
        shown = reveal_identity(complaint.pk, by=user, reason="电话核实地点")
        assert shown.phone == make.CALLER.phone
        assert IdentityAccess.objects.count() == 1
    else:
        with pytest.raises((NotAllowed, NotFound)):
            reveal_identity(complaint.pk, by=user, reason="电话核实地点")
        assert IdentityAccess.objects.count() == 0


def test_property_companies_never_open_it_even_when_they_hold_the_complaint(
    office: Office,
) -> None:
    branch = make.dispatched(office, body=office.bodies.property)
    with pytest.raises(NotAllowed):
        reveal_identity(branch.complaint_id, by=office.people.property_clerk, reason="上门联系")


def test_a_copy_gives_sight_but_no_look(office: Office) -> None:
    complaint = make.received(office)
    body = office.bodies.safety_office
    take_hold(complaint, body.pk, role="copy", at=timezone.now())
    assert sees(office.people.safety_handler, complaint)
    with pytest.raises(NotAllowed):
        reveal_identity(complaint.pk, by=office.people.safety_handler, reason="电话核实地点")


def test_a_look_without_a_reason_is_refused(office: Office) -> None:
    complaint = make.received(office)
    for reason in ("", "   ", "看看"):
        with pytest.raises(Invalid):
            reveal_identity(complaint.pk, by=office.people.triage, reason=reason)
    assert IdentityAccess.objects.count() == 0
