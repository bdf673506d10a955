"""Filing and placing at the edges."""

import pytest
from django.test import Client

from complaints.actions.intake import Caller, Draft, Where, checked_text, file_complaint
from complaints.actions.life import classify_complaint
from complaints.errors import Invalid
from complaints.models import Actor, Area, ClockLimit, Complaint, Identity
from complaints.selectors import places
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.mark.parametrize(
    "caller", [Caller(name="测试居民乙"), Caller(), Caller(name=" ", phone=" ")]
)
def test_who_left_no_phone_and_no_home_cannot_be_reached(office: Office, caller: Caller) -> None:
    assert make.filed(office, caller=caller).complaint.is_anonymous


@pytest.mark.parametrize("caller", [Caller(phone="010-00000001"), Caller(home="虚构小区 1 号楼")])
def test_a_phone_or_a_home_is_a_way_to_reach_somebody(office: Office, caller: Caller) -> None:
    assert not make.filed(office, caller=caller).complaint.is_anonymous


def test_a_name_alone_is_kept_and_sealed(office: Office) -> None:
    complaint = make.filed(office, caller=Caller(name="测试居民乙")).complaint
    assert Identity.objects.get(complaint=complaint).name_sealed


@pytest.mark.parametrize(("lon", "lat"), [("1e999", "39.9"), ("116.2", "-1e999"), ("999", "39.9")])
def test_a_point_that_is_on_no_earth_is_refused_even_with_a_community(
    office: Office, client: Client, lon: str, lat: str
) -> None:
    client.force_login(office.people.clerk)
    body = (
        f'{{"text": "路灯坏了", "channel": "phone", "lon": {lon}, "lat": {lat},'
        f' "community": "{office.places.community.code}"}}'
    )
    answer = client.post("/api/v1/complaints/", body, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert client.get("/api/v1/complaints/").status_code == 200
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("text", ["\u200b\u200e", "\u2066\u2069 \n", "\ufe0f", "\u3000\u00a0"])
def test_words_that_nobody_can_see_are_no_words(text: str) -> None:
    with pytest.raises(Invalid):
        checked_text(text)


@pytest.mark.parametrize("text", ["😡", "👨‍👩‍👧", "？", "𠮷"])
def test_one_sign_that_can_be_seen_is_enough(text: str) -> None:
    assert checked_text(text) == text


def test_half_a_sign_is_left_out_of_what_is_kept() -> None:
    assert checked_text("路灯\ud83d坏了") == "路灯坏了"


def test_an_area_removed_elsewhere_meanwhile_places_nobody(office: Office) -> None:
    words = Where(address="东虚街道暮色社区三号楼")
    assert places.area_in_words(words.address) == office.places.other_community
    Area.objects.filter(pk=office.places.other_community.pk).delete()
    filed = file_complaint(Draft(text="楼道灯不亮", where=words), by=Actor.RESIDENT)
    assert filed.complaint.community_id is None


def test_a_point_is_not_called_outside_a_city_whose_outlines_nobody_loaded(office: Office) -> None:
    where = Where(lon=116.2, lat=39.9)
    filed = file_complaint(Draft(text="楼道灯不亮", where=where), by=Actor.RESIDENT)
    assert (filed.complaint.lon, filed.complaint.district_id) == (116.2, None)


def test_nobody_is_turned_away_because_the_office_has_no_calendar(office: Office) -> None:
    ClockLimit.objects.filter(stage="dispatch").update(unit="working_days")
    complaint = make.received(office)
    assert complaint.dispatch_due_at is None
    edited = classify_complaint(
        complaint.pk, by=office.people.triage, version=complaint.version,
        where=Where(community_id=office.places.community.pk), category_id=office.advice.pk,
        demand_kind="consult", urgency="normal", redacted_text="请问怎么办理",
    )  # fmt: skip
    assert edited.category == office.advice
