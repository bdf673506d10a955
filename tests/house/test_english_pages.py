"""A walk in English: with no Chinese left in the rows, no page shows any."""

import io
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from complaints.actions.imports.runs import start_import, upload_import
from complaints.actions.imports.work import claim_import, work_on_import
from complaints.actions.intake import Caller, Filed
from complaints.models import Advice, Article, Complaint, ImportRun, RiskFlag
from dispatch.actions.callbacks import record_callback_attempt
from dispatch.actions.exclusions import apply_exclusion
from dispatch.actions.notes import write_note
from dispatch.models import Assignment, Callback, Exclusion
from tests import make
from tests.house.catalogue import CHINESE, SAID_CHINESE
from tests.house.sources import APPS

pytestmark = pytest.mark.django_db

NEW = "/complaints/new/"
CALLER = Caller(name="Resident A", phone="010-00000001", home="door 101")


@dataclass(frozen=True, slots=True)
class Scene:
    """An office with a complaint in each state that a page shows."""

    office: make.Office
    filed: Filed
    advice: Filed
    signed: Assignment
    returned: Assignment
    closed: Assignment
    archived: Complaint
    call: Callback
    exclusion: Exclusion
    file_sent: ImportRun
    file_done: ImportRun
    advised: Advice
    article: Article
    flag: RiskFlag


@pytest.fixture
def scene():
    made = make.office()
    make.model_version(made)
    at = timezone.now().replace(microsecond=0) - timedelta(hours=3)
    signed = make.branch_in(made, "signed", at=at)
    closed = make.branch_in(made, "closed")
    make.answered_callback(made, closed)
    call = make.callback_of(make.branch_in(made, "reported", at=make.START + timedelta(hours=1)))
    record_callback_attempt(call.pk, by=made.people.clerk, outcome="no_answer")
    scene = Scene(
        office=made,
        filed=make.filed(made, at=at, words="致电 010-00000002，路灯坏了。", caller=CALLER),
        advice=make.filed(made, at=at, is_secret=True, category=made.advice),
        signed=signed,
        returned=make.branch_in(made, "returned", at=at),
        closed=closed,
        archived=make.complaint_in(made, "archived"),
        call=call,
        exclusion=apply_exclusion(
            closed.pk, by=made.people.triage, ground="praise", evidence="依据在案"
        ),
        file_sent=_sent(made),
        file_done=_done(made),
        advised=make.advised(made, make.received(made), "emergency-119"),
        article=make.article(made.bodies.city_office, is_public=True),
        flag=make.flagged(make.received(made)),
    )
    named = [made.people.desk.pk]
    write_note(signed.complaint_id, by=made.people.triage, text="xx", named=named, is_shared=True)
    _take_chinese_from_the_rows()
    return scene


def _sent(made):
    """A file whose sender reads English; why its rows are refused is told in his language."""
    content = b"no,when,words\n1,yesterday,a broken lamp\n2,2026-10-01,a broken lamp\n"
    with translation.override("en"):
        return upload_import(io.BytesIO(content), name="a.csv", source="x", by=made.people.triage)


def _done(made):
    run = _sent(made)
    columns = {"number": "no", "received": "when", "text": "words"}
    start_import(run.pk, columns={"columns": columns}, by=made.people.triage)
    work_on_import(run.pk, attempt=claim_import().attempt)
    return run


def _take_chinese_from_the_rows():
    """What then still is Chinese on a page is the page's own."""
    for model in apps.get_models():
        if model._meta.app_label not in APPS:
            continue
        columns = [
            column.attname
            for column in model._meta.concrete_fields
            if type(column) in {models.CharField, models.TextField}
        ]
        for row in model._base_manager.all():
            held = {name: getattr(row, name) for name in columns}
            new = {name: _latin(words) for name, words in held.items() if words}
            if new != {name: words for name, words in held.items() if words}:
                model._base_manager.filter(pk=row.pk).update(**new)


def _latin(words):
    # A letter for a sign, always the same: names stay apart, and as long as their columns allow.
    return CHINESE.sub(lambda found: "".join(chr(97 + ord(one) % 26) for one in found[0]), words)


def english(user=None):
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def chinese_in(response):
    page = SAID_CHINESE.sub("", response.content.decode())
    # JSON in a page hides its signs behind their numbers.
    page = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), page)
    return [page[max(0, at.start() - 60) : at.end() + 20] for at in CHINESE.finditer(page)]


def assert_english(response, status=200):
    assert response.status_code == status
    assert response.headers["Content-Language"] == "en"
    assert chinese_in(response) == []
    assert b'<html lang="en"' in response.content


def test_the_walk_would_see_chinese(client, scene):
    assert chinese_in(client.get("/")) != []


@pytest.mark.parametrize("name", ["home", "guide", "file-new", "track", "login", "performance"])
def test_a_residents_page_is_english(scene, name):
    assert_english(english().get(reverse(name)))


