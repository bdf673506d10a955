"""One view for every step; the table says what each asks and does."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.errors import NotAllowed
from dispatch.models import Breach, Duty, Summons, Whistle
from dispatch.views.desk import attempt, person
from dispatch.views.whistles.table import STEPS


@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: HttpRequest, key: int, name: str) -> HttpResponse:
    """Ask for what a step needs, take it, and go back to the whistle."""
    user, step = person(request), STEPS[name]
    row = step.find(key, user)
    if not step.may(user, row):
        raise NotAllowed(_("这一步不由您办理。"))
    form = step.form(request.POST if request.method == "POST" else None, row=row, user=user)
    whistle = whistle_of(row)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: step.run(key, given, user)) is not None:
            messages.success(request, step.done)
            return redirect("office-whistle", whistle.pk)
    context = {"step": step, "form": form, "whistle": whistle, "unit": _unit_of(row)}
    return render(request, "dispatch/whistles/step.html", context, status=form.status_code)


def whistle_of(row: Any) -> Whistle:
    """The whistle that a row hangs on."""
    if isinstance(row, Whistle):
        return row
    over = row.summons if isinstance(row, Breach) else row
    found: Whistle = over.whistle
    return found


def _unit_of(row: Any) -> Any:
    over = row.summons if isinstance(row, Breach) else row
    if isinstance(over, Duty):
        return over.owner
    return over.organisation if isinstance(over, Summons) else None
