"""What is found out about a file's rows before any of them is written.

The file is gone through twice: once to read it to its end, so that a file which breaks in its
middle leaves nothing half-written and so that of two rows with one number the fuller wins wherever
it stands; once more to check each row and write it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import gettext as _

from complaints import fields
from complaints.actions.intake import checked_text
from complaints.errors import Invalid
from complaints.files.feeds import Feed, FeedRow, Refused

# A clock that runs ahead by a day is a wrong date and not a wrong clock.
AHEAD_SECONDS = 86_400


@dataclass(slots=True)
class Survey:
    """What one reading of the whole file found out. `best` is the greatest fullness of each number
    that stands there more than once."""

    rows: int = 0
    best: dict[str, int] = field(default_factory=dict)

    def beats(self, row: FeedRow) -> bool:
        """Another row of its number says more."""
        return bool(self.best) and self.best.get(row.number, 0) > row.fullness


def survey_feed(feed: Feed, *, at: datetime, on_row: Callable[[], None] = lambda: None) -> Survey:
    """Read the file to its end; raises TableRefused where it breaks."""
    found, seen = Survey(), set[str]()
    for number in feed.numbers():
        on_row()
        found.rows += 1
        if number in seen:
            found.best[number] = 0
        elif number:
            seen.add(number)
    if found.best:
        for row in checked_rows(feed, at=at):
            on_row()
            if isinstance(row, FeedRow) and row.number in found.best:
                found.best[row.number] = max(found.best[row.number], row.fullness)
    return found


def checked_rows(feed: Feed, *, at: datetime, after: int = 0) -> Iterator[FeedRow | Refused]:
    """Every row after the first `after`, with the number it is known by from now on."""
    for row in feed.rows(after=after):
        if isinstance(row, Refused):
            yield row
            continue
        try:
            yield _passed(row, at=at)
        except Invalid as refusal:
            yield Refused(row.line, row.cells, refusal.message, refusal.field)


def _passed(row: FeedRow, *, at: datetime) -> FeedRow:
    if row.received_at is not None and (row.received_at - at).total_seconds() > AHEAD_SECONDS:
        raise Invalid(_("受理时间在将来"), field="received")
    text = checked_text(row.text)
    if text != row.text:
        row = replace(row, text=text)
    return row if row.number else replace(row, number=_digest_of(row))


def _digest_of(row: FeedRow) -> str:
    """For a row that its source gave no number: what it says, the same each time. Keyed, because a
    row may hold a phone number that could be tried out."""
    return f"row-{fields.keyed_hash(chr(0).join(row.words), purpose='import row')[:40]}"
