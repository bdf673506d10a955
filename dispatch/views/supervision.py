"""What is supervised: demanding a reply, the list, and one of them with its steps."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from complaints.errors import NotAllowed
from dispatch.actions.supervision.answering import (
    clear_supervision,
    reply_to_supervision,
    send_reply_back,
)
from dispatch.actions.supervision.demanding import supervise
from dispatch.forms.base import OfficeForm
from dispatch.forms.supervision import ClearForm, ReplyForm, SendBackForm, SuperviseForm
from dispatch.models import Supervision
from dispatch.permissions import can_supervise, sees_supervision
from dispatch.selectors.escalations import escalated_to
from dispatch.selectors.finding import find_ticket
from dispatch.selectors.supervision import find_supervision, supervisions_for
from dispatch.views.board import doors
from dispatch.views.desk import FormStep, attempt, offset, person, to_ticket
from dispatch.views.versions import keeps_words

STEPS: dict[str, FormStep] = {
    "reply": FormStep(ReplyForm, reply_to_supervision, gettext_lazy("督办已回复。")),
    "back": FormStep(SendBackForm, send_reply_back, gettext_lazy("已退回，请对方重新回复。")),
    "clear": FormStep(ClearForm, clear_supervision, gettext_lazy("已销督。")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def demand(request: HttpRequest, number: str) -> HttpResponse:
    """A leader, or the desk for one, writes what he wants to hear of."""
    user = person(request)
    complaint = find_ticket(number, user)
    if not can_supervise(user, complaint):
        raise NotAllowed(_("督办由街道领导、处置中心、区领导或热线发起。"))
    form = SuperviseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(supervise, complaint.pk, by=user, **form.cleaned_data)
        if attempt(form, act) is not None:
            return to_ticket(request, number, _("已督办。"))
    context = {"complaint": complaint, "form": form}
    return render(request, "dispatch/supervision/demand.html", context, status=form.status_code)


@require_safe
def supervisions(request: HttpRequest) -> HttpResponse:
    """What waits for a reply, what is due first on top; and what went up by the clock."""
    user = person(request)
    if not sees_supervision(user):
        raise NotAllowed(_("您没有督办事项。"))
    shown, after = request.GET.get("shown", ""), offset(request)
    context: dict[str, object] = {"shown": shown, **doors(request)}
    if shown == "escalated":
        context["escalated"], context["following"] = escalated_to(user, after=after)
    else:
        trigger = request.GET.get("trigger", "")
        context["watched"], context["following"] = supervisions_for(
            user, is_open=shown != "ended", trigger=trigger, after=after
        )
        context |= {"trigger": trigger, "triggers": Supervision.Trigger.choices}
    return render(request, "dispatch/supervision/list.html", context)


@require_safe
def one_of_them(request: HttpRequest, key: int) -> HttpResponse:
    """One of them, with the steps that are his."""
    return _page(request, key, {})


@require_http_methods(["POST"])
def take(request: HttpRequest, key: int, name: str) -> HttpResponse:
    """One step; refused, it stands on the page with what was typed."""
    find_supervision(key, person(request))
    step = STEPS[name]
    form = step.form(request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        act = partial(step.act, key, by=person(request), **form.cleaned_data)
        if (row := attempt(form, act)) is not None:
            if row.complaint is not None:
                return to_ticket(request, row.complaint.number, str(step.said))
            messages.success(request, str(step.said))
            return redirect("office-supervision", key)
    return _page(request, key, {name: form})


def _page(request: HttpRequest, key: int, sent: dict[str, OfficeForm]) -> HttpResponse:
    one = find_supervision(key, person(request))
    forms = {
        name: sent.get(name) or step.form(auto_id=f"{name}_%s") for name, step in STEPS.items()
    }
    refused = next(iter(sent.values()), None)
    context = {"one": one, "complaint": one.complaint, "forms": forms, "form": refused}
    status = refused.status_code if refused else 200
    return render(request, "dispatch/supervision/one.html", context, status=status)
