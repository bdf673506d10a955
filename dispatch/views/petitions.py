"""Petitions beside a complaint: linking one, and its steps."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.errors import NotAllowed
from dispatch.actions.petitions import link_petition, take_petition_step
from dispatch.forms.petitions import PetitionForm, StepForm
from dispatch.permissions import can_keep_petitions
from dispatch.selectors.finding import find_ticket
from dispatch.selectors.petitions import find_petition
from dispatch.views.desk import attempt, person, to_ticket
from dispatch.views.versions import keeps_words


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def link(request: HttpRequest, number: str) -> HttpResponse:
    """The same matter lies with the petition office too."""
    user = person(request)
    complaint = find_ticket(number, user)
    if not can_keep_petitions(user, complaint):
        raise NotAllowed(_("信访件由处置中心、一把手或区里关联。"))
    form = PetitionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(link_petition, complaint.pk, form.linked(), by=user)
        if attempt(form, act) is not None:
            return to_ticket(request, number, _("信访件已关联。"))
    context = {"complaint": complaint, "form": form}
    return render(request, "dispatch/petitions/link.html", context, status=form.status_code)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def petition(request: HttpRequest, key: int) -> HttpResponse:
    """Its clocks, its steps, and the next one."""
    user = person(request)
    one = find_petition(key, user)
    initial = {"on": timezone.localdate()}
    form = StepForm(request.POST or None, verbs=one.verbs, initial=initial)
    if request.method == "POST":
        if not one.may_step:
            raise NotAllowed(_("信访件由处置中心、一把手或区里关联。"))
        act = partial(take_petition_step, key, by=user)
        if form.is_valid() and attempt(form, lambda: act(**form.cleaned_data)) is not None:
            messages.success(request, _("信访步骤已记录。"))
            return redirect("office-petition", key)
    context = {"one": one, "complaint": one.row.complaint, "form": form}
    return render(request, "dispatch/petitions/petition.html", context, status=form.status_code)
