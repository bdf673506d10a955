"""A recording's way: kept with the form, made anew in the background, shown to who may see it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.actions import recordings
from complaints.actions.intake import secrets_of
from complaints.actions.recordings import (
    ATTEMPTS_MAX,
    CLAIM_LASTS,
    RECORDINGS_MAX,
    attach_recordings,
    keep_pending_recording,
    make_next_recording,
    release_recording,
    sweep_recordings,
)
from complaints.errors import Invalid, NotAllowed, NotFound
from complaints.models import Actor, Recording
from tests import make
from tests.recordings import film, note

pytestmark = pytest.mark.django_db
KEY = "k" * 32


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def a_film() -> bytes:
    return film(0.4)


@pytest.fixture(scope="module")
def a_note() -> bytes:
    return note(0.4)


def files(media: Path) -> list[str]:
    return sorted(path.name.partition(".")[2] for path in media.glob("recordings/*/*"))


def kept(data: bytes, complaint: Any = None) -> Recording:
    row = keep_pending_recording(data, by=Actor.RESIDENT, pending_key=KEY)
    if complaint is not None:
        attach_recordings(complaint, [row.pk], pending_key=KEY)
        row.refresh_from_db()
    return row


def test_a_film_sent_along_is_made_anew_and_what_came_is_gone(media, a_film):
    complaint = make.received(make.office())
    row = kept(a_film, complaint)
    assert (row.kind, row.status, row.pending_key) == ("video", "waiting", "")
    assert files(media) == ["nut"]
    assert make_next_recording() is True
    row.refresh_from_db()
    assert (row.status, row.width, row.height) == ("ready", 160, 120)
    assert files(media) == ["mp4", "silent.mp4"]
    assert make_next_recording() is False


def test_a_voice_note_has_no_silent_twin(media, a_note):
    row = kept(a_note, make.received(make.office()))
    make_next_recording()
    row.refresh_from_db()
    assert (row.kind, row.status, row.silent.name) == ("voice", "ready", "")
    assert files(media) == ["mp4"]


def test_no_decoder_runs_for_a_form_that_was_never_sent(a_note):
    kept(a_note)
    assert make_next_recording() is False


def test_a_form_keeps_so_many_and_no_more(a_note):
    for _turn in range(RECORDINGS_MAX):
        kept(a_note)
    with pytest.raises(Invalid) as refused:
        kept(a_note)
    assert refused.value.field == "recordings"
    assert Recording.objects.count() == RECORDINGS_MAX


def test_nobody_takes_the_recording_of_another_form(a_note):
    row = kept(a_note)
    attach_recordings(make.received(make.office()), [row.pk], pending_key="other" * 6)
    row.refresh_from_db()
    assert row.complaint_id is None


def test_two_workers_make_a_recording_once(a_note):
    row = kept(a_note, make.received(make.office()))
    at = timezone.now()
    assert recordings._claim(at) == row
    assert recordings._claim(at + timedelta(minutes=1)) is None
    # The first one died: after a while another takes it up.
    assert recordings._claim(at + CLAIM_LASTS + timedelta(minutes=1)) == row


def test_what_ended_its_maker_three_times_is_given_up(a_note):
    row = kept(a_note, make.received(make.office()))
    at = timezone.now()
    for turn in range(ATTEMPTS_MAX):
        assert recordings._claim(at + turn * 2 * CLAIM_LASTS) == row
    assert recordings._claim(at + ATTEMPTS_MAX * 2 * CLAIM_LASTS) is None
    row.refresh_from_db()
    assert row.status == "refused"


def test_a_recording_whose_file_is_lost_is_said_to_be_lost(media, a_note):
    row = kept(a_note, make.received(make.office()))
    next(media.glob("recordings/*/*.nut")).unlink()
    assert make_next_recording() is True
    row.refresh_from_db()
    assert row.status == "refused"


def test_recordings_of_forms_never_sent_and_files_of_no_row_are_swept(media, a_note):
    made = make.office()
    complaint = make.received(made)
    stays = kept(a_note, complaint)
    kept(a_note)
    stray = media / "recordings" / "ab" / f"{'0' * 30}.mp4"
    stray.parent.mkdir(exist_ok=True, parents=True)
    stray.write_bytes(b"x")
    later = timezone.now() + timedelta(days=2)
    assert sweep_recordings(at=later) == 2
    assert list(Recording.objects.all()) == [stays]
    assert files(media) == ["nut"]


def ready(complaint: Any, kind: str = "video") -> Recording:
    row = Recording(
        complaint=complaint, kind=kind, status="ready", seconds=3, actor="resident",
        added_at=make.START,
    )  # fmt: skip
    row.file.save("whole", ContentFile(b"0123456789"), save=False)
    if kind == "video":
        row.silent.save("silent", ContentFile(b"silent"), save=False)
    row.save(force_insert=True)
    return row


def test_a_unit_sees_a_film_once_it_is_released_and_never_hears_it():
    made = make.office()
    lead = make.dispatched(made)
    complaint = lead.complaint
    row = ready(complaint)
    handler, triage = Client(), Client()
    handler.force_login(made.people.handler)
    triage.force_login(made.people.triage)
    where = reverse("recording", args=[row.pk])
    page = reverse("office-ticket", args=[complaint.number])
    assert handler.get(where).status_code == 404
    assert str(row.pk) not in handler.get(page).content.decode()
    pressed = triage.post(
        reverse("office-recording", args=[complaint.number, row.pk]), {"release": "yes"}
    )
    assert pressed.status_code == 302
    assert triage.get(where).content == b"0123456789"
    assert handler.get(where).content == b"silent"
    assert str(row.pk) in handler.get(page).content.decode()
    triage.post(reverse("office-recording", args=[complaint.number, row.pk]), {"release": "no"})
    assert handler.get(where).status_code == 404
    verbs = list(complaint.events.values_list("verb", flat=True))
    assert verbs.count("release_recording") == verbs.count("withhold_recording") == 1


def test_a_voice_is_never_released():
    made = make.office()
    complaint = make.received(made)
    row = ready(complaint, "voice")
    with pytest.raises(Invalid):
        release_recording(complaint.pk, row.pk, by=made.people.triage, is_released=True)
    row.is_released = True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_only_who_triages_releases_and_only_what_belongs_there():
    made = make.office()
    lead = make.dispatched(made)
    row = ready(lead.complaint)
    with pytest.raises(NotAllowed):
        release_recording(lead.complaint_id, row.pk, by=made.people.handler, is_released=True)
    other = make.received(made)
    with pytest.raises(NotFound):
        release_recording(other.pk, row.pk, by=made.people.triage, is_released=True)


def test_pressed_twice_it_is_written_down_once():
    made = make.office()
    complaint = make.received(made)
    row = ready(complaint)
    for _turn in range(2):
        release_recording(complaint.pk, row.pk, by=made.people.triage, is_released=True)
    assert complaint.events.filter(verb="release_recording").count() == 1


@pytest.mark.parametrize(
    ("asked", "status", "given", "told"),
    [
        ("", 200, b"0123456789", None),
        ("bytes=0-", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=7-99", 206, b"789", "bytes 7-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=5-2", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("pages=1", 200, b"0123456789", None),
    ],
)
def test_a_player_gets_the_part_it_asks_for(asked, status, given, told):
    made = make.office()
    row = ready(make.received(made))
    client = Client()
    client.force_login(made.people.triage)
    headers = {"Range": asked} if asked else {}
    answer = client.get(reverse("recording", args=[row.pk]), headers=headers)
    assert (answer.status_code, answer.content, answer.headers.get("Content-Range")) == (
        status, given, told,
    )  # fmt: skip


def test_the_caller_plays_his_own_by_his_link_and_no_other_one():
    made = make.office()
    filed, other = make.filed(made), make.filed(made)
    row, foreign = ready(filed.complaint), ready(other.complaint)
    client = Client()
    own = client.get(reverse("linked-recording", args=[filed.token, row.pk]))
    assert own.content == b"0123456789"
    assert client.get(reverse("recording", args=[row.pk])).status_code == 404
    crossed = client.get(reverse("linked-recording", args=[filed.token, foreign.pk]))
    assert crossed.status_code == 404


def sent(client: Client, *recordings: Any, **more: Any) -> Any:
    files = [
        SimpleUploadedFile(f"{turn}.mov", data, content_type="video/quicktime")
        for turn, data in enumerate(recordings)
    ]
    given = {"text": "路灯不亮", "address": "晨光社区东门", "key": KEY, "recordings": files}
    return client.post(reverse("file-new"), {**given, **more})


def test_a_resident_sends_a_film_and_a_voice_note_with_the_words(a_film, a_note):
    make.office()
    client = Client()
    assert sent(client, a_film, a_note).status_code == 302
    kinds = list(Recording.objects.values_list("kind", flat=True).order_by("kind"))
    assert kinds == ["video", "voice"]
    assert Recording.objects.filter(complaint__isnull=True).count() == 0
    while make_next_recording():
        pass
    page = client.get(reverse("tracked-by-link", args=[_token()])).content.decode()
    assert "<video" in page
    assert "<audio" in page


def _token() -> str:
    return secrets_of(KEY)[1]


def test_what_is_no_recording_is_told_and_the_words_and_the_good_one_are_kept(a_note):
    make.office()
    client = Client()
    answer = sent(client, a_note, b"MZ" + bytes(500))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不是视频或录音" in page
    assert "1.mov" in page
    assert "路灯不亮" in page
    row = Recording.objects.get()
    assert f'value="{row.pk}"' in page
    again = sent(client, kept=[str(row.pk)])
    assert again.status_code == 302
    row.refresh_from_db()
    assert row.complaint is not None


def test_a_recording_whose_tick_is_taken_off_does_not_go_along(a_note):
    make.office()
    client = Client()
    sent(client, a_note, b"MZ" + bytes(500))
    assert sent(client).status_code == 302
    assert Recording.objects.filter(complaint__isnull=False).count() == 0


def test_more_than_two_are_refused_in_words(a_note):
    make.office()
    answer = sent(Client(), a_note, a_note, a_note)
    assert answer.status_code == 422
    assert "最多 2 段" in answer.content.decode()
