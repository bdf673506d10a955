"""Whether the ticket page offers to take back a step of a moment ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from complaints.errors import Conflict, NotFound
from complaints.models import Complaint, ComplaintEvent, User
from complaints.selectors.undoing import VERBS, fresh_step, undo_ends_at
from complaints.states import Verb
from dispatch.models import Assignment
from dispatch.selectors.history import Happened
from dispatch.states import BranchStatus

# Nothing older is asked about: a page whose complaint rests costs no query.
GLANCE = timedelta(minutes=10)
KEY_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Undoable:
    """The step by its event, what it was in words, and until when."""

    step: int
    words: str
    ends_at: datetime
    seconds: int


def step_to_undo(user: User, number: str, given: str = "") -> int:
    """The step a press means: the one it names, else his newest; it must be his own."""
    own = ComplaintEvent.objects.filter(by=user, complaint__number=number, verb__in=VERBS)
    if given.isascii() and given.isdecimal() and len(given) < KEY_DIGITS:
        own = own.filter(pk=int(given))
    found = own.order_by("-at", "-pk").first()
    if found is None:
        if not Complaint.objects.visible_to(user).filter(number=number).exists():
            raise NotFound(_("没有这件诉求，或不在您的查看范围内。"))
        raise Conflict(_("没有您刚办、还能撤销的步骤。"))
    return found.pk


def undoable(
    complaint: Complaint,
    branches: Sequence[Assignment],
    history: Sequence[Happened],
    user: User,
    *,
    at: datetime,
) -> Undoable | None:
    """None where nothing can be undone by this person now."""
    if not history or history[-1].at < at - GLANCE:
        return None
    step = fresh_step(user, complaint.number, at=at)
    if step is None or _is_signed(step, branches):
        return None
    ends_at = undo_ends_at(step)
    return Undoable(step.pk, _words(step), ends_at, int((ends_at - at).total_seconds()))


def _is_signed(step: ComplaintEvent, branches: Sequence[Assignment]) -> bool:
    if step.verb != Verb.DISPATCH.value:
        return False
    asked = [one for one in branches if one.dispatched_at == step.at]
    return any(one.status != BranchStatus.TO_SIGN for one in asked)


def _words(step: ComplaintEvent) -> str:
    return {
        Verb.CLASSIFY.value: _("整理的信息刚刚保存。"),
        Verb.DISPATCH.value: _("刚刚派出。"),
        Verb.WITHDRAW.value: _("刚刚撤回。"),
    }[step.verb]
