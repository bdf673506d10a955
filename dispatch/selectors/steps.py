"""The path of one complaint as steps: done with who and when, the present one, what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Complaint
from dispatch.models import Assignment
from dispatch.selectors.history import Happened


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is done, now or next; `words` say who and when, or by when."""

    name: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class _Stage:
    name: str
    done_at: datetime | None
    due_at: datetime | None
    who: str = ""
    missed: str = ""


def steps_of(
    complaint: Complaint, lead: Assignment | None, history: Sequence[Happened]
) -> tuple[Step, ...]:
    """Eight steps by way of a unit, three for what is answered at once or never dispatched."""
    stages = list(_stages(complaint, lead, history))
    last_done = max(index for index, stage in enumerate(stages) if stage.done_at)
    made = []
    for index, stage in enumerate(stages):
        if stage.done_at is not None:
            words = f"{_short(stage.done_at)} {stage.who}".strip()
            made.append(Step(stage.name, "done", words))
        elif index < last_done:
            made.append(Step(stage.name, "next", stage.missed or _("未记录")))
        elif any(step.state == "now" for step in made):
            made.append(Step(stage.name, "next", _by(stage.due_at)))
        else:
            made.append(Step(stage.name, "now", _by(stage.due_at)))
    return tuple(made)


def _stages(
    complaint: Complaint, lead: Assignment | None, history: Sequence[Happened]
) -> Iterable[_Stage]:
    if complaint.round > 1:
        yield _Stage(_("重新受理"), _at(history, "reopen"), None, _name(history, "reopen"))
    else:
        yield _Stage(_("受理"), complaint.received_at, None, _name(history, "receive"))
    archived = _Stage(_("归档"), _at(history, "archive"), None, _name(history, "archive"))
    advised = _advised(history)
    if advised is not None:
        yield _Stage(_("告知，不派单"), advised.at, None, advised.name)
        yield archived
        return
    if _at(history, "answer") is not None:
        yield _Stage(_("直接答复"), _at(history, "answer"), None, _name(history, "answer"))
        yield archived
        return
    if lead is None:
        yield _Stage(_("派单"), None, complaint.dispatch_due_at)
        names = (_("签收"), _("联系"), _("办理"), _("双反馈"), _("回访"))
        yield from (_Stage(name, None, None) for name in names)
        yield archived
        return
    yield _Stage(_("派单"), lead.dispatched_at, None, _name(history, "dispatch", lead))
    yield from _unit_stages(lead, history)
    callback = getattr(lead, "callback", None)
    yield _Stage(
        _("回访"),
        callback.completed_at if callback else None,
        None if callback else lead.feedback_due_at,
        _name(history, "complete_callback", lead),
    )
    yield archived


def _advised(history: Sequence[Happened]) -> Happened | None:
    """The last advice, unless it was taken back."""
    lines = [line for line in history if line.verb in {"advise", "resume"}]
    return lines[-1] if lines and lines[-1].verb == "advise" else None


def _unit_stages(lead: Assignment, history: Sequence[Happened]) -> Iterable[_Stage]:
    due = lead.feedback_due_at
    yield _Stage(_("签收"), lead.signed_at, lead.sign_due_at, _name(history, "sign", lead))
    yield _Stage(
        _("联系"), lead.contacted_at, lead.contact_due_at, _name(history, "contact", lead),
        missed=_("未联系上"),
    )  # fmt: skip
    yield _Stage(_("办理"), lead.reported_at, due, _name(history, "report", lead))
    yield _Stage(_("双反馈"), lead.closed_at, due)


def _line(history: Sequence[Happened], verb: str, branch: Assignment | None) -> Happened | None:
    wanted = branch.pk if branch else 0
    lines = (line for line in history if line.verb == verb and line.branch_key == wanted)
    return next(lines, None)


def _name(history: Sequence[Happened], verb: str, branch: Assignment | None = None) -> str:
    line = _line(history, verb, branch)
    return line.name if line else ""


def _at(history: Sequence[Happened], verb: str) -> datetime | None:
    line = _line(history, verb, None)
    return line.at if line else None


def _short(at: datetime) -> str:
    return f"{timezone.localtime(at):%m-%d %H:%M}"


def _by(due_at: datetime | None) -> str:
    return _("%(at)s 前") % {"at": _short(due_at)} if due_at else ""
