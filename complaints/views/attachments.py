"""What is sent along with a form: kept under the form's key until the form is a complaint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
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
Keep = Callable[["UploadedFile[Any]"], UUID]


def keep_photos(request: HttpRequest, *, key: str) -> tuple[list[UUID], list[str]]:
    """Keep what is a photo under the form's key; of the rest say why not."""

    def keep(upload: UploadedFile[Any]) -> UUID:
        data = _bytes(upload, settings.PHOTO_MAX_BYTES)
        return keep_pending_photo(data, by=Actor.RESIDENT, pending_key=key).pk

    return _kept(request, "photos", keep, key=key)


def keep_recordings(request: HttpRequest, *, key: str) -> tuple[list[UUID], list[str]]:
    """Keep what is a video or a voice note under the form's key; of the rest say why not."""

    def keep(upload: UploadedFile[Any]) -> UUID:
        data = _bytes(upload, settings.RECORDING_MAX_BYTES)
        return keep_pending_recording(data, by=Actor.RESIDENT, pending_key=key).pk

    return _kept(request, "recordings", keep, key=key)


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


def _kept(request: HttpRequest, name: str, keep: Keep, *, key: str) -> tuple[list[UUID], list[str]]:
    kept: list[UUID] = []
    refused: list[str] = []
    for upload in request.FILES.getlist(name):
        try:
            kept.append(keep(upload))
        except Invalid as error:
            refused.append(_("“%(name)s”：%(why)s") % {"name": upload.name, "why": error.message})
    if request.FILES:
        visitors.keep_pending_key(request, key)
    return kept, refused


def _bytes(upload: UploadedFile[Any], most: int) -> bytes:
    size = upload.size or 0
    if size > most:
        limits = {"size": size // MEGABYTE, "limit": most // MEGABYTE}
        raise Invalid(_("有 %(size)s MB，超过 %(limit)s MB。请换一张小一点的。") % limits)
    return bytes(upload.read())
