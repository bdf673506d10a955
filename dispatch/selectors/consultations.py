"""Talks about whose a complaint is, with what this person may do in each."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import Complaint, Organisation, User
from complaints.states import verbs_from
from dispatch.models import Consultation, Opinion
from dispatch.permissions import can_dispatch, unit_of
from dispatch.states import TALK_LIFE, TalkVerb


@dataclass(frozen=True, slots=True)
class Talk:
    """One of them; `mine` is the opinion that this person's unit was asked for."""

    row: Consultation
    opinions: tuple[Opinion, ...]
    mine: Opinion | None
    may_opine: bool
    may_settle: bool


def talks_on(complaint: Complaint, user: User) -> list[Talk]:
    """All of them, the newest first."""
    rows = Consultation.objects.filter(complaint=complaint).select_related(
        "opened_by", "ended_by", "lead"
    )
    found = []
    for row in rows.prefetch_related("opinions__organisation", "opinions__by"):
        row.complaint = complaint
        found.append(_one(row, user))
    return found


def find_talk(key: int, user: User) -> Talk:
    """One on a complaint that this person may see."""
    rows = Consultation.objects.filter(
        complaint__in=Complaint.objects.visible_to(user).values("pk")
    )
    row = (
        rows.select_related("complaint__category", "opened_by", "lead")
        .prefetch_related("opinions__organisation", "opinions__by")
        .filter(pk=key)
        .first()
    )
    if row is None:
        raise NotFound(_("没有这次会商，或不在您的查看范围内。"))
    row.complaint = Complaint.objects.with_place().get(pk=row.complaint_id)
    return _one(row, user)


def coordinator_of(complaint: Complaint, *, on: date) -> Organisation | None:
    """Who coordinates for the district of the place."""
    return Organisation.objects.current(on).coordinating(complaint.district_id).first()


def _one(row: Consultation, user: User) -> Talk:
    verbs = verbs_from(TALK_LIFE, row.status)
    opinions = tuple(row.opinions.all())
    unit = unit_of(user, {one.organisation_id for one in opinions})
    mine = next((one for one in opinions if one.organisation_id == unit), None)
    return Talk(
        row=row,
        opinions=opinions,
        mine=mine,
        may_opine=mine is not None and TalkVerb.OPINE in verbs,
        may_settle=TalkVerb.SETTLE in verbs and can_dispatch(user, row.complaint),
    )
