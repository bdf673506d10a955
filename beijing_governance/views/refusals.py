"""Refusals as pages: in words, with the way on."""

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import select_template
from django.urls import reverse

from complaints.errors import OfficeError
from complaints.views.filing import offer_again


def refuse(request: HttpRequest, error: OfficeError) -> HttpResponse:
    """The refusal as a page; to htmx as a message in the page that is open."""
    context = {"message": error.message}
    if request.headers.get("HX-Request") == "true":
        response = render(request, "parts/refusal.html", context, status=error.status_code)
        response.headers["HX-Retarget"] = "#messages"
        response.headers["HX-Reswap"] = "innerHTML show:window:top"
        return response
    template = select_template([f"{error.status_code}.html", "refusal.html"])
    return HttpResponse(template.render(context, request), status=error.status_code)


def refuse_large_body(request: HttpRequest) -> HttpResponse:
    """More was sent than the office takes at once. Runs before sessions are read: a bare page."""
    return HttpResponse(select_template(["413.html"]).render({}), status=413)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request Django could not read; too much of it has its own words."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return refuse_large_body(request)
    return HttpResponse(select_template(["400.html"]).render({}), status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or was sent from elsewhere; a resident's words are not lost."""
    if request.path == reverse("file-new"):
        return offer_again(request)
    return render(request, "403_csrf.html", status=403)
