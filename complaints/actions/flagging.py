"""Flagging what holds a word of the risk list, and setting a flag aside."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint, record
from complaints.actions.reference import save_reference
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import Complaint, RiskFlag, RiskWord, User
from complaints.permissions import can_advise, can_edit_reference
from complaints.selectors.risks import RiskBook
from complaints.states import OPEN_TO_JOIN

REASON_MAX = 300


def flags_for(complaints: Iterable[Complaint], book: RiskBook) -> Iterator[RiskFlag]:
    """The flags of complaints as they were told, unsaved: bulk verbs write many at once."""
    for complaint in complaints:
        for word in book.words_in(complaint.text):
            yield RiskFlag(complaint=complaint, word=word, at=complaint.received_at)


def flag_words(complaint: Complaint, text: str, *, at: datetime) -> int:
    """Flag what stands in words that were told just now; a word that is flagged already stays as
    it is. Called inside the transaction that keeps the words. Returns how many are new."""
    found = RiskBook(timezone.localdate(at)).words_in(text)
    if not found:
        return 0
    known = set(RiskFlag.objects.filter(complaint=complaint).values_list("word_id", flat=True))
    fresh = [
        RiskFlag(complaint=complaint, word=word, at=at) for word in found if word.pk not in known
    ]
    RiskFlag.objects.bulk_create(fresh)
    return len(fresh)


def set_flag_aside(key: int, *, by: User, reason: str, at: datetime | None = None) -> RiskFlag:
    """A person has read the words: they tell of no such danger."""
    at = at or timezone.now()
    words = reason.strip()
    if not words:
        raise Invalid(_("请写明为什么搁置这条提示。"), field="reason")
    found = RiskFlag.objects.filter(pk=key).values_list("complaint_id", flat=True).first()
    if found is None:
        raise NotFound(_("没有这条风险提示。"))
    with transaction.atomic():
        complaint = lock_complaint(found, by=by)
        if not can_advise(by, complaint):
            raise NotAllowed(_("您没有搁置风险提示的权限。"))
        flag = RiskFlag.objects.select_for_update(of=("self",)).select_related("word").get(pk=key)
        if flag.set_aside_at is not None:
            raise Conflict(_("这条风险提示已经搁置。"))
        flag.set_aside_at, flag.set_aside_by, flag.reason = at, by, words[:REASON_MAX]
        flag.save(update_fields=["set_aside_at", "set_aside_by", "reason"])
        record(
            complaint, "set_aside", by=by, at=at, from_status=complaint.status,
            facts={"kind": flag.word.kind},
        )  # fmt: skip
    return flag


def save_risk_word(word: RiskWord, *, by: User, at: datetime | None = None) -> int:
    """Keep a word of the list and flag what is under way and holds it; returns how many."""
    at = at or timezone.now()
    with transaction.atomic():
        save_reference(word, by=by, may=can_edit_reference)
        today = timezone.localdate(at)
        if word.since > today or (word.until is not None and word.until < today):
            return 0
        under_way = Complaint.objects.in_status(*(status.value for status in OPEN_TO_JOIN))
        flagged = RiskFlag.objects.filter(word=word).values("complaint_id")
        rows = under_way.filter(text__icontains=word.word).exclude(pk__in=flagged).order_by("pk")
        fresh = [RiskFlag(complaint=row, word=word, at=at) for row in rows.only("pk")]
        RiskFlag.objects.bulk_create(fresh, batch_size=1000)
    return len(fresh)
