"""A closed month: its table, its revisions, whether it recounts; and closing one."""

from dataclasses import replace
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from complaints.errors import Invalid, NotAllowed, OfficeError
from complaints.models import User
from dispatch.actions.closing import close_month
from dispatch.forms.closing import CloseForm
from dispatch.forms.month import MonthForm
from dispatch.permissions import can_close_month
from dispatch.selectors.closings import changes_of, check, closing_of, revisions_of
from dispatch.selectors.month import closed_table, sorted_rows
from dispatch.selectors.scopes import scope_of
from dispatch.views.headings import columns_by
from dispatch.views.month import common_of, reader_of


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
    user = reader_of(request)
    choice = MonthForm({**request.GET.dict(), "period": label}, scope=scope_of(user)).choice()
    context = {"form": form, "may_close": can_close_month(user)}
    revision = request.GET.get("revision", "")
    revisions = revisions_of(label)
    if not (revisions or revision):
        context |= common_of(choice)
        return render(request, "dispatch/month_unclosed.html", context, status=status)
    closing = closing_of(label, int(revision) if revision.isdecimal() else None)
    table = closed_table(choice.scope, closing, level=choice.level, base=choice.base)
    columns, column, is_descending = columns_by(request.GET.get("sort"), request.GET.get("dir"))
    context |= {
        **common_of(replace(choice, cohort=table.cohort)),
        "closing": closing,
        "revisions": revisions,
        "changes": changes_of(closing),
        "checked": check(closing) if "check" in request.GET else None,
        "table": table,
        "rows": sorted_rows(table.rows, column, is_descending=is_descending),
        "columns": columns,
        "by_grade": request.GET.get("view") == "grade",
    }
    return render(request, "dispatch/month_closed.html", context, status=status)
