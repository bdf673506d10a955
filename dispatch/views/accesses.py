"""Who opened whose identity: for the privacy officer and the auditor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.errors import NotAllowed
from complaints.permissions import can_read_access_log
from dispatch.forms.accesses import AccessForm
from dispatch.selectors.accesses import accesses
from dispatch.views.desk import offset, person


@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """Looks at identities, newest first, by number, person and day."""
    if not can_read_access_log(person(request)):
        raise NotAllowed(_("查看记录只对个人信息保护专员和审计员开放。"))
    form = AccessForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows, following = accesses(
        number=asked.get("number") or "",
        username=asked.get("username") or "",
        day=asked.get("day"),
        after=offset(request),
    )
    context = {"form": form, "rows": rows, "following": following}
    return render(request, "dispatch/accesses.html", context)
