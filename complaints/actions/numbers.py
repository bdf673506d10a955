"""Numbers of the day, given out under a row lock."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import F

from complaints.models import NumberSeries


def take_numbers(day: date, count: int = 1) -> list[str]:
    """The next `count` numbers of a day; runs inside the caller's transaction."""
    series = NumberSeries.objects.filter(day=day)
    if not series.update(last=F("last") + count):
        # The day's first number; two first ones at once agree on one row.
        NumberSeries.objects.bulk_create([NumberSeries(day=day)], ignore_conflicts=True)
        series.update(last=F("last") + count)
    last = series.values_list("last", flat=True).get()
    return [f"{day:%Y%m%d}{number:06d}" for number in range(last - count + 1, last + 1)]


def take_number_blocks(counts: Mapping[date, int]) -> dict[date, Iterator[str]]:
    """The next numbers of many days in three queries; runs inside the caller's transaction. Days
    are locked in their order, so two imports wait for each other and never for ever."""
    NumberSeries.objects.bulk_create(
        [NumberSeries(day=day) for day in sorted(counts)], ignore_conflicts=True
    )
    series = list(
        NumberSeries.objects.select_for_update().filter(day__in=list(counts)).order_by("day")
    )
    blocks = {}
    for row in series:
        first = row.last + 1
        row.last += counts[row.day]
        blocks[row.day] = _numbers(row.day, first, row.last)
    NumberSeries.objects.bulk_update(series, ["last"])
    return blocks


def _numbers(day: date, first: int, last: int) -> Iterator[str]:
    return (f"{day:%Y%m%d}{number:06d}" for number in range(first, last + 1))
