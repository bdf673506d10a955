"""Like places: opening a sweep, its page, what is found and filing it."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.errors import NotAllowed
from dispatch.actions.sweeps import file_finding, look_at_place, open_sweep
from dispatch.forms.base import OfficeForm
from dispatch.forms.sweeps import LookForm, SweepForm
from dispatch.permissions import can_sweep
from dispatch.selectors.finding import find_ticket
from dispatch.selectors.sweeps import find_sweep, like_places, sweep_of, works_on
from dispatch.views.desk import attempt, person, to_ticket
from dispatch.views.versions import keeps_words

# How many days a sweep is given until another is chosen.
DAYS_GIVEN = 7


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Where else may it be?"""
    user = person(request)
    complaint = find_ticket(number, user)
    if not can_sweep(user, complaint, works=works_on(user, complaint)):
        raise NotAllowed(_("举一反三由处置中心或承办单位发起。"))
    places = like_places(complaint, at=timezone.now())
    initial = {
        "what": str(complaint.category or ""),
        "areas": [one.area.pk for one in places if one.told],
        "due_on": timezone.localdate() + timedelta(days=DAYS_GIVEN),
    }
    form = SweepForm(request.POST or None, places=places, initial=initial)
    if request.method == "POST" and form.is_valid():
        act = partial(open_sweep, complaint.pk, by=user, **form.cleaned_data)
        if attempt(form, act) is not None:
            return to_ticket(request, number, _("已请各社区查看。"))
    context = {"complaint": complaint, "form": form}
    return render(request, "dispatch/sweeps/start.html", context, status=form.status_code)


@require_safe
def sweep(request: HttpRequest, key: int) -> HttpResponse:
    """What was looked at so far."""
    return _page(request, key, {})


@require_POST
def look(request: HttpRequest, key: int) -> HttpResponse:
    """Somebody has been there."""
    sweep_key = sweep_of(key)
    find_sweep(sweep_key, person(request))
    form = LookForm(request.POST, auto_id=f"p{key}_%s")
    if form.is_valid():
        act = partial(look_at_place, key, by=person(request), **form.cleaned_data)
        if attempt(form, act) is not None:
            messages.success(request, _("查看情况已记录。"))
            return redirect("office-sweep", sweep_key)
    return _page(request, sweep_key, {key: form})


@require_POST
def file(request: HttpRequest, key: int) -> HttpResponse:
    """What was found becomes a complaint."""
    find_sweep(sweep_of(key), person(request))
    made = file_finding(key, by=person(request))
    return to_ticket(request, made.number, _("已立案，请照常派单。"))


def _page(request: HttpRequest, key: int, sent: dict[int, OfficeForm]) -> HttpResponse:
    page = find_sweep(key, person(request))
    rows = [
        (one, (sent.get(one.place.pk) or LookForm(auto_id=f"p{one.place.pk}_%s"))
         if one.may_look or one.place.pk in sent else None)
        for one in page.places
    ]  # fmt: skip
    refused = next(iter(sent.values()), None)
    context = {"page": page, "rows": rows, "form": refused}
    status = refused.status_code if refused else 200
    return render(request, "dispatch/sweeps/sweep.html", context, status=status)
