"""A caller's own steps after filing, in the browser that has opened the complaint."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from complaints.actions.following_up import add_supplement, chase_complaint, correct_identity
from complaints.actions.identity import own_hints
from complaints.actions.tracking import open_by_token
from complaints.errors import Invalid, OfficeError
from complaints.forms.following_up import ContactForm, SupplementForm
from complaints.models import Actor, Complaint
from complaints.views import visitors

ACCEPTED = 302


@login_not_required
@require_POST
@cache_control(no_store=True, private=True)
def open_link(request: HttpRequest) -> HttpResponse:
    """From the receipt's link to the page where one may do something."""
    visitors.open_tracking(request, open_by_token(request.POST.get("token", "")))
    return redirect("tracked")


@login_not_required
@require_POST
@cache_control(no_store=True, private=True)
def chase(request: HttpRequest) -> HttpResponse:
    """How long will it take?"""
    complaint = visitors.own_complaint(request)
    if complaint is None:
        return redirect("track")
    try:
        chase_complaint(complaint.pk, by=Actor.RESIDENT)
    except OfficeError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("已经催办，承办单位会看到。"))
    return redirect("tracked")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
def add(request: HttpRequest) -> HttpResponse:
    """More to say."""
    form = SupplementForm(request.POST or None)
    return own_step(
        request,
        form,
        lambda complaint: add_supplement(
            complaint.pk, by=Actor.RESIDENT, text=form.cleaned_data["text"]
        ),
        template="complaints/add.html",
        done=_("补充的内容已经收到。"),
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
def contact(request: HttpRequest) -> HttpResponse:
    """What one has left of oneself, seen in part, corrected or taken out."""
    form = ContactForm(request.POST or None)
    return own_step(
        request,
        form,
        lambda complaint: correct_identity(complaint.pk, by=Actor.RESIDENT, changes=form.changes()),
        template="complaints/contact.html",
        done=_("您的联系方式已经更正。"),
    )


def own_step(
    request: HttpRequest,
    form: Form,
    act: Callable[[Complaint], object],
    *,
    template: str,
    done: str,
) -> HttpResponse:
    """A form of one's own complaint; accepted it leads back to its page with a word."""
    complaint = visitors.own_complaint(request)
    if complaint is None:
        return redirect("track")
    status = 200
    if request.method == "POST":
        status = _attempt(form, lambda: act(complaint))
        if status == ACCEPTED:
            messages.success(request, done)
            return redirect("tracked")
    context = {"form": form, "complaint": complaint, "hints": own_hints(complaint)}
    return render(request, template, context, status=status)


def _attempt(form: Form, act: Callable[[], object]) -> int:
    """Run the step with a valid form; refused, the reason stands on the form."""
    if not form.is_valid():
        return Invalid.status_code
    try:
        act()
    except OfficeError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return error.status_code
    return ACCEPTED
