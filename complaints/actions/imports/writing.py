"""Rows of a feed become complaints, a batch at a time; what is here already stays as it is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace

from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints.actions.flagging import flags_for
from complaints.actions.history import event_of
from complaints.actions.imports.checking import Survey
from complaints.actions.insertion import columns_of, insert_rows, take_keys
from complaints.actions.intake import (
    Caller,
    Draft,
    clock_kind_of,
    compose_complaint,
    findable_words,
    sealed_identity,
    write_address,
)
from complaints.actions.numbers import take_number_blocks
from complaints.files.feeds import FeedRow, Refused
from complaints.models import By, Channel, Complaint, ComplaintEvent, Identity, RiskFlag, SearchText
from complaints.selectors.clocks import LimitBook
from complaints.selectors.feeds import CategoryBook, PlaceBook
from complaints.selectors.places import Placement
from complaints.selectors.risks import RiskBook

# A batch holds the numbers of its days, and on SQLite everybody's turn to write: a short while.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows came in, were here (or twice in the file) already, or could not be taken."""

    accepted: int = 0
    duplicate: int = 0
    rejected: int = 0

    def __add__(self, other: "Imported") -> "Imported":
        return Imported(
            self.accepted + other.accepted,
            self.duplicate + other.duplicate,
            self.rejected + other.rejected,
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What one batch came to."""

    counts: Imported
    refused: list[Refused]


class _Books:
    """What every row is looked up in, read once."""

    def __init__(self, at: datetime) -> None:
        self.places = PlaceBook()
        self.categories = CategoryBook(timezone.localdate(at))
        self.limits = LimitBook()
        self.risks = RiskBook(timezone.localdate(at))


@dataclass(slots=True)
class Filing:
    """What all rows of a run share. `counted` are the numbers that a dry run would have written."""

    source: str
    by: By
    at: datetime
    survey: Survey
    is_dry_run: bool = False
    books: _Books = field(init=False)
    counted: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.books = _Books(self.at)

    def places_of(self, row: FeedRow) -> Placement:
        """Where on our territory the source's words lie."""
        return self.books.places.placement(
            district=row.district,
            subdistrict=row.subdistrict,
            community=row.community,
            address=row.address,
        )


def write_batch(batch: Sequence[FeedRow | Refused], filing: Filing) -> Written:
    """Write the rows that are good and new, in one transaction."""
    good = [row for row in batch if isinstance(row, FeedRow)]
    refused = [row for row in batch if isinstance(row, Refused)]
    # Of several rows that say the same the first is taken.
    chosen = {row.number: row for row in reversed(good) if not filing.survey.beats(row)}
    try:
        accepted = _write(chosen, filing)
    except IntegrityError:
        # The same file came in beside this one and was quicker: its rows can be seen now.
        accepted = _write(chosen, filing)
    return Written(Imported(accepted, len(good) - accepted, len(refused)), refused)


def _write(chosen: dict[str, FeedRow], filing: Filing) -> int:
    with transaction.atomic():
        here = Complaint.objects.filter(source=filing.source, external_number__in=list(chosen))
        known = {*here.values_list("external_number", flat=True), *filing.counted}
        fresh = [row for number, row in reversed(chosen.items()) if number not in known]
        if filing.is_dry_run:
            filing.counted.update(row.number for row in fresh)
            return len(fresh)
        if fresh:
            _insert(fresh, filing)
    return len(fresh)


def _insert(fresh: list[FeedRow], filing: Filing) -> None:
    complaints = _numbered([_complaint_of(row, filing) for row in fresh])
    for complaint, key in zip(complaints, take_keys(Complaint, len(complaints)), strict=True):
        complaint.pk = key
    insert_rows(Complaint, complaints)
    insert_rows(SearchText, _search_texts(complaints))
    insert_rows(Identity, _identities(fresh, complaints))
    insert_rows(ComplaintEvent, _events(complaints, filing))
    insert_rows(RiskFlag, flags_for(complaints, filing.books.risks))


def _complaint_of(row: FeedRow, filing: Filing) -> Complaint:
    """The row as the single verb would compose it, with what only a source says. It has no code,
    token or key: nobody holds a receipt for it."""
    category = filing.books.categories.category(row.category)
    received_at = row.received_at or filing.at
    complaint = compose_complaint(
        Draft(text=row.text, caller=_caller_of(row), demand_kind=row.demand_kind),
        row.text,
        by=filing.by,
        channel=Channel.FEED,
        number="",
        at=received_at,
        category=category,
        due=filing.books.limits.dispatch_due(clock_kind_of(category), start=received_at),
    )
    if category is not None:
        complaint.category_set_by = Complaint.CategorySetBy.FEED
    _place(complaint, row, filing)
    complaint.source, complaint.external_number = filing.source, row.number
    complaint.reported_unit = row.unit
    complaint.reported_category = row.category_words
    complaint.reported_on_time = row.on_time
    return complaint


def _place(complaint: Complaint, row: FeedRow, filing: Filing) -> None:
    write_address(complaint, row.address)
    complaint.reported_district = row.district
    complaint.reported_subdistrict = row.subdistrict
    complaint.reported_community = row.community
    placement = filing.places_of(row)
    complaint.community_id = placement.community_id
    complaint.subdistrict_id = placement.subdistrict_id
    complaint.district_id = placement.district_id


def _numbered(complaints: list[Complaint]) -> list[Complaint]:
    zone = timezone.get_current_timezone()
    days = [one.received_at.astimezone(zone).date() for one in complaints]
    blocks = take_number_blocks(Counter(days))
    for complaint, day in zip(complaints, days, strict=True):
        complaint.number = next(blocks[day])
    return complaints


def _caller_of(row: FeedRow) -> Caller:
    return Caller(name=row.caller_name, phone=row.caller_phone, home=row.caller_home)


def _identities(rows: Iterable[FeedRow], complaints: Iterable[Complaint]) -> Iterator[Identity]:
    for row, complaint in zip(rows, complaints, strict=True):
        caller = _caller_of(row)
        if not caller.is_empty:
            yield sealed_identity(complaint, caller)


def _search_texts(complaints: Iterable[Complaint]) -> Iterator[SimpleNamespace]:
    for one in complaints:
        yield SimpleNamespace(complaint_id=one.pk, bigrams=findable_words(one))


def _events(complaints: Sequence[Complaint], filing: Filing) -> Iterator[SimpleNamespace]:
    """The single verb's event row; within a run they differ in the complaint and the instant."""
    facts = {
        "channel": Channel.FEED.value,
        "source": filing.source,
        "imported_at": filing.at.isoformat(),
    }
    pattern = event_of(complaints[0], "receive", by=filing.by, at=filing.at, facts=facts)
    values = {column: getattr(pattern, column) for column in columns_of(ComplaintEvent)}
    for one in complaints:
        yield SimpleNamespace(**{**values, "complaint_id": one.pk, "at": one.received_at})
