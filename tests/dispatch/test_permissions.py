"""A post gives its rights where it is held, not wherever its holder happens to see something."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from complaints.actions.identity import reveal_identity
from complaints.actions.intake import Where
from complaints.actions.life import answer_complaint, classify_complaint
from complaints.errors import NotAllowed
from complaints.models import Complaint, Role, User
from dispatch.actions.assignments import Order, dispatch_complaint, sign_assignment, tell_hotline
from dispatch.actions.callbacks import Answers, complete_callback
from dispatch.actions.exclusions import apply_exclusion, decide_exclusion
from dispatch.models import Assignment
from dispatch.permissions import can_work
from dispatch.selectors.callbacks import waiting_callbacks
from dispatch.selectors.offers import offers_of
from dispatch.selectors.ticket import branches_on
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def held(office: Office) -> Assignment:
    """With the property company of the first street."""
    return make.branch_in(
        office, "reported", branch=make.dispatched(office, body=office.bodies.property)
    )


@pytest.fixture
def elsewhere(office: Office) -> User:
    """Works for the property company, and triages in the other street."""
    office_of_two = make.person("t-two", Role.PROPERTY_CLERK, office.bodies.property)
    make.person("t-two", Role.TRIAGE_OFFICER, office.bodies.next_centre)
    return office_of_two


def refused(act: object) -> None:
    with pytest.raises(NotAllowed):
        act()  # type: ignore[operator]


def test_who_triages_elsewhere_reads_a_held_complaint_as_its_unit(
    office: Office, held: Assignment, elsewhere: User, client: Client
) -> None:
    client.force_login(elsewhere)
    row = client.get(f"/api/v1/complaints/{held.complaint.number}/").json()
    assert row["text"] is None
    refused(lambda: reveal_identity(held.complaint_id, by=elsewhere, reason="核对地点信息"))


def test_who_triages_elsewhere_takes_no_step_of_the_centre(
    office: Office, held: Assignment, elsewhere: User
) -> None:
    complaint = Complaint.objects.get(pk=held.complaint_id)
    edit = {
        "version": complaint.version, "where": Where(address="别处"), "category_id": None,
        "demand_kind": "help", "urgency": "normal", "redacted_text": "改过的话",
    }  # fmt: skip
    refused(lambda: classify_complaint(complaint.pk, by=elsewhere, **edit))  # type: ignore[arg-type]
    refused(lambda: answer_complaint(complaint.pk, by=elsewhere, answer="已说明。"))
    order = Order(organisation_id=office.bodies.committee.pk, role="co")
    refused(lambda: dispatch_complaint(complaint.pk, by=elsewhere, order=order))
    offered = {one.verb for one in offers_of(complaint, branches_on(complaint), elsewhere, asks={})}
    assert offered <= {"tell_resident", "ask", "sweep"}


def test_who_calls_for_another_street_gives_no_feedback_and_makes_no_callback_here(
    office: Office,
) -> None:
    branch = make.branch_in(office, "reported", branch=make.dispatched(office))
    guest = make.person("t-guest", Role.COMMUNITY_WORKER, office.bodies.committee)
    make.person("t-guest", Role.DESK, office.bodies.next_centre)
    make.dispatched(
        office, Complaint.objects.get(pk=branch.complaint_id), body=office.bodies.committee,
        role="co",
    )  # fmt: skip
    refused(lambda: tell_hotline(branch.pk, by=guest))
    call = make.callback_of(branch)
    answers = Answers(contacted=True, resolved=True, satisfaction="satisfied")
    refused(lambda: complete_callback(call.pk, by=guest, answers=answers))


def test_an_exclusion_is_asked_for_and_decided_where_the_post_is(
    office: Office, held: Assignment, elsewhere: User
) -> None:
    refused(
        lambda: apply_exclusion(held.pk, by=elsewhere, ground="lawsuit", evidence="法院已立案。")
    )
    asked = apply_exclusion(
        held.pk, by=office.people.triage, ground="lawsuit", evidence="法院已立案。"
    )
    other_district = make.area("110198", "另一虚构区", "district", office.places.city)
    body = make.organisation("T-DIST2", "另一虚构区分中心", "district_body", other_district)
    leader = make.person("t-two-posts", Role.DISTRICT_LEADER, body)
    make.person("t-two-posts", Role.HEAD, office.bodies.government)
    refused(lambda: decide_exclusion(asked.pk, by=leader, is_granted=True))


def test_the_street_whose_unit_is_judged_may_ask_across_the_border(office: Office) -> None:
    branch = make.dispatched(office, body=office.bodies.next_office)
    asked = apply_exclusion(
        branch.pk, by=office.people.next_triage, ground="lawsuit", evidence="法院已立案。"
    )
    assert asked.assignment == branch


def test_the_callback_queue_offers_no_call_that_would_be_refused(office: Office) -> None:
    make.callback_of(make.dispatched(office, body=office.bodies.next_office))
    assert len(waiting_callbacks(office.people.triage)[0]) == 1
    assert waiting_callbacks(office.people.next_triage)[0] == []


def ended(user: User, role: str) -> User:
    """The person's posts of this role ended yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    user.posts.filter(role=role).update(until=yesterday)
    return User.objects.get(pk=user.pk)


def test_who_left_the_unit_loses_the_secret_he_was_named_on_though_he_leads_now(
    office: Office,
) -> None:
    secret = make.filed(office, is_secret=True).complaint
    branch = make.dispatched(office, secret, handler=office.people.handler)
    make.person(office.people.handler.username, Role.HEAD, office.bodies.government)
    left = ended(office.people.handler, Role.HANDLER)
    assert not Complaint.objects.visible_to(left).filter(pk=secret.pk).exists()
    assert not can_work(left, branch)


def test_who_left_the_unit_takes_no_step_for_it_though_he_sees_it_still(office: Office) -> None:
    branch = make.dispatched(office, handler=office.people.handler)
    make.person(office.people.handler.username, Role.HEAD, office.bodies.government)
    refused(lambda: sign_assignment(branch.pk, by=ended(office.people.handler, Role.HANDLER)))


def test_a_colleague_takes_over_when_the_named_handler_has_left(office: Office) -> None:
    branch = make.dispatched(office, handler=office.people.handler)
    colleague = make.person("t-colleague", Role.HANDLER, office.bodies.city_office)
    refused(lambda: sign_assignment(branch.pk, by=colleague))
    ended(office.people.handler, Role.HANDLER)
    assert sign_assignment(branch.pk, by=colleague).status == "signed"
