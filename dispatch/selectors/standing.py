"""How the units of a month stand: scored, ranked with the ranks that the data allow, graded,
classed, and beside themselves a period before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dispatch.kernels.certainty import Range, around, draws_of, intervals, piece_of, rank_ranges
from dispatch.kernels.classes import ClassRules, Standing, UnitClass, classes_of, supervised
from dispatch.kernels.comparing import Compared, compare_counts, compare_rates
from dispatch.kernels.rates import (
    PrintedRates,
    Rates,
    Scheme,
    Tally,
    printed,
    ranks,
    rates_of,
    rounded,
)
from dispatch.kernels.scoring import Band, grade_of
from dispatch.selectors.cohorts import Cohort
from dispatch.selectors.tallies import Counts

FIGURE_NAMES = {
    "accepted": _("受理量"),
    "closed": _("办结量"),
    "valid": _("有效回访"),
    "contacted": _("联系数"),
    "resolved": _("解决数"),
    "satisfied": _("满意数"),
    "basic": _("基本满意"),
}
FIGURES = tuple(FIGURE_NAMES)
EDGE = 3


class ClassChoice(TextChoices):
    """The words of the classes."""

    GOVERNED = UnitClass.GOVERNED.value, _("治理类")
    ADVANCED = UnitClass.ADVANCED.value, _("先进类")
    PROGRESSED = UnitClass.PROGRESSED.value, _("进步类")
    RECTIFIED = UnitClass.RECTIFIED.value, _("整改类")


@dataclass(frozen=True, slots=True)
class Scored:
    """One base of one row. `rank` is 0 in the foot, and where too few were called back to rank;
    `interval` is the composite's, 95 %, and `rank_range` the ranks that the callbacks allow."""

    closed: int
    tally: Tally
    exact: Rates
    printed: PrintedRates
    rank: int
    interval: tuple[Decimal, Decimal] | None = None
    rank_range: tuple[int, int] | None = None
    grade: str = ""

    def figure(self, name: str) -> int:
        """A count by its name in FIGURES."""
        return self.closed if name == "closed" else int(getattr(self.tally, name))

    @property
    def figures(self) -> list[tuple[str, int]]:
        """All counts with their names, in the order of the printed table."""
        return [(name, self.figure(name)) for name in FIGURES]


@dataclass(frozen=True, slots=True)
class Beside:
    """Figures beside those of the period before; None where that had nothing."""

    accepted: Compared | None
    response: Compared | None
    resolution: Compared | None
    satisfaction: Compared | None


@dataclass(frozen=True, slots=True)
class Place:
    """Beside the others and itself: its rank in the period before (0: it had none), its class,
    whether the district is to supervise it."""

    rank_before: int = 0
    unit_class: ClassChoice | None = None
    is_supervised: bool = False


def beside(now: Scored, before: Scored) -> Beside:
    """More or less than before, by the figures as printed."""
    judged = bool(now.tally.valid and before.tally.valid)
    rates = [
        compare_rates(old, new) if judged else None
        for old, new in zip(before.printed[:3], now.printed[:3], strict=True)
    ]
    return Beside(compare_counts(before.tally.accepted, now.tally.accepted), *rates)


def score_side(
    counts: Sequence[Counts], cohort: Cohort, *, bands: Sequence[Band] = (), how_sure: bool = True
) -> list[Scored]:
    """One base of all rows, each scored, those ranked and graded that enough were called back for.
    Interval and range cost the most, and are left out where nobody sees them."""
    scheme = cohort.scoring
    pieces = [piece_of(each.tally, each.pairs, scheme) if how_sure else None for each in counts]
    drawn = draws_of([piece for piece in pieces if piece is not None])
    places = ranks([each.tally for each in counts], scheme)
    ranked = [place for place, piece in zip(places, pieces, strict=True) if piece is not None]
    spans = iter(intervals(drawn))
    enough = [at for at, place in enumerate(ranked) if place]
    allowed = iter(rank_ranges(drawn[enough]))
    return [
        _scored(
            each, place, scheme, bands,
            interval=next(spans) if piece is not None else None,
            allowed=next(allowed) if piece is not None and place else None,
        )
        for each, place, piece in zip(counts, places, pieces, strict=True)
    ]  # fmt: skip


def bands_of(cohort: Cohort) -> list[Band]:
    """The grades of the scheme in force, in the reader's language."""
    if cohort.bands is not None:
        return list(cohort.bands)
    return [Band(row.said, row.least) for row in cohort.in_force.bands.all()]


def places_of(
    keys: Sequence[str], now: Sequence[Scored], before: Mapping[str, Scored], cohort: Cohort,
    *, has_classes: bool,
) -> list[Place]:  # fmt: skip
    """Beside the period before, by the scheme of this one. The four classes are of streets."""
    standings = [
        Standing(
            one.tally.accepted,
            one.rank,
            one.printed.composite,
            before[key].printed.composite if key in before and before[key].rank else None,
        )
        for key, one in zip(keys, now, strict=True)
    ]
    rules = _rules(cohort)
    watched = supervised(standings, rules)
    classes = classes_of(standings, rules) if has_classes else [None] * len(keys)
    return [
        Place(
            rank_before=before[key].rank if key in before else 0,
            unit_class=ClassChoice(found) if found else None,
            is_supervised=at in watched,
        )
        for at, (key, found) in enumerate(zip(keys, classes, strict=True))
    ]


def _scored(
    each: Counts, place: int, scheme: Scheme, bands: Sequence[Band], *,
    interval: Range | None, allowed: tuple[int, int] | None,
) -> Scored:  # fmt: skip
    rates = rates_of(each.tally, scheme)
    shown = printed(rates, scheme)
    return Scored(
        each.closed,
        each.tally,
        rates,
        shown,
        place,
        interval=_printed_interval(interval, scheme) if interval else None,
        rank_range=around(place, allowed) if allowed else None,
        grade=grade_of(shown.composite, bands) if place else "",
    )


def _printed_interval(found: Range, scheme: Scheme) -> tuple[Decimal, Decimal]:
    low, high = (
        rounded(100 * Fraction(end), scheme.composite_digits, scheme.rounding) for end in found
    )
    return low, high


def _rules(cohort: Cohort) -> ClassRules:
    scheme = cohort.in_force
    return ClassRules(
        governed=scheme.governance_count,
        advanced_percent=scheme.advanced_percent,
        rectified_percent=scheme.rectify_percent,
        progress_points=scheme.progress_points,
        most_demands=scheme.supervise_volume,
        lowest_scores=scheme.supervise_bottom,
    )
