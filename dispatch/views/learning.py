"""How well categories are suggested; train anew, and choose which version suggests."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from complaints.actions.learning import choose_version, request_learning
from complaints.errors import Conflict, NotAllowed
from complaints.permissions import can_teach
from dispatch.selectors.learning import SHARE_DAYS, learning_page
from dispatch.views.desk import person

KEY = re.compile(r"[0-9]{1,9}\Z")


@require_safe
def learning(request: HttpRequest) -> HttpResponse:
    """Versions with their figures, the latest runs, and the share accepted."""
    if not can_teach(person(request)):
        raise NotAllowed(_("只有系统管理员和分派人员可以管理分类模型。"))
    context = {"page": learning_page(at=timezone.now()), "days": SHARE_DAYS}
    return render(request, "dispatch/learning.html", context)


@require_POST
def train(request: HttpRequest) -> HttpResponse:
    """Ask for a training; where one waits already, that is said."""
    try:
        request_learning(by=person(request))
    except Conflict as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("已提出训练，一般一两分钟内完成。"))
    return redirect("office-learning")


@require_POST
def use(request: HttpRequest) -> HttpResponse:
    """Suggest by the version sent from now on."""
    given = request.POST.get("version", "")
    try:
        choose_version(int(given) if KEY.match(given) else 0, by=person(request))
    except Conflict as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("已改用这个版本。"))
    return redirect("office-learning")
