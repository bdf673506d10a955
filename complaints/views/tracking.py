"""A resident follows up, by number and code or by the link on the receipt."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.actions.tracking import open_by_code, open_by_token
from complaints.errors import OfficeError
from complaints.forms.tracking import TrackingForm
from complaints.selectors.tracking import tracked
from complaints.views import visitors


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; every wrong pair gets the same words."""
    form = TrackingForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                complaint = open_by_code(**form.cleaned_data, ip=visitors.address_of(request))
            except OfficeError as error:
                form.add_error(None, error.message)
                status = error.status_code
            else:
                visitors.open_tracking(request, complaint)
                return redirect("tracked")
    return render(request, "complaints/track.html", {"form": form}, status=status)


@login_not_required
@require_safe
@cache_control(no_store=True, private=True)
def show_tracked(request: HttpRequest) -> HttpResponse:
    """The complaint this browser has opened with its code."""
    complaint = visitors.own_complaint(request)
    if complaint is None:
        return redirect("track")
    page = tracked(complaint)
    context = {
        "page": page,
        "photos": [(reverse("photo", args=[pk]), stage) for pk, stage in page.photos],
        "recordings": [(reverse("recording", args=[one.pk]), one) for one in page.recordings],
    }
    return render(request, "complaints/tracked.html", context)


@login_not_required
@require_safe
@cache_control(no_store=True, private=True)
def show_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The complaint of the receipt's link."""
    page = tracked(open_by_token(token))
    photos = [(reverse("linked-photo", args=[token, pk]), stage) for pk, stage in page.photos]
    played = [(reverse("linked-recording", args=[token, one.pk]), one) for one in page.recordings]
    context = {"page": page, "photos": photos, "recordings": played, "token": token}
    return render(request, "complaints/tracked.html", context)


@login_not_required
@require_POST
def stop_tracking(request: HttpRequest) -> HttpResponse:
    """Close the page for whoever sits here next."""
    visitors.close_tracking(request)
    return redirect("home")
