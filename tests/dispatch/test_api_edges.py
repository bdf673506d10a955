"""What the REST doors must not lose, and whom they must not ask."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from complaints.actions.intake import Draft, Where, file_complaint
from complaints.models import Actor, Complaint
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> make.Office:
    return make.office()


def edit(complaint: Complaint, **changes: object) -> dict[str, object]:
    return {
        "version": complaint.version, "address": complaint.address, "community": None,
        "category": None, "demand_kind": "help", "urgency": "normal",
        "redacted_text": "改过的话", **changes,
    }  # fmt: skip


def pointed(office: make.Office) -> Complaint:
    where = Where(lon=116.2, lat=39.9, community_id=office.places.community.pk)
    return file_complaint(Draft(text="楼道灯不亮", where=where), by=Actor.RESIDENT).complaint


def classified(client: Client, complaint: Complaint, **changes: object) -> Complaint:
    answer = client.post(
        f"/api/v1/complaints/{complaint.number}/classify/", edit(complaint, **changes),
        content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    return Complaint.objects.get(pk=complaint.pk)


def test_an_edit_that_says_nothing_of_the_point_keeps_it(
    office: make.Office, client: Client
) -> None:
    client.force_login(office.people.triage)
    saved = classified(client, pointed(office), community=office.places.community.code)
    assert (saved.lon, saved.lat) == (116.2, 39.9)


def test_an_edit_may_take_the_point_away(office: make.Office, client: Client) -> None:
    client.force_login(office.people.triage)
    code = office.places.community.code
    saved = classified(client, pointed(office), community=code, lon=None, lat=None)
    assert (saved.lon, saved.lat) == (None, None)


def test_half_a_point_is_refused_at_an_edit(office: make.Office, client: Client) -> None:
    client.force_login(office.people.triage)
    complaint = pointed(office)
    answer = client.post(
        f"/api/v1/complaints/{complaint.number}/classify/", edit(complaint, lon=116.3),
        content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 400


def test_a_unit_that_no_longer_exists_is_not_asked(office: make.Office, client: Client) -> None:
    client.force_login(office.people.triage)
    body = office.bodies.safety_office
    body.until = timezone.localdate() - timedelta(days=1)
    body.save(update_fields=["until"])
    complaint = make.received(office)
    order = {
        "version": complaint.version, "organisation": body.code, "override_reason": "职责相符",
        "redacted_text": complaint.text,
    }  # fmt: skip
    answer = client.post(
        f"/api/v1/complaints/{complaint.number}/dispatch/", order, content_type="application/json"
    )
    assert answer.status_code == 422, answer.content


def test_a_unit_chosen_where_no_rule_fits_needs_a_reason_and_is_told_so(
    office: make.Office, client: Client
) -> None:
    client.force_login(office.people.triage)
    complaint = make.filed(office, category=office.advice).complaint
    order = {
        "version": complaint.version, "organisation": office.bodies.safety_office.code,
        "redacted_text": complaint.text,
    }  # fmt: skip
    answer = client.post(
        f"/api/v1/complaints/{complaint.number}/dispatch/", order, content_type="application/json"
    )
    assert answer.status_code == 422
    assert "没有规则能确定承办单位" in answer.json()["detail"]
