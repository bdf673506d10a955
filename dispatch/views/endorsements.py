"""Laying a complaint before the head, and the head's own queue."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from complaints.errors import NotAllowed
from dispatch.actions.endorsements import (
    finish_on_the_spot,
    give_endorsement_back,
    go_on_the_spot,
    lay_before_head,
    pass_endorsement,
    sign_endorsement,
)
from dispatch.forms.base import OfficeForm
from dispatch.forms.endorsements import BackForm, FinishForm, GoForm, LayForm, PassForm, SignForm
from dispatch.permissions import can_dispatch, can_go_on_with, endorses
from dispatch.selectors.endorsements import cards_for, deputies_of, find_card
from dispatch.selectors.finding import find_ticket
from dispatch.views.board import doors
from dispatch.views.desk import FormStep, attempt, offset, person, to_ticket
from dispatch.views.versions import keeps_words

STEPS: dict[str, FormStep] = {
    "sign": FormStep(SignForm, sign_endorsement, gettext_lazy("已批办。")),
    "pass": FormStep(PassForm, pass_endorsement, gettext_lazy("已转分管领导。")),
    "go": FormStep(GoForm, go_on_the_spot, gettext_lazy("现场办公已记录。")),
    "finish": FormStep(FinishForm, finish_on_the_spot, gettext_lazy("现场办公已办结。")),
    "back": FormStep(BackForm, give_endorsement_back, gettext_lazy("已退回，不予批办。")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def lay(request: HttpRequest, number: str) -> HttpResponse:
    """The desk writes why the head should see it."""
    user = person(request)
    complaint = find_ticket(number, user)
    if not can_dispatch(user, complaint):
        raise NotAllowed(_("只有处置中心和专班可以提请批办。"))
    form = LayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = partial(lay_before_head, complaint.pk, by=user, reason=reason)
        if attempt(form, act) is not None:
            return to_ticket(request, number, _("已提请一把手批办。"))
    context = {"complaint": complaint, "form": form}
    return render(request, "dispatch/endorsements/lay.html", context, status=form.status_code)


@require_safe
def endorsements(request: HttpRequest) -> HttpResponse:
    """What is laid before him, what is due first on top."""
    user = person(request)
    if not endorses(user):
        raise NotAllowed(_("批办由处置中心提请、一把手办理。"))
    is_open = request.GET.get("ended", "") != "1"
    cards, following = cards_for(user, is_open=is_open, after=offset(request))
    context = {"cards": cards, "following": following, "is_open": is_open, **doors(request)}
    return render(request, "dispatch/endorsements/list.html", context)


@require_safe
def endorsement(request: HttpRequest, key: int) -> HttpResponse:
    """One of them, with the steps that are his."""
    return _page(request, key, {})


@require_http_methods(["POST"])
def take(request: HttpRequest, key: int, name: str) -> HttpResponse:
    """One step; refused, it stands on the page with what was typed."""
    step = STEPS[name]
    if not can_go_on_with(person(request), find_card(key, person(request)).row):
        raise NotAllowed(_("这一步由一把手或他指定的分管领导办理。"))
    form = _forms(request, key)[name](request.POST)
    if form.is_valid():
        act = partial(step.act, key, by=person(request), **form.cleaned_data)
        if attempt(form, act) is not None:
            number = find_card(key, person(request)).complaint.number
            return to_ticket(request, number, str(step.said))
    return _page(request, key, {name: form})


def _forms(request: HttpRequest, key: int) -> dict[str, Callable[..., OfficeForm]]:
    """Each with ids of its own: they stand on one page."""
    card = find_card(key, person(request))
    made: dict[str, Callable[..., OfficeForm]] = {
        name: partial(step.form, auto_id=f"{name}_%s") for name, step in STEPS.items()
    }
    deputies = deputies_of(card.complaint, but=person(request)) if card.may_pass_on else []
    made["pass"] = partial(PassForm, auto_id="pass_%s", deputies=deputies)
    return made


def _page(request: HttpRequest, key: int, sent: dict[str, OfficeForm]) -> HttpResponse:
    card = find_card(key, person(request))
    forms = {name: sent.get(name) or make() for name, make in _forms(request, key).items()}
    refused = next(iter(sent.values()), None)
    context = {"card": card, "complaint": card.complaint, "forms": forms, "form": refused}
    context["quick"] = [_("接诉即办。"), _("请分管领导牵头，今天内办结。"), _("请先上门见诉求人。")]
    status = refused.status_code if refused else 200
    return render(request, "dispatch/endorsements/one.html", context, status=status)
