"""The month's table: three rates, composite and rank of every unit, in both bases.

One definition for page, export, command and API.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dispatch.kernels.periods import previous_period
from dispatch.kernels.rates import PrintedRates, Scheme, printed, summary
from dispatch.kernels.scoring import Band
from dispatch.models import MonthClosing
from dispatch.selectors.closings import cohort_of, counted_of, latest_closing
from dispatch.selectors.cohorts import Cohort, cohorts_until
from dispatch.selectors.scopes import NOTHING_OPENS, Scope
from dispatch.selectors.standing import (
    EDGE,
    FIGURES,
    Beside,
    ClassChoice,
    Place,
    Scored,
    bands_of,
    beside,
    places_of,
    score_side,
)
from dispatch.selectors.tallies import Base, Counted, Counts, Level, count_groups

TREND_PERIODS = 12


@dataclass(frozen=True, slots=True)
class MonthRow:
    """`shown` is the base that was asked for."""

    key: str
    name: str
    code: str
    can_open: bool
    all: Scored
    kept: Scored
    base: str
    place: Place

    @property
    def shown(self) -> Scored:
        """Of the base that was asked for."""
        return self.kept if self.base == Base.KEPT else self.all

    @property
    def is_level(self) -> bool:
        """Ranked then and now, at the same place."""
        return bool(self.place.rank_before) and self.place.rank_before == self.shown.rank

    @property
    def moved(self) -> int:
        """Ranks gained since the period before, negative for lost; 0 where one is missing."""
        before = self.place.rank_before
        return before - self.shown.rank if before and self.shown.rank else 0


@dataclass(frozen=True, slots=True)
class MonthTable:
    """Rows by rank, behind them those with too few callbacks to rank. `foot` has sums of counts and
    plain means of the rows' rates."""

    cohort: Cohort
    level: Level
    base: Base
    rows: tuple[MonthRow, ...]
    foot: MonthRow
    bands: tuple[Band, ...]
    # The foot of the period before; None where it had nothing, or there is none.
    foot_before: Scored | None = None

    @property
    def beside(self) -> Beside | None:
        """The foot beside the one before."""
        return beside(self.foot.shown, self.foot_before) if self.foot_before else None

    @property
    def ranked(self) -> tuple[MonthRow, ...]:
        """Those that enough were called back for."""
        return tuple(row for row in self.rows if row.shown.rank)

    @property
    def first(self) -> tuple[MonthRow, ...]:
        """The three at the top, of more than six."""
        return self.ranked[:EDGE] if len(self.ranked) > 2 * EDGE else ()

    @property
    def last(self) -> tuple[MonthRow, ...]:
        """The three at the foot, the last first."""
        return self.ranked[: -EDGE - 1 : -1] if len(self.ranked) > 2 * EDGE else ()

    @property
    def grades(self) -> list[tuple[str, list[MonthRow]]]:
        """Each grade that somebody has, the best first; equal in standing to the ranks."""
        found: dict[str, list[MonthRow]] = {}
        for row in self.ranked:
            found.setdefault(row.shown.grade, []).append(row)
        return list(found.items())

    @property
    def apart(self) -> tuple[MonthRow, ...]:
        """Too few were called back to rank them."""
        return tuple(row for row in self.rows if not row.shown.rank)

    @property
    def classes(self) -> list[tuple[ClassChoice, list[MonthRow]]]:
        """Each class that somebody is in, with its units."""
        found = [(one, [row for row in self.rows if row.place.unit_class == one])
                 for one in ClassChoice]  # fmt: skip
        return [(one, rows) for one, rows in found if rows]

    @property
    def supervised(self) -> tuple[MonthRow, ...]:
        """Whom the district is to supervise."""
        return tuple(row for row in self.rows if row.place.is_supervised)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period of the chart."""

    label: str
    accepted: int
    valid: int
    printed: PrintedRates


@dataclass(frozen=True, slots=True)
class Trend:
    """Periods, oldest first, of the row called `name`, or of all rows' means where it is ""."""

    name: str
    points: tuple[TrendPoint, ...]


def month_table(scope: Scope, cohort: Cohort, *, level: Level, base: Base) -> MonthTable:
    """The table of one cohort."""
    cohorts = cohorts_until(cohort, 2) if cohort.label else [cohort]
    counted = count_groups(scope, level, [each.window for each in cohorts])
    return _table(counted, scope, cohorts, level, base)


def closed_table(scope: Scope, closing: MonthClosing, *, level: Level, base: Base) -> MonthTable:
    """The table of a closed month, beside the period before where that is closed too. Its numbers
    open no tickets: those are as they are today."""
    cohorts = [cohort_of(closing)]
    counted = counted_of(closing, scope, level, window=1)
    last = latest_closing(previous_period(cohorts[0].period).label)
    if last is not None:
        counted += counted_of(last, scope, level)
    cohorts.insert(0, cohort_of(last) if last else cohorts[0])
    return _table(counted, NOTHING_OPENS, cohorts, level, base)


