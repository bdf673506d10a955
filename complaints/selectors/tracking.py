"""A complaint as its own caller sees it: gentle words, who has it, by when, what came of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import OfficeError
from complaints.models import ClockKind, ClockLimit, Complaint, ComplaintEvent, Holding, Photo
from complaints.selectors.clocks import due_instants
from complaints.states import Status


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
    answer: str
    photos: tuple[tuple[UUID, str], ...]
    is_over: bool
    is_secret: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """By when it goes to a unit and by when there is an answer, as the limits stand today."""

    dispatch_by: datetime | None
    answer_by: datetime | None


# How many of the five steps lie behind a complaint in each state.
BEHIND = {
    Status.RECEIVED: 1,
    Status.DISPATCHED: 2,
    Status.FINISHED: 4,
    Status.TO_CALL_BACK: 4,
    Status.CALLED_BACK: 5,
    Status.ANSWERED: 5,
    Status.ARCHIVED: 5,
}


def tracked(complaint: Complaint) -> Tracked:
    """The page of one complaint; the caller has proved that it is his."""
    status = Status(complaint.status)
    return Tracked(
        number=complaint.number,
        status=complaint.status,
        headline=_headline(status, has_answer=bool(complaint.answer)),
        said=complaint.text,
        place=complaint.place_words,
        received_at=complaint.received_at,
        steps=_steps(complaint, status),
        holders=_holders(complaint),
        promise_at=promise(complaint).answer_by,
        answer=complaint.answer,
        photos=_photos(complaint),
        is_over=BEHIND[status] == len(_step_names()),
        is_secret=complaint.is_secret,
    )


def promise(complaint: Complaint) -> Promise:
    """What the resident may count on; nothing where no limit is on record."""
    kind = complaint.category.clock_kind if complaint.category else ClockKind.GENERAL
    stage = ClockLimit.Stage.FEEDBACK
    try:
        due = due_instants([stage], clock_kind=kind, start=complaint.received_at)[stage]
    except OfficeError:
        due = None
    return Promise(dispatch_by=complaint.dispatch_due_at, answer_by=due)


def _headline(status: Status, *, has_answer: bool) -> str:
    if status == Status.FINISHED and not has_answer:
        return _("承办单位已经办结，会把结果告诉您。")
    return {
        Status.RECEIVED: _("我们收到了，正在看该由谁来办。"),
        Status.DISPATCHED: _("已经交给承办单位，正在办理。"),
        Status.FINISHED: _("承办单位已经办结，结果在下面。"),
        Status.TO_CALL_BACK: _("我们会打电话问问您：联系了吗、解决了吗、满意吗。"),
        Status.CALLED_BACK: _("已经回访过您，谢谢。"),
        Status.ANSWERED: _("这件事已经直接答复，答复在下面。"),
        Status.ARCHIVED: _("这件事已经办完存档。"),
    }[status]


def _step_names() -> list[tuple[str, str]]:
    return [
        (_("收到"), "receive"),
        (_("分派单位"), "dispatch"),
        (_("单位办理"), "sign"),
        (_("给您答复"), "finish"),
        (_("电话回访"), "record_callback"),
    ]


def _steps(complaint: Complaint, status: Status) -> tuple[Step, ...]:
    at = first_instants(complaint)
    behind = BEHIND[status]
    names = _step_names()
    if status == Status.ANSWERED:
        names = [names[0], (_("直接答复"), "answer")]
        behind = len(names)
    made = []
    for index, (name, verb) in enumerate(names):
        state = "done" if index < behind else "now" if index == behind else "next"
        made.append(Step(name, state, at.get(verb) if state == "done" else None))
    return tuple(made)


def first_instants(complaint: Complaint) -> dict[str, datetime]:
    """When each verb first happened to it."""
    rows = ComplaintEvent.objects.filter(complaint=complaint).order_by("-at", "-pk")
    return dict(rows.values_list("verb", "at"))


def _holders(complaint: Complaint) -> tuple[str, ...]:
    held = Holding.objects.filter(complaint=complaint, until__isnull=True)
    names = held.exclude(role=Holding.Role.COPY).order_by("-role", "pk")
    return tuple(names.values_list("organisation__name", flat=True))


def _photos(complaint: Complaint) -> tuple[tuple[UUID, str], ...]:
    shown = Photo.objects.filter(complaint=complaint)
    return tuple((photo.pk, photo.get_stage_display()) for photo in shown)
