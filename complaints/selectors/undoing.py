"""The step a person has just taken, as long as he may take it back."""

from datetime import datetime

from django.utils import timezone

from complaints.models import ComplaintEvent, Parameter, User
from complaints.selectors.parameters import span_of
from complaints.states import UNDOABLE

VERBS = frozenset(verb.value for verb in UNDOABLE)


def fresh_step(user: User, number: str, *, at: datetime) -> ComplaintEvent | None:
    """His newest step on a complaint, if it can be undone and is not too long ago. What he did
    himself he may know of, though the complaint may be out of his sight by it."""
    window = span_of(Parameter.Key.UNDO_WINDOW, on=timezone.localdate(at))
    own = ComplaintEvent.objects.filter(by=user, complaint__number=number)
    step = own.filter(at__gt=at - window, at__lte=at).order_by("-at", "-pk").first()
    return step if step is not None and step.verb in VERBS else None


def undo_ends_at(step: ComplaintEvent) -> datetime:
    """Until when it may be undone."""
    window = span_of(Parameter.Key.UNDO_WINDOW, on=timezone.localdate(step.at))
    return step.at + window
