"""Who led it and for how long, where it changed hands."""

from collections.abc import Sequence
from datetime import datetime

from complaints.models import Complaint, Holding
from dispatch.kernels.ledger import Span, ledger
from dispatch.selectors.history import Happened

# Its history tells whether it ever changed hands.
CHANGED = frozenset({"return", "hand_over", "absorb", "reopen"})


def ledger_on(
    complaint: Complaint, history: Sequence[Happened], *, at: datetime
) -> tuple[Span, ...]:
    """From its receipt until its end, or until now; nothing where one unit had it all along."""
    if not any(line.verb in CHANGED for line in history):
        return ()
    rows = Holding.objects.filter(complaint=complaint, role=Holding.Role.LEAD)
    held = rows.order_by("since", "pk").values_list("organisation__name", "since", "until")
    end = max(complaint.finished_at or at, complaint.received_at)
    return ledger(complaint.received_at, end, list(held))
