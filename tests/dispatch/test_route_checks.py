"""What no rule sends on lies in a queue of its own, with the cause, until it is sent on."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from complaints.models import Complaint, Organisation
from dispatch.actions.route_checks import FRESH, check_routes
from dispatch.models import RouteCheck, RoutingRule, RuleSet
from dispatch.selectors.queues import Queue, rows_of
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


def lying(office: Office) -> list[Complaint]:
    """What the dispatcher of the street sees in the queue."""
    return list(rows_of(Queue.NO_RULE, office.people.triage, at=timezone.now()))


def test_what_a_rule_names_a_unit_for_is_not_in_the_queue(office: Office) -> None:
    make.received(office)
    assert check_routes() == 1
    assert lying(office) == []


def test_what_no_rule_fits_lies_in_the_queue_with_its_cause(office: Office) -> None:
    row = make.filed(office, category=office.advice).complaint
    check_routes()
    assert lying(office) == [row]
    client = Client()
    client.force_login(office.people.triage)
    html = client.get("/office/?queue=no_rule").content.decode()
    assert "没有适用的规则" in html
    assert row.number in html


def test_a_dissolved_unit_brings_its_complaints_into_the_queue(office: Office) -> None:
    row = make.received(office)
    make.rule(1, body=office.bodies.property)
    check_routes()
    assert lying(office) == []
    Organisation.objects.filter(pk=office.bodies.property.pk).update(until=make.SINCE)
    check_routes(at=timezone.now() + FRESH + timedelta(seconds=1))
    assert lying(office) == [row]
    check = RouteCheck.objects.get()
    assert check.cause == "unit_ended"
    assert check.rule is not None


def test_an_edit_is_looked_at_again_at_once(office: Office) -> None:
    row = make.filed(office, category=office.advice).complaint
    check_routes()
    Complaint.objects.filter(pk=row.pk).update(category=office.category, version=row.version + 1)
    assert check_routes() == 1
    assert lying(office) == []


def test_nothing_is_looked_at_twice_without_need(office: Office) -> None:
    make.received(office)
    assert [check_routes(), check_routes()] == [1, 0]


def test_a_new_version_is_asked_at_once(office: Office) -> None:
    make.filed(office, category=office.advice)
    check_routes()
    begins = timezone.now()
    later = RuleSet.objects.create(
        name="下一版", made_at=begins, published_at=begins, live_from=begins
    )
    RoutingRule.objects.create(
        rule_set=later, position=1, target="street_office", office_key="safety", since=make.SINCE
    )
    assert check_routes() == 1
    assert lying(office) == []


def test_a_person_sends_it_on_and_it_leaves_the_queue(office: Office) -> None:
    row = make.filed(office, category=office.advice).complaint
    check_routes()
    make.dispatched(office, row, body=office.bodies.city_office)
    assert lying(office) == []
    check_routes(at=timezone.now() + FRESH + timedelta(seconds=1))
    assert not RouteCheck.objects.exists()


def test_another_streets_complaint_is_not_in_this_queue(office: Office) -> None:
    make.filed(office, category=office.advice, community=office.places.next_community)
    check_routes()
    assert RouteCheck.objects.get().cause == "no_rule"
    assert lying(office) == []


def test_units_have_no_such_queue(office: Office) -> None:
    make.filed(office, category=office.advice)
    check_routes()
    client = Client()
    client.force_login(office.people.handler)
    assert "no_rule" not in client.get("/office/").content.decode()
