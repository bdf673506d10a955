"""Applications to leave the second base: the list, and the district's decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints.errors import NotAllowed
from dispatch.actions.exclusions import decide_exclusion
from dispatch.forms.branches import DecisionForm
from dispatch.models import Exclusion
from dispatch.permissions import can_decide_exclusion, works_on_exclusions
from dispatch.selectors.exclusions import exclusions_seen, find_exclusion
from dispatch.views.board import doors
from dispatch.views.desk import attempt, offset, person


@require_safe
def exclusions(request: HttpRequest) -> HttpResponse:
    """Those that wait, or all of one decision."""
    user = person(request)
    if not works_on_exclusions(user):
        raise NotAllowed(_("剔除申请由街道提出、区级审核。"))
    asked = request.GET.get("decision", Exclusion.Decision.PENDING)
    decision = asked if asked in Exclusion.Decision.values else ""
    rows, following = exclusions_seen(user, decision=decision, after=offset(request))
    context = {"rows": rows, "following": following, "decision": decision, **doors(request)}
    context["decisions"] = Exclusion.Decision.choices
    return render(request, "dispatch/exclusions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def exclusion(request: HttpRequest, key: int) -> HttpResponse:
    """One application; the district grants or refuses it."""
    user = person(request)
    asked = find_exclusion(key, user)
    is_open = asked.decision == Exclusion.Decision.PENDING
    may = is_open and can_decide_exclusion(user, asked.assignment)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_granted = form.cleaned_data["decision"] == Exclusion.Decision.GRANTED
        note = form.cleaned_data["note"]
        done = attempt(
            form, lambda: decide_exclusion(key, by=user, is_granted=is_granted, note=note)
        )
        if done is not None:
            messages.success(request, _("审核结果已记录。"))
            return redirect("office-exclusions")
    context = {"asked": asked, "form": form, "may_decide": may or form.is_bound}
    context["branch"], context["complaint"] = asked.assignment, asked.assignment.complaint
    return render(request, "dispatch/exclusion.html", context, status=form.status_code)
