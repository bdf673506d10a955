"""Asking by hand for what is learnt in the night: which unit acts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from complaints.errors import Conflict
from dispatch.actions.unit_learning import request_unit_learning
from dispatch.views.desk import person


@require_POST
def learn(request: HttpRequest) -> HttpResponse:
    """Where one waits already, that is said."""
    try:
        request_unit_learning(by=person(request))
    except Conflict as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("已提出学习，一般一分钟内完成。"))
    return redirect("office-rules")
