"""The end of a talk: what its units saw as a copy they see no longer, unless they act now."""

from collections.abc import Collection
from datetime import datetime

from complaints.actions.history import record
from complaints.actions.holdings import release_hold
from complaints.models import By, Complaint, Holding, User
from dispatch.models import Consultation
from dispatch.states import TalkVerb, talk_after


def close_talk(
    talk: Consultation,
    verb: TalkVerb,
    *,
    by: By,
    at: datetime,
    decision: str,
    keeps: Collection[int] = (),
    **changes: object,
) -> Consultation:
    """`keeps` are the units that act from now on. Complaint and talk are locked."""
    talk.status = talk_after(talk.status, verb).value
    changes |= {"decision": decision, "ended_at": at}
    changes["ended_by"] = by if isinstance(by, User) else None
    for name, value in changes.items():
        setattr(talk, name, value)
    talk.save(update_fields=["status", *changes])
    copies = Holding.objects.filter(
        complaint=talk.complaint, until__isnull=True, role=Holding.Role.COPY
    )
    asked = set(talk.opinions.values_list("organisation_id", flat=True))
    for unit in copies.filter(organisation__in=asked - set(keeps)).values_list(
        "organisation_id", flat=True
    ):
        release_hold(talk.complaint, unit, at=at)
    record(talk.complaint, verb.value, by=by, at=at, from_status=talk.complaint.status)
    return talk


def end_open_talk(complaint: Complaint, *, by: By, at: datetime, decision: str) -> None:
    """Somebody sent the complaint on meanwhile: its open talk, if any, is over."""
    talk = Consultation.objects.select_for_update(of=("self",)).filter(
        complaint=complaint, status=Consultation.StatusChoice.OPEN
    ).first()  # fmt: skip
    if talk is not None:
        talk.complaint = complaint
        close_talk(talk, TalkVerb.CALL_OFF, by=by, at=at, decision=decision)
