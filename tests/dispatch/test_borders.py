"""A place near a street's border: both sides are named, and a rule may ask for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from complaints.errors import Invalid
from complaints.models import Area, Complaint, Parameter
from complaints.selectors.places import forget_territory
from dispatch.actions.rule_sets import Asked, add_rule, draft_rules, publish_rules
from dispatch.models import Assignment
from dispatch.selectors.routing import suggest_unit
from dispatch.selectors.why import wanted
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db
# The streets meet at 116.51; a degree of longitude is some 85 km here.
BORDER, LAT = 116.51, 39.505
NEAR, FAR = BORDER - 0.0003, BORDER - 0.005


def square(west: float, east: float) -> dict[str, Any]:
    ring = [[west, 39.5], [east, 39.5], [east, 39.51], [west, 39.51], [west, 39.5]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def office() -> Iterator[Office]:
    made = make.office()
    places = made.places
    for area, west, east in ((places.street, 116.5, BORDER), (places.next_street, BORDER, 116.52)):
        Area.objects.filter(pk=area.pk).update(outline=square(west, east))
    forget_territory()
    yield made
    forget_territory()


def at(office: Office, lon: float) -> Complaint:
    complaint = make.received(office)
    Complaint.objects.filter(pk=complaint.pk).update(lon=lon, lat=LAT, datum="wgs84")
    return Complaint.objects.with_place().get(pk=complaint.pk)


def page(office: Office, complaint: Complaint) -> str:
    client = Client()
    client.force_login(office.people.triage)
    return str(client.get(f"/office/{complaint.number}/dispatch/").text)


def test_who_dispatches_is_told_how_near_the_other_street_is(office: Office) -> None:
    shown = page(office, at(office, NEAR))
    assert "离西虚街道只有 26 米" in shown
    assert "两边都可能要管" in shown
    assert "两边都可能要管" not in page(office, at(office, FAR))


def test_a_complaint_without_a_point_is_near_no_border(office: Office) -> None:
    shown = page(office, make.received(office))
    assert "不在边界附近" in shown


def test_how_near_is_a_number_of_the_office(office: Office) -> None:
    Parameter.objects.filter(key="border_distance").update(amount=10)
    assert "两边都可能要管" not in page(office, at(office, NEAR))


def test_without_the_number_no_border_is_looked_for_and_dispatching_goes_on(
    office: Office,
) -> None:
    Parameter.objects.filter(key="border_distance").delete()
    shown = page(office, at(office, NEAR))
    assert "核对无误，派单" in shown
    assert "两边都可能要管" not in shown


def test_the_place_as_another_map_has_it_is_turned_first(office: Office) -> None:
    """A point from Amap lies half a kilometre off."""
    complaint = at(office, NEAR)
    Complaint.objects.filter(pk=complaint.pk).update(datum="gcj02")
    moved = Complaint.objects.with_place().get(pk=complaint.pk)
    assert suggest_unit(moved).facts.border == ()


def test_a_rule_may_ask_for_the_border_and_what_it_saw_is_kept(office: Office) -> None:
    admin = office.people.administrator
    draft = draft_rules(by=admin, name="边界")
    first: dict[str, Any] = {"position": 1, "target": "street_office", "office_key": "safety"}
    asked = Asked(**first, border="some", note="边界先由平安办核实", since=make.SINCE)
    add_rule(draft.pk, asked, by=admin)
    publish_rules(draft.pk, by=admin)
    near, far = suggest_unit(at(office, NEAR)), suggest_unit(at(office, FAR))
    assert near.organisation == office.bodies.safety_office
    assert far.organisation == office.bodies.city_office
    assert near.as_json()["border"] == [office.places.next_street.code]


def test_a_point_inside_the_other_street_is_told_as_such(office: Office) -> None:
    """Placed by words in the next street, by the map in this one."""
    complaint = at(office, FAR)
    Complaint.objects.filter(pk=complaint.pk).update(subdistrict=office.places.next_street)
    moved = Complaint.objects.with_place().get(pk=complaint.pk)
    assert suggest_unit(moved).facts.border == (office.places.street.code,)
    client = Client()
    client.force_login(office.people.next_triage)
    shown = client.get(f"/office/{moved.number}/dispatch/").text
    assert "地图上的点在东虚街道界内" in shown


def test_the_form_of_a_rule_offers_the_border(office: Office) -> None:
    client = Client()
    client.force_login(office.people.administrator)
    draft = draft_rules(by=office.people.administrator, name="下一版")
    assert 'name="border"' in client.get(f"/office/rules/{draft.pk}/new/").text
    sent = {
        "position": 7, "border": "some", "target": "street_office", "office_key": "safety",
        "note": "边界", "since": "2026-11-01",
    }  # fmt: skip
    assert client.post(f"/office/rules/{draft.pk}/new/", sent).status_code == 302
    assert "在街道边界附近" in client.get(f"/office/rules/{draft.pk}/").text
    assert not Assignment.objects.exists()


def test_a_rule_may_ask_how_far_the_next_street_is(office: Office) -> None:
    admin = office.people.administrator
    draft = draft_rules(by=admin, name="边界五米")
    first: dict[str, Any] = {"position": 1, "target": "street_office", "office_key": "safety"}
    far = Asked(**first, within_m=51, note="太远", since=make.SINCE)
    with pytest.raises(Invalid, match="50"):
        add_rule(draft.pk, far, by=admin)
    both = Asked(**first, within_m=5, border="none", note="矛盾", since=make.SINCE)
    with pytest.raises(Invalid, match="不在边界附近"):
        add_rule(draft.pk, both, by=admin)
    near = suggest_unit(at(office, NEAR)).facts.border_m
    assert near is not None
    rule = add_rule(
        draft.pk, Asked(**first, within_m=near - 1, note="更近", since=make.SINCE), by=admin
    )
    farther = {**first, "position": 2, "office_key": "urban_management"}
    add_rule(draft.pk, Asked(**farther, within_m=near, note="正好", since=make.SINCE), by=admin)
    publish_rules(draft.pk, by=admin)
    found = suggest_unit(at(office, NEAR))
    assert (found.organisation, found.as_json()["border_m"]) == (office.bodies.city_office, near)
    assert str(wanted(rule, "within")) == f"不超过 {near - 1} 米"
    assert suggest_unit(at(office, FAR)).facts.border_m is None
