"""The demonstration's model: taught sentences first, then by a year's office."""

from datetime import datetime, timedelta

from complaints.actions.learning import (
    claim_learning,
    request_learning,
    run_learning,
    teach_first,
)
from complaints.actions.suggesting import keep_suggestion
from complaints.demo.lessons import lessons
from complaints.models import Actor
from complaints.selectors.lessons import sorted_complaints

# As long ago as the office began, and as its first night of learning; suggested since then.
_BEGAN, _LEARNT = timedelta(days=60), timedelta(days=30)
# A setting up is waited for: what a night reads is ten times as much.
_MOST = 3000
_ASKED = 300


def teach(*, seed: int, at: datetime) -> None:
    """A first version from the demonstration's sentences, a second one from what the office has
    sorted, and what became of the suggestions since. The complaints are there already."""
    teach_first(*lessons(seed=seed, at=at), by=Actor.MACHINE, at=at - _BEGAN)
    night = at - _LEARNT
    request_learning(by=Actor.MACHINE, period_key=night.date().isoformat(), most=_MOST, at=night)
    if (run := claim_learning(at=night)) is not None:
        run_learning(run.pk, attempt=run.attempts, at=night)
    since = sorted_complaints().filter(received_at__gt=night).order_by("-received_at")
    for complaint in since.select_related("category")[:_ASKED]:
        keep_suggestion(complaint, words=complaint.redacted_text, at=complaint.received_at)
