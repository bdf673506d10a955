"""Who triages decides what units see of a recording."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from complaints.actions.recordings import release_recording
from dispatch.selectors.finding import find_ticket
from dispatch.views.desk import person, to_ticket


@require_POST
def release(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    """Let units see the video without its sound, or no longer."""
    user = person(request)
    complaint = find_ticket(number, user)
    is_released = request.POST.get("release") == "yes"
    release_recording(complaint.pk, key, by=user, is_released=is_released)
    done = (
        _("承办单位现在能看这段视频，没有声音。")
        if is_released
        else _("承办单位不再能看这段视频。")
    )
    return to_ticket(request, number, done)
