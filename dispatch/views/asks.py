"""What a unit asks for beside its work: the forms, the list, and one of them with its steps."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.actions.photos import add_photo
from complaints.errors import NotAllowed
from complaints.models import Photo
from complaints.views.attachments import keep_uploads
from dispatch.actions.asks.asking import ask, take_back_ask
from dispatch.actions.asks.deciding import decide_ask, review_shelf, start_clock, strike_off
from dispatch.forms.asks import FORMS, AskForm, DecideForm, ObjectionForm, ReviewForm, StrikeForm
from dispatch.forms.base import OfficeForm
from dispatch.models import Ask, Assignment, Phrase
from dispatch.permissions import may_ask, works_on_asks
from dispatch.selectors.asks import MORE, asks_seen, find_ask, kinds_open, steps_for
from dispatch.selectors.choices import unit_choices, units_to_ask
from dispatch.selectors.duty_list import duty_choices
from dispatch.selectors.enclosed import photos_of
from dispatch.selectors.finding import find_branch
from dispatch.selectors.phrases import phrases_for
from dispatch.states import AskStatus
from dispatch.views.board import doors
from dispatch.views.desk import attempt, offset, person, to_ticket
from dispatch.views.phrases import inserted
from dispatch.views.versions import keeps_words

# Two forms of one page have a field of the same name.
STRIKE = "strike_%s"


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def object_to(request: HttpRequest, key: int) -> HttpResponse:
    """The unit says why it is not for it, and for whom it is."""
    branch = _branch(request, key, Ask.Kind.OBJECTION)
    units = [one for one in units_to_ask(branch.complaint) if one.pk != branch.organisation_id]
    make = partial(
        ObjectionForm, units=unit_choices(units), duties=duty_choices(timezone.localdate())
    )
    offers = phrases_for(branch.complaint, person(request), Phrase.Use.RETURN, branch=branch)
    form = inserted(request, make, "words", offers) or make(
        request.POST or None, request.FILES or None
    )
    return _asked(request, branch, form, phrases=offers)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def ask_for(request: HttpRequest, key: int) -> HttpResponse:
    """More time, a stopped clock or the shelf."""
    branch = find_branch(key, person(request))
    kinds = [one for one in kinds_open(branch, person(request)) if one in MORE]
    wanted = request.GET.get("kind", "")
    kind = next((one for one in kinds if one == wanted), kinds[0] if kinds else MORE[0])
    branch = _branch(request, key, kind)
    form = FORMS[kind](request.POST or None, request.FILES or None)
    return _asked(request, branch, form, kinds=[(one.value, one.label) for one in kinds])


@require_safe
def asks(request: HttpRequest) -> HttpResponse:
    """What waits for a decision; by kind and state."""
    user = person(request)
    if not works_on_asks(user):
        raise NotAllowed(_("办理申请由承办单位提出、处置中心或区级审核。"))
    kind, status = request.GET.get("kind", ""), request.GET.get("status", "pending")
    kind = kind if kind in Ask.Kind.values else ""
    status = status if status in Ask.StatusChoice.values else ""
    rows, following = asks_seen(user, kind=kind, status=status, after=offset(request))
    context = {"rows": rows, "following": following, "kind": kind, "status": status}
    context |= {"kinds": Ask.Kind.choices, "statuses": Ask.StatusChoice.choices, **doors(request)}
    return render(request, "dispatch/asks/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one_ask(request: HttpRequest, key: int) -> HttpResponse:
    """One of them, and its decision."""
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        is_granted = given["decision"] == AskStatus.GRANTED
        act = partial(decide_ask, key, is_granted=is_granted, words=given["words"])
        return _taken(request, key, form, act, _("审核结果已记录。"))
    return _page(request, key, form)


@require_http_methods(["POST"])
def review(request: HttpRequest, key: int) -> HttpResponse:
    """The shelf was looked at."""
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, key, form)
    return _taken(
        request, key, form, partial(review_shelf, key, **form.cleaned_data), _("复查已记录。")
    )


@require_POST
def strike(request: HttpRequest, key: int) -> HttpResponse:
    """It is solved, and off the shelf."""
    form = StrikeForm(request.POST, auto_id=STRIKE)
    if not form.is_valid():
        return _page(request, key, form)
    act = partial(strike_off, key, result=form.cleaned_data["words"])
    return _taken(request, key, form, act, _("已销账。"))


@require_POST
def take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Who asked wants it no longer."""
    number = find_ask(key, person(request)).assignment.complaint.number
    take_back_ask(key, by=person(request))
    return to_ticket(request, number, _("申请已撤回。"))


@require_POST
def start(request: HttpRequest, key: int) -> HttpResponse:
    """The clock runs again."""
    number = find_ask(key, person(request)).assignment.complaint.number
    start_clock(key, by=person(request))
    return to_ticket(request, number, _("已恢复计时。"))


def _branch(request: HttpRequest, key: int, kind: Ask.Kind) -> Assignment:
    branch = find_branch(key, person(request))
    if not may_ask(person(request), branch, kind):
        raise NotAllowed(_("这一步不由您办理。"))
    return branch


def _asked(request: HttpRequest, branch: Assignment, form: AskForm, **more: Any) -> HttpResponse:
    if request.method == "POST":
        keep = partial(
            add_photo, branch.complaint_id, by=person(request), stage=Photo.Stage.EVIDENCE
        )
        for words in keep_uploads(request, "photos", keep)[1]:
            form.add_error("photos", words)
    if request.method == "POST" and form.is_valid():
        act = partial(ask, branch.pk, by=person(request), wish=form.wish())
        if attempt(form, act) is not None:
            return to_ticket(
                request, branch.complaint.number, _("申请已提交，等待审核。审核以前照常办理。")
            )
    context = {"branch": branch, "complaint": branch.complaint, "form": form, "kind": form.kind}
    context["photos"] = photos_of(branch.complaint, Photo.Stage.EVIDENCE)
    return render(request, "dispatch/asks/ask.html", context | more, status=form.status_code)


def _taken(
    request: HttpRequest, key: int, form: OfficeForm, act: Callable[..., Any], words: str
) -> HttpResponse:
    """Take the step, then to the ticket: what came back waits there to be sent on."""
    number = find_ask(key, person(request)).assignment.complaint.number
    if attempt(form, partial(act, by=person(request))) is None:
        return _page(request, key, form)
    return to_ticket(request, number, words)


def _page(request: HttpRequest, key: int, form: OfficeForm) -> HttpResponse:
    user = person(request)
    row = find_ask(key, user)
    context: dict[str, Any] = {
        "ask": row,
        "branch": row.assignment,
        "complaint": row.assignment.complaint,
    }
    context |= {"steps": steps_for(row, user), "form": form}
    context["decide"] = form if isinstance(form, DecideForm) else DecideForm()
    context["review"] = form if isinstance(form, ReviewForm) else ReviewForm()
    context["strike"] = form if isinstance(form, StrikeForm) else StrikeForm(auto_id=STRIKE)
    return render(request, "dispatch/asks/one.html", context, status=form.status_code)
