"""One complaint beside the list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dispatch.selectors.finding import find_ticket
from dispatch.selectors.ticket import ticket_page
from dispatch.views.desk import person


@require_safe
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """Its words as units read them and its next steps; opened by itself it is the whole page."""
    user = person(request)
    if request.headers.get("HX-Request") != "true":
        return redirect("office-ticket", find_ticket(number, user).number)
    page = ticket_page(number, user)
    last = page.history[-1] if page.history else None
    context = {"page": page, "complaint": page.complaint, "last": last}
    return render(request, "dispatch/preview.html", context)
