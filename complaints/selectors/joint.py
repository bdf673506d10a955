"""What belongs together now."""

from collections.abc import Iterable

from django.db.models import Count

from complaints.models import Complaint, JointMember
from complaints.states import Standing


def membership_of(complaint: Complaint) -> JointMember | None:
    """How it goes along with another one; None where it goes alone, or leads."""
    rows = JointMember.objects.filter(complaint=complaint, until__isnull=True)
    return rows.select_related("case__lead").first()


def standing_of(complaint: Complaint) -> Standing:
    """Alone, leading, or going along."""
    if membership_of(complaint) is not None:
        return Standing.ALONG
    led = JointMember.objects.filter(case__lead=complaint, until__isnull=True)
    return Standing.LEADING if led.exists() else Standing.ALONE


def lead_of(complaint: Complaint) -> Complaint:
    """The complaint that this one goes along with; itself where it goes alone."""
    member = membership_of(complaint)
    return member.case.lead if member else complaint


def members_of(lead: Complaint) -> list[Complaint]:
    """Those that go along with this one now, the first first."""
    rows = JointMember.objects.filter(case__lead=lead, until__isnull=True)
    return [row.complaint for row in rows.select_related("complaint").order_by("since", "pk")]


def joined_counts(leads: Iterable[int]) -> dict[int, int]:
    """How many go along with each of these, by primary key; none is left out."""
    rows = JointMember.objects.filter(case__lead__in=list(leads), until__isnull=True)
    counted = rows.order_by().values_list("case__lead").annotate(n=Count("pk"))
    return dict(counted)
