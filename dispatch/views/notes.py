"""Notes for colleagues beside a complaint, and the inbox of who is named in one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.actions.notices import read_notices
from complaints.errors import NotAllowed
from complaints.models import Notice
from dispatch.actions.notes import write_note
from dispatch.forms.notes import NoteForm
from dispatch.selectors.colleagues import colleagues_on
from dispatch.selectors.finding import find_ticket
from dispatch.selectors.inbox import inbox_of
from dispatch.selectors.remarks import remarks_on
from dispatch.selectors.ticket import branches_on
from dispatch.views.desk import attempt, offset, person


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: HttpRequest, number: str) -> HttpResponse:
    """Those written so far, and a form for one more."""
    user = person(request)
    complaint = find_ticket(number, user)
    remarks = remarks_on(complaint, branches_on(complaint), user)
    if not remarks.may_write:
        raise NotAllowed(_("您不办理这件诉求，不能写便签。"))
    form = NoteForm(request.POST or None, colleagues=colleagues_on(complaint, but=user))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: write_note(complaint.pk, by=user, **given)) is not None:
            messages.success(request, _("便签已保存。"))
            return redirect(f"{reverse('office-ticket', args=[number])}#notes")
    context = {"complaint": complaint, "form": form, "remarks": remarks}
    return render(request, "dispatch/notes.html", context, status=form.status_code)


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What this person was told: hand-overs, and notes that name him."""
    page = inbox_of(person(request), after=offset(request))
    return render(request, "dispatch/inbox.html", {"page": page})


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All of it is read."""
    count = read_notices(by=person(request))
    words = ngettext("%(n)s 条标为已读。", "%(n)s 条标为已读。", count) % {"n": count}
    messages.success(request, words)
    return redirect("office-inbox")


@require_POST
def read(request: HttpRequest, key: int) -> HttpResponse:
    """One is read; the press leads on to the work."""
    user = person(request)
    notice = get_object_or_404(Notice.objects.visible_to(user), pk=key)
    read_notices(by=user, keys=[notice.pk])
    return redirect(notice.url)
