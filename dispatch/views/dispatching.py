"""Asking a unit, or several, to act."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.models import Complaint, Organisation
from complaints.states import Verb
from dispatch.actions.endorsements import dispatch_and_lay
from dispatch.forms.dispatching import DispatchForm, JointForm
from dispatch.models import Assignment
from dispatch.selectors.choices import unit_choices, units_to_ask, worker_choices
from dispatch.selectors.clock_choice import ClockChoice, clock_for
from dispatch.selectors.enclosed import pieces_of
from dispatch.selectors.precedents import precedents_for
from dispatch.selectors.ticket import branches_on
from dispatch.selectors.why import Why, due_preview, why_unit
from dispatch.views.desk import attempt, person, to_ticket
from dispatch.views.triage import both_versions, for_triage
from dispatch.views.versions import keeps_words


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def dispatch(request: HttpRequest, number: str) -> HttpResponse:
    """The lead with its reasons, or, where one is at work, others beside it."""
    complaint = for_triage(request, number, Verb.DISPATCH)
    why = why_unit(complaint)
    clock = clock_for(complaint, rule_kind=why.suggestion.clock_kind)
    form = _form(request, complaint, why, clock)
    if request.method == "POST" and form.is_valid():
        orders, version = form.orders(), form.cleaned_data["version"]
        reason = form.cleaned_data.get("lay_reason", "")
        asked = attempt(
            form,
            lambda: dispatch_and_lay(
                complaint.pk, by=person(request), orders=orders, version=version, reason=reason
            ),
        )
        if asked is not None:
            units = _("、").join(branch.organisation.name for branch in asked)
            return to_ticket(request, number, _("已派给%(units)s。") % {"units": units})
    context = {"why": why, "clock": clock, **_beside(form, complaint)}
    return render(request, "dispatch/dispatch.html", context, status=form.status_code)


def _beside(form: JointForm, complaint: Complaint) -> dict[str, object]:
    """The original with what is personal, the limits, and what another one did meanwhile."""
    pieces = pieces_of(complaint.text)
    versions = both_versions(form, complaint, _present(complaint))
    holders = branches_on(complaint) if versions else []
    is_lead = isinstance(form, DispatchForm)
    return {
        "complaint": complaint,
        "form": form,
        "due": due_preview(),
        "original": pieces,
        "has_personal": any(piece.kind for piece in pieces),
        "is_joint": not is_lead,
        "precedents": precedents_for(complaint) if is_lead else (),
        "versions": versions,
        "holders": holders,
        # Another lead was asked meanwhile: what was typed here cannot take its place.
        "is_moot": is_lead and bool(holders),
    }


def _form(request: HttpRequest, complaint: Complaint, why: Why, clock: ClockChoice) -> JointForm:
    branches = Assignment.objects.live().filter(complaint=complaint, round=complaint.round)
    held = dict(branches.values_list("organisation_id", "role"))
    # Sent a second time, the lead's form is answered as such, whoever leads by now.
    is_lead = "organisation" in request.POST or Assignment.Role.LEAD not in held.values()
    units = [unit for unit in units_to_ask(complaint) if is_lead or unit.pk not in held]
    suggested = why.suggestion.organisation
    if is_lead and suggested is not None and suggested not in units:
        units.insert(0, suggested)
    initial = {
        **_present(complaint),
        "organisation": _asked_for(request, units) or (suggested.pk if suggested else ""),
        "clock_kind": clock.kind,
        "co_units": [one.pk for one in why.suggestion.co_units if one in units],
        "done_rule": why.suggestion.done_rule,
        "lay_reason": _reason(clock),
    }
    kind = DispatchForm if is_lead else JointForm
    return kind(
        request.POST or None,
        units=unit_choices(units),
        workers=worker_choices(units),
        is_secret=complaint.is_secret,
        initial=initial,
    )


def _reason(clock: ClockChoice) -> str:
    """Where words of the risk list stand in it, the head is proposed."""
    if not clock.words:
        return ""
    return _("来电内容里有“%(words)s”，请批办。") % {"words": _("、").join(clock.words)}


def _asked_for(request: HttpRequest, units: list[Organisation]) -> int | None:
    """A unit chosen among those that took the like before; what cannot be asked is passed over."""
    given = request.GET.get("unit", "")
    return next((unit.pk for unit in units if str(unit.pk) == given), None)


def _present(complaint: Complaint) -> dict[str, object]:
    return {
        "version": complaint.version,
        "redacted_text": complaint.redacted_text,
        "redacted_address": complaint.redacted_address,
    }
