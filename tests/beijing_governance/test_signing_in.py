"""Signing in again leads back to where a person was, and nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
STEP = "/office/branches/1/sign/"


def test_a_page_is_asked_for_again_after_signing_in(client: Client) -> None:
    answer = client.get("/office/?queue=new")
    assert answer.headers["Location"] == f"{reverse('login')}?next=/office/%3Fqueue%3Dnew"


def test_a_step_leads_back_to_the_page_it_was_sent_from(client: Client) -> None:
    answer = client.post(STEP, headers={"Referer": "http://testserver/office/20261102000001/?a=1"})
    assert answer.status_code == 302
    query = "next=%2Foffice%2F20261102000001%2F%3Fa%3D1&again=1"
    assert answer.headers["Location"] == f"{reverse('login')}?{query}"
    assert "您填的文字还在" in client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize("said", ["", "http://elsewhere.example/office/", "javascript:alert(1)"])
def test_a_step_from_nowhere_leads_to_the_usual_page(client: Client, said: str) -> None:
    answer = client.post(STEP, headers={"Referer": said})
    assert answer.headers["Location"] == f"{reverse('login')}?next=&again=1"


def test_htmx_takes_the_whole_browser_to_the_form(client: Client) -> None:
    page = "http://testserver/office/20261102000001/"
    headers = {"HX-Request": "true", "HX-Current-URL": page}
    answer = client.post("/office/20261102000001/reveal/", headers=headers)
    assert answer.status_code == 200
    assert answer.content == b""
    query = "next=%2Foffice%2F20261102000001%2F&again=1"
    assert answer.headers["HX-Redirect"] == f"{reverse('login')}?{query}"
