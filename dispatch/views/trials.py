"""A draft of the routing rules tried on the past: asking for it, and what came out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from complaints.errors import OfficeError
from dispatch.actions.rule_trials import request_trial
from dispatch.forms.rules import TrialForm
from dispatch.models import RuleTrial
from dispatch.selectors.trials import trial_page
from dispatch.selectors.words import refusal_words
from dispatch.views.rules import reader


@require_POST
def ask(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for a trial; where one is under way or cannot be, that is said on the draft's page."""
    user = reader(request)
    form = TrialForm(request.POST)
    months = form.cleaned_data["months"] if form.is_valid() else 0
    try:
        trial = request_trial(key, months=months, by=user)
    except OfficeError as error:
        if error.status_code in {403, 404}:
            raise
        messages.warning(request, refusal_words(error))
        return redirect("office-rule-set", key)
    messages.success(request, _("已提出试算。"))
    return redirect("office-rule-trial", trial.pk)


@require_safe
def trial(request: HttpRequest, key: int) -> HttpResponse:
    """What the draft would have changed; asked again every few seconds while it is worked on."""
    reader(request)
    rows = RuleTrial.objects.select_related("rule_set", "against")
    page = trial_page(get_object_or_404(rows, pk=key))
    return render(request, "dispatch/rules/trial.html", {"page": page})
