"""The complaint's own verbs; dispatch calls the later ones inside its transactions."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import event_of, lock_complaint, lock_with_members, record
from complaints.actions.intake import (
    REDACTED_ADDRESS_MAX,
    Where,
    index_words,
    place_complaint,
)
from complaints.actions.knowledge import use_article
from complaints.actions.suggesting import keep_suggestion
from complaints.actions.undoing import keep_before, values_of
from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import (
    By,
    Category,
    Complaint,
    ComplaintEvent,
    Holding,
    User,
)
from complaints.permissions import can_triage
from complaints.selectors.clocks import dispatch_due
from complaints.selectors.joint import members_of
from complaints.states import Verb, after

PLACE = ("district_id", "subdistrict_id", "community_id")


def classify_complaint(
    key: int,
    *,
    by: By,
    version: int,
    where: Where,
    category_id: int | None,
    demand_kind: str,
    urgency: str,
    redacted_text: str,
    at: datetime | None = None,
) -> Complaint:
    """Set place, category, kind, urgency and the words units may read, as one saved edit."""
    at = at or timezone.now()
    with transaction.atomic():
        complaint = lock_complaint(key, by=by, version=version)
        _may_triage(by, complaint)
        if not redacted_text.strip():
            raise Invalid(_("派单内容不能为空。"), field="redacted_text")
        words = complaint.redacted_text
        before = values_of(complaint)
        event = reclassify(
            complaint,
            by=by,
            at=at,
            place=lambda row: place_complaint(row, where),
            category=Category.objects.filter(pk=category_id).first() if category_id else None,
            due=lambda kind: dispatch_due(kind, start=complaint.received_at),
            demand_kind=demand_kind,
            urgency=urgency,
            redacted_text=redacted_text,
        )
        event.save(force_insert=True)
        complaint.save()
        index_words(complaint)
        keep_suggestion(complaint, words=words, at=at)
        if isinstance(by, User):
            keep_before(event, before)
    return complaint


def reclassify(
    complaint: Complaint,
    *,
    by: By,
    at: datetime,
    place: Callable[[Complaint], None],
    category: Category | None,
    due: Callable[[str], datetime | None],
    demand_kind: str,
    urgency: str,
    redacted_text: str,
) -> ComplaintEvent:
    """Change the row, unsaved; the event that names the changed fields, unsaved too."""
    before = _known(complaint)
    from_status, complaint.status = complaint.status, after(complaint.status, Verb.CLASSIFY)
    place(complaint)
    if category != complaint.category:
        complaint.category_set_by = Complaint.CategorySetBy.CLERK if category else ""
        if category is not None:
            # Another kind of demand has another limit; it still counts from receipt.
            complaint.dispatch_due_at = due(category.clock_kind)
    complaint.category = category
    complaint.demand_kind = demand_kind
    complaint.urgency = urgency
    complaint.redacted_text = redacted_text.strip()
    complaint.version += 1
    changed = sorted(name for name, value in _known(complaint).items() if value != before[name])
    facts: dict[str, Any] = {"changed": changed}
    was, became = ([row[name] for name in PLACE] for row in (before, _known(complaint)))
    if was != became:
        # A month that is closed is recounted later as it stood: with the place of that day.
        facts["place"] = [was, became]
    return event_of(complaint, "classify", by=by, at=at, from_status=from_status, facts=facts)


def answer_complaint(
    key: int,
    *,
    by: By,
    answer: str,
    article_id: int | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Complaint:
    """Answer at once what needs no dispatch (咨询, 条例 Art. 11), perhaps with an article."""
    at = at or timezone.now()
    if not answer.strip():
        raise Invalid(_("请写明答复内容。"), field="answer")
    with transaction.atomic():
        lock_with_members(key)
        complaint = lock_complaint(key, by=by, version=version)
        _may_triage(by, complaint)
        refuse_while_held(complaint)
        words = answer.strip()
        if article_id is not None:
            use_article(article_id, complaint, by=by, at=at)
        for one in members_of(complaint):
            # What waits beside it is answered with it; each caller reads it under his own number.
            if one.status == Complaint.StatusChoice.RECEIVED:
                member = Complaint.objects.select_for_update(of=("self",)).get(pk=one.pk)
                _move(member, Verb.ANSWER, by=by, at=at, answer=words, finished_at=at)
        return _move(complaint, Verb.ANSWER, by=by, at=at, answer=words, finished_at=at)


def refuse_while_held(complaint: Complaint) -> None:
    """While a unit acts on it, nobody ends it over the unit's head; the complaint is locked."""
    held = Holding.objects.filter(complaint=complaint, until__isnull=True)
    if held.exclude(role=Holding.Role.COPY).exists():
        raise Conflict(_("还有单位在办理这件诉求，不能直接答复。"))


