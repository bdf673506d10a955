"""Closed months: their tables, what a later revision changed, and whether they recount."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import Organisation
from complaints.models.languages import worded
from dispatch.kernels.certainty import Pairs
from dispatch.kernels.periods import AssessmentPeriod, Instants, instants
from dispatch.kernels.rates import Tally
from dispatch.kernels.scoring import Band
from dispatch.models import ClosedCount, MonthClosing, ScoringScheme
from dispatch.selectors.cohorts import Cohort
from dispatch.selectors.grouping import Group
from dispatch.selectors.looking_back import Moment
from dispatch.selectors.scopes import EVERYWHERE, KINDS, Scope
from dispatch.selectors.standing import score_side
from dispatch.selectors.tallies import Counted, Counts, Level, count_groups

SCHEME_FIELDS = (
    "name", "response_weight", "resolution_weight", "satisfaction_weight", "basic_factor",
    "composite_digits", "rate_digits", "rounding", "tie", "least_valid", "governance_count",
    "advanced_percent", "rectify_percent", "progress_points", "supervise_volume",
    "supervise_bottom", "public_least", "start_day", "source", "is_ours",
)  # fmt: skip
_DECIMALS = ("basic_factor", "progress_points")


@dataclass(frozen=True, slots=True)
class Change:
    """What a revision says of one unit, and what the one before said."""

    level: str
    name: str
    before: Counts | None
    after: Counts | None


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a closing recounts; `wrong` names those that differ."""

    is_same: bool
    digest: str
    wrong: tuple[str, ...]


def latest_closing(label: str) -> MonthClosing | None:
    """The latest revision of a period; None where it is not closed."""
    rows = MonthClosing.objects.filter(label=label).select_related("scheme", "closed_by")
    return rows.order_by("-revision").first()


def closing_of(label: str, revision: int | None = None) -> MonthClosing:
    """A revision of a period, the latest where none is named."""
    found = latest_closing(label)
    if found is not None and revision not in {None, found.revision}:
        found = MonthClosing.objects.filter(label=label, revision=revision).first()
    if found is None:
        raise NotFound(_("这一期还没有封存。"))
    return found


def revisions_of(label: str) -> list[MonthClosing]:
    """The latest first."""
    return list(MonthClosing.objects.filter(label=label).select_related("closed_by"))


def facts_of(scheme: ScoringScheme) -> dict[str, Any]:
    """A scheme's values, as a closing keeps them."""
    kept = {name: getattr(scheme, name) for name in SCHEME_FIELDS}
    kept |= {name: str(kept[name]) for name in _DECIMALS}
    bands = [[one.name, one.name_en, str(one.least)] for one in scheme.bands.all()]
    return {**kept, "bands": bands}


def cohort_of(closing: MonthClosing) -> Cohort:
    """The period as it was closed: by the scheme's values of that day, whatever it says now."""
    facts = dict(closing.scheme_facts)
    bands = tuple(
        Band(worded(name, name_en), Decimal(least)) for name, name_en, least in facts.pop("bands")
    )
    facts |= {name: Decimal(facts[name]) for name in _DECIMALS}
    scheme = ScoringScheme(since=closing.scheme.since, until=closing.scheme.until, **facts)
    return Cohort(
        closing.label, closing.starts_on, closing.ends_on, window_of(closing), closing.as_of,
        scheme, (scheme,), bands,
    )  # fmt: skip


def window_of(closing: MonthClosing) -> Instants:
    """The instants between which its complaints were received."""
    period = AssessmentPeriod(closing.label, closing.starts_on, closing.ends_on)
    return instants(period, timezone.get_current_timezone())


def counted_of(
    closing: MonthClosing, scope: Scope, level: str, *, window: int = 0
) -> list[Counted]:
    """As it was closed, of what this reader sees."""
    rows = ClosedCount.objects.filter(closing=closing, level=level)
    seen = scope.areas(level)
    if seen is not None:
        rows = rows.filter(area__in=seen)
    if level == Level.UNIT and scope.league in KINDS:
        rows = rows.filter(kind__in=KINDS[scope.league])
    return [
        Counted(
            window,
            Group(row.key, row.name, row.code, row.area, row.parent),
            _counts(row.all_counts),
            _counts(row.kept_counts),
        )
        for row in rows
    ]


