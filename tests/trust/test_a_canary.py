"""A1, A5, A11, C3: what a caller said of himself is on no page but the one that may show it."""

from collections import Counter, deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from complaints.models import Complaint
from dispatch.models import Callback
from dispatch.selectors.queues import Queue
from tests.trust.asking import ask
from tests.trust.doors import KINDS
from tests.trust.reading import body, heard, kind_of, links, numbers_in, said, without_chance
from tests.trust.world import ANONYMOUS, IN_TEXT, OPEN, READERS, ROLES, SEALED, SECRET, world

pytestmark = pytest.mark.django_db

FIGURES = ("accepted", "closed", "valid", "contacted", "resolved", "satisfied")
PAGES_OF_ONE_KIND = 3
MOST_PAGES = 250


def starts() -> list[str]:
    """Where a reader may begin: every list in every order, every table in every cut."""
    found = ["/", "/guide/", "/landing/", "/foresee/", "/api/v1/schema/"]
    found += [f"/office/?queue={queue.value}" for queue in Queue]
    found += ["/office/?sort=newest&secret=true", "/office/?overdue=true", "/office/access/"]
    found += ["/office/callbacks/", "/office/exclusions/?decision=", "/office/new/"]
    for level in ("unit", "subdistrict", "district"):
        found += [f"/district/?level={level}&base=kept", f"/api/v1/month/?level={level}"]
        found += [f"/district/month.{kind}?level={level}" for kind in KINDS]
        found += [f"/district/tickets/?level={level}&figure={figure}" for figure in FIGURES]
    found += [
        f"/api/v1/{noun}/" for noun in ("complaints", "assignments", "callbacks", "exclusions")
    ]
    return found


def crawled(client: Any, *, most: int = MOST_PAGES) -> Iterator[tuple[str, Any]]:
    """Every page that links lead to, a few of each kind."""
    waiting, seen, kinds = deque(starts()), set(starts()), Counter()
    while waiting and len(seen) < most:
        where = waiting.popleft()
        answer = ask(client, "GET", where)
        yield where, answer
        found = [answer["Location"]] if answer.status_code == 302 else links(answer)
        for link in found:
            kinds[kind_of(link)] += link not in seen
            if link not in seen and kinds[kind_of(link)] <= PAGES_OF_ONE_KIND:
                seen.add(link)
                waiting.append(link)


@pytest.mark.parametrize("role", ROLES)
def test_a1_c3_no_page_that_links_lead_to_speaks_it_or_names_a_complaint_out_of_sight(role):
    made = world()
    user = made.people.get(role)
    seen = (
        set(Complaint.objects.visible_to(user).values_list("number", flat=True)) if user else set()
    )
    unseen = set(Complaint.objects.values_list("number", flat=True)) - seen
    wrong = {}
    count = 0
    for where, answer in crawled(made.client(role)):
        count += 1
        words = said(answer)
        hidden = [*SEALED, *unseen, *(() if role in READERS else IN_TEXT)]
        if heard(words, hidden) or heard(where, [*SEALED, *IN_TEXT]):
            wrong[where] = heard(words, hidden)
        assert answer.status_code < 500, where
    assert wrong == {}
    assert count > 40


@pytest.mark.parametrize("role", [role for role in ROLES if role != ANONYMOUS])
def test_a11_searching_for_a_caller_finds_as_much_as_searching_for_nonsense(role):
    made = world()
    client = made.client(role)
    nothing = "绝无此词"
    api = reverse("api-complaint-list")
    blank = without_chance(searched(client, nothing), nothing)
    for planted in (OPEN, SECRET):
        for word in (*planted.sealed, planted.in_text, planted.in_address):
            assert without_chance(searched(client, word), word) == blank, word
            assert numbers_in(body(ask(client, "GET", f"{api}?{urlencode({'q': word})}"))) == []


def searched(client: Any, word: str) -> str:
    return body(ask(client, "GET", f"{reverse('office')}?{urlencode({'queue': 'all', 'q': word})}"))


def test_a11_the_search_itself_finds_what_may_be_found():
    made = world()
    asked = urlencode({"q": "路灯"})
    found = numbers_in(body(ask(made.client("triage"), "GET", f"/api/v1/complaints/?{asked}")))
    assert made.own.number in found
    assert made.foreign.number not in found
    assert made.own.number in searched(made.client("handler"), "路灯")


# What people of the office note down may name the caller too.
NOTED = "机主姓王，电话 13800000799，住 3 号楼 1204 室"


def test_a1_what_the_office_noted_of_a_caller_reaches_no_unit_beside_it():
    made = world()
    sent = {"method": "phone", "outcome": "reached", "note": NOTED}
    made.client("handler").post(reverse("branch-contact", args=[made.own.branch]), sent)
    ticket = reverse("office-ticket", args=[made.own.number])
    branch = reverse("api-assignment-detail", args=[made.own.branch])
    for role in ("handler", "colleague", "triage", "desk", "clerk"):
        for where in (ticket, branch):
            answer = made.client(role).get(where)
            assert "13800000799" in said(answer), (role, where)
    for role in ("property", "community", "cadre", "head", "district", "city"):
        for where in (ticket, branch):
            answer = made.client(role).get(where)
            assert answer.status_code == 200
            assert "13800000799" not in said(answer), (role, where)
            assert "〔电话〕" in said(answer)
        listed = said(made.client(role).get(reverse("api-assignment-list")))
        assert "13800000799" not in listed


def test_a1_what_the_caller_said_in_the_callback_reaches_the_unit_without_his_number():
    made = world()
    sent = {"act": "answers", "contacted": "yes", "resolved": "no", "satisfaction": "not"}
    made.client("clerk").post(
        reverse("office-callback", args=[made.own.call]), sent | {"note": NOTED}
    )
    number = Callback.objects.get(pk=made.own.call).assignment.complaint.number
    for role, may in (("triage", True), ("handler", False), ("head", False), ("city", False)):
        answer = made.client(role).get(reverse("office-ticket", args=[number]))
        assert answer.status_code == 200
        assert ("13800000799" in said(answer)) is may, role
