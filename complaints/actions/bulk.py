"""Many complaints' lives at once, for the demonstration, benches and simulators.

Each method is the bulk twin of one verb of `intake`, `life`, `photos` or `holdings`: it takes the
same step along the same table and builds the same rows, through the functions those verbs use. It
asks neither who may nor who holds the row's lock, so nobody's request ever comes here. Rows are
written together, so numbers are given in the order of `file`; tests compare both ways row by row.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from complaints.actions.flagging import flags_for
from complaints.actions.history import event_of
from complaints.actions.insertion import insert_rows, take_keys
from complaints.actions.intake import (
    Draft,
    Where,
    checked_text,
    clock_kind_of,
    compose_complaint,
    findable_words,
    keep_secrets,
    own_key,
    place_complaint,
    sealed_identity,
)
from complaints.actions.life import advance, confirmed, reclassify
from complaints.actions.numbers import take_number_blocks
from complaints.actions.photos import attach_photos, keep_photo
from complaints.models import (
    Area,
    By,
    Category,
    Complaint,
    ComplaintEvent,
    Holding,
    Identity,
    RiskFlag,
    SearchText,
)
from complaints.selectors.clocks import LimitBook
from complaints.selectors.risks import RiskBook
from complaints.states import Verb


def hang(rows: Iterable[models.Model], parent: str) -> None:
    """Rows built before their parent had a key get it now."""
    for row in rows:
        setattr(row, f"{parent}_id", getattr(row, parent).pk)


def give_keys(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Primary keys before the insert, so that children can be built in the same breath."""
    for row, key in zip(rows, take_keys(model, len(rows)), strict=True):
        row.pk = key


