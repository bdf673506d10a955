"""A video or voice note is played to who may see its complaint; there is no public address."""

import re
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from complaints.actions.tracking import open_by_token
from complaints.errors import NotFound
from complaints.models import Complaint, Recording, User
from complaints.permissions import can_read_original
from complaints.views import visitors
from complaints.views.photos import refuse_foreign

RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})\Z")
ALL, PART, BEYOND = 200, 206, 416


@login_not_required
@require_safe
@cache_control(no_store=True, private=True)
def show_recording(request: HttpRequest, key: UUID) -> HttpResponse:
    """For staff by sight, for a resident by what his browser has opened."""
    refuse_foreign(request)
    row = Recording.objects.select_related("complaint").filter(pk=key).first()
    complaint = row.complaint if row is not None else None
    if row is None or complaint is None:
        raise Http404
    if complaint.pk == visitors.tracked_complaint(request):
        return _played(request, row, row.file)
    user = request.user
    if not isinstance(user, User):
        raise Http404
    if not Complaint.objects.visible_to(user).filter(pk=complaint.pk).exists():
        raise Http404
    if can_read_original(user, complaint):
        return _played(request, row, row.file)
    if not row.is_released:
        raise Http404
    return _played(request, row, row.silent)


@login_not_required
@require_safe
@cache_control(no_store=True, private=True)
def show_linked_recording(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    """One of the complaint that the receipt's link opens."""
    refuse_foreign(request)
    try:
        complaint = open_by_token(token)
    except NotFound:
        raise Http404 from None
    row = Recording.objects.filter(pk=key, complaint=complaint).first()
    if row is None:
        raise Http404
    return _played(request, row, row.file)


def _played(request: HttpRequest, row: Recording, file: FieldFile) -> HttpResponse:
    """The file or the part of it that was asked for: players ask for parts."""
    if not row.is_playable or not file:
        raise Http404
    try:
        with file.open("rb") as opened:
            data = opened.read()
    except FileNotFoundError:
        raise Http404 from None
    kind = "video/mp4" if row.kind == Recording.Kind.VIDEO else "audio/mp4"
    response = HttpResponse(content_type=kind)
    first, last, response.status_code = _part(request, len(data))
    if response.status_code == BEYOND:
        response.headers["Content-Range"] = f"bytes */{len(data)}"
        return response
    response.content = data[first : last + 1]
    if response.status_code == PART:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Disposition"] = 'inline; filename="recording.mp4"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _part(request: HttpRequest, size: int) -> tuple[int, int, int]:
    """First and last byte, and the status (RFC 9110, 14.2); no single range means all."""
    found = RANGE.match(request.headers.get("Range", ""))
    if found is None or found.groups() == ("", ""):
        return 0, size - 1, ALL
    begin, end = found.groups()
    if not begin:
        first, last = max(0, size - int(end)), size - 1
    else:
        first, last = int(begin), min(int(end or size), size - 1)
    return first, last, PART if first <= last else BEYOND
