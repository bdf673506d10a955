"""/foresee/: the year behind, as the ground of what may come."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from complaints.errors import NotAllowed
from complaints.models import User
from forecasting.actions import request_scan
from forecasting.models import ScanRun
from forecasting.permissions import can_foresee, can_request_scan
from forecasting.selectors import season_table


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """Months across, matters down."""
    user = cast("User", request.user)
    if not can_foresee(user):
        raise NotAllowed(_("您没有查看预见页面的权限。"))
    context = {
        "table": season_table(user, on=timezone.localdate()),
        "runs": ScanRun.objects.all()[:5],
        "may_request": can_request_scan(user),
    }
    return render(request, "forecasting/year.html", context)


@require_POST
def request_count(request: HttpRequest) -> HttpResponse:
    """Ask for a new count up to today."""
    user = cast("User", request.user)
    request_scan(ScanRun.Kind.DAILY_COUNTS, by=user, as_of_on=timezone.localdate())
    messages.success(request, _("已提出重新计数，完成后本页自动反映最新结果。"))
    return redirect("foresee")
