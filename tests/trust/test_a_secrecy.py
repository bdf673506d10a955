"""A2–A5, A7, A10: what is written down of a look, and what is written nowhere."""

import inspect
import io
import logging
import random
import re
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from PIL import Image
from rest_framework.serializers import BaseSerializer, ModelSerializer

from beijing_governance.celery import SCANS, SHORT
from beijing_governance.celery import app as worker
from beijing_governance.logs import OneLineFormatter
from complaints.actions.tracking import TRIES, open_by_code, open_by_token
from complaints.errors import NotFound, TooMany
from complaints.kernels.codes import code_from_bytes, token_from_bytes
from complaints.models import Complaint, IdentityAccess, Photo
from dispatch import serializers as desk_serializers
from tests import make
from tests.trust.classified import GUARDED, IDENTITY, INTERNAL, PUBLIC
from tests.trust.faults import refusing
from tests.trust.reading import body, heard, plain, without_chance
from tests.trust.world import IN_TEXT, OPEN, SEALED, world

pytestmark = pytest.mark.django_db
REASON = "电话核实地点"


def sent(client, where, given):
    """A form, or at the API an object."""
    if where.startswith("/api/"):
        return client.post(where, given, content_type="application/json")
    return client.post(where, given)


# A2


def columns(label, *tables):
    return [name for table in tables for name in table.get(label, "").split()]


