"""Keying in on somebody's behalf."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.actions.identity import find_earlier
from complaints.actions.intake import file_complaint, secrets_of
from complaints.actions.photos import PHOTOS_MAX, keep_pending_photo
from complaints.errors import Invalid, NotAllowed, OfficeError
from complaints.models import Complaint, User
from complaints.permissions import can_file
from complaints.selectors.related import related_to
from complaints.selectors.suggested import category_suggestion
from complaints.views import visitors
from complaints.views.attachments import keep_uploads, waiting_photos, wanted_photos
from dispatch.forms.calling import CallForm
from dispatch.selectors.calling import earlier_calls, joined_key
from dispatch.views.desk import person

KEY = re.compile(r"[A-Za-z0-9_-]{32}\Z")
KEYED = re.compile(r"[0-9]{1,9}\Z")
RECEIPT = "office_receipt"


@require_http_methods(["GET", "HEAD", "POST"])
def key_in(request: HttpRequest) -> HttpResponse:
    """The form; sent, it becomes a complaint once, however often it is sent."""
    user = _taker(request)
    if request.method != "POST":
        return _page(request, CallForm(), key=secrets.token_urlsafe(24))
    key = _key(request)
    form = CallForm(request.POST, request.FILES)
    wanted, refused = _photos(request, key)
    for words in refused:
        form.add_error("photos", words)
    status = Invalid.status_code
    if form.is_valid():
        try:
            draft = replace(
                form.draft(photo_ids=wanted),
                joins_id=joined_key(form.cleaned_data["joins"], user),
            )
            channel = form.cleaned_data["channel"]
            filed = file_complaint(draft, by=user, channel=channel, idempotency_key=key)
            return _to_receipt(request, filed.complaint)
        except OfficeError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            status = error.status_code
    return _page(request, form, key=key, wanted=wanted, status=status)


@require_POST
def look_beside(request: HttpRequest) -> HttpResponse:
    """What may be the same matter as what is typed so far."""
    user = _taker(request)
    at = timezone.now()
    form = CallForm(initial=request.POST.dict())
    found = related_to(form.sketch(at=at), user, at=at)
    joins = str(form["joins"].value() or "")
    return _looked(request, form, "beside", {"related": found, "joins": joins})


@require_POST
def look_category(request: HttpRequest) -> HttpResponse:
    """What the words typed so far seem to be about; `take` puts one into the form."""
    _taker(request)
    sent = request.POST.dict()
    form = CallForm(initial={**sent, "category": sent.get("take") or sent.get("category", "")})
    suggestion = category_suggestion(sent.get("text", ""))
    taken = str(form["category"].value() or "")
    context = {"suggestion": suggestion, "taken": int(taken) if KEYED.match(taken) else 0}
    return _looked(request, form, "category", context)


@require_POST
@cache_control(no_store=True, private=True)
def look_back(request: HttpRequest) -> HttpResponse:
    """What was told earlier from the caller's number; the look is on record first."""
    user = _taker(request)
    form = CallForm(initial=request.POST.dict())
    phone, reason = request.POST.get("phone", "")[:40], request.POST.get("reason", "")
    context: dict[str, object] = {"earlier": None}
    status = 200
    try:
        ip = request.META.get("REMOTE_ADDR") or None
        keys = find_earlier(phone, by=user, reason=reason, ip=ip)
        context["earlier"] = earlier_calls(keys, user)
    except OfficeError as error:
        context["refused"], status = error.message, error.status_code
    return _looked(request, form, "earlier", context, status=status)


@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Number and code to read out to the caller, once."""
    kept = request.session.pop(RECEIPT, ["", ""])
    if kept[0] != number:
        return redirect("office-ticket", number)
    code, _token = secrets_of(kept[1])
    return render(request, "dispatch/receipt.html", {"number": number, "code": code})


def _taker(request: HttpRequest) -> User:
    user = person(request)
    if not can_file(user):
        raise NotAllowed(_("您没有录入诉求的权限。"))
    return user


def _key(request: HttpRequest) -> str:
    given = request.POST.get("key", "")
    return given if KEY.match(given) else secrets.token_urlsafe(24)


def _looked(
    request: HttpRequest,
    form: CallForm,
    name: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """The part alone for the script; else the whole page with all that was typed."""
    if request.headers.get("HX-Request") == "true":
        return render(request, f"dispatch/parts/call_{name}.html", dict(context), status=status)
    key = _key(request)
    wanted, refused = _photos(request, key)
    for words in refused:
        messages.warning(request, words)
    return _page(request, form, key=key, wanted=wanted, status=status, more=context)


def _to_receipt(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    request.session[RECEIPT] = [complaint.number, complaint.idempotency_key]
    return redirect("office-receipt", complaint.number)


def _photos(request: HttpRequest, key: str) -> tuple[list[UUID], list[str]]:
    """Those kept before whose box is ticked and those that came now; what was refused, and why."""
    wanted = wanted_photos(request, key=key)
    keep = partial(keep_pending_photo, by=person(request), pending_key=key)
    kept, refused = keep_uploads(request, "photos", keep)
    if request.FILES:
        visitors.keep_pending_key(request, key)
    return [*wanted, *(photo.pk for photo in kept)], refused


def _page(
    request: HttpRequest,
    form: CallForm,
    *,
    key: str,
    wanted: Sequence[UUID] = (),
    status: int = 200,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    waiting = waiting_photos(key) if request.method == "POST" else []
    context = {
        "form": form,
        "key": key,
        "waiting": [(pk, pk in wanted) for pk in waiting],
        "photos_left": PHOTOS_MAX - len(waiting),
        "tile_url": settings.TILE_URL,
        **(more or {}),
    }
    return render(request, "dispatch/new.html", context, status=status)
