"""Merging what is one matter, splitting what is not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints.errors import NotAllowed, OfficeError
from complaints.models import Complaint
from complaints.permissions import can_triage
from dispatch.actions.merging import merge_complaints, split_complaint
from dispatch.forms.joint import MergeForm
from dispatch.selectors.finding import find_ticket
from dispatch.selectors.joint import candidates, keys_of
from dispatch.views.desk import attempt, person, to_ticket
from dispatch.views.tickets import show_ticket


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """Others that are the same matter go along with this one."""
    user = person(request)
    complaint = find_ticket(number, user)
    if not can_triage(user, complaint):
        raise NotAllowed(_("只有处置中心和专班可以合并或拆分诉求。"))
    offered = candidates(complaint, user, at=timezone.now())
    near = [one.number for one in offered]
    # Chosen on the board: ticked where the list has them, written beside it where not.
    asked = request.GET.getlist("numbers")
    others = " ".join(one for one in asked if one not in near)
    form = MergeForm(request.POST or None, offered=near, initial={"others": others})

    def act() -> Complaint:
        keys = keys_of(form.cleaned_data["chosen"], user)
        return merge_complaints(complaint.pk, keys, by=user, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid():
        lead = attempt(form, act)
        if lead is not None:
            words = _("已合并，随 %(number)s 一起办理。") % {"number": lead.number}
            return to_ticket(request, lead.number, words)
    chosen = request.POST.getlist("numbers") if request.method == "POST" else asked
    context = {"complaint": complaint, "form": form, "offered": offered, "chosen": chosen}
    return render(request, "dispatch/merge.html", context, status=form.status_code)


@require_POST
def split(request: HttpRequest, number: str) -> HttpResponse:
    """It is another matter after all."""
    complaint = find_ticket(number, person(request))
    try:
        split_complaint(complaint.pk, by=person(request))
    except OfficeError as error:
        return show_ticket(request, number, refused=error)
    return to_ticket(request, number, _("已拆开，以后单独办理。"))
