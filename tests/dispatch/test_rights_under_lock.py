"""What a person may do is asked again under the lock: what was taken away meanwhile is gone."""

import pytest

from complaints.errors import NotFound
from complaints.models import Holding, Post
from dispatch.actions.assignments import sign_assignment
from dispatch.models import Assignment
from tests import make

pytestmark = pytest.mark.django_db


def test_a_post_that_ended_after_the_page_was_opened_counts_no_more():
    made = make.office()
    branch = make.dispatched(made)
    worker = made.people.handler
    assert worker.current_posts
    Post.objects.filter(user=worker).update(until=make.SINCE)
    with pytest.raises(NotFound):
        sign_assignment(branch.pk, by=worker)
    assert Assignment.objects.get(pk=branch.pk).status == "to_sign"


def test_an_account_that_was_closed_after_the_page_was_opened_counts_no_more():
    made = make.office()
    branch = make.dispatched(made)
    worker = made.people.handler
    assert worker.current_posts
    type(worker).objects.filter(pk=worker.pk).update(is_active=False)
    with pytest.raises(NotFound):
        sign_assignment(branch.pk, by=worker)


def test_a_unit_that_lost_the_complaint_meanwhile_finds_nothing():
    made = make.office()
    branch = make.dispatched(made)
    Holding.objects.filter(complaint=branch.complaint).update(until=make.START)
    with pytest.raises(NotFound):
        sign_assignment(branch.pk, by=made.people.handler)
