"""Taking in another system's file: the bulk twin of `file_complaint`, in batches that each stand.

The file is gone through twice: once to check it all, so that a file which breaks in its middle
leaves nothing half-written and so that of two rows with one number the fuller wins wherever it
stands; once more to write. A ticket that is here already is left as it is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import fields
from complaints.actions.history import event_of
from complaints.actions.insertion import insert_rows, take_keys
from complaints.actions.intake import (
    Caller,
    Draft,
    checked_text,
    clock_kind_of,
    compose_complaint,
    findable_words,
    sealed_identity,
    write_address,
)
from complaints.actions.numbers import take_number_blocks
from complaints.errors import Invalid, NotAllowed
from complaints.files.feeds import Feed, FeedRow, Refused
from complaints.models import (
    By,
    Channel,
    Complaint,
    ComplaintEvent,
    Identity,
    SearchText,
    User,
)
from complaints.permissions import can_file
from complaints.selectors.clocks import LimitBook
from complaints.selectors.feeds import CategoryBook, PlaceBook

BATCH = 1000
SOURCE_MAX = 40
# A clock that runs ahead by a day is a wrong date and not a wrong clock.
AHEAD_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows came in, were here (or twice in the file) already, or could not be taken."""

    accepted: int
    duplicate: int
    rejected: int


@dataclass(frozen=True, slots=True)
class _Books:
    """What every row is looked up in, read once."""

    places: PlaceBook
    categories: CategoryBook
    limits: LimitBook


@dataclass(frozen=True, slots=True)
class _Filing:
    """The run that all rows share."""

    source: str
    by: By
    at: datetime
    is_dry_run: bool
    books: _Books