def month_with_trend(
    scope: Scope, cohort: Cohort, *, level: Level, base: Base, key: str = ""
) -> tuple[MonthTable, Trend]:
    """The table of a period and the twelve periods that end with it, of `key` or of the mean."""
    cohorts = cohorts_until(cohort, TREND_PERIODS)
    counted = count_groups(scope, level, [each.window for each in cohorts])
    table = _table(counted, scope, cohorts, level, base)
    names = {one.group.key: one.group.name for one in counted}
    if key not in names:
        key = ""
    points = [
        _point(each, [one for one in counted if one.window == number], base, key)
        for number, each in enumerate(cohorts)
    ]
    return table, Trend(names.get(key, ""), tuple(points))


def sorted_rows(rows: Sequence[MonthRow], column: str, *, is_descending: bool) -> list[MonthRow]:
    """Rows by one column; equals keep the order of rank, who is not ranked stands behind."""
    key = _key_of(column)
    ranked = sorted((r for r in rows if r.shown.rank), key=key, reverse=is_descending)
    apart = sorted((r for r in rows if not r.shown.rank), key=key, reverse=is_descending)
    return ranked + apart


def _key_of(column: str) -> Callable[[MonthRow], Any]:
    if column == "name":
        return lambda row: row.name
    if column == "rank":
        return lambda row: row.shown.rank
    if column == "grade":
        return lambda row: row.shown.printed.composite
    if column in FIGURES:
        return lambda row: row.shown.figure(column)
    if column in {"all_composite", "kept_composite"}:
        side = column.removesuffix("_composite")
        return lambda row: getattr(row, side).printed.composite
    return lambda row: getattr(row.shown.printed, column)


def _table(
    counted: Sequence[Counted], scope: Scope, cohorts: Sequence[Cohort], level: Level, base: Base
) -> MonthTable:
    """Of the last of the cohorts; the one before it is what it is compared with."""
    cohort, last = cohorts[-1], len(cohorts) - 1
    found = [one for one in counted if one.window == last]
    bands = bands_of(cohort)
    sides = {
        Base.ALL: score_side([one.all for one in found], cohort, bands=bands),
        Base.KEPT: score_side([one.kept for one in found], cohort, bands=bands),
    }
    earlier = [one for one in counted if one.window == last - 1]
    before = _before(earlier, cohorts, base)
    keys = [one.group.key for one in found]
    places = places_of(keys, sides[base], before, cohort, has_classes=level == Level.SUBDISTRICT)
    rows = [
        MonthRow(
            one.group.key,
            one.group.name,
            one.group.code,
            scope.opens(level, one.group.area, one.group.parent),
            in_all,
            in_kept,
            base,
            place,
        )
        for one, in_all, in_kept, place in zip(
            found, sides[Base.ALL], sides[Base.KEPT], places, strict=True
        )
    ]
    rows.sort(key=lambda row: (not row.shown.rank, row.shown.rank, row.name, row.code))
    foot = MonthRow(
        "",
        "",
        "",
        bool(rows) and all(row.can_open for row in rows),
        _foot([one.all for one in found], cohort.scoring),
        _foot([one.kept for one in found], cohort.scoring),
        base,
        Place(),
    )
    kept = [one.kept if base == Base.KEPT else one.all for one in earlier]
    foot_before = _foot(kept, cohorts[last - 1].scoring) if earlier else None
    return MonthTable(cohort, level, base, tuple(rows), foot, tuple(bands), foot_before)


def _before(counted: Sequence[Counted], cohorts: Sequence[Cohort], base: Base) -> dict[str, Scored]:
    if not counted:
        return {}
    sides = [one.kept if base == Base.KEPT else one.all for one in counted]
    scored = score_side(sides, cohorts[-2], how_sure=False)
    return {one.group.key: each for one, each in zip(counted, scored, strict=True)}


def _foot(counts: Sequence[Counts], scheme: Scheme) -> Scored:
    foot = summary([each.tally for each in counts], scheme)
    closed = sum(each.closed for each in counts)
    return Scored(closed, foot.tally, foot.rates, printed(foot.rates, scheme), 0)


def _point(cohort: Cohort, counted: Sequence[Counted], base: Base, key: str) -> TrendPoint:
    scheme = cohort.scoring
    tallies = [
        (one.kept if base == Base.KEPT else one.all).tally
        for one in counted
        if not key or one.group.key == key
    ]
    foot = summary(tallies, scheme)
    return TrendPoint(
        cohort.label, foot.tally.accepted, foot.tally.valid, printed(foot.rates, scheme)
    )
