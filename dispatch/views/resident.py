"""The caller's own steps that reach the units' part: rated, taken up again, taken back."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from complaints.models import Actor, Complaint
from complaints.selectors.tracking import rating_now
from complaints.views import visitors
from complaints.views.following_up import own_step
from dispatch.actions.turning import rate_and_reopen, rate_and_settle, reopen, withdraw_complaint
from dispatch.forms.resident import AgainForm, RatingForm, TakeBackForm

BY = Actor.RESIDENT


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
def rate(request: HttpRequest) -> HttpResponse:
    """Three questions; the answers may be changed until somebody has called."""
    own = visitors.own_complaint(request)
    is_done = own is not None and own.finished_at is not None
    form = RatingForm(request.POST or None, may_reopen=is_done, initial=_given(own))

    def act(complaint: Complaint) -> object:
        if form.cleaned_data.get("is_again"):
            return rate_and_reopen(complaint.pk, by=BY, opinion=form.opinion)
        return rate_and_settle(complaint.pk, by=BY, opinion=form.opinion)

    done = _("谢谢您的评价。")
    return own_step(request, form, act, template="dispatch/resident/rate.html", done=done)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
def again(request: HttpRequest) -> HttpResponse:
    """It is not solved after all."""
    form = AgainForm(request.POST or None)
    return own_step(
        request,
        form,
        lambda complaint: reopen(complaint.pk, by=BY, reason=form.cleaned_data["reason"]),
        template="dispatch/resident/again.html",
        done=_("已经重新受理，编号不变。"),
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
def take_back(request: HttpRequest) -> HttpResponse:
    """It need not be done any more."""
    form = TakeBackForm(request.POST or None)
    return own_step(
        request,
        form,
        lambda complaint: withdraw_complaint(
            complaint.pk, by=BY, reason=form.cleaned_data["reason"]
        ),
        template="dispatch/resident/take_back.html",
        done=_("已经撤回，不再办理。"),
    )


def _given(complaint: Complaint | None) -> dict[str, object]:
    """What was answered before in this round."""
    rating = rating_now(complaint) if complaint else None
    if rating is None:
        return {}
    said = {True: "yes", False: "no"}
    return {
        "contacted": said[rating.contacted],
        "resolved": said[rating.resolved],
        "satisfaction": rating.satisfaction,
        "words": rating.words,
    }
