"""The year behind: which matters come in which month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from complaints.models import Category, User
from forecasting.models import DailyCount

MONTHS = 12


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """A first-level category's complaints month by month; `level` runs 0–5 within the row."""

    name: str
    counts: tuple[int, ...]
    levels: tuple[int, ...]
    total: int

    @property
    def cells(self) -> list[tuple[int, int]]:
        """Count and level of each month."""
        return list(zip(self.counts, self.levels, strict=True))


@dataclass(frozen=True, slots=True)
class SeasonTable:
    """Rows by total, most first; `months` are first days, oldest first."""

    months: tuple[date, ...]
    rows: tuple[SeasonRow, ...]


def season_table(user: User, *, on: date) -> SeasonTable:
    """The last twelve whole and running months, as far as this person's areas reach."""
    months = _months_to(on)
    sums = (
        DailyCount.objects.seen_by(user)
        .filter(day__gte=months[0])
        .order_by()
        .values("category_id", month=TruncMonth("day"))
        .annotate(total=Sum("count"))
    )
    roots = _roots()
    found: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for row in sums:
        found[roots.get(row["category_id"], "")][row["month"]] += row["total"]
    rows = [_row(name, [by_month[month] for month in months]) for name, by_month in found.items()]
    return SeasonTable(months, tuple(sorted(rows, key=lambda row: (-row.total, row.name))))


def _row(name: str, counts: list[int]) -> SeasonRow:
    most = max(counts)
    levels = tuple(-(-count * 5 // most) if most else 0 for count in counts)
    return SeasonRow(name, tuple(counts), levels, sum(counts))


def _roots() -> dict[int | None, str]:
    """Each category's first-level name."""
    known = {category.pk: category for category in Category.objects.all()}

    def root(category: Category) -> Category:
        return root(known[category.parent_id]) if category.parent_id else category

    return {key: root(category).shown_name for key, category in known.items()}


def _months_to(on: date) -> tuple[date, ...]:
    last = on.year * 12 + on.month - 1
    return tuple(
        date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1)
    )
