"""What the caller asks for on the telephone: chased, added, taken back, taken up again."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints.actions.following_up import add_supplement, chase_complaint, check_supplement
from complaints.errors import Conflict, NotAllowed, OfficeError
from complaints.models import Complaint, Supplement
from complaints.permissions import can_speak_for_the_caller, can_triage
from complaints.states import Verb, after
from dispatch.actions.turning import reopen, withdraw_complaint
from dispatch.forms.base import OfficeForm
from dispatch.forms.caller import AddForm, CheckForm, ReopenForm, WithdrawForm
from dispatch.selectors.enclosed import pieces_of
from dispatch.selectors.finding import find_ticket
from dispatch.views.desk import attempt, person, to_ticket
from dispatch.views.tickets import show_ticket
from dispatch.views.versions import keeps_words


@require_POST
def chase(request: HttpRequest, number: str) -> HttpResponse:
    """He asks how long it will take."""
    complaint = find_ticket(number, person(request))
    try:
        chase_complaint(complaint.pk, by=person(request))
    except OfficeError as error:
        return show_ticket(request, number, refused=error)
    return to_ticket(request, number, _("已记录催办。"))


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def add(request: HttpRequest, number: str) -> HttpResponse:
    """He has more to say."""
    return _page(
        request,
        _asked(request, number, Verb.SUPPLEMENT),
        AddForm(request.POST or None),
        lambda key, given: add_supplement(key, by=person(request), **given),
        name=_("记录补充内容"),
        done=_("已记录补充内容，请核对后给承办单位看。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def take_up_again(request: HttpRequest, number: str) -> HttpResponse:
    """It is not solved."""
    return _page(
        request,
        _asked(request, number, Verb.REOPEN),
        ReopenForm(request.POST or None),
        lambda key, given: reopen(key, by=person(request), **given),
        name=_("重新办理"),
        done=_("已重新受理，请核对派单内容后派单。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """He takes it back."""
    return _page(
        request,
        _asked(request, number, Verb.WITHDRAW),
        WithdrawForm(request.POST or None),
        lambda key, given: withdraw_complaint(key, by=person(request), **given),
        name=_("撤回诉求"),
        done=_("已按诉求人的要求撤回。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def check(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """What the units will read of the words he added."""
    complaint = find_ticket(number, person(request))
    if not can_triage(person(request), complaint):
        raise NotAllowed(_("只有处置中心和专班可以核对派单内容。"))
    added = get_object_or_404(Supplement, pk=key, complaint=complaint)
    if added.checked_at is not None and request.method == "POST":
        raise Conflict(_("这段补充内容已经核对过。"))
    form = CheckForm(request.POST or None, initial={"redacted_text": added.redacted_text})
    return _page(
        request,
        complaint,
        form,
        lambda _key, given: check_supplement(added.pk, by=person(request), **given),
        name=_("核对补充内容"),
        done=_("已核对，承办单位可以看到。"),
        original=added.text,
    )


def _asked(request: HttpRequest, number: str, verb: Verb) -> Complaint:
    """The complaint, if this person may speak for its caller and the verb runs."""
    user = person(request)
    complaint = find_ticket(number, user)
    if not can_speak_for_the_caller(user, complaint):
        raise NotAllowed(_("您没有代诉求人办理的权限。"))
    after(complaint.status, verb)
    return complaint


def _page(
    request: HttpRequest,
    complaint: Complaint,
    form: OfficeForm,
    act: Callable[[int, dict[str, Any]], object],
    *,
    name: str,
    done: str,
    original: str = "",
) -> HttpResponse:
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and attempt(form, lambda: act(complaint.pk, form.cleaned_data)) is not None:
        return to_ticket(request, complaint.number, done)
    context = {"complaint": complaint, "form": form, "name": name}
    context["original"] = pieces_of(original) if original else ()
    return render(request, "dispatch/caller.html", context, status=form.status_code)
