"""A resident files: one page, words first, no account; then the receipt."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.actions.intake import file_complaint, secrets_of
from complaints.actions.photos import PHOTOS_MAX
from complaints.actions.recordings import RECORDINGS_MAX
from complaints.actions.tracking import count_filing, may_look_around
from complaints.errors import Invalid, OfficeError
from complaints.forms.resident import ResidentForm
from complaints.models import Actor, Complaint
from complaints.selectors.hints import Hints, hints_for
from complaints.selectors.joint import membership_of
from complaints.selectors.tracking import promise
from complaints.views import attachments, visitors

KEY = re.compile(r"[A-Za-z0-9_-]{32}\Z")
OK = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to go along with the words."""

    photos: list[UUID]
    recordings: list[UUID]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
def file_new(request: HttpRequest) -> HttpResponse:
    """The form; sent, it becomes a complaint once, however often it is sent."""
    if request.method != "POST":
        return _page(request, _fresh_form(request), key=secrets.token_urlsafe(24))
    key = _key(request)
    if not _is_filed(key):
        page = _filed_or_page(request, key=key)
        # Of twenty sendings at once, those that came too late find what the first one filed.
        if page is not None and not _is_filed(key):
            return page
    visitors.show_receipt(request, key=key)
    return redirect("receipt")


def _filed_or_page(request: HttpRequest, *, key: str) -> HttpResponse | None:
    """Nothing when it was filed; else the page with the reasons and all that was typed."""
    form = ResidentForm(request.POST, request.FILES)
    wanted = _ticked(request, key=key)
    status = Invalid.status_code
    try:
        count_filing(visitors.address_of(request))
        wanted = _with_fresh(request, form, wanted, key=key)
        is_valid = form.is_valid()
        if is_valid and _wants_to_look(request, form):
            return _page(request, form, key=key, wanted=wanted)
        if is_valid:
            draft = form.draft(photo_ids=wanted.photos)
            draft = replace(draft, recording_ids=wanted.recordings)
            file_complaint(draft, by=Actor.RESIDENT, idempotency_key=key)
            return None
    except OfficeError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        status = error.status_code
    return _page(request, form, key=key, wanted=wanted, status=status)


def _ticked(request: HttpRequest, *, key: str) -> Wanted:
    """Of what was kept before, what is still wanted."""
    photos = attachments.wanted_photos(request, key=key)
    return Wanted(photos, attachments.wanted_recordings(request, key=key))


def _with_fresh(request: HttpRequest, form: ResidentForm, wanted: Wanted, *, key: str) -> Wanted:
    """And what came along now; why not, where something is refused."""
    photos, no_photos = attachments.keep_photos(request, key=key)
    recordings, no_recordings = attachments.keep_recordings(request, key=key)
    for field, refused in (("photos", no_photos), ("recordings", no_recordings)):
        for words in refused:
            form.add_error(field, words)
    return Wanted([*wanted.photos, *photos], [*wanted.recordings, *recordings])


@login_not_required
@require_POST
@cache_control(no_store=True, private=True)
def show_hints(request: HttpRequest) -> HttpResponse:
    """What there is to say to the words and the place so far, beside the form."""
    form = ResidentForm(request.POST)
    return render(request, "complaints/parts/hints_anew.html", _told(request, form))


def offer_again(request: HttpRequest) -> HttpResponse:
    """The page was open too long to be trusted: the words come back, to be sent once more."""
    key = _key(request)
    form = ResidentForm(request.POST)
    form.add_error(None, _("页面放得太久了，这次没有提交。您写的都还在，请再按一次“提交”。"))
    if request.FILES:
        form.add_error("photos", _("照片、视频和语音要请您重新选一次。"))
    wanted = _ticked(request, key=key)
    return _page(request, form, key=key, wanted=wanted, status=403)


@login_not_required
@require_safe
@cache_control(no_store=True, private=True)
def receipt(request: HttpRequest) -> HttpResponse:
    """Number, code and link, for a quarter of an hour, in the browser that filed."""
    key = visitors.receipt_key(request)
    complaint = Complaint.objects.with_place().filter(idempotency_key=key).first() if key else None
    if complaint is None:
        return redirect("track")
    code, token = secrets_of(key)
    link = request.build_absolute_uri(reverse("tracked-by-link", args=[token]))
    context = {
        "complaint": complaint,
        "code": code,
        "link": link,
        "qr": mark_safe(qr_svg(link)),  # noqa: S308 - segno's own drawing of a link of ours
        "promise": promise(complaint),
        "is_together": membership_of(complaint) is not None,
    }
    return render(request, "complaints/receipt.html", context)


def qr_svg(words: str) -> str:
    """A QR code as an inline SVG without a style attribute."""
    made = segno.make(words, error="m", micro=False)
    return str(made.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None, title=words))


def _key(request: HttpRequest) -> str:
    given = request.POST.get("key", "")
    return given if KEY.match(given) else secrets.token_urlsafe(24)


def _is_filed(key: str) -> bool:
    return Complaint.objects.filter(idempotency_key=key).exists()


def _fresh_form(request: HttpRequest) -> ResidentForm:
    """With the thing whose code was read off in the street, if one was."""
    code = request.GET.get("component", "")[:40]
    return ResidentForm(initial={"component": code} if code else None)


def _wants_to_look(request: HttpRequest, form: ResidentForm) -> bool:
    """He asked to be told first, where there is something to tell."""
    return request.POST.get("act") == "look" and _hints(request, form).is_worth_a_look


def _hints(request: HttpRequest, form: ResidentForm) -> Hints:
    may_look = may_look_around(visitors.address_of(request)) if form.is_bound else True
    return hints_for(form.asked(), at=timezone.now(), with_matters=may_look)


def _told(request: HttpRequest, form: ResidentForm) -> dict[str, Any]:
    hints = _hints(request, form)
    return {"form": form, "hints": hints, "questions": form.ask(hints.questions)}


def _page(
    request: HttpRequest,
    form: ResidentForm,
    *,
    key: str,
    wanted: Wanted | None = None,
    status: int = OK,
) -> HttpResponse:
    wanted = wanted or Wanted([], [])
    waiting = attachments.waiting_photos(key) if form.is_bound else []
    played = attachments.waiting_recordings(key) if form.is_bound else []
    context = {
        **_told(request, form),
        "key": key,
        "waiting": [(pk, pk in wanted.photos) for pk in waiting],
        "photos_left": PHOTOS_MAX - len(waiting),
        "waiting_recordings": [(one, one.pk in wanted.recordings) for one in played],
        "recordings_left": RECORDINGS_MAX - len(played),
        "tile_url": settings.TILE_URL,
        "is_look": form.is_bound and status == OK,
    }
    return render(request, "complaints/new.html", context, status=status)
