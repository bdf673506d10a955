"""The month's table: three rates, composite and rank of every unit, in both bases.

One definition for page, export, command and API.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dispatch.kernels.rates import (
    PrintedRates,
    Rates,
    Scheme,
    Tally,
    printed,
    ranks,
    rates_of,
    summary,
)
from dispatch.selectors.cohorts import Cohort, cohorts_until
from dispatch.selectors.scopes import Scope
from dispatch.selectors.tallies import Base, Counted, Counts, Level, count_groups

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
TREND_PERIODS = 12


@dataclass(frozen=True, slots=True)
class Scored:
    """One base of one row. `rank` is 0 in the foot."""

    closed: int
    tally: Tally
    exact: Rates
    printed: PrintedRates
    rank: int

    def figure(self, name: str) -> int:
        """A count by its name in FIGURES."""
        return self.closed if name == "closed" else int(getattr(self.tally, name))

    @property
    def figures(self) -> list[tuple[str, int]]:
        """All counts with their names, in the order of the printed table."""
        return [(name, self.figure(name)) for name in FIGURES]


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

    @property
    def shown(self) -> Scored:
        """Of the base that was asked for."""
        return self.kept if self.base == Base.KEPT else self.all


@dataclass(frozen=True, slots=True)
class MonthTable:
    """Rows by rank. `foot` has sums of counts and plain means of the rows' rates."""

    cohort: Cohort
    level: Level
    base: Base
    rows: tuple[MonthRow, ...]
    foot: MonthRow


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
    return _table(count_groups(scope, level, [cohort.window]), scope, cohort, level, base)


def month_with_trend(
    scope: Scope, cohort: Cohort, *, level: Level, base: Base, key: str = ""
) -> tuple[MonthTable, Trend]:
    """The table of a period and the twelve periods that end with it, of `key` or of the mean."""
    cohorts = cohorts_until(cohort, TREND_PERIODS)
    counted = count_groups(scope, level, [each.window for each in cohorts])
    last = len(cohorts) - 1
    table = _table([one for one in counted if one.window == last], scope, cohort, level, base)
    names = {one.group.key: one.group.name for one in counted}
    if key not in names:
        key = ""
    points = [
        _point(each, [one for one in counted if one.window == number], base, key)
        for number, each in enumerate(cohorts)
    ]
    return table, Trend(names.get(key, ""), tuple(points))


def sorted_rows(rows: Sequence[MonthRow], column: str, *, is_descending: bool) -> list[MonthRow]:
    """Rows by one column; equals keep the order of rank."""
    if column == "name":
        return sorted(rows, key=lambda row: row.name, reverse=is_descending)
    if column == "rank":
        return sorted(rows, key=lambda row: row.shown.rank, reverse=is_descending)
    if column in FIGURES:
        return sorted(rows, key=lambda row: row.shown.figure(column), reverse=is_descending)
    if column in {"all_composite", "kept_composite"}:
        side = column.removesuffix("_composite")
        return sorted(
            rows, key=lambda row: getattr(row, side).printed.composite, reverse=is_descending
        )
    return sorted(rows, key=lambda row: getattr(row.shown.printed, column), reverse=is_descending)


def _table(
    counted: Sequence[Counted], scope: Scope, cohort: Cohort, level: Level, base: Base
) -> MonthTable:
    scheme = cohort.scoring
    sides = [
        _scored([one.all for one in counted], scheme),
        _scored([one.kept for one in counted], scheme),
    ]
    rows = [
        MonthRow(
            one.group.key,
            one.group.name,
            one.group.code,
            scope.opens(level, one.group.area, one.group.parent),
            in_all,
            in_kept,
            base,
        )
        for one, in_all, in_kept in zip(counted, *sides, strict=True)
    ]
    rows.sort(key=lambda row: (row.shown.rank, row.name, row.code))
    foot = MonthRow(
        "",
        "",
        "",
        bool(rows) and all(row.can_open for row in rows),
        _foot([one.all for one in counted], scheme),
        _foot([one.kept for one in counted], scheme),
        base,
    )
    return MonthTable(cohort, level, base, tuple(rows), foot)


def _scored(counts: Sequence[Counts], scheme: Scheme) -> list[Scored]:
    places = ranks([each.tally for each in counts], scheme)
    return [
        Scored(each.closed, each.tally, rates, printed(rates, scheme), place)
        for each, rates, place in zip(
            counts, [rates_of(each.tally, scheme) for each in counts], places, strict=True
        )
    ]


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
