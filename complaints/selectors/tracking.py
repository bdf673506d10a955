"""A complaint as its own caller sees it: gentle words, who has it, by when, what came of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from complaints.errors import OfficeError
from complaints.models import (
    ClockKind,
    ClockLimit,
    Complaint,
    ComplaintEvent,
    Holding,
    Photo,
    Rating,
    Recording,
    Reopening,
    Supplement,
)
from complaints.selectors.advising import Told, advice_now, told
from complaints.selectors.clocks import due_instants
from complaints.selectors.joint import membership_of
from complaints.selectors.progress import headline_of
from complaints.states import Status, Verb, allowed_from, undoing


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is done, now or next."""

    name: str
    state: str
    at: datetime | None = None

    @property
    def words(self) -> str:
        """When it was done, for the stepper."""
        return f"{timezone.localtime(self.at):%m-%d %H:%M}" if self.at else ""


@dataclass(frozen=True, slots=True)
class Awaited:
    """The answer he waits for: by when, and which day of waiting it is, the first one being 1."""

    by: datetime
    day: int
    is_past: bool


@dataclass(frozen=True, slots=True)
class Tracked:
    """Everything on the resident's page; no identity, no name of a member of staff."""

    number: str
    status: str
    headline: str
    said: str
    place: str
    received_at: datetime
    steps: tuple[Step, ...]
    holders: tuple[str, ...]
    promise_at: datetime | None
    awaited: Awaited | None
    answer: str
    photos: tuple[tuple[UUID, str], ...]
    recordings: tuple[Recording, ...]
    is_over: bool
    is_secret: bool
    verbs: frozenset[str]
    added: tuple[tuple[datetime, str], ...]
    chased_at: datetime | None
    rating: Rating | None
    earlier: tuple[Reopening, ...]
    is_together: bool
    told: Told | None


@dataclass(frozen=True, slots=True)
class Promise:
    """By when it goes to a unit and by when there is an answer, as the limits stand today."""

    dispatch_by: datetime | None
    answer_by: datetime | None


CALLED = frozenset({Status.CALLED_BACK, Status.ARCHIVED})
UNJUDGED = frozenset({Status.FINISHED, Status.TO_CALL_BACK})
TAKEN_BACK = frozenset({
    (undoing(verb), status) for verb, status in (
        (Verb.DISPATCH, Status.RECEIVED), (Verb.WITHDRAW, Status.RECEIVED),
        (Verb.WITHDRAW, Status.DISPATCHED),
    )
})  # fmt: skip
OWN_VERBS = frozenset({"chase", "supplement", "withdraw", "rate", "reopen"})


def tracked(complaint: Complaint, *, at: datetime | None = None) -> Tracked:
    """The page of one complaint; the caller has proved that it is his."""
    promise_at = promise(complaint).answer_by
    status = Status(complaint.status)
    earlier = tuple(Reopening.objects.filter(complaint=complaint))
    advice = advice_now(complaint)
    steps = _steps(
        complaint,
        status,
        since=earlier[-1].at if earlier else None,
        advised_at=advice.at if advice else None,
    )
    return Tracked(
        number=complaint.number,
        status=complaint.status,
        headline=headline_of(complaint, advice),
        said=complaint.text,
        place=complaint.told_place_words,
        received_at=complaint.received_at,
        steps=steps,
        holders=_holders(complaint),
        promise_at=promise_at,
        awaited=_awaited(complaint, promise_at, at=at or timezone.now()),
        answer=complaint.answer,
        photos=_photos(complaint),
        recordings=tuple(Recording.objects.filter(complaint=complaint)),
        is_over=status == Status.WITHDRAWN or all(step.state == "done" for step in steps),
        is_secret=complaint.is_secret,
        verbs=verbs_for_the_caller(complaint),
        added=tuple(Supplement.objects.filter(complaint=complaint).values_list("at", "text")),
        chased_at=complaint.chases.aggregate(last=Max("at"))["last"],
        rating=rating_now(complaint),
        earlier=earlier,
        is_together=membership_of(complaint) is not None,
        told=told(advice) if advice else None,
    )


def verbs_for_the_caller(complaint: Complaint) -> frozenset[str]:
    """What his page offers him: what the table allows, and no chasing of what is done."""
    offered = {verb.value for verb in allowed_from(complaint.status)} & OWN_VERBS
    if complaint.finished_at is None:
        return frozenset(offered - {Verb.REOPEN.value})
    over = {Verb.CHASE.value, Verb.SUPPLEMENT.value}
    if complaint.status in UNJUDGED:
        # Reopened by way of the rating.
        over.add(Verb.REOPEN.value)
    return frozenset(offered - over)


def rating_now(complaint: Complaint) -> Rating | None:
    """The caller's own answers of the round it is in."""
    return Rating.objects.filter(complaint=complaint, round=complaint.round).first()