def test_the_guide_says_so_when_nothing_is_found(scene):
    assert_english(english().get("/guide/?q=nothing-like-this"))


def test_filing_receipt_and_progress_are_english(scene):
    resident = english()
    key = re.search(r'name="key" value="([\w-]+)"', resident.get(NEW).content.decode())[1]
    sent = {"key": key, "text": "The lamp is broken", "address": "east gate"}
    receipt = resident.post(NEW, sent, follow=True)
    assert "We have received your complaint" in receipt.content.decode()
    assert_english(receipt)
    for made in (scene.filed, scene.advice):
        assert_english(resident.get(f"/complaints/track/{made.token}/", follow=True))


def test_what_a_resident_is_asked_to_correct_is_english(scene):
    resident = english()
    assert_english(resident.post(NEW, {"text": "", "phone": "12"}), 422)
    wrong = {"number": "20260101000001", "code": "AAAA-AAAA-AAAA"}
    assert_english(resident.post("/complaints/track/", wrong), 404)
    assert_english(resident.post("/login/", {"username": "nobody", "password": "wrong"}))


STAFF_PAGES = {
    "board": ("triage", "/office/"),
    "queue": ("triage", "/office/?queue=overdue&urgency=urgent&q=x"),
    "all": ("triage", "/office/?queue=all"),
    "workers board": ("handler", "/office/"),
    "board with all filters": ("triage", "/office/?queue=new&more=1"),
    "a view that is gone": ("triage", "/office/?queue=new&view=1&unit=gone"),
    "views": ("triage", "/office/views/"),
    "dispatch together": (
        "triage",
        "/office/together/dispatch/?numbers={filed.complaint.number}"
        "&numbers={archived.number}&numbers={signed.complaint.number}"
        "&numbers={advice.complaint.number}&numbers=20990101000001",
    ),
    "label together": ("triage", "/office/together/labels/?numbers={filed.complaint.number}"),
    "print together": ("triage", "/office/together/print/?numbers={signed.complaint.number}"),
    "no board": ("auditor", "/office/"),
    "enter": ("triage", "/office/new/"),
    "callbacks": ("clerk", "/office/callbacks/"),
    "callback": ("clerk", "/office/callbacks/{call.pk}/"),
    "exclusions": ("triage", "/office/exclusions/"),
    "exclusion": ("district_leader", "/office/exclusions/{exclusion.pk}/"),
    "access": ("auditor", "/office/access/"),
    "model": ("administrator", "/office/learning/"),
    "ticket received": ("triage", "/office/{filed.complaint.number}/"),
    "ticket signed": ("triage", "/office/{signed.complaint.number}/"),
    "ticket signed, its handler": ("handler", "/office/{signed.complaint.number}/"),
    "ticket returned": ("triage", "/office/{returned.complaint.number}/"),
    "ticket called back": ("triage", "/office/{closed.complaint.number}/"),
    "ticket to call back": ("clerk", "/office/{call.assignment.complaint.number}/"),
    "ticket archived": ("triage", "/office/{archived.number}/"),
    "notes": ("triage", "/office/{signed.complaint.number}/notes/"),
    "phrases": ("triage", "/office/phrases/"),
    "inbox": ("desk", "/office/inbox/"),
    "classify": ("triage", "/office/{filed.complaint.number}/edit/"),
    "answer": ("triage", "/office/{advice.complaint.number}/answer/"),
    "outcomes": ("triage", "/office/{filed.complaint.number}/advise/"),
    "emergency": ("triage", "/office/{filed.complaint.number}/advise/?outcome=emergency-119"),
    "repeat": ("triage", "/office/{filed.complaint.number}/advise/?outcome=repeat"),
    "no unit's duty": (
        "triage", "/office/{filed.complaint.number}/advise/?outcome=outside-market&language=en",
    ),
    "ticket flagged": ("triage", "/office/{flag.complaint.number}/"),
    "ticket advised": ("triage", "/office/{advised.complaint.number}/"),
    "articles": ("triage", "/office/articles/"),
    "article": ("triage", "/office/articles/{article.pk}/"),
    "article to revise": ("triage", "/office/articles/{article.pk}/edit/"),
    "dispatch": ("triage", "/office/{filed.complaint.number}/dispatch/"),
    "add co units": ("triage", "/office/{signed.complaint.number}/dispatch/"),
    "contact": ("handler", "/office/branches/{signed.pk}/contact/"),
    "report": ("handler", "/office/branches/{signed.pk}/report/"),
    "object": ("handler", "/office/branches/{signed.pk}/object/"),
    "ask": ("handler", "/office/branches/{signed.pk}/ask/?kind=extension"),
    "exclude": ("triage", "/office/branches/{signed.pk}/exclude/"),
    "imports": ("triage", "/office/imports/"),
    "import": ("triage", "/office/imports/new/"),
    "import columns": ("triage", "/office/imports/{file_sent.pk}/columns/"),
    "import done": ("triage", "/office/imports/{file_done.pk}/"),
    "month": ("district_leader", "/district/?period=2026-11"),
    "month by community": (
        "district_leader", "/district/?period=2026-11&level=community&base=kept",
    ),
    "month's figure": (
        "district_leader", "/district/tickets/?period=2026-11&level=unit&base=all&figure=accepted",
    ),
    "empty month": ("district_leader", "/district/?period=2021-03"),
    "year behind": ("head", "/foresee/"),
}  # fmt: skip


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_a_staff_page_is_english(scene, name):
    who, address = STAFF_PAGES[name]
    address = address.format(**{key: getattr(scene, key) for key in Scene.__slots__})
    assert_english(english(getattr(scene.office.people, who)).get(address))