def count_all(cohort: Cohort, moment: Moment) -> list[ClosedCount]:
    """Every level of a period as it stood at a moment, unsaved."""
    found: list[ClosedCount] = []
    for level in Level:
        for one in count_groups(EVERYWHERE, level, [cohort.window], moment=moment):
            group = one.group
            found.append(
                ClosedCount(
                    level=level.value, key=group.key, name=group.name, code=group.code,
                    area=group.area, parent=group.parent, all_counts=_listed(one.all),
                    kept_counts=_listed(one.kept),
                )
            )  # fmt: skip
    kinds = dict(Organisation.objects.values_list("code", "kind"))
    for row in found:
        row.kind = kinds.get(row.code, "") if row.level == Level.UNIT else ""
    return sorted(found, key=lambda row: (row.level, row.key))


def digest_of(rows: Iterable[ClosedCount], cohort: Cohort) -> str:
    """Of every count, rate, composite and rank, line by line in the order of level and key."""
    lines: list[str] = []
    ordered = sorted(rows, key=lambda row: (row.level, row.key))
    for level in Level:
        own = [row for row in ordered if row.level == level.value]
        for name in ("all_counts", "kept_counts"):
            counts = [_counts(getattr(row, name)) for row in own]
            for row, one in zip(own, score_side(counts, cohort, how_sure=False), strict=True):
                lines.append(
                    f"{level.value}|{name}|{row.key}|{row.name}|{getattr(row, name)}|"
                    f"{'|'.join(map(str, one.printed))}|{one.rank}"
                )
    return sha256("\n".join(lines).encode()).hexdigest()


def check(closing: MonthClosing) -> Checked:
    """Counted again from what is in the tables today, as it stood when it was closed."""
    cohort = cohort_of(closing)
    moment = Moment(closing.as_of, closing.last_complaint, closing.last_assignment)
    fresh = count_all(cohort, moment)
    digest = digest_of(fresh, cohort)
    then = {(row.level, row.key): _said(row) for row in closing.counts.all()}
    now = {(row.level, row.key): _said(row) for row in fresh}
    wrong = sorted(_differing(then, now))
    return Checked(digest == closing.digest and not wrong, digest, tuple(wrong))


def changes_of(closing: MonthClosing) -> list[Change]:
    """What this revision counts otherwise than the one before; nothing for the first."""
    before = MonthClosing.objects.filter(label=closing.label, revision=closing.revision - 1).first()
    if before is None:
        return []
    old = {(row.level, row.key): row for row in before.counts.all()}
    new = {(row.level, row.key): row for row in closing.counts.all()}
    both = old | new
    return [
        Change(
            str(Level(one[0]).label), both[one].name, _all_of(old.get(one)), _all_of(new.get(one))
        )
        for one in sorted(both)
        if _of(old.get(one)) != _of(new.get(one))
    ]


def _all_of(row: ClosedCount | None) -> Counts | None:
    return _counts(row.all_counts) if row else None


def _of(row: ClosedCount | None) -> tuple[list[int], list[int]] | None:
    return (row.all_counts, row.kept_counts) if row else None


def _said(row: ClosedCount) -> str:
    return f"{row.name}|{row.code}|{row.all_counts}|{row.kept_counts}"


def _differing(then: dict[tuple[str, str], str], now: dict[tuple[str, str], str]) -> list[str]:
    keys = then.keys() | now.keys()
    return [key[1] for key in keys if then.get(key) != now.get(key)]


def _listed(counts: Counts) -> list[int]:
    return [counts.closed, *counts.tally, *counts.pairs]


def _counts(listed: Sequence[int]) -> Counts:
    closed, *others = listed
    return Counts(closed, Tally(*others[:6]), Pairs(*others[6:]))
