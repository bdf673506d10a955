"""What anybody may read of a closed month: the streets' figures, without tickets and without ranks.

The figures are those of the closing, by the same definitions; a count below the scheme's least
public number is not told, nor a rate over it, since few people could be known again in it.
"""

from dataclasses import dataclass
from decimal import Decimal

from dispatch.kernels.rates import PrintedRates
from dispatch.models import MonthClosing
from dispatch.selectors.closings import closing_of
from dispatch.selectors.cohorts import Cohort
from dispatch.selectors.month import MonthRow, MonthTable, closed_table
from dispatch.selectors.scopes import EVERYWHERE
from dispatch.selectors.tallies import Base, Level

OFFERED = 24


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One street. None is too few to tell."""

    name: str
    accepted: int | None
    valid: int | None
    printed: PrintedRates | None
    interval: tuple[Decimal, Decimal] | None
    grade: str


@dataclass(frozen=True, slots=True)
class PublicMonth:
    """Rows by name; `least` is the smallest number told."""

    cohort: Cohort
    table: MonthTable
    rows: tuple[PublicRow, ...]
    labels: tuple[str, ...]
    least: int
    revision: int


def public_month(label: str = "") -> PublicMonth | None:
    """The named closed month, else the latest; None where none is closed yet."""
    labels = tuple(
        MonthClosing.objects.filter(revision=1).order_by("-label").values_list("label", flat=True)
    )[:OFFERED]
    if not (label or labels):
        return None
    closing = closing_of(label or labels[0])
    table = closed_table(EVERYWHERE, closing, level=Level.SUBDISTRICT, base=Base.ALL)
    least = int(closing.scheme_facts["public_least"])
    rows = sorted((row for row in table.rows if row.code), key=lambda row: row.code)
    shown = tuple(_shown(row, least) for row in rows)
    return PublicMonth(table.cohort, table, shown, labels, least, closing.revision)


def _shown(row: MonthRow, least: int) -> PublicRow:
    scored, tally = row.all, row.all.tally
    enough = tally.valid >= max(least, 1)
    return PublicRow(
        row.name,
        tally.accepted if tally.accepted >= least else None,
        tally.valid if enough else None,
        scored.printed if enough else None,
        scored.interval if enough else None,
        scored.grade if enough else "",
    )
