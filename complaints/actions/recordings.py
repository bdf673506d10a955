"""Keeping a video or a voice note: cleaned before a byte of it is stored, made anew afterwards."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import author, lock_complaint, record
from complaints.actions.photos import PENDING_FOR, refuse_on_a_full_disk, sweep_files
from complaints.errors import Invalid, NotAllowed, NotFound
from complaints.files.recordings import RecordingRefused, make, take_in
from complaints.models import By, Complaint, Recording, User
from complaints.permissions import can_triage

RECORDINGS_MAX = 2
ATTEMPTS_MAX = 3
# Longer than the codecs are given; a claim older than that belongs to a process that is gone.
CLAIM_LASTS = timedelta(minutes=15)


def keep_pending_recording(
    data: bytes, *, by: By, pending_key: str, at: datetime | None = None
) -> Recording:
    """Keep a recording of a form not sent yet, so that a refused form loses nothing."""
    if Recording.objects.filter(pending_key=pending_key).count() >= RECORDINGS_MAX:
        raise Invalid(
            _("视频和语音加起来最多 %(limit)s 段。") % {"limit": RECORDINGS_MAX}, field="recordings"
        )
    taken, found = take_in(data, max_bytes=settings.RECORDING_MAX_BYTES)
    refuse_on_a_full_disk(_no_room)
    row = Recording(
        pending_key=pending_key,
        kind=Recording.Kind.VIDEO if found.is_video else Recording.Kind.VOICE,
        seconds=found.seconds,
        width=found.width,
        height=found.height,
        turn=found.turn,
        added_at=at or timezone.now(),
        **author(by),
    )
    row.taken.save("taken", ContentFile(taken), save=False)
    row.save(force_insert=True)
    return row


def _no_room() -> Invalid:
    return Invalid(_("视频和语音现在存不下，请先不带它们提交，文字不受影响。"), field="recordings")


def attach_recordings(complaint: Complaint, ids: Sequence[UUID], *, pending_key: str) -> None:
    """Recordings that waited under the form's key belong to its complaint now."""
    if not ids:
        return
    waiting = Recording.objects.filter(pk__in=ids, complaint__isnull=True, pending_key=pending_key)
    waiting.update(complaint=complaint, pending_key="")


def make_next_recording(*, at: datetime | None = None) -> bool:
    """Make anew the oldest that waits; whether there was one. Forms not sent yet wait longer."""
    at = at or timezone.now()
    row = _claim(at)
    if row is None:
        return False
    mine = Recording.objects.filter(pk=row.pk, status=Recording.Status.WAITING, claimed_at=at)
    try:
        with row.taken.open("rb") as file:
            whole, silent, width, height = make(file.read(), turn=row.turn)
    except (FileNotFoundError, RecordingRefused):
        mine.update(status=Recording.Status.REFUSED)
    else:
        row.file.save("whole", ContentFile(whole), save=False)
        if silent:
            row.silent.save("silent", ContentFile(silent), save=False)
        mine.update(
            status=Recording.Status.READY,
            file=row.file.name,
            silent=row.silent.name,
            width=width,
            height=height,
        )
    row.taken.delete(save=False)
    return True


def _claim(at: datetime) -> Recording | None:
    """Mine is what one conditional update changed. What ended its maker three times is given up."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - CLAIM_LASTS)
    waiting = Recording.objects.filter(free, status=Recording.Status.WAITING)
    waiting.filter(attempts__gte=ATTEMPTS_MAX).update(status=Recording.Status.REFUSED)
    for row in waiting.filter(complaint__isnull=False).order_by("added_at")[:5]:
        mine = waiting.filter(pk=row.pk).update(claimed_at=at, attempts=F("attempts") + 1)
        if mine:
            return row
    return None


def release_recording(
    key: int, recording_key: UUID, *, by: By, is_released: bool, at: datetime | None = None
) -> Recording:
    """Let units see a video, without its sound, or no longer."""
    at = at or timezone.now()
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        if isinstance(by, User) and not can_triage(by, complaint):
            raise NotAllowed(_("只有处置中心和专班可以决定承办单位能看什么。"))
        row = Recording.objects.filter(pk=recording_key, complaint=complaint).first()
        if row is None:
            raise NotFound(_("没有这段录像或录音。"))
        if row.kind == Recording.Kind.VOICE:
            raise Invalid(_("语音能听出是谁，不给承办单位听。请把内容写进派单内容。"))
        if row.is_released != is_released:
            row.is_released = is_released
            row.save(update_fields=["is_released"])
            verb = "release_recording" if is_released else "withhold_recording"
            record(complaint, verb, by=by, at=at, from_status=complaint.status)
    return row


def sweep_recordings(*, at: datetime | None = None) -> int:
    """Drop recordings whose form was never sent within a day, and files that no row names."""
    limit = (at or timezone.now()) - PENDING_FOR
    waiting = Recording.objects.filter(complaint__isnull=True, added_at__lt=limit)
    dropped = 0
    for row in waiting:
        if waiting.filter(pk=row.pk).delete()[0]:
            row.taken.delete(save=False)
            dropped += 1
    return dropped + sweep_files("recordings/*/*", Recording.objects.all(), before=limit)
