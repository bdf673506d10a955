"""The public page of the month's figures."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dispatch.selectors.performance import public_month
from dispatch.selectors.tallies import Level


@login_not_required
@require_safe
def show_performance(request: HttpRequest) -> HttpResponse:
    """Closed months only: figures that stand."""
    label = request.GET.get("period", "")[:7].replace("\x00", "")
    month = public_month(label)
    context = {
        "month": month,
        "cohort": month.cohort if month else None,
        "table": month.table if month else None,
        "level": Level.SUBDISTRICT,
    }
    return render(request, "dispatch/performance.html", context)
