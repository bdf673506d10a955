"""What looks like figures being made, for the district to ask about."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.errors import NotAllowed, NotFound
from dispatch.forms.month import MonthForm
from dispatch.permissions import can_close_month
from dispatch.selectors.scopes import scope_of
from dispatch.selectors.tallies import Level
from dispatch.selectors.watching import Habit, evidence, watched
from dispatch.views.month import common_of, reader_of

PAGE = 50


@require_safe
def show_watch(request: HttpRequest) -> HttpResponse:
    """Who stands out in what; with a habit and a unit named, the tickets that show it."""
    user = reader_of(request)
    if not can_close_month(user):
        raise NotAllowed(_("数字留意由区里查看。"))
    asked = {**request.GET.dict(), "level": Level.UNIT.value}
    choice = MonthForm(asked, scope=scope_of(user)).choice()
    context = {**common_of(choice), "habits": watched(choice.scope, choice.cohort)}
    unit, habit = request.GET.get("unit", ""), request.GET.get("habit", "")
    if habit:
        if habit not in Habit.values or "\x00" in unit:
            raise NotFound(_("没有这项留意。"))
        rows = evidence(user, choice.scope, choice.cohort, habit=Habit(habit), unit=unit)
        context["page"] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        context["habit"] = Habit(habit)
        context["name"] = next((one.organisation.name for one in context["page"]), unit)
    return render(request, "dispatch/month_watch.html", context)