def promise(complaint: Complaint) -> Promise:
    """What the resident may count on: the limit the unit was given, before that the usual one of
    the category; nothing where no limit is on record."""
    kind = complaint.category.clock_kind if complaint.category else ClockKind.GENERAL
    start = _began_at(complaint)
    if order := _last_order(complaint):
        kind, start = order.facts["clock"], order.at
    stage = ClockLimit.Stage.FEEDBACK
    try:
        due = due_instants([stage], clock_kind=kind, start=start)[stage]
    except OfficeError:
        due = None
    return Promise(dispatch_by=complaint.dispatch_due_at, answer_by=_moved(complaint, start) or due)


def _moved(complaint: Complaint, since: datetime) -> datetime | None:
    """The day he was told of since, where more time was granted."""
    rows = ComplaintEvent.objects.filter(complaint=complaint, verb="move_promise", at__gte=since)
    event = rows.order_by("-at", "-pk").first()
    return parse_datetime(event.facts["until"]) if event else None


def _awaited(complaint: Complaint, by: datetime | None, *, at: datetime) -> Awaited | None:
    """None where nothing is promised, or where the answer is there."""
    has_answer = complaint.finished_at is not None or complaint.status == Status.ANSWERED
    if by is None or has_answer or complaint.status == Status.WITHDRAWN:
        return None
    began = timezone.localdate(_began_at(complaint))
    return Awaited(by, (timezone.localdate(at) - began).days + 1, is_past=at > by)


def _began_at(complaint: Complaint) -> datetime:
    """When it was received, or last taken up again."""
    if complaint.round == 1:
        return complaint.received_at
    last = Reopening.objects.filter(complaint=complaint).order_by("-round").first()
    return last.at if last else complaint.received_at


def _last_order(complaint: Complaint) -> ComplaintEvent | None:
    """When and under which limit the leading unit was asked; none while it waits for one."""
    if complaint.status == Status.RECEIVED:
        return None
    verb = Verb.DISPATCH.value
    orders = ComplaintEvent.objects.filter(complaint=complaint, verb=verb)
    return orders.filter(facts__role=Holding.Role.LEAD.value).order_by("-at", "-pk").first()


def _stages(
    complaint: Complaint, status: Status, *, is_answered: bool
) -> list[tuple[str, str, bool]]:
    """Name, verb, and whether it lies behind. The call may come before the unit is done."""
    if is_answered:
        return [(_("收到"), "receive", True), (_("直接答复"), "answer", True)]
    is_finished = complaint.finished_at is not None
    is_again = complaint.round > 1
    return [
        (_("重新受理"), "reopen", True) if is_again else (_("收到"), "receive", True),
        (_("分派单位"), "dispatch", status != Status.RECEIVED),
        (_("单位办理"), "sign", is_finished),
        (_("给您答复"), "finish", is_finished),
        (_("电话回访"), "record_callback", status in CALLED),
    ]


def _steps(
    complaint: Complaint,
    status: Status,
    *,
    since: datetime | None,
    advised_at: datetime | None,
) -> tuple[Step, ...]:
    at = first_instants(complaint, since=since)
    if advised_at is not None:
        again = (_("重新受理"), "reopen") if complaint.round > 1 else (_("收到"), "receive")
        return (Step(again[0], "done", at.get(again[1])), Step(_("告知您"), "done", advised_at))
    if status == Status.WITHDRAWN:
        withdrawn = Step(_("已撤回"), "done", at.get("withdraw"))
        return (Step(_("收到"), "done", at.get("receive")), withdrawn)
    made: list[Step] = []
    for name, verb, is_done in _stages(complaint, status, is_answered="answer" in at):
        is_called = verb == "record_callback" and status == Status.TO_CALL_BACK
        has_begun = is_called or all(step.state == "done" for step in made)
        state = "done" if is_done else "now" if has_begun else "next"
        made.append(Step(name, state, at.get(verb) if is_done else None))
    return tuple(made)


def first_instants(complaint: Complaint, *, since: datetime | None) -> dict[str, datetime]:
    """When each verb first happened to it, in the round that began at `since`."""
    rows = ComplaintEvent.objects.filter(complaint=complaint).order_by("at", "pk")
    rows = rows.filter(at__gte=since) if since else rows
    found: dict[str, datetime] = {}
    for verb, status, at in rows.values_list("verb", "to_status", "at"):
        found.setdefault(verb, at)
        if (verb, status) in TAKEN_BACK:
            # Sent or withdrawn by mistake for some seconds: to its caller that never was.
            del found[verb], found[verb.removeprefix("undo_")]
    return found


def _holders(complaint: Complaint) -> tuple[str, ...]:
    held = Holding.objects.filter(complaint=complaint, until__isnull=True)
    names = held.exclude(role=Holding.Role.COPY).order_by("-role", "pk")
    return tuple(names.values_list("organisation__name", flat=True))


def photos_for_caller() -> QuerySet[Photo]:
    """What a unit shows with what it asks for is for colleagues."""
    return Photo.objects.exclude(stage=Photo.Stage.EVIDENCE)


def _photos(complaint: Complaint) -> tuple[tuple[UUID, str], ...]:
    shown = photos_for_caller().filter(complaint=complaint)
    return tuple((photo.pk, photo.get_stage_display()) for photo in shown)
