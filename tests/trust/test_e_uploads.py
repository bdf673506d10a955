"""E5, E6, E9, E10: too much, too many, by address alone, and broken off in the middle."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from complaints.actions.photos import PHOTOS_MAX, add_photo, sweep_photos
from complaints.actions.tracking import FILINGS
from complaints.errors import Invalid
from complaints.models import Actor, Complaint, ImportEvent, Photo, TrackingAttempt
from tests import make
from tests.trust.faults import refusing
from tests.trust.reading import body
from tests.trust.world import ANONYMOUS, IN_FILE, ROLES, jpeg, world

pytestmark = pytest.mark.django_db

SEES_PHOTO = {
    "clerk", "triage", "desk", "handler", "colleague", "community", "cadre", "property", "head",
    "district", "city",
}  # fmt: skip


def upload(name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg(), content_type="image/jpeg")


def filing(**more):
    return {"text": "路灯不亮", "address": "晨光社区东门", "key": "k" * 32, **more}


def files() -> set[Path]:
    return set((Path(settings.MEDIA_ROOT) / "photos").glob("*/*.jpg"))


# E5


@pytest.mark.parametrize("door", ["file-new", "office-new", "branch-report", "api-complaint-list"])
def test_e5_a_body_beyond_the_limit_is_refused_in_words_before_it_is_parsed(door):
    made = world()
    role = "handler" if door == "branch-report" else "triage"
    where = reverse(door, args=[made.own.branch] if door == "branch-report" else [])
    rows = Complaint.objects.count()
    sent = filing(text="井盖松动。" * 400, outcome="solved", channel="phone")
    with override_settings(BODY_MAX_BYTES=2000):
        answer = made.client(role).post(where, sent)
    assert answer.status_code == 413
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert Complaint.objects.count() == rows


# E6


def test_e6_a_complaint_keeps_so_many_photos_of_a_stage_and_no_more():
    made = world()
    complaint = Complaint.objects.get(number=made.own.number)
    for _ in range(PHOTOS_MAX - Photo.objects.filter(complaint=complaint, stage="report").count()):
        add_photo(complaint.pk, jpeg(), by=Actor.RESIDENT, stage="report")
    before = files()
    with pytest.raises(Invalid):
        add_photo(complaint.pk, jpeg(), by=Actor.RESIDENT, stage="report")
    assert files() == before


def test_e6_a_robot_with_ever_new_forms_is_stopped_by_its_address():
    make.office()
    client = Client(REMOTE_ADDR="10.3.0.1")
    statuses = []
    for turn in range(FILINGS + 2):
        sent = {"text": "", "address": "", "key": f"{turn:032d}", "photos": upload()}
        statuses.append(client.post(reverse("file-new"), sent).status_code)
    kept = Photo.objects.count()
    assert statuses[-1] == 429
    assert kept <= FILINGS
    # A filing and a look at what neighbours told are counted apart.
    assert TrackingAttempt.objects.count() <= 2 * (FILINGS + 2)
    # A neighbour of another address files all the same.
    answer = Client(REMOTE_ADDR="10.3.0.2").post(reverse("file-new"), filing())
    assert answer.status_code == 302


@pytest.mark.parametrize("door", ["file-new", "office-new"])
def test_e6_where_no_photo_can_be_written_the_words_are_not_lost(door, tmp_path):
    made = world()
    no_folder = tmp_path / "full"
    no_folder.write_text("a disk that takes nothing more")
    role = ANONYMOUS if door == "file-new" else "triage"
    sent = filing(photos=upload(), channel="phone", urgency="normal", text="这段话不能丢")
    with override_settings(MEDIA_ROOT=no_folder):
        answer = made.client(role).post(reverse(door), sent)
    assert answer.status_code == 422
    assert "这段话不能丢" in body(answer)
    assert "照片现在存不下" in body(answer)


def test_e6_a_disk_that_is_nearly_full_takes_no_more_photos():
    made = world()
    with override_settings(DISK_FLOOR_BYTES=1 << 62):
        answer = made.client(ANONYMOUS).post(reverse("file-new"), filing(photos=upload()))
    assert answer.status_code == 422
    assert "路灯不亮" in body(answer)
    assert "照片现在存不下" in body(answer)


# E9


@pytest.mark.parametrize("role", ROLES)
def test_e9_a_photo_is_served_by_sight_and_never_by_its_file(role):
    made = world()
    client = made.client(role)
    photo = Photo.objects.get(pk=made.own.photo)
    assert client.get(reverse("photo", args=[photo.pk])).status_code == (
        200 if role in SEES_PHOTO else 404
    )
    for where in (f"/media/{photo.file.name}", f"/{photo.file.name}", f"/photos/{photo.pk}.jpg",
                  f"/static/{photo.file.name}"):  # fmt: skip
        assert client.get(where).status_code == 404, where
    other = reverse("linked-photo", args=[made.foreign.token, photo.pk])
    assert client.get(other).status_code == 404


def test_e9_a_photo_that_waits_belongs_to_the_browser_that_sent_it():
    made = world()
    sender = Client()
    sender.post(reverse("file-new"), filing(text="", photos=upload()))
    waiting = Photo.objects.get(complaint__isnull=True)
    assert sender.get(reverse("photo", args=[waiting.pk])).status_code == 200
    for role in ROLES:
        assert made.client(role).get(reverse("photo", args=[waiting.pk])).status_code == 404


def test_e9_a_files_rows_not_taken_go_to_the_body_that_sent_it_and_on_record():
    made = world()
    heard_by = set()
    doors = [reverse(f"office-import{part}", args=[made.own.run])
             for part in ("", "-columns", "-progress")]  # fmt: skip
    for role in ROLES:
        client = made.client(role)
        given = client.post(reverse("office-import-rejects", args=[made.own.run]))
        words = b"".join(given) if given.streaming else given.content
        if IN_FILE.encode() in words:
            heard_by.add(role)
        assert not any(IN_FILE in body(client.get(door)) for door in doors), role
    assert heard_by == {"triage"}
    looks = ImportEvent.objects.filter(verb="give_back")
    assert list(looks.values_list("by", flat=True)) == [made.people["triage"].pk]
    kept = b"".join(path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*.sealed"))
    assert IN_FILE.encode() not in kept


# E10


def test_e10_a_photo_whose_row_never_came_is_shown_nowhere_and_swept():
    made = world()
    before, rows = files(), Photo.objects.count()
    # As served no transaction stands around a page; here the test's own must outlive the fault.
    with refusing("complaints_photo"), transaction.atomic():
        answer = made.client(ANONYMOUS).post(reverse("file-new"), filing(photos=upload()))
        transaction.set_rollback(True)
    assert answer.status_code == 500
    assert Photo.objects.count() == rows
    orphans = files() - before
    assert len(orphans) == 1
    (orphan,) = orphans
    key = orphan.parent.name + orphan.stem
    assert made.client("triage").get(f"/photos/{key}/").status_code == 404
    assert sweep_photos() == 0
    old = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(orphan, (old, old))
    assert sweep_photos() == 1
    assert not orphan.exists()
    assert before <= files()


def test_e10_a_step_that_breaks_off_after_its_photo_leaves_the_complaint_as_it_was():
    made = world()
    complaint = Complaint.objects.get(number=made.own.number)
    count = Photo.objects.filter(complaint=complaint).count()
    with refusing("complaints_complaintevent"):
        sent = {"outcome": "solved", "text": "修好了", "before": upload()}
        answer = made.client("handler").post(reverse("branch-report", args=[made.own.branch]), sent)
    assert answer.status_code == 500
    assert Photo.objects.filter(complaint=complaint).count() == count
