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
    CharField,
    Count,
    F,
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


NOWHERE = "-"
SAID = "~"

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


class Group(NamedTuple):
    """A unit or a place. `key` is its code, or what the source said of an unknown place."""

    key: str
    name: str
    code: str
    area: int | None = None
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """Both bases of one group in one of the windows asked for."""

    window: int
    group: Group
    all: Counts
    kept: Counts


def count_groups(scope: Scope, level: str, windows: Sequence[Instants]) -> list[Counted]:
    """Every group that received anything in any of the windows, which lie side by side."""
    found: dict[tuple[int, Group], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = _unit_rows(scope, windows) if level == Level.UNIT else _place_rows(scope, level, windows)
    for row in rows:
        cell = found[row["window"], group_of(row, level)]
        for name, count in row.items():
            if name.startswith(("all_", "kept_")):
                cell[name] += count
    return [
        Counted(window, group, _counts(cell, "all"), _counts(cell, "kept"))
        for (window, group), cell in found.items()
    ]


def branches(windows: Sequence[Instants]) -> AssignmentQuerySet:
    """Branches that count, of the complaints received in the windows; `granted` is the exclusion
    that takes one out of the second base."""
    return (
        Assignment.objects.live()
        .filter(
            complaint__received_at__gte=windows[0].start, complaint__received_at__lt=windows[-1].end
        )
        .annotate(
            granted=FilteredRelation(
                "exclusions", condition=Q(exclusions__decision=Exclusion.Decision.GRANTED)
            )
        )
    )


def leads(windows: Sequence[Instants]) -> AssignmentQuerySet:
    """Of those, the ones that answer for the whole complaint."""
    return branches(windows).first_leads()


def place_columns(level: str, prefix: str = "") -> dict[str, Any]:
    """The columns that name a place, and `said`, the source's words where the place is unknown."""
    place = f"{prefix}{level}"
    return {
        "place_id": F(f"{place}_id"),
        "place_name": F(f"{place}__name"),
        "place_code": F(f"{place}__code"),
        "place_parent": F(f"{place}__parent_id"),
        "said": Case(
            When(**{f"{place}__isnull": True}, then=F(f"{prefix}reported_{level}")),
            default=Value(""),
            output_field=CharField(),
        ),
    }


def unit_columns() -> dict[str, Any]:
    """The columns that name a unit."""
    return {
        "place_id": F("organisation__area_id"),
        "place_name": F("organisation__name"),
        "place_code": F("organisation__code"),
        "place_parent": F("organisation__area__parent_id"),
        "said": Value("", output_field=CharField()),
    }


def group_of(row: Mapping[str, Any], level: str) -> Group:
    """The group a row of these columns belongs to; nothing said and "-" are one group."""
    if level == Level.UNIT or row["place_id"] is not None:
        code = row["place_code"]
        return Group(code, row["place_name"], code, row["place_id"], row["place_parent"])
    said = row["said"] or NOWHERE
    return Group(f"{SAID}{said}", said, "")


def _unit_rows(scope: Scope, windows: Sequence[Instants]) -> Iterable[dict[str, Any]]:
    names = {"accepted": Q(), "closed": BRANCH_CLOSED, **ANSWERED, **PAIRS}
    rows = branches(windows).filter(scope.units())
    yield from _grouped(rows, unit_columns(), windows, "complaint__received_at").annotate(
        **{f"all_{name}": Count("pk", filter=test) for name, test in names.items()},
        **{f"kept_{name}": Count("pk", filter=test & KEPT) for name, test in names.items()},
    )


def _place_rows(scope: Scope, level: str, windows: Sequence[Instants]) -> Iterable[dict[str, Any]]:
    start, end = windows[0].start, windows[-1].end
    complaints = Complaint.objects.received_between(start, end).filter(scope.places(level))
    yield from (
        {**row, "kept_accepted": row["all_accepted"], "kept_closed": row["all_closed"]}
        for row in _grouped(complaints, place_columns(level), windows, "received_at").annotate(
            all_accepted=Count("pk"), all_closed=Count("pk", filter=FINISHED)
        )
    )
    answers = leads(windows).filter(scope.places(level, "complaint__"))
    columns = place_columns(level, "complaint__")
    answers_said = ANSWERED | PAIRS
    out, finished = Q(granted__isnull=False), Q(complaint__finished_at__isnull=False)
    for row in _grouped(answers, columns, windows, "complaint__received_at").annotate(
        out=Count("pk", filter=out),
        out_closed=Count("pk", filter=out & finished),
        **{f"all_{name}": Count("pk", filter=test) for name, test in answers_said.items()},
        **{f"kept_{name}": Count("pk", filter=test & KEPT) for name, test in answers_said.items()},
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
