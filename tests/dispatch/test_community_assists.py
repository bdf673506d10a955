"""A community never leads what it only assists with (条例 Art. 17); beside the lead it may act."""

import pytest
from django.db import IntegrityError, transaction

from complaints.actions.intake import Where
from complaints.actions.life import classify_complaint
from complaints.errors import Invalid
from complaints.models import Category, Complaint
from dispatch.actions.merging import merge_complaints
from dispatch.models import Assignment
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    made = make.office()
    Category.objects.filter(pk=made.category.pk).update(community_assists=True)
    return made


def test_a_community_is_refused_as_lead_with_the_article_and_nothing_is_sent(
    office: Office,
) -> None:
    complaint = make.received(office)
    with pytest.raises(Invalid, match="第十七条") as refused:
        make.dispatched(office, complaint, body=office.bodies.committee)
    assert refused.value.field == "organisation"
    assert Complaint.objects.get(pk=complaint.pk).status == "received"


def test_beside_a_lead_it_may_be_asked_and_other_units_may_lead(office: Office) -> None:
    lead = make.dispatched(office)
    complaint = Complaint.objects.get(pk=lead.complaint_id)
    beside = make.dispatched(office, complaint, body=office.bodies.committee, role="co")
    assert (lead.unit_kind, lead.is_assist) == ("office", True)
    assert (beside.unit_kind, beside.is_assist) == ("community", True)


def test_what_is_the_community_s_own_it_leads(office: Office) -> None:
    Category.objects.update(community_assists=False)
    assert make.dispatched(office, body=office.bodies.committee).role == "lead"


def test_the_database_refuses_it_too(office: Office) -> None:
    branch = make.dispatched(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=branch.pk).update(unit_kind="community")


def test_what_goes_along_with_a_matter_of_another_kind_is_led_as_that_is(office: Office) -> None:
    Category.objects.filter(pk=office.advice.pk).update(community_assists=False)
    first, second = make.received(office), make.received(office)
    classify_complaint(
        first.pk, by=office.people.triage, version=first.version,
        where=Where(community_id=office.places.community.pk), category_id=office.advice.pk,
        demand_kind="help", urgency="normal", redacted_text="社区自己的事",
    )  # fmt: skip
    merge_complaints(first.pk, [second.pk], by=office.people.triage, reason="同一件事")
    lead = make.dispatched(office, Complaint.objects.get(pk=first.pk), body=office.bodies.committee)
    along = Assignment.objects.get(follows=lead)
    assert (along.unit_kind, along.is_assist) == ("community", False)
