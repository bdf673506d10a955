"""A talk before dispatch: opening it, what units think, the decision."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints.errors import NotAllowed
from dispatch.actions.consulting.talking import call_off_talk, consult, opine, settle_talk
from dispatch.forms.base import OfficeForm
from dispatch.forms.consultations import CallOffTalkForm, ConsultForm, OpineForm, SettleTalkForm
from dispatch.permissions import can_dispatch
from dispatch.selectors.choices import unit_choices, units_to_ask
from dispatch.selectors.consultations import Talk, find_talk
from dispatch.selectors.enclosed import pieces_of
from dispatch.selectors.finding import find_ticket
from dispatch.views.desk import attempt, person, to_ticket
from dispatch.views.versions import keeps_words


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def start(request: HttpRequest, number: str) -> HttpResponse:
    """The desk asks several units whose it is."""
    user = person(request)
    complaint = find_ticket(number, user)
    if not can_dispatch(user, complaint):
        raise NotAllowed(_("会商由处置中心和专班发起。"))
    form = ConsultForm(
        request.POST or None, units=unit_choices(units_to_ask(complaint)),
        initial={"redacted_text": complaint.redacted_text},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        act = partial(consult, complaint.pk, by=user, **form.cleaned_data)
        if attempt(form, act) is not None:
            return to_ticket(request, number, _("已请各单位会商。"))
    context = {"complaint": complaint, "form": form, "original": pieces_of(complaint.text)}
    return render(request, "dispatch/talks/start.html", context, status=form.status_code)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def talk(request: HttpRequest, key: int) -> HttpResponse:
    """What was said so far; a unit says its own, the desk decides."""
    user = person(request)
    one = find_talk(key, user)
    form = _form(request, one)
    if request.method == "POST":
        if form is None:
            raise NotAllowed(_("会商意见由被征求意见的单位填写。"))
        act = settle_talk if one.may_settle else opine
        said = _("会商已定，已派单。") if one.may_settle else _("会商意见已记录。")
        if form.is_valid() and attempt(
            form, lambda: act(key, by=user, **form.cleaned_data)
        ) is not None:  # fmt: skip
            return to_ticket(request, one.row.complaint.number, said)
    return _page(request, one, form)


@require_POST
def call_off(request: HttpRequest, key: int) -> HttpResponse:
    """It is not talked about any more."""
    user = person(request)
    one = find_talk(key, user)
    if not can_dispatch(user, one.row.complaint):
        raise NotAllowed(_("会商由处置中心和专班决定。"))
    form = CallOffTalkForm(request.POST, auto_id="off_%s")
    if form.is_valid():
        act = partial(call_off_talk, key, by=user, **form.cleaned_data)
        if attempt(form, act) is not None:
            return to_ticket(request, one.row.complaint.number, _("会商已取消。"))
    return _page(request, one, _form(request, one, is_sent=False), off=form)


def _form(request: HttpRequest, one: Talk, *, is_sent: bool = True) -> OfficeForm | None:
    """Who decides has the decision's form; who was asked, his opinion's."""
    sent = request.POST if is_sent and request.method == "POST" else None
    complaint = one.row.complaint
    if one.may_settle:
        asked = [opinion.organisation for opinion in one.opinions]
        willing = next((o.organisation_id for o in one.opinions if o.stance == "lead"), None)
        return SettleTalkForm(
            sent, units=unit_choices(units_to_ask(complaint)), asked=unit_choices(asked),
            initial={"lead": willing},
        )  # fmt: skip
    if one.may_opine and one.mine is not None:
        return OpineForm(sent, initial={"stance": one.mine.stance, "words": one.mine.words})
    return None


def _page(
    request: HttpRequest, one: Talk, form: OfficeForm | None, off: OfficeForm | None = None
) -> HttpResponse:
    context = {
        "one": one, "complaint": one.row.complaint, "form": form,
        "off": off or CallOffTalkForm(auto_id="off_%s"),
    }  # fmt: skip
    status = off.status_code if off else (form.status_code if form else 200)
    return render(request, "dispatch/talks/talk.html", context, status=status)
