"""A contractor's link: the unit's page that gives it out, and the page that it opens."""

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from complaints.errors import NotAllowed
from complaints.views.attachments import keep_uploads
from dispatch.actions.work_links import end_link, make_link, send_photo, send_report
from dispatch.forms.work_links import LinkForm, WorkForm
from dispatch.permissions import can_work
from dispatch.selectors.finding import find_branch
from dispatch.selectors.work_links import link_of, links_on, standing
from dispatch.views.desk import attempt, person, to_ticket

# The token of a link just made, shown once.
KEPT = "work_link"


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
def links(request: HttpRequest, key: int) -> HttpResponse:
    """What this branch has given out; one more for a company."""
    user = person(request)
    branch = find_branch(key, user)
    if not can_work(user, branch):
        raise NotAllowed(_("这一步不由您办理。"))
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, partial(make_link, key, by=user, **form.cleaned_data))
        if made is not None:
            request.session[KEPT] = [key, made[1]]
            return redirect("branch-links", key)
    kept_for, token = request.session.pop(KEPT, [0, ""])
    now = timezone.now()
    rows = [(row, standing(row, branch, at=now)) for row in links_on([branch]).get(key, [])]
    context = {"branch": branch, "complaint": branch.complaint, "form": form, "rows": rows}
    if kept_for == key and token:
        context["link"] = _absolute(request, token)
    return render(request, "dispatch/work/links.html", context, status=form.status_code)


@require_POST
def end(request: HttpRequest, key: int) -> HttpResponse:
    """The link opens nothing any more."""
    row = end_link(key, by=person(request))
    return to_ticket(request, row.assignment.complaint.number, _("施工链接已停用。"))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
def work(request: HttpRequest, token: str) -> HttpResponse:
    """Place and problem; photos and one report. Good photos stay where the words are refused."""
    row = link_of(token, at=timezone.now())
    form = WorkForm(request.POST or None, request.FILES or None)
    context = {"row": row, "complaint": row.assignment.complaint, "form": form}
    if form.is_bound:
        kept, refused = keep_uploads(request, "photos", partial(send_photo, token))
        context["kept"] = len(kept)
        for words in refused:
            form.add_error("photos", words)
        if form.is_valid():
            text = form.cleaned_data["text"]
            if attempt(form, lambda: send_report(token, text=text)) is not None:
                return render(request, "dispatch/work/done.html", {"row": row})
    return render(request, "dispatch/work/work.html", context, status=form.status_code)


def _absolute(request: HttpRequest, token: str) -> str:
    path = reverse("work", args=[token])
    return (
        f"{settings.SITE_URL.rstrip('/')}{path}"
        if settings.SITE_URL
        else (request.build_absolute_uri(path))
    )
