"""Applications to leave the second base, those that wait first."""

from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import User
from dispatch.models import Assignment, Exclusion
from dispatch.selectors.paging import page_of

PAGE = 50


def exclusions_seen(
    user: User, *, decision: str = "", after: int = 0
) -> tuple[list[Exclusion], int]:
    """Fifty applications on complaints this person sees, newest first; the offset of the next."""
    rows = Exclusion.objects.filter(assignment__in=Assignment.objects.visible_to(user))
    if decision:
        rows = rows.filter(decision=decision)
    rows = rows.select_related(
        "assignment__organisation", "assignment__complaint", "applied_by", "decided_by"
    )
    return page_of(rows.order_by("-applied_at", "-pk"), after=after, size=PAGE)


def find_exclusion(key: int, user: User) -> Exclusion:
    """An application on a complaint that this person may see."""
    rows = Exclusion.objects.filter(assignment__in=Assignment.objects.visible_to(user))
    found = rows.select_related(
        "assignment__organisation", "assignment__complaint", "applied_by", "decided_by"
    ).filter(pk=key)
    exclusion = found.first()
    if exclusion is None:
        raise NotFound(_("没有这项剔除申请，或不在您的查看范围内。"))
    return exclusion
