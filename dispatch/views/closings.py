"""A closed month: its table, its revisions, whether it recounts; and closing one."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from complaints.errors import Invalid, NotAllowed, OfficeError
from complaints.models import User
from dispatch.actions.closing import close_month
from dispatch.forms.closing import CloseForm
from dispatch.forms.month import MonthForm, period_words
from dispatch.permissions import can_close_month, can_read_month
from dispatch.selectors.closings import changes_of, check, closing_of, cohort_of, revisions_of
from dispatch.selectors.month import closed_table
from dispatch.selectors.scopes import League, scope_of
from dispatch.selectors.tallies import Base, Level
from dispatch.views.headings import columns_by
from dispatch.views.month import nowhere_words


@require_safe
def show_closed(request: HttpRequest, label: str) -> HttpResponse:
    """The latest revision, or the one named."""
    return _page(request, label, CloseForm(initial={"period": label}))


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close a period, or close it again with a reason; what was typed comes back."""
    form = CloseForm(request.POST)
    if not form.is_valid():
        raise Invalid(str(next(iter(form.errors.values()))[0]))
    label = form.cleaned_data["period"]
    try:
        close_month(label, by=cast("User", request.user), reason=form.cleaned_data["reason"])
    except NotAllowed:
        raise
    except OfficeError as refusal:
        if not revisions_of(label):
            raise
        form.add_error("reason", refusal.message)
        return _page(request, label, form, status=422)
    return redirect("month-closed", label=label)


def _page(request: HttpRequest, label: str, form: CloseForm, *, status: int = 200) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or not can_read_month(user):
        raise NotAllowed(_("您没有查看考核月表的权限。"))
    revision = request.GET.get("revision", "")
    closing = closing_of(label, int(revision) if revision.isdecimal() else None)
    choice = MonthForm({**request.GET.dict(), "period": label}, scope=scope_of(user)).choice()
    table = closed_table(choice.scope, closing, level=choice.level, base=choice.base)
    context = {
        "closing": closing,
        "revisions": revisions_of(label),
        "changes": changes_of(closing),
        "checked": check(closing) if "check" in request.GET else None,
        "form": form,
        "may_close": can_close_month(user),
        "close_url": reverse("month-close"),
        "cohort": cohort_of(closing),
        "period_words": period_words(table.cohort.period),
        "table": table,
        "rows": table.rows,
        "columns": columns_by(None, None)[0],
        "by_grade": request.GET.get("view") == "grade",
        "level": choice.level,
        "base": choice.base,
        "levels": list(Level),
        "bases": list(Base),
        "leagues": list(League) if choice.level == Level.UNIT else [],
        "league": choice.scope.league,
        **nowhere_words(),
    }
    return render(request, "dispatch/month_closed.html", context, status=status)
