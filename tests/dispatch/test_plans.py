"""No list makes PostgreSQL read a whole table: a subquery beside an OR would."""

import pytest
from django.db import connection
from django.utils import timezone

from complaints.models import Complaint
from dispatch.models import Assignment
from dispatch.selectors.queues import Queue, rows_of
from tests import make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's planner is asked"),
]
PEOPLE = ("triage", "handler", "property_clerk", "head", "district_leader")


@pytest.mark.parametrize("name", PEOPLE)
def test_sight_is_no_subquery_beside_an_or(name: str) -> None:
    user = getattr(make.office().people, name)
    assert "SubPlan" not in Complaint.objects.visible_to(user).explain()


@pytest.mark.parametrize("queue", [Queue.OVERDUE, Queue.DUE_TODAY])
@pytest.mark.parametrize("name", [*PEOPLE, "clerk"])
def test_a_queue_is_no_subquery_beside_an_or(name: str, queue: Queue) -> None:
    user = getattr(make.office().people, name)
    assert "SubPlan" not in rows_of(queue, user, at=timezone.now()).explain()


def test_the_callback_task_starts_from_what_is_under_way() -> None:
    make.office()
    assert "InitPlan" in Assignment.objects.awaiting_callback(timezone.now()).explain()
