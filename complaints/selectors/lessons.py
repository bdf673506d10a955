"""What the office has sorted itself: checked words and the category that a person gave them.

Learnt from are only the words that units may read, and never those of a secret complaint.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from complaints.models import Category, Complaint, Parameter
from complaints.selectors.parameters import amount_of, span_of

LEVEL = 3


@dataclass(frozen=True, slots=True)
class Lessons:
    """Texts and category codes; the later ones test what was learnt from the earlier ones."""

    taught: tuple[tuple[str, str], ...]
    tests: tuple[tuple[str, str], ...]
    learned_until: datetime
    is_enough: bool


def lessons_of_office(as_of: datetime, *, most: int | None = None) -> Lessons:
    """The newest complaints received before `as_of`, split at a day so many days back. Of what is
    taught at most `most` are taken, evenly from all seasons."""
    on = timezone.localdate(as_of)
    until = as_of - span_of(Parameter.Key.LEARNING_TEST, on=on)
    whole = amount_of(Parameter.Key.LEARNING_TEXTS, on=on)
    least = amount_of(Parameter.Key.LEARNING_LEAST, on=on)
    rows = sorted_complaints().filter(received_at__lt=as_of).order_by("-received_at", "-pk")
    found = list(rows.values_list("redacted_text", "category__code", "received_at")[:whole])
    taught = tuple((text, code) for text, code, at in reversed(found) if at < until)
    tests = tuple((text, code) for text, code, at in reversed(found) if at >= until)
    # Two classes are the fewest that can be told apart.
    is_enough = len(tests) >= least and len(taught) >= least and len({c for _t, c in taught}) > 1
    every = -(-len(taught) // most) if most else 1
    return Lessons(taught[::every], tests, until, is_enough)


def sorted_complaints() -> QuerySet[Complaint]:
    """Sorted by a person, their words checked by one."""
    current = Category.objects.current(timezone.localdate()).filter(level=LEVEL)
    return Complaint.objects.filter(
        category__in=current,
        category_set_by=Complaint.CategorySetBy.CLERK,
        is_redaction_confirmed=True,
        is_secret=False,
    )
