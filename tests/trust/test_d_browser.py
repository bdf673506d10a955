"""D1, D3–D6, D8: what a browser may be made to do."""

import html
import json
import re
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from complaints.actions.intake import Caller, Where
from complaints.actions.life import answer_complaint, classify_complaint
from complaints.models import Complaint, User
from dispatch.actions.assignments import (
    Order,
    dispatch_complaint,
    record_contact,
    report_result,
    sign_assignment,
)
from dispatch.actions.callbacks import Answers, complete_callback, record_callback_attempt
from dispatch.actions.exclusions import apply_exclusion, decide_exclusion
from tests import make
from tests.trust.asking import ask
from tests.trust.bodies import body_of
from tests.trust.doors import OF_ADMIN, SITE, address
from tests.trust.expected import METHODS
from tests.trust.headers import not_protected
from tests.trust.reading import body
from tests.trust.test_a_canary import crawled
from tests.trust.test_b_signing_in import served
from tests.trust.world import world

pytestmark = pytest.mark.django_db

PAYLOADS = (
    "<script>alert(4711)</script>",
    '"><img src=x onerror=alert(4711)>',
    "'><svg/onload=alert(4711)>",
    "</textarea></script><script>alert(4711)</script>",
    "javascript:alert(4711)//<a href=javascript:alert(4711)>",
    "{{ 4711 }}{% debug %}{{ request }}${4711}",
    "<iframe srcdoc='<script>parent.alert(4711)</script>'>",
    "\u202e<b onmouseover=alert(4711)>",
)
# Two long words hold them all, so that each page is asked for twice and not eight times.
JOINED = (" ".join(PAYLOADS[0::2]), " ".join(PAYLOADS[1::2]))
# What of a payload stands in the page only when it was not turned into text.
LIVE = re.compile(
    r"<script>alert|<img src=x|<svg/onload|<a href=javascript|<iframe srcdoc|<b onmouse", re.I
)


def poisoned(payload: str) -> make.Office:
    """A street where every field that anybody may fill holds the payload."""
    made = make.office()
    who, at = made.people, make.START
    User.objects.update(display_name=payload[:60])
    words = f"{payload} 小区东门的路灯坏了"
    caller = Caller(name=payload, phone=payload, home=payload)
    one = make.filed(made, words=words, caller=caller).complaint
    one = classify_complaint(
        one.pk, by=who.triage, version=one.version, category_id=made.category.pk,
        where=Where(address=payload, community_id=made.places.community.pk), demand_kind="help",
        urgency="normal", redacted_text=words,
    )  # fmt: skip
    two = make.filed(made, words=words).complaint
    answer_complaint(two.pk, by=who.triage, answer=payload, at=at)
    for final in ("returned", "called"):
        case = one if final == "called" else make.filed(made, words=words).complaint
        order = Order(made.bodies.city_office.pk, override_reason=payload, redacted_text=words)
        lead = dispatch_complaint(case.pk, by=who.triage, order=order, at=at)
        sign_assignment(lead.pk, by=who.handler, at=at)
        record_contact(
            lead.pk, by=who.handler, method="phone", outcome="no_answer", note=payload, at=at
        )
        if final == "returned":
            make.give_back(made, lead, reason=payload, at=at)
            continue
        report_result(lead.pk, by=who.handler, outcome="solved", text=payload, at=at)
        asked = apply_exclusion(lead.pk, by=who.desk, ground="other", evidence=payload, at=at)
        decide_exclusion(asked.pk, by=who.district_leader, is_granted=False, note=payload, at=at)
        call = make.callback_of(lead)
        record_callback_attempt(call.pk, by=who.clerk, outcome="no_answer", note=payload)
        answers = Answers(True, False, "not", note=payload)
        complete_callback(call.pk, by=who.clerk, answers=answers)
    told = ("district", "subdistrict", "community", "unit", "category")
    short = {f"reported_{name}": payload[:80] for name in told} | {"external_number": payload[:80]}
    Complaint.objects.filter(pk=one.pk).update(source=payload[:40], **short)
    return made


@pytest.mark.parametrize("payload", JOINED)
def test_d1_what_anybody_typed_is_shown_as_text_wherever_it_stands(payload):
    made = poisoned(payload)
    pages = 0
    shown = 0
    for user in (made.people.triage, made.people.handler, made.people.clerk,
                 made.people.district_leader, made.people.privacy_officer):  # fmt: skip
        client = Client(raise_request_exception=False)
        client.force_login(user)
        for where, answer in crawled(client, most=100):
            kind = answer.headers.get("Content-Type", "")
            if "html" in kind:
                pages += 1
                shown += html.escape(payload[:20]) in body(answer)
                assert not LIVE.search(body(answer)), where
            elif "json" in kind and answer.status_code == 200:
                json.loads(body(answer))
                assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    assert pages > 60
    assert shown > 10


