"""Beside a new ticket stands what may be the same matter, with why and a way to merge."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from complaints.models import Complaint, SearchText, User
from complaints.selectors.related import Related, related_to
from dispatch.actions.merging import merge_complaints
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db
LATER = make.START + timedelta(days=2)
AGAIN = "东门那盏路灯还是坏的，晚上回家看不清路，请来修。"
OTHER = "楼下烧烤店营业到凌晨，油烟和噪音扰民。"


@pytest.fixture
def office() -> Office:
    return make.office()


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def beside(office: Office, complaint: Complaint) -> tuple[Related, ...]:
    return related_to(complaint, office.people.triage, at=LATER)


def numbers(found: tuple[Related, ...]) -> list[str]:
    return [one.number for one in found]


def test_the_same_lamp_is_found_with_what_both_say_and_another_matter_is_not(
    office: Office,
) -> None:
    first = make.received(office)
    make.received(office, words=OTHER)
    new = make.received(office, words=AGAIN, at=LATER)
    (found,) = beside(office, new)
    assert found.number == first.number
    assert found.days == 2
    assert found.is_same_community
    assert any("看不清路" in words for words in found.shared)
    assert found.may_be_joined


def test_the_same_building_says_so(office: Office) -> None:
    first = make.filed(office, address="虚构小区 三号楼北侧").complaint
    new = make.filed(office, address="虚构小区3号楼2单元", words=AGAIN, at=LATER).complaint
    (found,) = beside(office, new)
    assert (found.number, found.is_same_building) == (first.number, True)


def test_two_points_say_how_far_apart_they_are(office: Office) -> None:
    first, new = make.received(office), make.received(office, words=AGAIN)
    for one, lat in ((first, 39.9), (new, 39.901)):
        Complaint.objects.filter(pk=one.pk).update(lon=116.2, lat=lat)
    new.refresh_from_db()
    (found,) = related_to(new, office.people.clerk, at=LATER)
    assert (found.number, found.metres) == (first.number, 111)


def test_what_lies_far_from_it_is_found_by_its_words(office: Office) -> None:
    far = make.filed(office, community=office.places.other_community).complaint
    new = make.received(office, words=AGAIN, at=LATER)
    (found,) = beside(office, new)
    assert (found.number, found.is_same_community) == (far.number, False)


def test_nobody_is_shown_what_he_may_not_see(office: Office) -> None:
    make.filed(office, community=office.places.next_community)
    make.filed(office, is_secret=True)
    assert beside(office, make.received(office, words=AGAIN, at=LATER)) == ()


def test_what_is_old_withdrawn_or_goes_along_already_is_not_offered(office: Office) -> None:
    make.received(office, at=make.START - timedelta(days=100))
    make.complaint_in(office, "withdrawn")
    lead, along = make.received(office), make.received(office)
    merge_complaints(lead.pk, [along.pk], by=office.people.triage, reason="同一盏灯")
    new = make.received(office, words=AGAIN, at=LATER)
    assert numbers(beside(office, new)) == [lead.number]


def test_what_is_over_is_shown_and_cannot_be_joined(office: Office) -> None:
    make.complaint_in(office, "archived")
    (found,) = beside(office, make.received(office, words=AGAIN, at=LATER))
    assert not found.may_be_joined


def test_a_message_of_signs_has_nothing_beside_it(office: Office) -> None:
    make.received(office)
    assert beside(office, make.filed(office, words="？！").complaint) == ()


def test_the_page_of_a_new_ticket_fetches_it_for_who_triages(office: Office) -> None:
    new = make.received(office)
    address = reverse("office-related", args=[new.number])
    ticket = reverse("office-ticket", args=[new.number])
    assert address in desk(office.people.triage).get(ticket).content.decode()
    assert address not in desk(office.people.head).get(ticket).content.decode()
    sent = make.dispatched(office).complaint
    html = desk(office.people.triage).get(reverse("office-ticket", args=[sent.number]))
    assert reverse("office-related", args=[sent.number]) not in html.content.decode()


def test_the_panel_leads_to_the_merge_page_of_the_earlier_one_with_the_new_one_named(
    office: Office,
) -> None:
    first = make.received(office)
    new = make.filed(office, words=AGAIN, category=office.advice).complaint
    client = desk(office.people.triage)
    address = reverse("office-related", args=[new.number])
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "都提到" in part
    (link,) = re.findall(r'href="([^"]+\?numbers=\d+)"', part)
    assert link == f"{reverse('office-merge', args=[first.number])}?numbers={new.number}"
    merge = client.get(link).content.decode()
    assert re.search(rf'name="others" value="{new.number}"', merge)
    answer = client.post(link, {"others": new.number, "reason": "同一盏灯"}, follow=True)
    assert "另有 1 件" in answer.content.decode()


def test_it_is_a_page_of_its_own_where_no_script_runs(office: Office) -> None:
    first, new = make.received(office), make.received(office, words=AGAIN)
    html = desk(office.people.triage).get(reverse("office-related", args=[new.number]))
    assert "<html" in html.content.decode()
    assert first.number in html.content.decode()


def test_it_takes_as_many_questions_with_twelve_beside_it_as_with_two(
    office: Office, django_assert_max_num_queries
) -> None:
    new = make.received(office, words=AGAIN, at=LATER)
    for count in (2, 12):
        while Complaint.objects.count() <= count:
            make.received(office)
        office.people.triage.forget_posts()
        with django_assert_max_num_queries(9):
            assert len(beside(office, new)) == min(count, 8)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's planner is asked")
def test_phrases_are_found_by_the_index(office: Office) -> None:
    make.received(office)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = SearchText.objects.holding_a_phrase([("路灯", "灯坏"), ("看不", "不清")]).explain()
    assert "Seq Scan" not in plan
    assert "BitmapOr" in plan
