"""History from before any known limit is worked like all else, without an invented clock."""

from datetime import datetime, timedelta

import pytest

from complaints.actions.intake import Where
from complaints.actions.life import classify_complaint
from complaints.models import Complaint
from tests import make

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2018, 10, 3, 9, 0, tzinfo=make.BEIJING)


def test_old_history_is_triaged_and_dispatched_and_only_its_new_clocks_run():
    made = make.office()
    old = make.filed(made, at=LONG_AGO).complaint
    assert old.dispatch_due_at is None
    classify_complaint(
        old.pk, by=made.people.triage, version=old.version,
        where=Where(community_id=made.places.community.pk), category_id=made.category.pk,
        demand_kind="help", urgency="normal", redacted_text=old.redacted_text,
    )  # fmt: skip
    branch = make.dispatched(made, Complaint.objects.get(pk=old.pk), at=make.START)
    assert branch.street_dispatch_due_at is None
    assert branch.feedback_due_at > branch.dispatched_at


def test_the_streets_own_ten_minutes_count_from_receipt():
    made = make.office()
    branch = make.dispatched(made)
    received = branch.complaint.received_at
    assert branch.street_dispatch_due_at == received + timedelta(minutes=10)
