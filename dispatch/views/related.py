"""What may be the same matter as a complaint: beside its page, or a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.errors import NotAllowed
from complaints.permissions import can_triage
from complaints.selectors.related import related_to
from dispatch.selectors.finding import find_ticket
from dispatch.views.desk import person


@require_safe
def related(request: HttpRequest, number: str) -> HttpResponse:
    """The likeliest first, each with why and a way to merge."""
    user = person(request)
    complaint = find_ticket(number, user)
    if not can_triage(user, complaint):
        raise NotAllowed(_("只有处置中心和专班可以合并或拆分诉求。"))
    found = related_to(complaint, user, at=timezone.now())
    is_part = request.headers.get("HX-Request") == "true"
    template = "dispatch/related.html#panel" if is_part else "dispatch/related.html"
    return render(request, template, {"complaint": complaint, "related": found})
