"""What is sent along with a form: kept under the form's key until the form is a complaint."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from complaints.actions.photos import keep_pending_photo
from complaints.actions.recordings import keep_pending_recording
from complaints.errors import Invalid
from complaints.models import Actor, Photo, Recording
from complaints.views import visitors

MEGABYTE = 1024 * 1024
T = TypeVar("T")


def keep_photos(request: HttpRequest, *, key: str) -> tuple[list[UUID], list[str]]:
    """Keep what is a photo under the form's key; of the rest say why not."""
    keep = partial(keep_pending_photo, by=Actor.RESIDENT, pending_key=key)
    kept, refused = keep_uploads(request, "photos", keep)
    _is_of_this_browser(request, key)
    return [one.pk for one in kept], refused


def keep_recordings(request: HttpRequest, *, key: str) -> tuple[list[UUID], list[str]]:
    """Keep what is a video or a voice note under the form's key; of the rest say why not."""
    keep = partial(keep_pending_recording, by=Actor.RESIDENT, pending_key=key)
    kept, refused = keep_uploads(
        request, "recordings", keep, max_bytes=settings.RECORDING_MAX_BYTES
    )
    _is_of_this_browser(request, key)
    return [one.pk for one in kept], refused


def keep_uploads(
    request: HttpRequest, name: str, keep: Callable[[bytes], T], *, max_bytes: int | None = None
) -> tuple[list[T], list[str]]:
    """Keep each upload of a field, of a photo's size unless said; of those refused name and why."""
    most = settings.PHOTO_MAX_BYTES if max_bytes is None else max_bytes
    kept: list[T] = []
    refused: list[str] = []
    for upload in request.FILES.getlist(name):
        try:
            kept.append(keep(_bytes(upload, most)))
        except Invalid as error:
            refused.append(_("“%(name)s”：%(why)s") % {"name": upload.name, "why": error.message})
    return kept, refused


def waiting_photos(key: str) -> list[UUID]:
    """Photos kept for the form of this key."""
    return list(Photo.objects.filter(pending_key=key).values_list("pk", flat=True))


def waiting_recordings(key: str) -> list[Recording]:
    """Recordings kept for the form of this key."""
    return list(Recording.objects.filter(pending_key=key))


def wanted_photos(request: HttpRequest, *, key: str) -> list[UUID]:
    """Photos kept before under this key whose box is still ticked."""
    ticked = set(request.POST.getlist("kept"))
    return [pk for pk in waiting_photos(key) if str(pk) in ticked]


def wanted_recordings(request: HttpRequest, *, key: str) -> list[UUID]:
    """Recordings kept before under this key whose box is still ticked."""
    ticked = set(request.POST.getlist("kept"))
    return [one.pk for one in waiting_recordings(key) if str(one.pk) in ticked]


def _is_of_this_browser(request: HttpRequest, key: str) -> None:
    if request.FILES:
        visitors.keep_pending_key(request, key)


def _bytes(upload: UploadedFile[Any], most: int) -> bytes:
    size = upload.size or 0
    if size > most:
        limits = {"size": size // MEGABYTE, "limit": most // MEGABYTE}
        raise Invalid(_("有 %(size)s MB，超过 %(limit)s MB。请换一张小一点的。") % limits)
    return bytes(upload.read())
