"""One page of a list, and where the next begins."""

from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def page_of(rows: QuerySet[Row], *, after: int, size: int) -> tuple[list[Row], int]:
    """`size` rows behind the first `after`, and the offset of the next page, 0 at the end. One row
    more is read, so that nothing need be counted."""
    found = list(rows[after : after + size + 1])
    return found[:size], after + size if len(found) > size else 0
