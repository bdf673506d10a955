"""What a unit does with its branch, and the hotline's feedback; each step leads to the ticket."""

from collections.abc import Callable, Sequence
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints.actions.photos import add_photo
from complaints.errors import NotAllowed, OfficeError
from complaints.models import Photo, User
from complaints.views.attachments import keep_uploads
from dispatch.actions.assignments import (
    record_contact,
    report_result,
    sign_assignment,
    tell_hotline,
    tell_resident,
)
from dispatch.actions.cannot_finish import cannot_finish
from dispatch.actions.exclusions import apply_exclusion
from dispatch.actions.handlers import name_handler
from dispatch.forms.base import OfficeForm
from dispatch.forms.branches import (
    CannotForm,
    ContactForm,
    ExclusionForm,
    HandlerForm,
    ReportForm,
)
from dispatch.models import Assignment, Phrase
from dispatch.permissions import can_apply_exclusion, can_name_handler, can_work
from dispatch.selectors.choices import worker_choices
from dispatch.selectors.enclosed import photos_of
from dispatch.selectors.finding import find_branch
from dispatch.selectors.phrases import Offered, phrases_for
from dispatch.states import BranchVerb, after
from dispatch.views.desk import attempt, person, to_ticket
from dispatch.views.phrases import inserted
from dispatch.views.tickets import show_ticket
from dispatch.views.versions import keeps_words


@require_POST
def sign(request: HttpRequest, key: int) -> HttpResponse:
    """The unit has it."""
    return _press(request, key, sign_assignment, _("已签收。"))


@require_POST
def told_resident(request: HttpRequest, key: int) -> HttpResponse:
    """The caller was told the result."""
    return _press(request, key, tell_resident, _("已记录：反馈诉求人。"))


@require_POST
def told_all(request: HttpRequest, key: int) -> HttpResponse:
    """Every caller of the matter was told the result."""
    return _press(
        request, key, partial(tell_resident, is_for_all=True), _("已记录：全部反馈诉求人。")
    )


@require_POST
def told_hotline(request: HttpRequest, key: int) -> HttpResponse:
    """The hotline body has the result."""
    return _press(request, key, tell_hotline, _("已记录：反馈热线。"))


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def contact(request: HttpRequest, key: int) -> HttpResponse:
    """One try to reach the caller."""
    branch = _own(request, key, BranchVerb.TRY_CONTACT)
    offers = phrases_for(branch.complaint, person(request), Phrase.Use.CONTACT, branch=branch)
    form = inserted(request, ContactForm, "note", offers) or ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: record_contact(key, by=person(request), **given)) is not None:
            return to_ticket(request, branch.complaint.number, _("联系情况已记录。"))
    return _form_page(request, branch, form, "dispatch/contact.html", offers)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def report(request: HttpRequest, key: int) -> HttpResponse:
    """What was done. Good photos are kept even where something else is refused."""
    branch = _own(request, key, BranchVerb.REPORT)
    offers = phrases_for(branch.complaint, person(request), Phrase.Use.REPORT, branch=branch)
    form = inserted(request, ReportForm, "text", offers)
    form = form or ReportForm(request.POST or None, request.FILES or None)
    if form.is_bound:
        for stage in ("before", "after"):
            for words in _keep_photos(request, branch, stage):
                form.add_error(stage, words)
        if form.is_valid():
            outcome, text = form.cleaned_data["outcome"], form.cleaned_data["text"]
            done = attempt(
                form, lambda: report_result(key, by=person(request), outcome=outcome, text=text)
            )
            if done is not None:
                return to_ticket(request, branch.complaint.number, _("办理结果已上报。"))
    return _form_page(request, branch, form, "dispatch/report.html", offers)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def cannot(request: HttpRequest, key: int) -> HttpResponse:
    """Who works beside the lead says that it cannot finish."""
    branch = _own(request, key, BranchVerb.CANNOT)
    form = CannotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: cannot_finish(key, by=person(request), **given)) is not None:
            return to_ticket(request, branch.complaint.number, _("已报告主办单位。"))
    return _form_page(request, branch, form, "dispatch/cannot.html")


@require_http_methods(["GET", "HEAD", "POST"])
def handler(request: HttpRequest, key: int) -> HttpResponse:
    """The centre names another person of the unit."""
    user = person(request)
    branch = find_branch(key, user)
    if not can_name_handler(user, branch):
        raise NotAllowed(_("只有处置中心和专班可以更换承办人。"))
    form = HandlerForm(request.POST or None, workers=worker_choices([branch.organisation]))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["handler"]
        if attempt(form, lambda: name_handler(key, by=user, handler_id=chosen)) is not None:
            return to_ticket(request, branch.complaint.number, _("承办人已更换。"))
    return _form_page(request, branch, form, "dispatch/handler.html")


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def exclude(request: HttpRequest, key: int) -> HttpResponse:
    """The street asks for a branch to be left out of the second base."""
    user = person(request)
    branch = find_branch(key, user)
    if not can_apply_exclusion(user, branch):
        raise NotAllowed(_("这一步不由您办理。"))
    form = ExclusionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: apply_exclusion(key, by=user, **given)) is not None:
            return to_ticket(request, branch.complaint.number, _("剔除申请已提交，等待区级审核。"))
    return _form_page(request, branch, form, "dispatch/exclude.html")


def _press(
    request: HttpRequest, key: int, act: Callable[..., Assignment], words: str
) -> HttpResponse:
    user: User = person(request)
    number = find_branch(key, user).complaint.number
    try:
        act(key, by=user)
    except OfficeError as error:
        return show_ticket(request, number, refused=error)
    return to_ticket(request, number, words)


def _own(request: HttpRequest, key: int, verb: BranchVerb) -> Assignment:
    branch = find_branch(key, person(request))
    if not can_work(person(request), branch):
        raise NotAllowed(_("这一步不由您办理。"))
    after(branch.status, verb)
    return branch


def _form_page(
    request: HttpRequest,
    branch: Assignment,
    form: OfficeForm,
    template: str,
    phrases: Sequence[Offered] = (),
) -> HttpResponse:
    context = {
        "phrases": phrases,
        "branch": branch,
        "complaint": branch.complaint,
        "form": form,
        "photos": photos_of(branch.complaint, Photo.Stage.BEFORE, Photo.Stage.AFTER),
    }
    return render(request, template, context, status=form.status_code)


def _keep_photos(request: HttpRequest, branch: Assignment, stage: str) -> list[str]:
    user = person(request)
    keep = partial(add_photo, branch.complaint_id, by=user, stage=stage)
    _kept, refused = keep_uploads(request, stage, keep)
    return refused
