"""Locking and the event row, the first and the last step of every verb."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints.errors import Conflict, NotFound
from complaints.models import Actor, By, Complaint, ComplaintEvent, JointMember, User


def lock_complaint(key: int, *, by: By, version: int | None = None) -> Complaint:
    """The row, locked, if this person may see it and, where given, nobody saved it since.

    Sight and posts are read after the lock: what was taken away while this waited is gone.
    """
    complaint = Complaint.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if complaint is None or (isinstance(by, User) and not _sees(by, complaint)):
        raise NotFound(_("没有这件诉求，或不在您的查看范围内。"))
    if version is not None and version != complaint.version:
        raise Conflict(
            _("这件诉求刚被别人修改过。请核对最新内容后再保存；您填写的内容仍在页面上。")
        )
    return complaint


def lock_complaints(keys: Iterable[int]) -> list[Complaint]:
    """Several rows, always in the same order, so that two who want the same ones never wait for
    each other for ever. Who may see them is asked as each is used."""
    rows = Complaint.objects.select_for_update(of=("self",)).filter(pk__in=list(keys))
    return list(rows.order_by("pk"))


def lock_with_members(key: int) -> None:
    """The row and all that go along with it; nothing where nobody does."""
    along = JointMember.objects.filter(case__lead=key, until__isnull=True)
    if keys := list(along.values_list("complaint_id", flat=True)):
        lock_complaints([key, *keys])


def _sees(user: User, complaint: Complaint) -> bool:
    user.forget_posts()
    return Complaint.objects.visible_to(user).filter(pk=complaint.pk).exists()


def author(by: By) -> dict[str, Any]:
    """`by` and `actor` of an event or another signed row."""
    if isinstance(by, User):
        return {"by": by, "actor": Actor.USER}
    return {"by": None, "actor": by}


def record(
    complaint: Complaint,
    verb: str,
    *,
    by: By,
    at: datetime,
    from_status: str = "",
    facts: Mapping[str, object] | None = None,
) -> ComplaintEvent:
    """Write the event row; `facts` hold no personal data."""
    event = event_of(complaint, verb, by=by, at=at, from_status=from_status, facts=facts)
    event.save(force_insert=True)
    return event


def event_of(
    complaint: Complaint,
    verb: str,
    *,
    by: By,
    at: datetime,
    from_status: str = "",
    facts: Mapping[str, object] | None = None,
) -> ComplaintEvent:
    """The event row, unsaved: bulk verbs write many at once."""
    return ComplaintEvent(
        complaint=complaint,
        verb=verb,
        from_status=from_status,
        to_status=complaint.status,
        at=at,
        facts=dict(facts or {}),
        **author(by),
    )
