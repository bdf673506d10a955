"""The whistles one sees, blowing one, and a whistle's page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints.errors import NotAllowed
from complaints.models import Complaint, Organisation, User
from dispatch.actions.whistles.blowing import Blast, Call, blow_whistle
from dispatch.files.calendars import CalendarMeeting, calendar_file
from dispatch.forms.whistles import BlowForm
from dispatch.models import Whistle
from dispatch.permissions import can_blow, reads_whistle_rates, works_on_whistles
from dispatch.selectors.choices import unit_choices
from dispatch.selectors.enclosed import point_of
from dispatch.selectors.finding import find_ticket
from dispatch.selectors.whistles.calling import blowers_for, units_to_call
from dispatch.selectors.whistles.listing import whistles_seen
from dispatch.selectors.whistles.page import find_meeting, find_whistle, whistle_page
from dispatch.selectors.whistles.rate import street_rates
from dispatch.views.desk import attempt, offset, person

WHICH = ("mine", "open", "all")


@require_safe
def whistles(request: HttpRequest) -> HttpResponse:
    """Those that are open, that this person's bodies must answer, or all."""
    user = person(request)
    if not works_on_whistles(user):
        raise NotAllowed(_("您的任职不参与吹哨报到。"))
    asked = request.GET.get("which", "")
    which = asked if asked in WHICH else "open"
    rows, following = whistles_seen(user, which=which, after=offset(request))
    names = (("open", _("未销哨")), ("mine", _("等本单位报到")), ("all", _("全部")))
    context = {"rows": rows, "following": following, "which": which, "names": names}
    return render(
        request,
        "dispatch/whistles/list.html",
        {**context, "can_blow": can_blow(user), "reads_rates": reads_whistle_rates(user)},
    )


@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """How often each street blows, and whether that is like itself."""
    user = person(request)
    if not reads_whistle_rates(user):
        raise NotAllowed(_("吹哨率由街道、区里和市级查看。"))
    return render(request, "dispatch/whistles/rates.html", {"streets": street_rates(user)})


@require_http_methods(["GET", "HEAD", "POST"])
def blow(request: HttpRequest, number: str = "") -> HttpResponse:
    """From nothing, or for a complaint."""
    user = person(request)
    complaint = find_ticket(number, user) if number else None
    bodies = blowers_for(user, on=timezone.localdate()) if can_blow(user) else []
    if not bodies:
        raise NotAllowed(_("吹哨由街道、区里办理；居民联名由社区代为吹哨。"))
    form = _form(request, bodies, complaint)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: blow_whistle(_blast(form, user), by=user))
        if made is not None:
            messages.success(request, _("哨已吹响，各单位的报到时限开始计时。"))
            return redirect("office-whistle", made.pk)
    context = {"form": form, "complaint": complaint}
    return render(request, "dispatch/whistles/blow.html", context, status=form.status_code)


@require_safe
def whistle(request: HttpRequest, key: int) -> HttpResponse:
    """One whistle with its units, complaints and history."""
    user = person(request)
    page = whistle_page(find_whistle(key, user), user)
    return render(request, "dispatch/whistles/page.html", {"page": page, "whistle": page.whistle})


def _form(
    request: HttpRequest, bodies: list[Organisation], complaint: Complaint | None
) -> BlowForm:
    on = timezone.localdate()
    units: dict[int, Organisation] = {}
    for body in bodies:
        units |= {one.pk: one for one in units_to_call(body, on=on).order_by("kind", "code")}
    initial: dict[str, Any] = {"blower": bodies[0].pk, "origin": Whistle.Origin.WORK}
    if complaint is not None:
        initial |= {"origin": Whistle.Origin.TICKET, "kind": Whistle.Kind.DEMAND}
        initial |= {"numbers": complaint.number, "place": complaint.place_words[:200]}
        if (point := point_of(complaint)) is not None:
            initial |= {"lon": point.lon, "lat": point.lat}
    return BlowForm(
        request.POST if request.method == "POST" else None,
        blowers=[(body.pk, body.name) for body in bodies],
        units=unit_choices(list(units.values())),
        initial=initial,
    )


def _blast(form: BlowForm, user: User) -> Blast:
    given = form.cleaned_data
    reason, ground = given["call_reason"], given["legal_ground"]
    return Blast(
        blower_id=given["blower"],
        kind=given["kind"],
        origin=given["origin"],
        title=given["title"],
        reason=given["reason"],
        place=given["place"],
        lon=given["lon"] if given["lat"] is not None else None,
        lat=given["lat"] if given["lon"] is not None else None,
        signature_count=given["signature_count"] or 0,
        signatures_kept_at=given["signatures_kept_at"],
        tickets=[find_ticket(number, user).pk for number in given["numbers"]],
        calls=[Call(unit, reason, ground) for unit in given["units"]],
    )


@require_safe
def meeting_file(request: HttpRequest, key: int) -> HttpResponse:
    """The meeting for a calendar."""
    meeting = find_meeting(key, person(request))
    content = calendar_file(
        CalendarMeeting(
            uid=f"meeting-{meeting.pk}@{meeting.whistle.number}",
            title=meeting.whistle.title,
            place=meeting.place,
            words=meeting.agenda,
            starts_at=meeting.starts_at,
            stamped_at=meeting.planned_at,
        )
    )
    name = f"{meeting.whistle.number}-{meeting.pk}.ics"
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