def import_feed(
    feed: Feed,
    *,
    by: By,
    source: str = "",
    at: datetime | None = None,
    is_dry_run: bool = False,
    on_refused: Callable[[Refused], None] = lambda _refused: None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Imported:
    """Take every row of the feed that is not here yet by its source and number.

    `on_progress` hears how many rows of how many are done. A dry run writes nothing.
    """
    at = at or timezone.now()
    source = (source or feed.feed_map.source).strip()
    if isinstance(by, User) and not can_file(by):
        raise NotAllowed(_("您没有录入诉求的权限。"))
    if not 0 < len(source) <= SOURCE_MAX:
        raise Invalid(_("来源名称应为 1–%(limit)d 个字") % {"limit": SOURCE_MAX}, field="source")
    survey = _surveyed(feed, at=at, on_refused=on_refused)
    books = _Books(PlaceBook(), CategoryBook(timezone.localdate(at)), LimitBook())
    run = _Filing(source, by, at, is_dry_run, books)
    accepted = done = 0
    for batch in _batches(_winners(feed, survey, at=at)):
        accepted += _written(batch, run)
        done += len(batch)
        on_progress(done, survey.distinct)
    return Imported(accepted, survey.good - accepted, survey.rejected)


@dataclass(slots=True)
class _Survey:
    """What one reading of the whole file found out. `best` is the greatest fullness of each number
    that stands there more than once."""

    good: int = 0
    distinct: int = 0
    rejected: int = 0
    best: dict[str, int] = field(default_factory=dict)


def _surveyed(feed: Feed, *, at: datetime, on_refused: Callable[[Refused], None]) -> _Survey:
    found = _Survey()
    seen: set[str] = set()
    for row in _checked(feed, at=at):
        if isinstance(row, Refused):
            found.rejected += 1
            on_refused(row)
            continue
        found.good += 1
        number = _key_of(row)
        if number in seen:
            found.best[number] = 0
        seen.add(number)
    found.distinct = len(seen)
    if found.best:
        for number, row in _good(feed, at=at):
            if number in found.best:
                found.best[number] = max(found.best[number], row.fullness)
    return found


def _winners(feed: Feed, survey: _Survey, *, at: datetime) -> Iterator[FeedRow]:
    """One row of each number, with the number it is known by from now on."""
    best = dict(survey.best)
    for number, row in _good(feed, at=at):
        if number in survey.best:
            if best.get(number) != row.fullness:
                continue
            del best[number]
        yield row if row.number else replace(row, number=number)


def _good(feed: Feed, *, at: datetime) -> Iterator[tuple[str, FeedRow]]:
    for row in _checked(feed, at=at):
        if not isinstance(row, Refused):
            yield _key_of(row), row


def _checked(feed: Feed, *, at: datetime) -> Iterator[FeedRow | Refused]:
    for row in feed.rows():
        if isinstance(row, Refused):
            yield row
            continue
        try:
            yield _passed(row, at=at)
        except Invalid as refusal:
            yield Refused(row.line, row.cells, refusal.message)


def _passed(row: FeedRow, *, at: datetime) -> FeedRow:
    if row.received_at is not None and (row.received_at - at).total_seconds() > AHEAD_SECONDS:
        raise Invalid(_("受理时间在将来"), field="received")
    text = checked_text(row.text)
    return row if text == row.text else replace(row, text=text)


def _key_of(row: FeedRow) -> str:
    """The source's number; without one a keyed digest of what the row says, the same each time.
    Keyed, because a row may hold a phone number that could be tried out."""
    if row.number:
        return row.number
    return f"row-{fields.keyed_hash(chr(0).join(row.words), purpose='import row')[:40]}"


def _batches(rows: Iterator[FeedRow]) -> Iterator[list[FeedRow]]:
    return iter(lambda: list(islice(rows, BATCH)), [])


def _written(batch: list[FeedRow], run: _Filing) -> int:
    try:
        return _write(batch, run)
    except IntegrityError:
        # The same file came in beside this one and was quicker: its rows can be seen now.
        return _write(batch, run)


def _write(batch: list[FeedRow], run: _Filing) -> int:
    with transaction.atomic():
        here = Complaint.objects.filter(
            source=run.source, external_number__in=[row.number for row in batch]
        )
        known = set(here.values_list("external_number", flat=True))
        fresh = [row for row in batch if row.number not in known]
        if run.is_dry_run or not fresh:
            return len(fresh)
        complaints = _numbered([_complaint_of(row, run) for row in fresh])
        for complaint, key in zip(complaints, take_keys(Complaint, len(complaints)), strict=True):
            complaint.pk = key
        insert_rows(Complaint, complaints)
        insert_rows(SearchText, map(_search_text_of, complaints))
        insert_rows(Identity, _identities(fresh, complaints))
        insert_rows(ComplaintEvent, (_event_of(one, run) for one in complaints))
    return len(fresh)


def _complaint_of(row: FeedRow, run: _Filing) -> Complaint:
    """The row as the single verb would compose it, with what only a source says. It has no code,
    token or key: nobody holds a receipt for it."""
    category = run.books.categories.category(row.category)
    received_at = row.received_at or run.at
    complaint = compose_complaint(
        Draft(text=row.text, caller=_caller_of(row), demand_kind=row.demand_kind),
        row.text,
        by=run.by,
        channel=Channel.FEED,
        number="",
        at=received_at,
        category=category,
        due=run.books.limits.dispatch_due(clock_kind_of(category), start=received_at),
    )
    if category is not None:
        complaint.category_set_by = Complaint.CategorySetBy.FEED
    _place(complaint, row, run)
    complaint.source, complaint.external_number = run.source, row.number
    complaint.reported_unit = row.unit
    complaint.reported_category = row.category_words
    complaint.reported_on_time = row.on_time
    return complaint


def _place(complaint: Complaint, row: FeedRow, run: _Filing) -> None:
    write_address(complaint, row.address)
    complaint.reported_district = row.district
    complaint.reported_subdistrict = row.subdistrict
    complaint.reported_community = row.community
    placement = run.books.places.placement(
        district=row.district,
        subdistrict=row.subdistrict,
        community=row.community,
        address=row.address,
    )
    complaint.community_id = placement.community_id
    complaint.subdistrict_id = placement.subdistrict_id
    complaint.district_id = placement.district_id


def _numbered(complaints: list[Complaint]) -> list[Complaint]:
    days = [timezone.localdate(one.received_at) for one in complaints]
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


def _search_text_of(complaint: Complaint) -> SearchText:
    return SearchText(complaint_id=complaint.pk, bigrams=findable_words(complaint))


def _event_of(complaint: Complaint, run: _Filing) -> ComplaintEvent:
    facts = {
        "channel": Channel.FEED.value,
        "source": run.source,
        "imported_at": run.at.isoformat(),
    }
    return event_of(complaint, "receive", by=run.by, at=complaint.received_at, facts=facts)
