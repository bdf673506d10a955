"""Who had it, and for how long: the elapsed time cut at each change of hands, nothing left out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple


class Span(NamedTuple):
    """From one instant to another; `holder` is "" while nobody had it: it waited for dispatch."""

    holder: str
    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """How long."""
        return self.until - self.since


def ledger(
    start: datetime, end: datetime, held: Sequence[tuple[str, datetime, datetime | None]]
) -> tuple[Span, ...]:
    """Spans that lie side by side from `start` to `end`, so that their lengths sum to the elapsed
    time exactly. `held` are (holder, since, until), `until` None for now; of two that overlap the
    later one has it. What lies outside is cut off; `start` <= `end`, all instants aware."""
    if start > end:
        raise ValueError(start)
    cut = ((max(since, start), min(until or end, end), holder) for holder, since, until in held)
    inside = sorted((one for one in cut if one[0] < one[1]), key=lambda one: one[0])
    spans: list[Span] = []
    at = start
    for number, (since, until, holder) in enumerate(inside):
        following = inside[number + 1][0] if number + 1 < len(inside) else end
        until = min(until, max(following, since))
        if until <= at:
            continue
        if since > at:
            spans.append(Span("", at, since))
        spans.append(Span(holder, max(since, at), until))
        at = until
    if at < end:
        spans.append(Span("", at, end))
    return tuple(_joined(spans))


def _joined(spans: Sequence[Span]) -> list[Span]:
    """One hand after itself is one span."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].holder == span.holder:
            found[-1] = Span(span.holder, found[-1].since, span.until)
        else:
            found.append(span)
    return found
