"""How many lie in each queue of the board."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Subquery

from complaints.models import User
from dispatch.permissions import works_on_whistles
from dispatch.selectors.counting import capped, count_words, counted_again
from dispatch.selectors.queues import Queue, queue_name, queues_for, rows_of
from dispatch.selectors.whistles.listing import waited_for


@dataclass(frozen=True, slots=True)
class Tally:
    """A queue with its count; beyond the cap the exact number costs more than it tells. What a
    person ever saw is no work that waits, and nobody counts it: None."""

    queue: str
    name: str
    count: int | None

    @property
    def words(self) -> str:
        """The count, or 999+."""
        return count_words(self.count)


@dataclass(frozen=True, slots=True)
class BoardCounts:
    """Every queue of a person, and how many whistles wait for an answer of his bodies."""

    tallies: list[Tally]
    whistles: int


def tallies(user: User, *, at: datetime) -> list[Tally]:
    """Every queue of this person with its count."""
    return board_counts(user, at=at).tallies


def board_counts(user: User, *, at: datetime) -> BoardCounts:
    """All that a board counts, in one query."""
    queues = queues_for(user)

    def build(at: datetime) -> dict[str, Subquery]:
        return _counts_of(user, at=at)

    found = counted_again("board", user, build, at=at)
    lines = [Tally(queue, queue_name(queue), found.get(f"in_{queue.value}")) for queue in queues]
    return BoardCounts(lines, found.get("whistles", 0))


def _counts_of(user: User, *, at: datetime) -> dict[str, Subquery]:
    counts = {
        f"in_{queue.value}": capped(rows_of(queue, user, at=at))
        for queue in queues_for(user)
        if queue != Queue.ALL
    }
    if works_on_whistles(user):
        counts["whistles"] = capped(waited_for(user))
    return counts
