"""What is never dispatched: an outcome is chosen, its words are read and changed, then sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from complaints.actions.advising import advise_complaint, resume_complaint
from complaints.errors import Invalid, NotAllowed, OfficeError
from complaints.models import Complaint, Outcome, OutcomeKind
from complaints.permissions import can_advise, can_triage
from complaints.selectors.advising import (
    BOTH,
    LANGUAGES,
    outcome_of,
    outcomes_on,
    reply_for,
    told_by,
)
from complaints.selectors.joint import lead_of
from complaints.states import Verb, after
from dispatch.forms.advising import AdviseForm, RepeatForm
from dispatch.selectors.choices import unit_choices, units_to_ask
from dispatch.selectors.enclosed import pieces_of
from dispatch.selectors.finding import find_ticket
from dispatch.selectors.joint import keys_of
from dispatch.views.desk import attempt, person, to_ticket
from dispatch.views.tickets import show_ticket

LANGUAGE_NAMES = (
    ("zh-hans", gettext_lazy("用中文答复")),
    ("en", gettext_lazy("用英文答复")),
    (BOTH, gettext_lazy("中英文都写")),
)


@require_http_methods(["GET", "HEAD", "POST"])
def advise(request: HttpRequest, number: str) -> HttpResponse:
    """Three steps on one address: which outcome, for a repeat which earlier one, which words."""
    complaint = _asked(request, number)
    today = timezone.localdate()
    chosen = request.POST.get("outcome") or request.GET.get("outcome", "")
    outcome = outcome_of(chosen[:40].replace("\x00", ""), on=today)
    if outcome is None:
        return _choose(request, complaint, status=Invalid.status_code if chosen else 200)
    if request.method == "POST":
        return _compose(request, complaint, outcome)
    if outcome.kind == OutcomeKind.REPEAT:
        return _repeat(request, complaint, outcome)
    return _draft(request, complaint, outcome)


@require_POST
def resume(request: HttpRequest, number: str) -> HttpResponse:
    """It is to be worked on after all."""
    complaint = find_ticket(number, person(request))
    try:
        resume_complaint(complaint.pk, by=person(request))
    except OfficeError as error:
        return show_ticket(request, number, refused=error)
    return to_ticket(request, number, _("已撤销，诉求回到待派单。"))


def _asked(request: HttpRequest, number: str) -> Complaint:
    """The complaint, if this person may end it and the verb runs from where it stands."""
    user = person(request)
    complaint = find_ticket(number, user)
    if not can_advise(user, complaint):
        raise NotAllowed(_("您没有办理这一步的权限。"))
    after(complaint.status, Verb.ADVISE)
    return complaint


def _choose(request: HttpRequest, complaint: Complaint, *, status: int) -> HttpResponse:
    kinds: dict[str, list[tuple[str, Any]]] = {}
    for row in outcomes_on(timezone.localdate()):
        kinds.setdefault(row.kind, []).append((row.code, told_by(row)))
    groups = [(OutcomeKind(kind), rows) for kind, rows in kinds.items()]
    return _show(request, "choose", complaint, {"groups": groups}, status=status)


def _repeat(request: HttpRequest, complaint: Complaint, outcome: Outcome) -> HttpResponse:
    """Which one it repeats. With a new fact it is none, and the way to add it is shown."""
    is_sent = "earlier" in request.GET
    lead = lead_of(complaint)
    given = {"earlier": lead.number if lead.pk != complaint.pk else ""}
    form = RepeatForm(request.GET if is_sent else None, initial=given)
    if is_sent and form.is_valid():
        earlier = _earlier(request, form)
        if earlier is not None and form.cleaned_data["new_fact"] == "no":
            return _draft(request, complaint, outcome, earlier=earlier)
        context = {"form": form, "outcome": outcome, "newer": earlier}
        return _show(request, "repeat", complaint, context, status=form.status_code)
    context = {"form": form, "outcome": outcome}
    return _show(request, "repeat", complaint, context, status=form.status_code)


def _earlier(request: HttpRequest, form: RepeatForm) -> Complaint | None:
    number = form.cleaned_data["earlier"]
    keys = attempt(form, lambda: keys_of([number], person(request)))
    return Complaint.objects.with_place().get(pk=keys[0]) if keys else None


def _draft(
    request: HttpRequest,
    complaint: Complaint,
    outcome: Outcome,
    *,
    earlier: Complaint | None = None,
) -> HttpResponse:
    """The office's words, to be changed."""
    asked = request.GET.get("language", "")
    language = asked if asked in {*LANGUAGES, BOTH} else LANGUAGES[0]
    form = _form(
        request,
        complaint,
        outcome,
        initial={
            "version": complaint.version,
            "earlier": earlier.number if earlier else "",
            "reply": reply_for(outcome, complaint, language=language, earlier=earlier),
            "transferred_at": timezone.localtime(),
            "redacted_text": complaint.redacted_text,
        },
    )
    return _words(request, complaint, form, language=language)


def _compose(request: HttpRequest, complaint: Complaint, outcome: Outcome) -> HttpResponse:
    """Shown as the caller will read it; sent only from there."""
    form = _form(request, complaint, outcome)
    step = request.POST.get("step", "")
    is_valid = form.is_valid()
    if is_valid and step == "send":
        saved = attempt(
            form,
            lambda: advise_complaint(
                complaint.pk,
                by=person(request),
                advising=form.advising,
                version=form.cleaned_data["version"],
            ),
        )
        if saved is not None:
            return to_ticket(request, complaint.number, _("已告知诉求人，不派单。"))
        form.put("version", complaint.version)
    return _words(request, complaint, form, is_preview=is_valid and step == "preview")


def _form(
    request: HttpRequest,
    complaint: Complaint,
    outcome: Outcome,
    initial: dict[str, Any] | None = None,
) -> AdviseForm:
    is_asked = outcome.kind == OutcomeKind.OUTSIDE and not complaint.is_secret
    may = is_asked and can_triage(person(request), complaint)
    units = unit_choices(units_to_ask(complaint)) if may else None
    return AdviseForm(request.POST or None, outcome=outcome, units=units, initial=initial)


def _words(
    request: HttpRequest,
    complaint: Complaint,
    form: AdviseForm,
    *,
    is_preview: bool = False,
    language: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "outcome": form.outcome,
        "told": told_by(form.outcome),
        "is_preview": is_preview,
        "reply": form["reply"].value(),
        "languages": LANGUAGE_NAMES,
        "language": language,
    }
    return _show(request, "compose", complaint, context, status=form.status_code)


def _show(
    request: HttpRequest, name: str, complaint: Complaint, context: dict[str, Any], *, status: int
) -> HttpResponse:
    more = {"complaint": complaint, "original": pieces_of(complaint.text), **context}
    return render(request, f"dispatch/advise/{name}.html", more, status=status)
