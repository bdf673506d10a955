"""On time or late, by one written rule (the same wherever the figure appears).

A ticket whose source gave its own verdict is counted by that verdict, as reported. Any other is
counted by our clocks: closed no later than its feedback limit is on time, closed later or still
open past it is late, open and not yet due is not counted at all. Each row says which of the two it
stands on.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, IntegerField, Q, Value
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from dispatch.kernels.rates import lowest_ranks, on_time_rate, rounded
from dispatch.selectors.cohorts import Cohort
from dispatch.selectors.grouping import (
    NOWHERE,
    SAID,
    Group,
    group_of,
    place_columns,
    unit_columns,
)
from dispatch.selectors.scopes import Scope
from dispatch.selectors.tallies import (
    KEPT,
    Base,
    Level,
    branches,
    leads,
)

RATE_DIGITS = 6


class Basis(TextChoices):
    """What a row's figures stand on."""

    REPORTED = "reported", _("来源所报")
    CLOCKS = "clocks", _("本系统时钟")
    BOTH = "both", _("两者都有")


@dataclass(frozen=True, slots=True)
class OnTimeRow:
    """`counted` tickets, `late` among them; equals share the lowest rank."""

    name: str
    code: str
    counted: int
    late: int
    rate: Decimal
    rank: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class OnTimeTable:
    """Rows by rank, then name. `by_source` and `by_clocks` count the tickets of either kind."""

    cohort: Cohort
    level: Level
    base: Base
    rows: tuple[OnTimeRow, ...]
    by_source: int
    by_clocks: int


def on_time_table(scope: Scope, cohort: Cohort, *, level: Level, base: Base) -> OnTimeTable:
    """The on-time ranking of one cohort."""
    sums: dict[Group, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in _reported(scope, cohort, level):
        cell = sums[_reported_group(row, level)]
        cell[0] += row["counted"]
        cell[2] += row["late"]
    for row in _clocked(scope, cohort, level, base):
        cell = sums[group_of(row, level)]
        cell[1] += row["counted"]
        cell[2] += row["late"]
    found = [
        (group, said, clocks, late) for group, (said, clocks, late) in sums.items() if said + clocks
    ]
    return OnTimeTable(
        cohort,
        level,
        base,
        tuple(_ranked(found)),
        by_source=sum(said for _group, said, _clocks, _late in found),
        by_clocks=sum(clocks for _group, _said, clocks, _late in found),
    )


def _ranked(found: list[tuple[Group, int, int, int]]) -> list[OnTimeRow]:
    rates: list[Fraction] = [
        on_time_rate(said + clocks, late) for _group, said, clocks, late in found
    ]
    rows = [
        OnTimeRow(
            group.name, group.code, said + clocks, late, rounded(rate, RATE_DIGITS), rank,
            _basis(said, clocks),
        )
        for (group, said, clocks, late), rate, rank in zip(
            found, rates, lowest_ranks(rates), strict=True
        )
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.rank, row.name, row.code))


def _basis(said: int, clocks: int) -> Basis:
    if said and clocks:
        return Basis.BOTH
    return Basis.REPORTED if said else Basis.CLOCKS


def _reported(scope: Scope, cohort: Cohort, level: str) -> Iterable[dict[str, Any]]:
    columns = place_columns(level) if level != Level.UNIT else {
        "place_id": Value(None, output_field=IntegerField()),
        "said": F("reported_unit"),
    }  # fmt: skip
    rows = Complaint.objects.received_between(*cohort.window).filter(
        scope.places(level), reported_on_time__isnull=False
    )
    yield from (
        rows.order_by()
        .annotate(**columns)
        .values(*columns)
        .annotate(counted=Count("pk"), late=Count("pk", filter=Q(reported_on_time=False)))
    )


def _reported_group(row: dict[str, Any], level: str) -> Group:
    if level != Level.UNIT:
        return group_of(row, level)
    said = row["said"] or NOWHERE
    return Group(f"{SAID}{said}", said, "")


def _clocked(scope: Scope, cohort: Cohort, level: str, base: str) -> Iterable[dict[str, Any]]:
    windows = [cohort.window]
    if level == Level.UNIT:
        rows, columns = branches(windows).filter(scope.units()), unit_columns()
    else:
        rows = leads(windows).filter(scope.places(level, "complaint__"))
        columns = place_columns(level, "complaint__")
    if base == Base.KEPT:
        rows = rows.filter(KEPT)
    is_closed, is_overdue = Q(closed_at__isnull=False), Q(feedback_due_at__lt=cohort.as_of)
    is_late = Q(closed_at__gt=F("feedback_due_at")) | (~is_closed & is_overdue)
    yield from (
        rows.filter(complaint__reported_on_time__isnull=True)
        .order_by()
        .annotate(**columns)
        .values(*columns)
        .annotate(
            counted=Count("pk", filter=is_closed | is_overdue), late=Count("pk", filter=is_late)
        )
    )
