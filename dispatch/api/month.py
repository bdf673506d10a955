"""The month's table: the same selector as the page, the export and the command."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from complaints.errors import NotAllowed
from dispatch.api.base import person
from dispatch.permissions import can_read_month
from dispatch.selectors.cohorts import Cohort, cohort_named, current_cohort
from dispatch.selectors.month import MonthRow, month_table
from dispatch.selectors.scopes import scope_of
from dispatch.selectors.standing import FIGURES, Scored
from dispatch.selectors.tallies import Base, Level
from dispatch.serializers.month import MonthIn, MonthOut


@dataclass(frozen=True, slots=True)
class _Asked:
    cohort: Cohort
    level: Level
    base: Base


class MonthView(APIView):
    """Three rates, composite and rank of every unit in a period, both bases."""

    @extend_schema(parameters=[MonthIn], responses=MonthOut)
    def get(self, request: Request) -> Response:
        """Rows by rank; rates in percent, printed as on the page."""
        user = person(request)
        if not can_read_month(user):
            raise NotAllowed(_("您没有查看考核排名的权限。"))
        asked = _asked(request)
        table = month_table(scope_of(user), asked.cohort, level=asked.level, base=asked.base)
        body = {
            "period": asked.cohort.label,
            "starts_on": asked.cohort.starts_on,
            "ends_on": asked.cohort.ends_on,
            "as_of": asked.cohort.as_of,
            "level": asked.level.value,
            "base": asked.base.value,
            "rows": [_row(row) for row in table.rows],
            "summary": _row(table.foot),
        }
        return Response(MonthOut(body).data)


def _asked(request: Request) -> _Asked:
    query = MonthIn(data=request.query_params)
    query.is_valid(raise_exception=True)
    wanted: dict[str, Any] = query.validated_data
    cohort = cohort_named(wanted["period"]) if wanted["period"] else current_cohort()
    return _Asked(cohort, Level(wanted["level"]), Base(wanted["base"]))


def _row(row: MonthRow) -> dict[str, Any]:
    return {
        "unit": row.name,
        "code": row.code,
        "rank_before": row.place.rank_before or None,
        "unit_class": row.place.unit_class or "",
        "is_supervised": row.place.is_supervised,
        "all": _side(row.all),
        "kept": _side(row.kept),
    }


def _side(scored: Scored) -> dict[str, Any]:
    counts = {name: scored.figure(name) for name in FIGURES}
    rates = scored.printed._asdict()
    low, high = scored.interval or (None, None)
    best, worst = scored.rank_range or (None, None)
    return {
        "rank": scored.rank or None, "rank_lo": best, "rank_hi": worst, "grade": scored.grade,
        "composite_lo": low, "composite_hi": high, **counts, **rates,
    }  # fmt: skip