def test_a2_every_column_is_classified_once():
    wrong = {}
    for app in ("complaints", "dispatch"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            label = model._meta.label
            there = sorted(f.name for f in (*model._meta.fields, *model._meta.many_to_many))
            told = sorted(columns(label, PUBLIC, INTERNAL, IDENTITY))
            if there != told:
                wrong[label] = sorted(set(there) ^ set(told)) or "told twice"
    assert wrong == {}


def shapes(kind):
    """Every serializer of the apps that is of this kind."""
    inner = [f"dispatch.serializers.{one.name}" for one in iter_modules(desk_serializers.__path__)]
    for module in ("complaints.serializers", "dispatch.serializers", *inner):
        for shape in vars(import_module(module)).values():
            if isinstance(shape, type) and issubclass(shape, kind) and shape.__module__ == module:
                yield shape


def test_a2_no_serializer_gives_a_column_that_leads_to_a_person():
    seen = set()
    for shape in shapes(ModelSerializer):
        seen.add(shape.__name__)
        closed = set(columns(shape.Meta.model._meta.label, IDENTITY))
        closed -= {name for known, name in GUARDED if known == shape.__name__}
        sources = {getattr(field, "source", "") or name for name, field in shape().fields.items()}
        assert not (closed & {*shape().fields, *sources}), shape.__name__
    assert {"ComplaintOut", "AssignmentOut", "OrganisationOut"} <= seen


def test_a2_shapes_that_are_no_rows_name_nobody_but_the_one_that_is_the_look():
    outputs = [shape for shape in shapes(BaseSerializer) if shape.__name__.endswith("Out")]
    assert len(outputs) > 10
    for shape in outputs:
        told = set(getattr(shape(), "fields", ())) & {"phone", "home", "ip", "token", "code_hash"}
        assert not told or shape.__name__ == "RevealedOut"


# A3


def test_a3_each_viewer_of_a_unit_gets_other_bytes_and_readers_the_photo_itself():
    made = world()
    address = reverse("photo", args=[made.own.photo])
    seen = {role: made.client(role).get(address).content for role in
            ("triage", "handler", "colleague", "property", "community", "city")}  # fmt: skip
    assert len(set(seen.values())) == len(seen)
    assert all(data[:3] == b"\xff\xd8\xff" for data in seen.values())


def test_a3_a_look_at_an_identity_is_marked_with_who_where_and_when():
    made = world()
    page = body(made.client("handler").post(
        reverse("office-reveal", args=[made.own.number]), {"reason": REASON}
    ))  # fmt: skip
    assert OPEN.name in page
    assert made.people["handler"].display_name in page
    assert made.made.bodies.city_office.name in page
    assert re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d", page)


# A4


def test_a4_the_record_holds_exactly_who_looked_and_why():
    made = world()
    number = made.own.number
    page, api = (reverse(name, args=[number]) for name in ("office-reveal", "api-complaint-reveal"))
    looked = [("clerk", page), ("handler", api), ("desk", page)]
    refused = [("property", page), ("community", api), ("head", page), ("other_handler", api),
               ("neighbour", page), ("privacy", page), ("city", api)]  # fmt: skip
    for role, where in looked + refused:
        answer = sent(made.client(role), where, {"reason": f"{REASON} {role}"})
        assert (answer.status_code == 200) is ((role, where) in looked), role
    made.client("clerk").post(page, {"reason": " "})
    rows = IdentityAccess.objects.order_by("pk")
    told = [(row.user.username, row.reason, row.fields, row.complaint.number) for row in rows]
    assert told == [
        (made.people[role].username, f"{REASON} {role}", ["name", "phone", "home"], number)
        for role, _where in looked
    ]
    report = body(made.client("privacy").get(reverse("office-access"), {"number": number}))
    for role, _where in looked:
        assert made.people[role].username in report or str(made.people[role]) in report
        assert f"{REASON} {role}" in report
    for role, _where in refused:
        assert f"{REASON} {role}" not in report
    assert heard(report, SEALED) == []


def test_a4_opening_the_ticket_is_no_look_and_a_look_without_its_row_shows_nothing():
    made = world()
    client = made.client("triage")
    client.get(reverse("office-ticket", args=[made.own.number]))
    assert not IdentityAccess.objects.exists()
    with refusing("complaints_identityaccess"):
        answer = client.post(reverse("office-reveal", args=[made.own.number]), {"reason": REASON})
        assert answer.status_code == 500
        assert heard(body(answer), SEALED) == []


# A5, A7


@contextmanager
def listening():
    """Everything that any logger says, as it would stand in the log."""
    said = io.StringIO()
    ear = logging.StreamHandler(said)
    ear.setFormatter(OneLineFormatter())
    known = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    deaf = [logger for logger in known if not logger.propagate and logger.handlers]
    for logger in (logging.root, *deaf):
        logger.addHandler(ear)
    try:
        yield said
    finally:
        for logger in (logging.root, *deaf):
            logger.removeHandler(ear)


FILING = {"text": OPEN.words, "address": "晨光社区东门", "name": OPEN.name, "phone": OPEN.phone}


def walked(made):
    """The ways by which a caller's name, phone and home come in, right and wrong."""
    resident, triage = Client(raise_request_exception=False), made.client("triage")
    staff = {**FILING, "home": OPEN.home, "channel": "phone", "urgency": "normal"}
    yield resident.post(reverse("file-new"), {**FILING, "key": "k" * 32})
    yield resident.get(reverse("receipt"))
    yield resident.post(reverse("file-new"), {**FILING, "address": "", "phone": f"打{OPEN.phone}"})
    yield resident.post(reverse("track"), {"number": OPEN.phone, "code": OPEN.phone})
    yield resident.post(reverse("login"), {"username": OPEN.name, "password": "x"})
    yield triage.post(reverse("office-new"), staff)
    yield triage.post(reverse("office-new"), {**staff, "channel": "none"})
    yield triage.post(reverse("api-complaint-list"), staff, content_type="application/json")
    yield triage.post(
        reverse("api-complaint-list"), "{" + OPEN.phone, content_type="application/json"
    )
    yield triage.post(reverse("office-reveal", args=[made.own.number]), {"reason": REASON})
    yield made.client("property").post(
        reverse("office-reveal", args=[made.own.number]), {"reason": REASON}
    )
    yield made.client("privacy").get(reverse("office-access"))


def test_a5_no_log_session_or_address_holds_a_caller():
    made = world()
    with listening() as log:
        answers = list(walked(made))
        logging.getLogger("django.request").error("the ear is open")
    assert [answer.status_code for answer in answers].count(302) >= 2
    assert "the ear is open" in log.getvalue()
    assert heard(plain(log.getvalue()), [*SEALED, *IN_TEXT]) == []
    kept = [plain(str(session.get_decoded())) for session in Session.objects.all()]
    assert kept
    assert heard("\n".join(kept), [*SEALED, *IN_TEXT]) == []
    for answer in answers:
        addresses = re.findall(r'(?:href|action|src|hx-\w+)="([^"]*)"', body(answer))
        addresses.append(answer.headers.get("Location", ""))
        assert heard(plain("\n".join(addresses)), [*SEALED, *IN_TEXT]) == []
    assert all(answer.headers["Referrer-Policy"] == "same-origin" for answer in answers)


@override_settings(ADMINS=[("admin", "admin@office.invalid")])
@pytest.mark.parametrize("door", ["file-new", "office-new", "api-complaint-list"])
@pytest.mark.parametrize("table", ["complaints_identity", "complaints_complaint"])
def test_a7_a_fault_while_a_form_is_held_says_nothing_of_it(door, table):
    made = world()
    given = {**FILING, "home": OPEN.home, "channel": "phone", "urgency": "normal"}
    rows = Complaint.objects.count()
    with listening() as log, refusing(table):
        answer = sent(made.client("triage"), reverse(door), given)
        assert answer.status_code == 500
    assert "Internal Server Error" in log.getvalue()
    assert "Traceback" in log.getvalue()
    for words in (log.getvalue(), body(answer)):
        assert heard(plain(words), [*SEALED, *IN_TEXT]) == []
    assert mail.outbox == []
    assert Complaint.objects.count() == rows


# A10


def test_a10_two_thousand_guesses_open_nothing_and_are_all_answered_alike():
    filed = make.filed(make.office())
    rng = random.Random(20261102)
    said = set()
    for turn in range(1000):
        code = code_from_bytes(rng.randbytes(16))
        number = filed.complaint.number if turn % 2 else f"20261102{turn:06d}"
        with pytest.raises((NotFound, TooMany)) as refused:
            open_by_code(number, code, ip=f"10.0.0.{turn % 20}")
        said.add((type(refused.value), refused.value.message))
        with pytest.raises(NotFound):
            open_by_token(token_from_bytes(rng.randbytes(16)))
    assert {kind for kind, _words in said} == {NotFound, TooMany}
    assert len(said) == 2
    # A robot's address is shut for a quarter of an hour, for the right code too; its caller's,
    # elsewhere, is not.
    with pytest.raises(TooMany):
        open_by_code(filed.complaint.number, filed.code, ip="10.0.0.1")
    assert open_by_code(filed.complaint.number, filed.code, ip="10.9.9.9") == filed.complaint


def test_a10_a_wrong_number_a_wrong_code_and_a_phone_get_one_answer():
    made = world()
    tries = [(made.own.number, "AAAA-AAAA-AAAA"), ("20990101000001", "AAAA-AAAA-AAAA"),
             (OPEN.phone, OPEN.phone[-4:])]  # fmt: skip
    pages = set()
    for number, code in tries:
        answer = Client().post(reverse("track"), {"number": number, "code": code})
        pages.add((answer.status_code, without_chance(body(answer), number, code)))
    assert len(pages) == 1


def test_a10_one_address_may_not_go_through_many_numbers():
    world()
    statuses = [
        Client().post(
            reverse("track"), {"number": f"2026110200{turn:04d}", "code": "AAAA-AAAA-AAAA"},
            REMOTE_ADDR="10.1.1.1",
        ).status_code
        for turn in range(TRIES * 4 + 1)
    ]  # fmt: skip
    assert statuses[-1] == 429
    assert set(statuses[:-1]) == {404}


def test_a9_a_photo_that_came_with_a_place_is_served_without_one():
    made = world()
    resident = Client()
    sent_along = {"text": "路灯不亮", "address": "晨光社区东门", "key": "k" * 32}
    upload = SimpleUploadedFile("金丝雀甲家.jpg", taken_at_home(), content_type="image/jpeg")
    assert b"CANARY" in taken_at_home()
    resident.post(reverse("file-new"), {**sent_along, "photos": upload})
    photo = Photo.objects.exclude(pk__in=[case.photo for case in made.cases.values()]).latest(
        "added_at"
    )
    for client in (made.client("clerk"), made.client("city")):
        served = client.get(reverse("photo", args=[photo.pk]))
        assert served.status_code == 200
        assert b"CANARY" not in served.content
        assert b"Exif" not in served.content
        assert "金丝雀" not in plain(str(served.headers))
    assert "金丝雀" not in str(photo.file.name)


def taken_at_home() -> bytes:
    """A photo as a phone writes it: maker, owner, place, a comment."""
    exif = Image.Exif()
    exif[0x010F] = "CANARY phone"
    exif[0x013B] = "CANARY owner"
    exif[0x8825] = {1: "N", 2: (39.0, 54.0, 0.0), 3: "E", 4: (116.0, 12.0, 0.0)}
    made = io.BytesIO()
    Image.new("RGB", (320, 240), (90, 120, 150)).save(
        made, "JPEG", exif=exif, comment=b"CANARY comment"
    )
    return made.getvalue()


def test_a6_no_task_is_handed_anything():
    worker.loader.import_default_modules()
    ours = [task for name, task in worker.tasks.items() if not name.startswith("celery.")]
    assert len(ours) >= 5
    for task in ours:
        assert not inspect.signature(task.run).parameters, task.name
    for entry in (SHORT | SCANS).values():
        assert not set(entry) - {"task", "schedule", "options"}, entry
