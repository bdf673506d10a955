"""Numbers of the day, given out under a row lock."""

from datetime import date

from django.db import transaction
from django.db.models import F

from complaints.models import NumberSeries


def take_numbers(day: date, count: int = 1) -> list[str]:
    """The next `count` numbers of a day; runs inside the caller's transaction."""
    with transaction.atomic():
        NumberSeries.objects.get_or_create(day=day)
        NumberSeries.objects.filter(day=day).update(last=F("last") + count)
        last = NumberSeries.objects.get(day=day).last
    return [f"{day:%Y%m%d}{number:06d}" for number in range(last - count + 1, last + 1)]