def confirm_redaction(
    key: int,
    *,
    by: By,
    redacted_text: str,
    redacted_address: str | None = None,
    at: datetime | None = None,
) -> Complaint:
    """A person has read the words that units will read; without an address the one masked by
    machine stands."""
    at = at or timezone.now()
    if not redacted_text.strip():
        raise Invalid(_("派单内容不能为空。"), field="redacted_text")
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        _may_triage(by, complaint)
        event = confirmed(
            complaint,
            by=by,
            redacted_text=redacted_text,
            redacted_address=redacted_address,
            at=at,
        )
        event.save(force_insert=True)
        complaint.save(
            update_fields=[
                "redacted_text", "redacted_address", "is_redaction_confirmed", "version",
            ]
        )  # fmt: skip
        index_words(complaint)
    return complaint


def confirmed(
    complaint: Complaint,
    *,
    by: By,
    redacted_text: str,
    at: datetime,
    redacted_address: str | None = None,
) -> ComplaintEvent:
    """Change the row, unsaved; the event, unsaved too."""
    complaint.redacted_text = redacted_text.strip()
    if redacted_address is not None:
        complaint.redacted_address = redacted_address.strip()[:REDACTED_ADDRESS_MAX]
    complaint.is_redaction_confirmed = True
    complaint.version += 1
    return event_of(complaint, "confirm_redaction", by=by, at=at, from_status=complaint.status)


def mark_dispatched(key: int, *, by: By, at: datetime, facts: dict[str, Any]) -> Complaint:
    """A unit was asked to act."""
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        if not complaint.is_redaction_confirmed:
            raise Invalid(_("派单前请先核对派单内容，去掉个人信息。"), field="redacted_text")
        return _move(complaint, Verb.DISPATCH, by=by, at=at, facts=facts)


def mark_taken_back(key: int, *, by: By, at: datetime, facts: dict[str, Any]) -> Complaint:
    """No unit holds it any more; it waits for dispatch again, its first limit unchanged."""
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        return _move(complaint, Verb.TAKE_BACK, by=by, at=at, facts=facts)


def mark_finished(key: int, *, by: By, at: datetime, answer: str) -> Complaint:
    """Every branch has given both feedbacks."""
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        return _move(complaint, Verb.FINISH, by=by, at=at, answer=answer, finished_at=at)


def mark_callback_open(key: int, *, by: By, at: datetime) -> Complaint:
    """The limit has passed: the caller is to be asked."""
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        if complaint.status == Complaint.StatusChoice.TO_CALL_BACK:
            return complaint
        return _move(complaint, Verb.OPEN_CALLBACK, by=by, at=at)


def mark_called_back(key: int, *, by: By, at: datetime) -> Complaint:
    """Every branch's callback is done."""
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        return _move(complaint, Verb.RECORD_CALLBACK, by=by, at=at)


def archive_complaint(key: int, *, by: By, at: datetime | None = None) -> Complaint:
    """Put it away: answered at once, or called back with both feedbacks given."""
    at = at or timezone.now()
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        _may_triage(by, complaint)
        if complaint.finished_at is None:
            raise Invalid(_("双反馈尚未完成，不能归档。"))
        return _move(complaint, Verb.ARCHIVE, by=by, at=at)


def _move(
    complaint: Complaint,
    verb: Verb,
    *,
    by: By,
    at: datetime,
    facts: dict[str, Any] | None = None,
    **changes: Any,
) -> Complaint:
    event = advance(complaint, verb, by=by, at=at, facts=facts, **changes)
    event.save(force_insert=True)
    complaint.save(update_fields=["status", "version", *changes])
    return complaint


def advance(
    complaint: Complaint,
    verb: Verb,
    *,
    by: By,
    at: datetime,
    facts: dict[str, Any] | None = None,
    **changes: Any,
) -> ComplaintEvent:
    """Move the row along its table, unsaved; the event that says so, unsaved too."""
    from_status = complaint.status
    complaint.status = after(from_status, verb)
    for name, value in changes.items():
        setattr(complaint, name, value)
    complaint.version += 1
    return event_of(complaint, verb.value, by=by, at=at, from_status=from_status, facts=facts)


def _may_triage(by: By, complaint: Complaint) -> None:
    if isinstance(by, User) and not can_triage(by, complaint):
        raise NotAllowed(_("只有处置中心和专班可以分派诉求。"))


def _known(complaint: Complaint) -> dict[str, object]:
    names = (
        "community_id", "subdistrict_id", "district_id", "address", "category_id",
        "demand_kind", "urgency", "redacted_text",
    )  # fmt: skip
    return {name: getattr(complaint, name) for name in names}


def move_promise(key: int, *, by: By, at: datetime, until: datetime) -> Complaint:
    """The day a caller was told moves: what he follows says the new one from now on."""
    complaint = lock_complaint(key, by=by)
    record(complaint, "move_promise", by=by, at=at, facts={"until": until.isoformat()})
    return complaint
