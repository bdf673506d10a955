"""One page of one queue, found by a cursor: what lies further is never counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import (
    DateTimeField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Left

from complaints.models import Channel, Complaint, DemandKind, User
from complaints.models.complaint import worded_place
from complaints.models.languages import worded
from complaints.permissions import reads_flags
from complaints.querysets import ComplaintQuerySet
from complaints.selectors.risks import standing_kinds
from dispatch.models import Assignment, Callback
from dispatch.selectors.counts import Tally
from dispatch.selectors.labels import Tag, labels_on
from dispatch.selectors.queues import Queue, branches_of, causes_of
from dispatch.selectors.running import next_due
from dispatch.states import BranchStatus

PAGE = 50
WORDS = 90
# Where a complaint waits that a unit gave back.
BOUNCED_INTO = frozenset({Queue.NEW, Queue.NO_RULE})
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One complaint on the board. The words are those that units may read."""

    number: str
    words: str
    place: str
    category: str
    units: tuple[str, ...]
    status: str
    status_words: str
    clock_name: str
    clock_due_at: datetime | None
    received_at: datetime
    kind: str
    channel: str
    is_urgent: bool
    is_secret: bool
    labels: tuple[Tag, ...]
    risks: tuple[str, ...] = ()
    cause: str = ""
    # How often units gave it back, where it waits for the next one.
    bounced: int = 0


class _Row(NamedTuple):
    """What a line is made of: fifty lines need no models."""

    pk: int
    number: str
    words: str
    sort_key: datetime
    status: str
    demand_kind: str
    channel: str
    urgency: str
    is_secret: bool
    received_at: datetime
    dispatch_due_at: datetime | None
    redacted_address: str
    reported_subdistrict: str
    reported_community: str
    subdistrict__name: str | None
    community__name: str | None
    category__name: str | None
    category__name_en: str | None


