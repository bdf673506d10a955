"""Units that ended with work open, and handing it over."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.errors import NotAllowed
from dispatch.actions.unit_endings import hand_over_unit, open_ending
from dispatch.forms.unit_endings import HandOverForm, OpenEndingForm
from dispatch.permissions import sees_endings
from dispatch.selectors.choices import unit_choices, worker_choices
from dispatch.selectors.unit_endings import endings_for, find_ending, successors_of, units_to_end
from dispatch.views.board import doors
from dispatch.views.desk import attempt, person


@require_http_methods(["GET", "HEAD", "POST"])
def endings(request: HttpRequest) -> HttpResponse:
    """What waits to be handed over, what was; and opening one before a unit's last day."""
    user = person(request)
    if not sees_endings(user):
        raise NotAllowed(_("移交由处置中心、专班或系统管理员办理。"))
    form = OpenEndingForm(request.POST or None, units=unit_choices(units_to_end(user)))
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: open_ending(form.cleaned_data["unit"], by=user))
        if row is not None:
            return redirect("office-ending", row.pk)
    context = {
        "waiting": endings_for(user), "settled": endings_for(user, is_open=False), "form": form,
        **doors(request),
    }  # fmt: skip
    return render(request, "dispatch/endings/list.html", context, status=form.status_code)


@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, key: int) -> HttpResponse:
    """Whose work it was, how much is open, and who goes on with it."""
    user = person(request)
    one = find_ending(key, user)
    units = successors_of(one.row.organisation)
    form = HandOverForm(
        request.POST or None, units=unit_choices(units), workers=worker_choices(units)
    )
    if request.method == "POST" and form.is_valid():
        row = attempt(form, partial(hand_over_unit, key, by=user, **form.cleaned_data))
        if row is not None:
            words = _("已移交 %(n)s 件。") % {"n": row.moved_count}
            messages.success(request, words)
            return redirect("office-endings")
    context = {"one": one, "form": form}
    return render(request, "dispatch/endings/one.html", context, status=form.status_code)
