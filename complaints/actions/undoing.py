"""Taking back a step of one's own, for a few seconds. History keeps both and is never edited."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint, record
from complaints.actions.intake import index_words
from complaints.errors import Conflict, NotAllowed, NotFound
from complaints.models import By, Complaint, ComplaintEvent, EditBefore, Parameter, Suggestion, User
from complaints.permissions import TRIAGE
from complaints.selectors.parameters import span_of
from complaints.states import Verb, before, undoing

# All that one edit may change; restored as a whole.
EDITED = (
    "community_id", "subdistrict_id", "district_id", "address", "redacted_address", "lon", "lat",
    "datum", "category_id", "category_set_by", "dispatch_due_at", "demand_kind", "urgency",
    "redacted_text", "status",
)  # fmt: skip


def values_of(complaint: Complaint) -> dict[str, Any]:
    """What an edit may replace, as it stands."""
    return {name: getattr(complaint, name) for name in EDITED}


def keep_before(event: ComplaintEvent, values: dict[str, Any]) -> EditBefore:
    """Keep what an edit replaced, beside its event."""
    complaint = event.complaint
    return EditBefore.objects.create(
        event=event, version=complaint.version, values=values, at=event.at
    )


def undo_classify(step: ComplaintEvent, *, by: User, at: datetime) -> Complaint:
    """Put back what the edit replaced; refused once anybody has gone on from it."""
    with transaction.atomic():
        complaint = _lock_own(step, by=by)
        kept = EditBefore.objects.filter(event=step).first()
        if kept is None or kept.version != complaint.version:
            raise Conflict(_("后面已经有人接着办了，不能再撤销。"))
        from_status = complaint.status
        due = kept.values["dispatch_due_at"]
        values = {**kept.values, "dispatch_due_at": parse_datetime(due) if due else None}
        for name, value in values.items():
            setattr(complaint, name, value)
        complaint.status = before(from_status, Verb.CLASSIFY, step.from_status)
        complaint.version += 1
        verb = undoing(Verb.CLASSIFY)
        record(complaint, verb, by=by, at=at, from_status=from_status, facts=step.facts)
        complaint.save(update_fields=[*EDITED, "version"])
        index_words(complaint)
        kept.delete()
        # What the edit said of a suggestion was a slip too; the next edit says it again.
        Suggestion.objects.filter(complaint=complaint, at=step.at).delete()
        if not _sees(by, complaint):
            raise NotFound(_("没有这件诉求，或不在您的查看范围内。"))
    return complaint


def mark_undone(key: int, verb: Verb, *, by: By, at: datetime, start: str) -> Complaint:
    """Lead the complaint back to where `verb` started; the caller has undone what hangs on it."""
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        from_status = complaint.status
        complaint.status = before(from_status, verb, start)
        complaint.version += 1
        record(complaint, undoing(verb), by=by, at=at, from_status=from_status)
        complaint.save(update_fields=["status", "version"])
    return complaint


def check_undoable(step: ComplaintEvent, *, by: User, at: datetime) -> None:
    """Refuse another person's step, and one that is too long ago; by the event's own instant."""
    if step.by_id != by.pk:
        raise NotAllowed(_("只能撤销自己刚办的一步。"))
    window = span_of(Parameter.Key.UNDO_WINDOW, on=timezone.localdate(at))
    if not step.at <= at <= step.at + window:
        raise Conflict(_("已经超过可以撤销的时间，请按正常步骤更正。"))


def forget_edits(*, at: datetime | None = None) -> int:
    """Drop what no undo can reach any longer."""
    at = at or timezone.now()
    window = span_of(Parameter.Key.UNDO_WINDOW, on=timezone.localdate(at))
    past = EditBefore.objects.filter(at__lt=at - window - timedelta(minutes=1))
    dropped, _by_model = past.delete()
    return dropped


def _lock_own(step: ComplaintEvent, *, by: User) -> Complaint:
    """An edit may have taken it out of his sight: who placed it there may fetch it back."""
    by.forget_posts()
    if not by.has_role(*TRIAGE):
        raise NotAllowed(_("只有处置中心和专班可以分派诉求。"))
    return Complaint.objects.select_for_update(of=("self",)).get(pk=step.complaint_id)


def _sees(user: User, complaint: Complaint) -> bool:
    return Complaint.objects.visible_to(user).filter(pk=complaint.pk).exists()
