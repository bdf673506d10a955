"""The month's table, its download, and the tickets behind each figure."""

from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.errors import NotAllowed, NotFound
from complaints.models import User
from dispatch.files.rankings import month_download
from dispatch.forms.month import MonthChoice, MonthForm, period_words
from dispatch.permissions import can_close_month, can_read_month
from dispatch.selectors.cohorts import neighbours
from dispatch.selectors.figures import behind_figure, entries_of, name_of
from dispatch.selectors.grouping import (
    NOWHERE,
)
from dispatch.selectors.month import Trend, month_table, month_with_trend, sorted_rows
from dispatch.selectors.scopes import League, Scope, scope_of
from dispatch.selectors.standing import FIGURE_NAMES
from dispatch.selectors.tallies import (
    Base,
    Level,
)
from dispatch.selectors.undispatched import undispatched
from dispatch.views.headings import RATE_NAMES, columns_by

PAGE = 50
DOWNLOADS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@csp_update({"style-src-attr": [UNSAFE_INLINE]})
def show_month(request: HttpRequest) -> HttpResponse:
    """The ranking with its chart."""
    form = MonthForm(request.GET.dict(), scope=_scope(request))
    choice = form.choice()
    key = request.GET.get("unit", "")
    table, trend = month_with_trend(
        choice.scope, choice.cohort, level=choice.level, base=choice.base, key=key
    )
    columns, column, is_descending = columns_by(request.GET.get("sort"), request.GET.get("dir"))
    context = {
        **common_of(choice),
        "form": form,
        "by_grade": request.GET.get("view") == "grade",
        "table": table,
        "rows": sorted_rows(table.rows, column, is_descending=is_descending),
        "columns": columns,
        "trend": trend,
        "trend_data": _trend_data(trend),
        "apart": undispatched(choice.scope, choice.cohort, level=choice.level),
        "neighbours": neighbours(choice.cohort),
        "may_watch": can_close_month(reader_of(request)),
    }
    return render(request, "dispatch/month.html", context)


@require_safe
def download_month(request: HttpRequest, kind: str) -> HttpResponse:
    """The same table for Excel."""
    reader_scope = _scope(request)
    if kind not in DOWNLOADS:
        raise NotFound(_("月表可以下载为 CSV 或 Excel。"))
    choice = MonthForm(request.GET.dict(), scope=reader_scope).choice()
    table = month_table(choice.scope, choice.cohort, level=choice.level, base=choice.base)
    name = f"{_('三率')}_{choice.cohort.label}_{choice.level.label}_{choice.base.label}.{kind}"
    answer = HttpResponse(month_download(table, kind), content_type=DOWNLOADS[kind])
    answer["Content-Disposition"] = content_disposition_header(True, name.replace("/", " "))
    return answer


@require_safe
def show_figure(request: HttpRequest) -> HttpResponse:
    """The tickets that one number of the table counts."""
    choice = MonthForm(request.GET.dict(), scope=_scope(request)).choice()
    figure, key = request.GET.get("figure", "accepted"), request.GET.get("unit", "")
    if figure not in FIGURE_NAMES or "\x00" in key:
        raise NotFound(_("月表里没有这个数字。"))
    behind = behind_figure(
        reader_of(request), choice.scope, choice.cohort,
        level=choice.level, base=choice.base, figure=figure, key=key,
    )  # fmt: skip
    page = Paginator(behind.rows, PAGE).get_page(request.GET.get("page"))
    context = {
        **common_of(choice),
        "figure": FIGURE_NAMES[figure],
        "name": _name(choice.level, key),
        "page": page,
        "entries": entries_of(list(page.object_list)),
        "total": behind.total,
        "hidden": behind.total - page.paginator.count,
    }
    return render(request, "dispatch/month_tickets.html", context)


@require_safe
def show_reckoning(request: HttpRequest) -> HttpResponse:
    """How the figures of one row come about, each with the tickets it was counted from."""
    choice = MonthForm(request.GET.dict(), scope=_scope(request)).choice()
    table = month_table(choice.scope, choice.cohort, level=choice.level, base=choice.base)
    key = request.GET.get("unit", "")
    row = next((one for one in table.rows if one.key == key), None)
    if row is None:
        raise NotFound(_("月表里没有这个单位。"))
    context = {**common_of(choice), "row": row, "name": _name(choice.level, key), "table": table}
    return render(request, "dispatch/month_how.html", context)


def reader_of(request: HttpRequest) -> User:
    """Who may read the month; anybody else is refused."""
    user = request.user
    if not isinstance(user, User) or not can_read_month(user):
        raise NotAllowed(_("您没有查看考核月表的权限。"))
    return user


def _scope(request: HttpRequest) -> Scope:
    return scope_of(reader_of(request))


def common_of(choice: MonthChoice) -> dict[str, Any]:
    """What every page of a month shows."""
    return {
        "cohort": choice.cohort,
        "period_words": period_words(choice.cohort.period),
        "level": choice.level,
        "base": choice.base,
        "levels": list(Level),
        "bases": list(Base),
        "leagues": list(League) if choice.level == Level.UNIT else [],
        "league": choice.scope.league,
        "nowhere": NOWHERE,
        "nowhere_words": _("未写明"),
    }


def _name(level: Level, key: str) -> str:
    if not key:
        return _("全部%(level)s") % {"level": level.label}
    name = name_of(level, key)
    if not name:
        raise NotFound(_("月表里没有这个单位。"))
    return _("未写明") if name == NOWHERE else name


def _trend_data(trend: Trend) -> dict[str, Any]:
    """For the chart; a period without a valid callback is a gap and no zero."""
    names = {**RATE_NAMES, "composite": _("综合成绩")}
    return {
        "title": trend.name or _("各单位平均"),
        "periods": [point.label for point in trend.points],
        "series": [
            {
                "name": str(words),
                "values": [
                    float(getattr(point.printed, key)) if point.valid else None
                    for point in trend.points
                ],
            }
            for key, words in names.items()
        ],
    }
