"""A whole file at once, as the command takes it in."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.imports.checking import checked_rows, survey_feed
from complaints.actions.imports.writing import BATCH, Filing, Imported, write_batch
from complaints.errors import Invalid, NotAllowed
from complaints.files.feeds import Feed, Refused
from complaints.models import By, User
from complaints.permissions import can_file

SOURCE_MAX = 40

T = TypeVar("T")


def import_feed(
    feed: Feed,
    *,
    by: By,
    source: str = "",
    at: datetime | None = None,
    is_dry_run: bool = False,
    on_refused: Callable[[Refused], None] = lambda _refused: None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Imported:
    """Take every row of the feed that is not here yet by its source and number.

    `on_progress` hears how many rows of how many are done. A dry run writes nothing.
    """
    at = at or timezone.now()
    source = (source or feed.feed_map.source).strip()
    if isinstance(by, User) and not can_file(by):
        raise NotAllowed(_("您没有录入诉求的权限。"))
    check_source(source)
    survey = survey_feed(feed, at=at)
    filing = Filing(source=source, by=by, at=at, survey=survey, is_dry_run=is_dry_run)
    total, done = Imported(), 0
    for batch in batched(checked_rows(feed, at=at)):
        written = write_batch(batch, filing)
        for refused in written.refused:
            on_refused(refused)
        total += written.counts
        done += len(batch)
        on_progress(done, survey.rows)
    return total


def check_source(source: str) -> None:
    """Raises Invalid for what is no name."""
    if not 0 < len(source) <= SOURCE_MAX:
        raise Invalid(_("来源名称应为 1–%(limit)d 个字") % {"limit": SOURCE_MAX}, field="source")


def batched(rows: Iterator[T]) -> Iterator[list[T]]:
    """So many as are written together."""
    return iter(lambda: list(islice(rows, BATCH)), [])
