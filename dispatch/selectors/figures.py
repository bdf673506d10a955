"""The tickets behind one figure of the month: the same conditions, row by row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from complaints.models import Area, Complaint, Organisation, User
from complaints.querysets import ComplaintQuerySet
from dispatch.models import Assignment, Callback, Exclusion
from dispatch.querysets import AssignmentQuerySet
from dispatch.selectors.cohorts import Cohort
from dispatch.selectors.grouping import (
    NOWHERE,
    SAID,
)
from dispatch.selectors.scopes import Scope
from dispatch.selectors.tallies import (
    ANSWERED,
    BRANCH_CLOSED,
    FINISHED,
    KEPT,
    Base,
    Level,
    branches,
    leads,
)


@dataclass(frozen=True, slots=True)
class Behind:
    """`rows` are those this reader may see, branches at the level of units, else complaints;
    `total` is the figure itself."""

    rows: QuerySet[Any]
    total: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One ticket with the branch that counts and what its callback said."""

    complaint: Complaint
    branch: Assignment | None
    callback: Callback | None
    is_excluded: bool


def behind_figure(
    user: User,
    scope: Scope,
    cohort: Cohort,
    *,
    level: Level,
    base: Base,
    figure: str,
    key: str = "",
) -> Behind:
    """What `figure` of the row `key` (of all rows where it is "") was counted from."""
    if level == Level.UNIT:
        units = _of_unit(scope, cohort, base, figure, key)
        return Behind(
            units.visible_to(user).order_by("-complaint__received_at", "-pk"), units.count()
        )
    placed = _of_place(scope, cohort, level, base, figure, key)
    return Behind(placed.visible_to(user).order_by("-received_at", "-pk"), placed.count())


def entries_of(rows: Sequence[Assignment | Complaint]) -> list[Entry]:
    """One page of them, dressed in three queries however long it is."""
    keys = [row.complaint_id if isinstance(row, Assignment) else row.pk for row in rows]
    complaints = Complaint.objects.with_place().in_bulk(keys)
    own = [row.pk for row in rows if isinstance(row, Assignment)]
    held = Assignment.objects.select_related("organisation", "callback")
    if own:
        found = held.in_bulk(own)
        branches_of = [found.get(key) for key in own]
    else:
        leading = held.live().first_leads().filter(complaint_id__in=keys)
        by_complaint = {branch.complaint_id: branch for branch in leading}
        branches_of = [by_complaint.get(key) for key in keys]
    out = _excluded(branch for branch in branches_of if branch)
    return [
        _entry(complaints[key], branch, out) for key, branch in zip(keys, branches_of, strict=True)
    ]


def name_of(level: Level, key: str) -> str:
    """The unit or place a key stands for; "" where there is none."""
    if key.startswith(SAID):
        return key.removeprefix(SAID)
    if level == Level.UNIT:
        unit = Organisation.objects.filter(code=key).first()
        return unit.name if unit else ""
    area = Area.objects.filter(code=key).first()
    return area.name if area else ""


def _of_unit(scope: Scope, cohort: Cohort, base: Base, figure: str, key: str) -> AssignmentQuerySet:
    tests = {"accepted": Q(), "closed": BRANCH_CLOSED, **ANSWERED}
    rows = branches([cohort.window]).filter(scope.units()).filter(tests[figure])
    if base == Base.KEPT:
        rows = rows.filter(KEPT)
    return rows.filter(organisation__code=key) if key else rows


def _of_place(
    scope: Scope, cohort: Cohort, level: Level, base: Base, figure: str, key: str
) -> ComplaintQuerySet:
    rows = Complaint.objects.received_between(*cohort.window).filter(scope.places(level))
    if key:
        rows = rows.filter(_at(level, key))
    if figure == "closed":
        rows = rows.filter(FINISHED)
    answering = leads([cohort.window])
    if figure in ANSWERED:
        rows = rows.filter(pk__in=answering.filter(ANSWERED[figure]).values("complaint_id"))
    if base == Base.KEPT:
        rows = rows.exclude(pk__in=answering.exclude(KEPT).values("complaint_id"))
    return rows


def _at(level: Level, key: str) -> Q:
    if not key.startswith(SAID):
        return Q(**{f"{level}__code": key})
    said = key.removeprefix(SAID)
    words = ["", NOWHERE] if said == NOWHERE else [said]
    return Q(**{f"{level}__isnull": True, f"reported_{level}__in": words})


def _excluded(held: Iterable[Assignment]) -> set[int]:
    granted = Exclusion.objects.filter(
        assignment__in=list(held), decision=Exclusion.Decision.GRANTED
    )
    return set(granted.values_list("assignment_id", flat=True))


def _entry(complaint: Complaint, branch: Assignment | None, out: set[int]) -> Entry:
    if branch is None:
        return Entry(complaint, None, None, is_excluded=False)
    return Entry(complaint, branch, getattr(branch, "callback", None), branch.pk in out)
