"""What no form claims is dropped, what a form claims in the same moment is not."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.actions.photos import keep_pending_photo, sweep_photos
from complaints.models import Actor, Photo
from tests import make
from tests.dispatch.test_ticket import jpeg

pytestmark = pytest.mark.django_db
LATER = timezone.now() + timedelta(days=2)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def kept(key: str) -> Photo:
    return keep_pending_photo(jpeg().read(), by=Actor.RESIDENT, pending_key=key)


def files(media: Path) -> list[Path]:
    return sorted(media.glob("photos/*/*.jpg"))


def test_a_photo_whose_form_is_sent_while_the_sweep_runs_stays(media: Path) -> None:
    photo = kept("k" * 32)
    complaint = make.received(make.office())

    def sent_just_before(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if sql.startswith("DELETE") and "complaints_photo" in sql:
            Photo.objects.filter(pk=photo.pk).update(complaint=complaint, pending_key="")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(sent_just_before):
        assert sweep_photos(at=LATER) == 0
    assert Photo.objects.filter(complaint=complaint).exists()
    assert len(files(media)) == 1


def test_photos_of_forms_never_sent_and_files_of_no_row_go(media: Path) -> None:
    kept("k" * 32)
    stray = media / "photos" / "ab" / "not-a-key.jpg"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    assert sweep_photos(at=LATER) == 2
    assert files(media) == []


def test_the_sweep_asks_as_often_for_thirty_files_as_for_three(media: Path) -> None:
    complaint = make.received(make.office())

    def asked(number: int) -> int:
        for place in range(number):
            photo = kept(f"{number}-{place}")
            Photo.objects.filter(pk=photo.pk).update(complaint=complaint, pending_key="")
        old = timezone.now().timestamp() - 10 * 86_400
        for path in files(media):
            os.utime(path, (old, old))
        with CaptureQueriesContext(connection) as found:
            assert sweep_photos(at=LATER) == 0
        return len(found)

    assert asked(3) == asked(30)
    assert len(files(media)) == 33
