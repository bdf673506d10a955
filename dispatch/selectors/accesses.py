"""Who opened whose identity, when and why; the identities themselves are not here."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from complaints.models import IdentityAccess
from dispatch.selectors.paging import page_of

PAGE = 50


def accesses(
    *, number: str = "", username: str = "", day: date | None = None, after: int = 0
) -> tuple[list[IdentityAccess], int]:
    """Fifty looks, newest first; the offset of the next fifty, 0 at the end."""
    rows = IdentityAccess.objects.select_related("complaint", "user")
    if number:
        rows = rows.filter(complaint__number=number)
    if username:
        rows = rows.filter(user__username=username)
    if day is not None:
        start = timezone.make_aware(datetime.combine(day, time.min))
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return page_of(rows.order_by("-at", "-pk"), after=after, size=PAGE)