@pytest.mark.parametrize("payload", JOINED)
def test_d1_what_was_typed_wrongly_comes_back_as_text(payload):
    made = world()
    sent = {"text": payload, "address": payload, "name": payload, "phone": payload,
            "number": payload, "code": payload, "username": payload, "q": payload,
            "reason": "", "community": payload, "redacted_text": payload, "note": payload,
            "next": payload}  # fmt: skip
    for role in ("anonymous", "triage", "handler"):
        client = made.client(role)
        for door in SITE:
            where = address(door, made.own)
            if "POST" in METHODS[door.name] and not where.startswith("/api/"):
                assert not LIVE.search(body(ask(client, "POST", where, data=sent))), where
            if "GET" in METHODS[door.name]:
                answer = ask(client, "GET", where, QUERY_STRING=f"q={payload!a}&unit={payload!a}")
                assert not LIVE.search(body(answer)), where


@pytest.mark.parametrize(
    "name",
    ["<img src=x onerror=alert(4711)>.jpg", "a\r\nSet-Cookie: x=1.jpg", "\u202egpj.exe",
     "../../etc/passwd.jpg", "名" * 200 + ".jpg"],
)  # fmt: skip
def test_d1_e7_a_files_name_is_only_ever_words(name):
    made = world()
    upload = SimpleUploadedFile(name, b"MZ no picture", content_type="image/jpeg")
    answer = made.client("anonymous").post(
        reverse("file-new"), {"text": "路灯不亮", "address": "晨光社区", "photos": upload}
    )
    assert answer.status_code == 422
    assert not LIVE.search(body(answer))
    assert "Set-Cookie: x" not in str(answer.headers)


# D3


def test_d3_no_door_takes_a_post_without_the_forms_token():
    made = world()
    for role in ("anonymous", "triage", "handler"):
        client = made.client(role, enforce_csrf_checks=True)
        for door in SITE:
            if "POST" not in METHODS[door.name] or door.name in {"health-live", "health-ready"}:
                continue
            where = address(door, made.own)
            given = ask(client, "POST", where, data=body_of(door.name, made, made.own))
            assert given.status_code == 403, (role, door.name)


def test_d3_the_token_is_in_every_form_and_goes_with_every_htmx_request():
    made = world()
    client = made.client("triage", enforce_csrf_checks=True)
    page = body(client.get(reverse("office-ticket", args=[made.own.number])))
    posting = re.findall(r'<form[^>]*method="post".*?</form>', page, re.S | re.I)
    assert posting
    assert all("csrfmiddlewaretoken" in form for form in posting)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)[1]
    where = reverse("office-reveal", args=[made.own.number])
    taken = client.post(where, {"reason": "电话核实地点", "csrfmiddlewaretoken": token})
    assert taken.status_code == 200
    by_head = client.post(where, {"reason": "电话核实地点"}, headers={"X-CSRFToken": token})
    assert by_head.status_code == 200


# D4


def broken() -> str:
    """A real fault: a table that every front page reads is gone."""
    return "ALTER TABLE complaints_clocklimit RENAME TO complaints_gone"


def test_d4_a_page_that_is_none_and_a_page_that_breaks_are_protected_too():
    made = world()
    client = made.client("anonymous")
    answers = [client.get("/no-such-page/"), client.get("/office/"), client.get("/%00")]
    answers += [client.get(reverse("office-ticket", args=["2099"])), client.put("/")]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(broken())
        answers.append(client.get("/"))
        transaction.set_rollback(True)
    assert {answer.status_code for answer in answers} == {302, 404, 405, 500}
    for answer in answers:
        assert not_protected(answer) == [], answer.status_code
        assert "Traceback" not in body(answer)
        assert "complaints_gone" not in body(answer)


@override_settings(WHITENOISE_USE_FINDERS=True, WHITENOISE_AUTOREFRESH=True)
def test_d4_the_sites_own_files_are_protected_too():
    answer = Client().get("/static/css/site.css")
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_d4_the_stock_admin_is_protected_too():
    client = world().client("admin")
    for door in OF_ADMIN:
        if not re.search(r"<|\(", door.route):
            assert not_protected(ask(client, "GET", f"/{door.route}")) == [], door.name