class _Branch(NamedTuple):
    complaint_id: int
    organisation_id: int
    organisation__name: str
    status: str
    contacted_at: datetime | None
    sign_due_at: datetime
    contact_due_at: datetime
    feedback_due_at: datetime


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Fifty lines; `newer` and `older` are cursors, empty at the ends."""

    lines: tuple[Line, ...]
    before: str
    after: str


def board_page(
    rows: ComplaintQuerySet,
    user: User,
    *,
    queue: Queue,
    is_newest_first: bool,
    before: str = "",
    after: str = "",
) -> BoardPage:
    """Fifty lines behind or before a cursor; what lies further is never counted."""
    key = F("received_at") if is_newest_first else _nearest_due(queue, user)
    rows = rows.annotate(sort_key=key, words=Left("redacted_text", WORDS))
    backwards = bool(before)
    cursor = _read_cursor(before or after)
    ascending = is_newest_first == backwards
    if cursor is not None:
        rows = rows.filter(_beyond(*cursor, ascending=ascending))
    sign = "" if ascending else "-"
    read = rows.order_by(f"{sign}sort_key", f"{sign}pk").values_list(*_Row._fields)
    found = [_Row(*row) for row in read[: PAGE + 1]]
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    has_before = more if backwards else cursor is not None
    has_after = backwards or more
    return BoardPage(
        lines=tuple(_lines(found, user, queue)),
        before=_cursor(found[0]) if found and has_before else "",
        after=_cursor(found[-1]) if found and has_after else "",
    )


def version_of(page: BoardPage, counts: Sequence[Tally]) -> str:
    """What a board shows, in short: the same as long as nothing on it has changed."""
    shown = repr((page, [(tally.queue, tally.count) for tally in counts]))
    return sha256(shown.encode()).hexdigest()[:16]


def _nearest_due(queue: Queue, user: User) -> Any:
    if queue in {Queue.NEW, Queue.NO_RULE, Queue.TO_PLACE}:
        return Coalesce("dispatch_due_at", Value(NEVER))
    if queue == Queue.TO_CALL_BACK:
        waiting = Callback.objects.filter(
            assignment__complaint=OuterRef("pk"), status=Callback.Status.OPEN
        )
        return Coalesce(_first(waiting, "assignment__complaint", "opened_at"), Value(NEVER))
    column = "sign_due_at" if queue == Queue.TO_SIGN else "feedback_due_at"
    running = branches_of(user).open().filter(complaint=OuterRef("pk"))
    return Coalesce(_first(running, "complaint", column), "dispatch_due_at", Value(NEVER))


def _first(rows: QuerySet[Any], group: str, column: str) -> Subquery:
    least = rows.order_by().values(group).annotate(least=Min(column)).values("least")
    return Subquery(least, output_field=DateTimeField())


def _lines(found: Sequence[_Row], user: User, queue: Queue) -> Iterable[Line]:
    keys = [row.pk for row in found]
    branches = _branches(keys, with_returned=queue in BOUNCED_INTO)
    labels = labels_on(keys)
    sight = user.sight
    risks = standing_kinds(keys) if reads_flags(user) else {}
    causes = causes_of(keys) if queue == Queue.NO_RULE else {}
    is_unit = not (sight.everywhere or sight.areas)
    # Each word once and not for every line.
    statuses = _words_of(Complaint.StatusChoice.choices)
    kinds, channels = _words_of(DemandKind.choices), _words_of(Channel.choices)
    for row in found:
        asked = branches.get(row.pk, [])
        held = [one for one in asked if one.status != BranchStatus.RETURNED]
        own = [one for one in held if not is_unit or one.organisation_id in sight.holders]
        name, due = next_due(row, own)
        known = [name for name in (row.subdistrict__name, row.community__name) if name]
        reported = (row.reported_subdistrict, row.reported_community)
        yield Line(
            number=row.number,
            words=" ".join(row.words.split()),
            place=worded_place(known, reported, row.redacted_address),
            category=worded(row.category__name or "", row.category__name_en or ""),
            units=tuple(branch.organisation__name for branch in held),
            status=row.status,
            status_words=statuses[row.status],
            clock_name=name,
            clock_due_at=due,
            received_at=row.received_at,
            kind=kinds[row.demand_kind],
            channel=channels[row.channel],
            is_urgent=row.urgency == Complaint.Urgency.URGENT,
            is_secret=row.is_secret,
            labels=labels.get(row.pk, ()),
            risks=risks.get(row.pk, ()),
            cause=causes.get(row.pk, ""),
            bounced=len(asked) - len(held),
        )


def _words_of(choices: Sequence[tuple[str, object]]) -> dict[str, str]:
    return {value: str(label) for value, label in choices}


def _branches(keys: Sequence[int], *, with_returned: bool) -> dict[int, list[_Branch]]:
    """Those of this round that are not ended; with those that were ever returned, on demand."""
    asked = Assignment.objects.filter(complaint__in=keys)
    now = asked.live().this_round()
    asked = now | asked.filter(status=BranchStatus.RETURNED) if with_returned else now
    found: dict[int, list[_Branch]] = {}
    for row in asked.order_by("-role", "pk").values_list(*_Branch._fields):
        branch = _Branch(*row)
        found.setdefault(branch.complaint_id, []).append(branch)
    return found


def _beyond(key: datetime, pk: int, *, ascending: bool) -> Q:
    side = "gt" if ascending else "lt"
    return Q(**{f"sort_key__{side}": key}) | Q(**{"sort_key": key, f"pk__{side}": pk})


def _cursor(row: _Row) -> str:
    return f"{row.sort_key.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{row.pk}"


def _read_cursor(words: str) -> tuple[datetime, int] | None:
    stamp, _dash, pk = words.partition("-")
    if not pk.isdigit() or len(pk) > 18:
        return None
    try:
        return datetime.strptime(stamp, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), int(pk)
    except ValueError:
        return None
