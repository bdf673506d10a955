"""The page of outward addresses: who keeps them, what is refused, and what it shows."""

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import OutwardAddress, OutwardMessage
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db

PAGE = "office-outward"
SECRET = "0123abcd-0123-0123-0123-0123456789ab"


@pytest.fixture
def office() -> Office:
    return make.office()


def signed_in(client: Client, person: object) -> Client:
    client.force_login(person)  # type: ignore[arg-type]
    return client


def typed(office: Office, **other: str) -> dict[str, str]:
    unit = str(office.bodies.city_office.pk)
    return {"organisation": unit, "title": "值班群", "url": f"wecombot://{SECRET}", **other}


def test_triage_keeps_an_address_and_no_page_shows_it_again(client: Client, office: Office) -> None:
    signed_in(client, office.people.triage)
    answer = client.post(reverse(PAGE), typed(office), follow=True)
    page = answer.content.decode()
    assert "值班群" in page
    assert "wecombot" in page
    assert SECRET not in page
    assert OutwardMessage.objects.get().kind == "test"


def test_a_refused_address_keeps_what_was_typed(client: Client, office: Office) -> None:
    signed_in(client, office.people.triage)
    answer = client.post(reverse(PAGE), typed(office, url="http://10.0.0.1/"))
    assert answer.status_code == 422
    assert "http://10.0.0.1/" in answer.content.decode()
    assert not OutwardAddress.objects.exists()


def test_a_unit_s_own_people_do_not_keep_it(client: Client, office: Office) -> None:
    signed_in(client, office.people.handler)
    assert client.get(reverse(PAGE)).status_code == 403


def test_an_address_is_tried_ended_and_a_message_sent_again(client: Client, office: Office) -> None:
    signed_in(client, office.people.triage)
    client.post(reverse(PAGE), typed(office))
    address = OutwardAddress.objects.get()
    OutwardMessage.objects.update(status="failed", cause="refused 500", ended_at=address.since)
    page = client.get(reverse(PAGE), {"status": "failed"}).content.decode()
    assert "对方没有接受 (500)" in page
    again = reverse("office-outward-again", args=[OutwardMessage.objects.get().pk])
    assert client.post(again).status_code == 302
    assert OutwardMessage.objects.get().status == "waiting"
    assert client.post(reverse("office-outward-try", args=[address.pk])).status_code == 409
    assert client.post(reverse("office-outward-end", args=[address.pk])).status_code == 302
    address.refresh_from_db()
    assert address.ended_by == office.people.triage


def test_the_page_asks_the_same_number_of_questions_however_long_the_list(
    client: Client, office: Office, django_assert_max_num_queries: object
) -> None:
    signed_in(client, office.people.triage)
    client.post(reverse(PAGE), typed(office))
    row = OutwardMessage.objects.get()
    for _ in range(30):
        row.pk = None
        row.save(force_insert=True)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(reverse(PAGE))