REFUSED = {
    "dispatch": ("triage", "/office/{filed.complaint.number}/dispatch/"),
    "classify": ("triage", "/office/{filed.complaint.number}/edit/"),
    "answer": ("triage", "/office/{advice.complaint.number}/answer/"),
    "an article": ("triage", "/office/articles/new/"),
    "set aside": ("triage", "/office/{flag.complaint.number}/flags/{flag.pk}/"),
    "enter": ("triage", "/office/new/"),
    "import": ("triage", "/office/imports/new/"),
    "import columns": ("triage", "/office/imports/{file_sent.pk}/columns/"),
    "contact": ("handler", "/office/branches/{signed.pk}/contact/"),
    "report": ("handler", "/office/branches/{signed.pk}/report/"),
    "object": ("handler", "/office/branches/{signed.pk}/object/"),
    "ask": ("handler", "/office/branches/{signed.pk}/ask/?kind=extension"),
    "exclude": ("triage", "/office/branches/{signed.pk}/exclude/"),
    "reveal": ("triage", "/office/{filed.complaint.number}/reveal/"),
    "callback": ("clerk", "/office/callbacks/{call.pk}/"),
    "keep a view": ("triage", "/office/views/"),
    "label": ("triage", "/office/together/labels/?numbers={filed.complaint.number}"),
    "decide": ("district_leader", "/office/exclusions/{exclusion.pk}/"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_staff_are_asked_to_correct_is_english(scene, name):
    who, address = REFUSED[name]
    address = address.format(**{key: getattr(scene, key) for key in Scene.__slots__})
    sent = {"version": "1", "act": "answers", "numbers": scene.filed.complaint.number}
    assert_english(english(getattr(scene.office.people, who)).post(address, sent), 422)


def test_refusals_and_errors_are_english(scene):
    triage, handler = english(scene.office.people.triage), english(scene.office.people.handler)
    assert_english(triage.get("/nowhere/"), 404)
    assert_english(triage.get("/office/20990101000001/"), 404)
    assert_english(handler.get("/office/access/"), 403)
    assert_english(triage.get("/district/?period=nonsense"), 422)
    number = scene.archived.number
    assert_english(triage.post(f"/office/{number}/archive/", {"version": "1"}), 409)
    assert_english(handler.post(f"/office/branches/{scene.signed.pk}/sign/"), 409)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert_english(strict.post("/display/type/", {"type": "large"}), 403)
    assert_english(strict.post("/complaints/new/", {"text": "The lamp is broken"}), 403)


@pytest.mark.parametrize("name", ["400", "413", "500", "registration/locked"])
def test_a_bare_answer_is_english(rf, name):
    with translation.override("en"):
        page = render_to_string(f"{name}.html", {}, request=None)
    assert CHINESE.findall(SAID_CHINESE.sub("", page)) == []


def test_steps_taken_are_confirmed_in_english(scene):
    made = scene.office
    branch = make.dispatched(made, scene.filed.complaint)
    _take_chinese_from_the_rows()
    handler = english(made.people.handler)
    assert_english(handler.post(f"/office/branches/{branch.pk}/sign/", follow=True))
    reached = {"method": "phone", "outcome": "reached", "note": "xx"}
    sent = handler.post(f"/office/branches/{branch.pk}/contact/", reached, follow=True)
    assert_english(sent)
    assert "The contact is recorded." in sent.content.decode()


def test_a_callers_details_are_framed_in_english(scene):
    triage = english(scene.office.people.triage)
    address = f"/office/{scene.filed.complaint.number}/reveal/"
    shown = triage.post(address, {"reason": "to check the place"}, follow=True)
    assert CALLER.home in shown.content.decode()
    assert_english(shown)


def test_both_versions_of_two_editors_are_told_in_english(scene):
    triage = english(scene.office.people.triage)
    number = scene.filed.complaint.number
    edit = {"version": "0", "demand_kind": "help", "urgency": "normal", "redacted_text": "mine"}
    assert_english(triage.post(f"/office/{number}/edit/", edit), 409)
    assert_english(triage.post(f"/office/{scene.archived.number}/answer/", {"answer": "xx"}), 409)
