"""Keeping a photo: cleaned before a byte of it is stored."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from shutil import disk_usage
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import author, lock_complaint, record
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.files.photos import clean_photo
from complaints.models import By, Complaint, Photo, User
from complaints.permissions import can_triage

PHOTOS_MAX = 6
PENDING_FOR = timedelta(days=1)
SWEPT_AT_ONCE = 500


def keep_pending_photo(
    data: bytes, *, by: By, pending_key: str, at: datetime | None = None
) -> Photo:
    """Keep a photo of a form not sent yet, so that a refused form loses nothing."""
    if Photo.objects.filter(pending_key=pending_key).count() >= PHOTOS_MAX:
        raise Invalid(_("最多上传 %(limit)s 张照片。") % {"limit": PHOTOS_MAX}, field="photos")
    return keep_photo(
        data, by=by, at=at or timezone.now(), stage=Photo.Stage.REPORT, pending_key=pending_key
    )


def attach_photos(complaint: Complaint, ids: Sequence[UUID], *, pending_key: str) -> None:
    """Photos that waited under the form's key belong to its complaint now."""
    waiting = Photo.objects.filter(pk__in=ids, complaint__isnull=True, pending_key=pending_key)
    waiting.update(complaint=complaint, pending_key="")


def add_photo(key: int, data: bytes, *, by: By, stage: str, at: datetime | None = None) -> Photo:
    """Add a photo to a complaint one may see."""
    at = at or timezone.now()
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        held = Photo.objects.filter(complaint=complaint, stage=stage).count()
        if held >= PHOTOS_MAX:
            raise Invalid(_("最多上传 %(limit)s 张照片。") % {"limit": PHOTOS_MAX}, field="photos")
        photo = keep_photo(data, by=by, at=at, stage=stage, complaint_id=complaint.pk)
        record(
            complaint, "add_photo", by=by, at=at, from_status=complaint.status,
            facts={"stage": stage},
        )  # fmt: skip
    return photo


def show_to_neighbours(key: UUID, *, by: User, is_shown: bool, at: datetime | None = None) -> Photo:
    """A person has looked at the photo: neighbours who tell of the same matter may see it, or may
    no longer."""
    at = at or timezone.now()
    found = Photo.objects.filter(pk=key).values_list("complaint_id", flat=True).first()
    if found is None:
        raise NotFound(_("没有这张照片，或不在您的查看范围内。"))
    with transaction.atomic():
        complaint = lock_complaint(found, by=by)
        if not can_triage(by, complaint):
            raise NotAllowed(_("只有处置中心和专班可以决定照片给谁看。"))
        if is_shown and complaint.is_secret:
            raise Conflict(_("保密诉求的照片不能给别人看。"))
        photo = Photo.objects.select_for_update(of=("self",)).get(pk=key)
        if (photo.shown_at is not None) is is_shown:
            return photo
        photo.shown_at, photo.shown_by = (at, by) if is_shown else (None, None)
        photo.save(update_fields=["shown_at", "shown_by"])
        verb = "show_photo" if is_shown else "hide_photo"
        record(complaint, verb, by=by, at=at, from_status=complaint.status)
    return photo


def keep_photo(
    data: bytes,
    *,
    by: By,
    at: datetime,
    stage: str,
    complaint_id: int | None = None,
    pending_key: str = "",
) -> Photo:
    clean = clean_photo(data, max_bytes=settings.PHOTO_MAX_BYTES)
    refuse_on_a_full_disk(_no_room)
    photo = Photo(
        complaint_id=complaint_id,
        pending_key=pending_key,
        stage=stage,
        sha256=clean.sha256,
        width=clean.width,
        height=clean.height,
        added_at=at,
        **author(by),
    )
    try:
        photo.file.save("photo.jpg", ContentFile(clean.data), save=False)
    except OSError:
        raise _no_room() from None
    photo.save(force_insert=True)
    return photo


def refuse_on_a_full_disk(refusal: Callable[[], Invalid]) -> None:
    """Files leave the database room to write: words and steps matter more."""
    root = Path(settings.MEDIA_ROOT)
    there = next((folder for folder in (root, *root.parents) if folder.exists()), root)
    if disk_usage(there).free < settings.DISK_FLOOR_BYTES:
        raise refusal()


def _no_room() -> Invalid:
    return Invalid(_("照片现在存不下，请先不带照片提交，文字不受影响。"), field="photos")


def sweep_photos(*, at: datetime | None = None) -> int:
    """Drop photos whose form was never sent within a day, and files that no row names.

    A row goes only if no form has claimed it by then, its file after it. A file is younger than its
    row for a moment (saved first), so only old files are looked at. Returns how many were dropped.
    """
    limit = (at or timezone.now()) - PENDING_FOR
    waiting = Photo.objects.filter(complaint__isnull=True, added_at__lt=limit)
    dropped = 0
    for photo in waiting:
        if waiting.filter(pk=photo.pk).delete()[0]:
            photo.file.delete(save=False)
            dropped += 1
    return dropped + sweep_files("photos/*/*.jpg", Photo.objects.all(), before=limit)


def sweep_files(pattern: str, rows: QuerySet[Any], *, before: datetime) -> int:
    """Drop old files whose name is no row's; how many."""
    dropped = 0
    paths = Path(settings.MEDIA_ROOT).glob(pattern)
    old = (path for path in paths if path.stat().st_mtime < before.timestamp())
    while batch := {path: _key_of(path) for path in islice(old, SWEPT_AT_ONCE)}:
        known = set(rows.filter(pk__in=filter(None, batch.values())).values_list("pk"))
        for path, key in batch.items():
            if (key,) not in known:
                path.unlink(missing_ok=True)
                dropped += 1
    return dropped


def _key_of(path: Path) -> UUID | None:
    """The row whose file this is by its name (`photo_path`), if it is one."""
    try:
        return UUID(hex=path.parent.name + path.name.partition(".")[0])
    except ValueError:
        return None
