"""The callback queue and one call: script, tries, three answers, or the end without them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints.errors import NotAllowed
from complaints.permissions import can_reveal_identity
from dispatch.actions.callbacks import (
    close_callback_invalid,
    complete_callback,
    record_callback_attempt,
)
from dispatch.forms.base import OfficeForm
from dispatch.forms.branches import RevealForm
from dispatch.forms.callbacks import AnswersForm, InvalidForm, TryForm
from dispatch.models import Callback
from dispatch.permissions import CALLERS, can_call_back
from dispatch.selectors.callbacks import find_callback, waiting_callbacks
from dispatch.views.board import doors
from dispatch.views.desk import attempt, offset, person

FORMS: dict[str, type[OfficeForm]] = {
    "answers": AnswersForm, "try": TryForm, "invalid": InvalidForm,
}  # fmt: skip


@require_safe
def callbacks(request: HttpRequest) -> HttpResponse:
    """Who is to be called, oldest first."""
    user = person(request)
    if not user.has_role(*CALLERS):
        raise NotAllowed(_("回访由热线和处置中心办理。"))
    rows, following = waiting_callbacks(user, after=offset(request))
    context = {"rows": rows, "following": following, **doors(request)}
    return render(request, "dispatch/callbacks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def callback(request: HttpRequest, key: int) -> HttpResponse:
    """One call. The answers end it, a failed try leaves it in the queue."""
    user = person(request)
    call = find_callback(key, user)
    if not can_call_back(user, call.assignment):
        raise NotAllowed(_("被考核单位的人员不能回访本单位的诉求。"))
    act = request.POST.get("act", "")
    forms = {
        name: kind(request.POST if act == name else None, auto_id=f"{name}_%s")
        for name, kind in FORMS.items()
    }
    sent = forms.get(act)
    if sent is not None and sent.is_valid():
        words = attempt(sent, lambda: _run(act, sent, key, request))
        if words is not None:
            messages.success(request, words)
            return redirect("office-callbacks" if act != "try" else request.path)
    return _show(request, call, forms, status=sent.status_code if sent else 200)


def _run(act: str, form: Any, key: int, request: HttpRequest) -> str:
    user = person(request)
    if act == "answers":
        complete_callback(key, by=user, answers=form.answers())
        return _("回访已完成。")
    if act == "try":
        record_callback_attempt(key, by=user, **form.cleaned_data)
        return _("这次尝试已记录，诉求仍在待回访队列。")
    close_callback_invalid(key, by=user, ground=form.cleaned_data["ground"])
    return _("已记为无效回访。")


def _show(
    request: HttpRequest, call: Callback, forms: dict[str, OfficeForm], *, status: int
) -> HttpResponse:
    complaint = call.assignment.complaint
    context = {
        "call": call,
        "branch": call.assignment,
        "complaint": complaint,
        "answers": forms["answers"],
        "try_form": forms["try"],
        "invalid": forms["invalid"],
        "is_done": call.status == Callback.Status.DONE,
        "can_reveal": can_reveal_identity(person(request), complaint),
        "reveal": RevealForm(auto_id="reveal_%s"),
    }
    return render(request, "dispatch/callback.html", context, status=status)
