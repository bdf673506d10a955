"""Keying in on somebody's behalf."""

import re
import secrets
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints.actions.intake import file_complaint, secrets_of
from complaints.actions.photos import PHOTOS_MAX, keep_pending_photo
from complaints.errors import Invalid, NotAllowed, OfficeError
from complaints.forms.filing import StaffFilingForm
from complaints.models import Complaint
from complaints.permissions import can_file
from complaints.views import visitors
from complaints.views.attachments import waiting_photos, wanted_photos
from dispatch.views.desk import keep_uploads, person

KEY = re.compile(r"[A-Za-z0-9_-]{32}\Z")
RECEIPT = "office_receipt"


@require_http_methods(["GET", "HEAD", "POST"])
def key_in(request: HttpRequest) -> HttpResponse:
    """The form; sent, it becomes a complaint once, however often it is sent."""
    user = person(request)
    if not can_file(user):
        raise NotAllowed(_("您没有录入诉求的权限。"))
    if request.method != "POST":
        return _page(request, StaffFilingForm(), key=secrets.token_urlsafe(24))
    given = request.POST.get("key", "")
    key = given if KEY.match(given) else secrets.token_urlsafe(24)
    form = StaffFilingForm(request.POST, request.FILES)
    wanted = wanted_photos(request, key=key) + _kept_photos(request, form, key)
    status = Invalid.status_code
    if form.is_valid():
        try:
            channel = form.cleaned_data["channel"]
            draft = form.draft(photo_ids=wanted)
            filed = file_complaint(draft, by=user, channel=channel, idempotency_key=key)
            return _to_receipt(request, filed.complaint)
        except OfficeError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            status = error.status_code
    return _page(request, form, key=key, wanted=wanted, status=status)


@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Number and code to read out to the caller, once."""
    kept = request.session.pop(RECEIPT, ["", ""])
    if kept[0] != number:
        return redirect("office-ticket", number)
    code, _token = secrets_of(kept[1])
    return render(request, "dispatch/receipt.html", {"number": number, "code": code})


def _to_receipt(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    request.session[RECEIPT] = [complaint.number, complaint.idempotency_key]
    return redirect("office-receipt", complaint.number)


def _kept_photos(request: HttpRequest, form: StaffFilingForm, key: str) -> list[UUID]:
    keep = partial(keep_pending_photo, by=person(request), pending_key=key)
    kept, refused = keep_uploads(request, "photos", keep)
    for words in refused:
        form.add_error("photos", words)
    if request.FILES:
        visitors.keep_pending_key(request, key)
    return [photo.pk for photo in kept]


def _page(
    request: HttpRequest,
    form: StaffFilingForm,
    *,
    key: str,
    wanted: Sequence[UUID] = (),
    status: int = 200,
) -> HttpResponse:
    waiting = waiting_photos(key) if form.is_bound else []
    context = {
        "form": form,
        "key": key,
        "waiting": [(pk, pk in wanted) for pk in waiting],
        "photos_left": PHOTOS_MAX - len(waiting),
        "tile_url": settings.TILE_URL,
    }
    return render(request, "dispatch/new.html", context, status=status)
