"""A13, D1, D2 in a real browser: no dialog, no broken policy, nothing behind the back button."""

import re
from contextlib import suppress

import pytest
from django.urls import reverse
from playwright.sync_api import Error

from complaints.models import Complaint
from dispatch.models import Callback, Exclusion
from tests import make
from tests.journeys.working import signed_in
from tests.trust.test_d_browser import JOINED, poisoned
from tests.trust.world import OPEN, world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alarms():
    return []


@pytest.fixture
def page_of(live_server, visit, alarms):
    """A page of a signed-in person, at which every dialog rings."""

    def opened(person=None):
        page = visit()
        page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
        return signed_in(page, live_server.url, person) if person else page

    return opened


def pages(made: make.Office) -> dict[str, list[str]]:
    """The main pages of each kind of reader."""
    tickets = [reverse("office-ticket", args=[row.number]) for row in Complaint.objects.all()]
    waiting = Complaint.objects.filter(status="received").first()
    steps = [
        reverse(name, args=[waiting.number])
        for name in ("office-classify", "office-dispatch", "office-answer") if waiting
    ]  # fmt: skip
    calls = [reverse("office-callback", args=[row.pk]) for row in Callback.objects.all()]
    asked = [reverse("office-exclusion", args=[row.pk]) for row in Exclusion.objects.all()]
    board = reverse("office")
    return {
        "triage": [f"{board}?queue=all", f"{board}?queue=all&q=路灯", *tickets, *steps, *calls],
        "handler": [f"{board}?queue=all", *tickets],
        "district_leader": [reverse("month"), reverse("month-tickets"), *asked,
                            reverse("office-exclusions"), reverse("foresee")],
        "privacy_officer": [reverse("office-access")],
        "clerk": [reverse("office-new"), reverse("office-callbacks"), reverse("api-docs")],
    }  # fmt: skip


@pytest.mark.parametrize("payload", JOINED)
def test_d1_d2_no_page_runs_what_anybody_typed(live_server, page_of, alarms, payload):
    made = poisoned(payload)
    seen = 0
    for role, addresses in pages(made).items():
        page = page_of(getattr(made.people, role))
        for where in addresses:
            answer = page.goto(live_server.url + where)
            seen += answer is not None and answer.status == 200
            page.wait_for_load_state("networkidle")
    page.locator(".opblock").first.wait_for()  # The last page, the API's, runs its own scripts.
    filed = make.filed(made, words=payload)
    resident = page_of()
    resident.goto(live_server.url + reverse("tracked-by-link", args=[filed.token]))
    assert alarms == []
    assert seen > 12


def test_a13_after_signing_out_the_back_button_shows_nobody(live_server, page_of):
    made = world()
    page = page_of(made.people["clerk"])
    page.goto(live_server.url + reverse("office-ticket", args=[made.own.number]))
    panel = page.locator("form", has=page.locator("#reveal_reason"))
    panel.locator("#reveal_reason").fill("电话核实地点")
    panel.locator("[type=submit]").click()
    page.get_by_text(OPEN.name).first.wait_for()
    page.evaluate("document.querySelector('form[action=\"/logout/\"]').submit()")
    page.wait_for_url(re.compile(r"/$"))
    for _ in range(3):
        # What was sent by a form the browser asks for anew, or not at all.
        with suppress(Error):
            page.go_back()
        page.wait_for_load_state("networkidle")
        words = page.content()
        assert OPEN.name not in words
        assert OPEN.phone not in words
