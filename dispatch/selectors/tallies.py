"""What the month counts, in one or two grouped queries however many units and periods.

A unit is judged for every branch it holds, lead or not. A place is judged for its complaints, with
the answers given about the lead branch, the first one where it was reopened: what was once said of
a month stays said. A branch that was returned, or withdrawn, counts for nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    FilteredRelation,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from dispatch.kernels.certainty import Pairs
from dispatch.kernels.periods import Instants
from dispatch.kernels.rates import Tally
from dispatch.models import Assignment, Exclusion
from dispatch.querysets import AssignmentQuerySet
from dispatch.selectors.grouping import Group, by_place, by_unit, group_of
from dispatch.selectors.looking_back import Moment
from dispatch.selectors.scopes import Scope


class Level(TextChoices):
    """Who is compared with whom."""

    UNIT = "unit", _("承办单位")
    COMMUNITY = "community", _("社区")
    SUBDISTRICT = "subdistrict", _("街道（乡镇）")
    DISTRICT = "district", _("区")


class Base(TextChoices):
    """With or without the tickets whose exclusion was granted."""

    ALL = "all", _("含剔除")
    KEPT = "kept", _("不含剔除")


_VALID = Q(callback__is_valid=True)
ANSWERED: dict[str, Q] = {
    "valid": _VALID,
    "contacted": _VALID & Q(callback__contacted=True),
    "resolved": _VALID & Q(callback__resolved=True),
    "satisfied": _VALID & Q(callback__satisfaction="satisfied"),
    "basic": _VALID & Q(callback__satisfaction="basic"),
}
PAIRS: dict[str, Q] = {
    f"{one}_{other}": ANSWERED[one] & ANSWERED[other]
    for one, other in (
        ("contacted", "resolved"),
        ("contacted", "satisfied"),
        ("contacted", "basic"),
        ("resolved", "satisfied"),
        ("resolved", "basic"),
    )
}
KEPT = Q(granted__isnull=True)
BRANCH_CLOSED = Q(closed_at__isnull=False)
FINISHED = Q(finished_at__isnull=False)


class Counts(NamedTuple):
    """One base's counts of one unit in one period; `closed` is among the accepted."""

    closed: int
    tally: Tally
    pairs: Pairs = Pairs()


@dataclass(frozen=True, slots=True)
class Counted:
    """Both bases of one group in one of the windows asked for."""

    window: int
    group: Group
    all: Counts
    kept: Counts


def count_groups(
    scope: Scope, level: str, windows: Sequence[Instants], *, moment: Moment | None = None
) -> list[Counted]:
    """Every group that received anything in any of the windows, which lie side by side: as it is
    now, or as it was at a moment."""
    found: dict[tuple[int, Group], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = _unit_rows if level == Level.UNIT else _place_rows
    for row in rows(scope, level, windows, moment):
        cell = found[row["window"], group_of(row, level)]
        for name, count in row.items():
            if name.startswith(("all_", "kept_")):
                cell[name] += count
    return [
        Counted(window, group, _counts(cell, "all"), _counts(cell, "kept"))
        for (window, group), cell in found.items()
    ]


def branches(windows: Sequence[Instants], moment: Moment | None = None) -> AssignmentQuerySet:
    """Branches that count, of the complaints received in the windows; `granted` is the exclusion
    that takes one out of the second base."""
    granted = Q(exclusions__decision=Exclusion.Decision.GRANTED)
    rows = Assignment.objects.live()
    if moment is not None:
        rows = moment.branches(Assignment.objects.all())
        granted &= Q(exclusions__decided_at__lte=moment.at)
    return rows.filter(
        complaint__received_at__gte=windows[0].start, complaint__received_at__lt=windows[-1].end
    ).annotate(granted=FilteredRelation("exclusions", condition=granted))


def leads(windows: Sequence[Instants], moment: Moment | None = None) -> AssignmentQuerySet:
    """Of those, the ones that answer for the whole complaint."""
    rows = branches(windows, moment)
    return rows.first_leads() if moment is None else moment.first_leads(rows)


def _said(moment: Moment | None) -> dict[str, Q]:
    """The answers of callbacks, singly and in pairs."""
    names = ANSWERED | PAIRS
    if moment is None:
        return names
    in_time = Q(callback__completed_at__lte=moment.at)
    return {name: test & in_time for name, test in names.items()}


def _unit_rows(
    scope: Scope, _level: str, windows: Sequence[Instants], moment: Moment | None
) -> Iterable[dict[str, Any]]:
    closed = BRANCH_CLOSED if moment is None else Q(closed_at__lte=moment.at)
    names = {"accepted": Q(), "closed": closed, **_said(moment)}
    rows = branches(windows, moment).filter(scope.units())
    for part, columns in by_unit(rows, windows, moment):
        yield from _grouped(part, columns, windows, "complaint__received_at").annotate(
            **{f"all_{name}": Count("pk", filter=test) for name, test in names.items()},
            **{f"kept_{name}": Count("pk", filter=test & KEPT) for name, test in names.items()},
        )


def _place_rows(
    scope: Scope, level: str, windows: Sequence[Instants], moment: Moment | None
) -> Iterable[dict[str, Any]]:
    start, end = windows[0].start, windows[-1].end
    finished = FINISHED if moment is None else moment.finished()
    complaints = Complaint.objects.received_between(start, end).filter(scope.places(level))
    if moment is not None:
        complaints = complaints.filter(pk__lte=moment.last_complaint)
    for part, columns in by_place(complaints, level, windows, moment, ""):
        for row in _grouped(part, columns, windows, "received_at").annotate(
            all_accepted=Count("pk"), all_closed=Count("pk", filter=finished)
        ):
            yield {**row, "kept_accepted": row["all_accepted"], "kept_closed": row["all_closed"]}
    answers = leads(windows, moment).filter(scope.places(level, "complaint__"))
    names = _said(moment)
    out, finished = Q(granted__isnull=False), Q(complaint__finished_at__isnull=False)
    if moment is not None:
        finished = moment.finished("complaint")
    for part, columns in by_place(answers, level, windows, moment, "complaint__"):
        for row in _grouped(part, columns, windows, "complaint__received_at").annotate(
            out=Count("pk", filter=out),
            out_closed=Count("pk", filter=out & finished),
            **{f"all_{name}": Count("pk", filter=test) for name, test in names.items()},
            **{f"kept_{name}": Count("pk", filter=test & KEPT) for name, test in names.items()},
        ):
            yield {**row, "kept_accepted": -row["out"], "kept_closed": -row["out_closed"]}


def _grouped(
    rows: QuerySet[Any], columns: dict[str, Any], windows: Sequence[Instants], instant: str
) -> QuerySet[Any, dict[str, Any]]:
    window = Case(
        *(
            When(**{f"{instant}__gte": w.start, f"{instant}__lt": w.end}, then=Value(number))
            for number, w in enumerate(windows)
        ),
        output_field=IntegerField(),
    )
    grouped: QuerySet[Any, dict[str, Any]] = (
        rows.order_by().annotate(window=window, **columns).values("window", *columns)
    )
    return grouped


def _counts(cell: Mapping[str, int], base: str) -> Counts:
    names = ("accepted", *ANSWERED)
    tally = Tally(*(cell.get(f"{base}_{name}", 0) for name in names))
    pairs = Pairs(*(cell.get(f"{base}_{name}", 0) for name in PAIRS))
    return Counts(cell.get(f"{base}_closed", 0), tally, pairs)
