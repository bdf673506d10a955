"""What the caller did after filing, as far as this person may read it.

Asked only where the history tells of it: most complaints have nothing of the kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from complaints.kernels.masking import mask
from complaints.models import Complaint, Rating, Reopening, Supplement
from dispatch.selectors.history import Happened


@dataclass(frozen=True, slots=True)
class Added:
    """More words. `words` are empty where this person waits for them to be checked."""

    key: int
    at: datetime
    words: str
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Again:
    """One time it was taken up again, and the answer that stood before."""

    round: int
    at: datetime
    reason: str
    answer_before: str


@dataclass(frozen=True, slots=True)
class Rated:
    """The caller's own three answers of one round."""

    round: int
    at: datetime
    contacted: bool
    resolved: bool
    satisfaction: str
    words: str


@dataclass(frozen=True, slots=True)
class CallerPart:
    """All of it; `chased_at` is the last time he asked how long it will take."""

    chase_count: int
    chased_at: datetime | None
    added: tuple[Added, ...]
    again: tuple[Again, ...]
    rated: tuple[Rated, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.chase_count or self.added or self.again or self.rated)


def caller_part(
    complaint: Complaint, history: Sequence[Happened], *, reads_original: bool
) -> CallerPart:
    """What to show of it; who may not read the original reads what was masked or checked."""
    verbs = {line.verb for line in history}
    chased = [line.at for line in history if line.verb == "chase"]
    return CallerPart(
        chase_count=complaint.chase_count,
        chased_at=max(chased, default=None),
        added=_added(complaint, reads_original) if "supplement" in verbs else (),
        again=_again(complaint, reads_original) if "reopen" in verbs else (),
        rated=_rated(complaint, reads_original) if "rate" in verbs else (),
    )


def _added(complaint: Complaint, reads_original: bool) -> tuple[Added, ...]:
    return tuple(
        Added(
            key=one.pk,
            at=one.at,
            words=_words_of(one, reads_original),
            is_checked=one.checked_at is not None,
        )
        for one in Supplement.objects.filter(complaint=complaint)
    )


def _words_of(one: Supplement, reads_original: bool) -> str:
    if reads_original:
        return one.text
    return one.redacted_text if one.checked_at is not None else ""


def _again(complaint: Complaint, reads_original: bool) -> tuple[Again, ...]:
    return tuple(
        Again(
            round=one.round,
            at=one.at,
            reason=one.reason if reads_original else mask(one.reason),
            answer_before=one.answer_before,
        )
        for one in Reopening.objects.filter(complaint=complaint)
    )


def _rated(complaint: Complaint, reads_original: bool) -> tuple[Rated, ...]:
    return tuple(
        Rated(
            round=one.round,
            at=one.at,
            contacted=one.contacted,
            resolved=one.resolved,
            satisfaction=one.get_satisfaction_display(),
            words=one.words if reads_original else mask(one.words),
        )
        for one in Rating.objects.filter(complaint=complaint).order_by("round")
    )