class ComplaintBatch:
    """Builds rows in memory; `write` inserts them. Rules are read once, when it is made."""

    def __init__(self) -> None:
        self.limits = LimitBook()
        self._categories = {
            category.pk: category
            for category in Category.objects.select_related("parent__parent__parent")
        }
        self._areas: dict[int, Area] = {}
        self._risks: dict[date, RiskBook] = {}
        self._complaints: list[Complaint] = []
        self._identities: list[Identity] = []
        self._events: list[ComplaintEvent] = []
        self._holdings: list[Holding] = []
        self._attached: list[tuple[Complaint, Draft, str]] = []
        self._photos: list[tuple[Complaint, bytes, By, str, datetime]] = []

    def file(self, draft: Draft, *, by: By, channel: str, key: str, at: datetime) -> Complaint:
        """Twin of `file_complaint`; the number comes with `write`."""
        category = self._categories.get(draft.category_id or 0)
        complaint = compose_complaint(
            draft,
            checked_text(draft.text),
            by=by,
            channel=channel,
            number="",
            at=at,
            category=category,
            due=self.limits.dispatch_due(clock_kind_of(category), start=at),
        )
        self._place(complaint, draft.where)
        keep_secrets(complaint, own_key(key, by=by))
        self._complaints.append(complaint)
        if not draft.caller.is_empty:
            self._identities.append(sealed_identity(complaint, draft.caller))
        if draft.photo_ids:
            self._attached.append((complaint, draft, key))
        self._keep(event_of(complaint, "receive", by=by, at=at, facts={"channel": channel}))
        return complaint

    def classify(
        self,
        complaint: Complaint,
        *,
        by: By,
        where: Where,
        category_id: int | None,
        demand_kind: str,
        urgency: str,
        redacted_text: str,
        at: datetime,
    ) -> None:
        """Twin of `classify_complaint`."""
        event = reclassify(
            complaint,
            by=by,
            at=at,
            place=lambda row: self._place(row, where),
            category=self._categories.get(category_id or 0),
            due=lambda kind: self.limits.dispatch_due(kind, start=complaint.received_at),
            demand_kind=demand_kind,
            urgency=urgency,
            redacted_text=redacted_text,
        )
        self._keep(event)

    def confirm(
        self,
        complaint: Complaint,
        *,
        by: By,
        redacted_text: str,
        redacted_address: str | None = None,
        at: datetime,
    ) -> None:
        """Twin of `confirm_redaction`."""
        self._keep(
            confirmed(
                complaint,
                by=by,
                redacted_text=redacted_text,
                redacted_address=redacted_address,
                at=at,
            )
        )

    def move(
        self,
        complaint: Complaint,
        verb: Verb,
        *,
        by: By,
        at: datetime,
        facts: dict[str, Any] | None = None,
        **changes: Any,
    ) -> None:
        """Twin of `answer_complaint`, `archive_complaint` and all the `mark_…` verbs."""
        self._keep(advance(complaint, verb, by=by, at=at, facts=facts, **changes))

    def take_hold(
        self,
        complaint: Complaint,
        organisation_id: int,
        *,
        role: str,
        at: datetime,
        person_id: int | None,
    ) -> None:
        """Twin of the action of this name."""
        self._holdings.append(
            Holding(
                complaint=complaint,
                organisation_id=organisation_id,
                role=role,
                person_id=person_id,
                since=at,
            )
        )

    def release_hold(self, complaint: Complaint, organisation_id: int, *, at: datetime) -> None:
        """Twin of the action of this name."""
        for holding in self._holdings:
            if (
                holding.complaint is complaint
                and holding.organisation_id == organisation_id
                and holding.until is None
            ):
                holding.until = at

    def add_photo(
        self, complaint: Complaint, content: bytes, *, by: By, stage: str, at: datetime
    ) -> None:
        """Twin of the action of this name."""
        self._photos.append((complaint, content, by, stage, at))
        facts: Mapping[str, object] = {"stage": stage}
        self._keep(
            event_of(
                complaint,
                "add_photo",
                by=by,
                at=at,
                from_status=complaint.status,
                facts=facts,
            )
        )

    def write(self) -> None:
        """Insert everything, and be empty again."""
        with transaction.atomic():
            self._number()
            give_keys(Complaint, self._complaints)
            insert_rows(Complaint, self._complaints)
            insert_rows(SearchText, self._search_texts())
            insert_rows(RiskFlag, self._flags())
            for model, rows in (
                (Identity, self._identities),
                (ComplaintEvent, self._events),
                (Holding, self._holdings),
            ):
                hang(rows, "complaint")
                insert_rows(model, rows)
            for complaint, draft, key in self._attached:
                attach_photos(complaint, draft.photo_ids, pending_key=key)
            for complaint, content, by, stage, at in self._photos:
                keep_photo(content, by=by, at=at, stage=stage, complaint_id=complaint.pk)
        self._complaints.clear()
        self._identities.clear()
        self._events.clear()
        self._holdings.clear()
        self._attached.clear()
        self._photos.clear()

    def _keep(self, event: ComplaintEvent) -> None:
        self._events.append(event)

    def _place(self, complaint: Complaint, where: Where) -> None:
        """A chosen community is read once; points and words ask as the single verb does."""
        area = self._area(where.community_id) if where.community_id else None
        place_complaint(complaint, where, area=area)
        for level in ("community", "subdistrict", "district"):
            if key := getattr(complaint, f"{level}_id"):
                setattr(complaint, level, self._area(key))

    def _area(self, key: int) -> Area | None:
        if key not in self._areas:
            rows = Area.objects.select_related("parent__parent__parent").defer("outline")
            found = rows.filter(pk=key).first()
            if found is None:
                return None
            self._areas[key] = found
        return self._areas[key]

    def _number(self) -> None:
        days = [timezone.localdate(complaint.received_at) for complaint in self._complaints]
        numbers = take_number_blocks(Counter(days))
        for complaint, day in zip(self._complaints, days, strict=True):
            complaint.number = next(numbers[day])

    def _flags(self) -> Iterator[RiskFlag]:
        """Each by the words in force on the day it was told."""
        for complaint in self._complaints:
            day = timezone.localdate(complaint.received_at)
            book = self._risks.get(day) or self._risks.setdefault(day, RiskBook(day))
            yield from flags_for([complaint], book)

    def _search_texts(self) -> Iterator[SearchText]:
        for complaint in self._complaints:
            yield SearchText(complaint=complaint, bigrams=findable_words(complaint))