SERVED = """
import json
from django.conf import settings
from django.test import Client
answer = Client().get("/", secure=True, headers={"host": "office.invalid"})
plain = Client().get("/", headers={"host": "office.invalid"})
other = Client().get("/", secure=True, headers={"host": "evil.invalid"})
print("HEADS", json.dumps([answer.status_code, dict(answer.headers), plain.status_code,
    plain.headers.get("Location"), other.status_code, settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE,
    settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN, settings.DEBUG]))
"""


def test_d4_as_served_all_is_https_and_the_cookies_are_bound_to_the_host(tmp_path):
    served(tmp_path, "manage.py", "migrate", "--noinput", "--verbosity", "0")
    served(tmp_path, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    ran = served(tmp_path, "manage.py", "shell", "-c", SERVED)
    told = next(line for line in ran.stdout.splitlines() if line.startswith("HEADS"))
    (status, heads, plain, location, other, session, csrf, *rest) = json.loads(told[6:])
    assert status == 200
    assert heads["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert (plain, location) == (301, "https://office.invalid/")
    assert other == 400
    assert session.startswith("__Host-")
    assert csrf.startswith("__Host-")
    assert rest == [True, True, "/", None, False]


# D5


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_d5_no_other_site_draws_a_photo_into_its_page(site):
    made = world()
    for role in ("anonymous", "triage"):
        for name, args in (("photo", [made.own.photo]),
                           ("linked-photo", [made.own.token, made.own.photo])):  # fmt: skip
            where = reverse(name, args=args)
            refused = made.client(role).get(where, headers={"Sec-Fetch-Site": site})
            assert refused.status_code == 403, (role, name)
            assert refused.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert b"\xff\xd8" not in refused.content


# D6

OUTSIDE = (
    "https://evil.invalid/", "//evil.invalid", "///evil.invalid", "/\\evil.invalid", "\\\\evil",
    "https:evil.invalid", "javascript:alert(1)", "\t//evil.invalid", " //evil.invalid",
    "http:///evil.invalid", "https://testserver@evil.invalid/", "https://testserver.evil.invalid/",
    "/%09/evil.invalid\r\nX: y", "data:text/html,x",
)  # fmt: skip


@pytest.mark.parametrize("target", OUTSIDE)
def test_d6_no_way_on_leads_out_of_the_house(target):
    made = make.office()
    made.people.triage.set_password("kettle tangerine 7")
    made.people.triage.save(update_fields=["password"])
    given = {"username": "t-triage", "password": "kettle tangerine 7", "next": target}
    answers = [
        Client().post(reverse("login"), given),
        Client().post(f"{reverse('login')}?next={quote(target)}", given | {"next": ""}),
        Client().post(reverse("choose-language"), {"language": "en", "next": target}),
        Client().post(reverse("choose-type"), {"type": "large", "next": target}),
    ]  # fmt: skip
    staff = Client()
    staff.force_login(made.people.triage)
    answers.append(staff.get(reverse("login"), {"next": target}))
    answers.append(staff.post(reverse("logout"), {"next": target}))
    for answer in answers:
        location = answer.headers.get("Location", "/")
        assert re.match(r"/(?![/\\])", location), location
        assert urlsplit(location).netloc == ""


# D8


@pytest.mark.parametrize("path", [
    "/.git/config", "/.git/HEAD", "/.env", "/.env.production", "/db.sqlite3", "/var/db.sqlite3",
    "/var/secrets.json", "/secrets.json", "/media/", "/media/photos/", "/photos/", "/static/",
    "/static/../manage.py", "/static/%2e%2e/manage.py", "/static/..%2fmanage.py",
    "/static/%2e%2e%2f%2e%2e%2fetc/passwd", "/static//etc/passwd", "/manage.py", "/docs/",
    "/beijing_governance/settings/base.py", "/requirements.txt", "/docker-compose.yml",
    "/admin/.env", "/server-status", "/debug/", "/__debug__/", "/phpinfo.php", "/backup.sql",
])  # fmt: skip
def test_d8_nothing_of_the_machine_is_served(path):
    made = world()
    for role in ("anonymous", "triage"):
        for overrides in ({}, {"WHITENOISE_USE_FINDERS": True, "WHITENOISE_AUTOREFRESH": True}):
            with override_settings(**overrides):
                answer = made.client(role).get(path)
            status = answer.status_code
            assert status == 404 or (path.startswith("/admin") and status == 302), status


def test_d8_no_settings_kind_shows_its_insides():
    assert not settings.DEBUG
    assert "django.views.static" not in str([door.view for door in SITE])
