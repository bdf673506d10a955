"""Which labels hang where."""

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.models import User
from dispatch.models import Label, Labelling


@dataclass(frozen=True, slots=True)
class Tag:
    """A label as a page shows it; `colour` is a tone of the house."""

    key: int
    name: str
    colour: str


def labels_on(keys: Sequence[int]) -> dict[int, tuple[Tag, ...]]:
    """By complaint, in one query."""
    found: dict[int, list[Tag]] = {}
    rows = Labelling.objects.filter(complaint__in=keys).select_related("label")
    for row in rows.order_by("label__name", "pk"):
        tag = Tag(row.label_id, row.label.name, row.label.colour)
        found.setdefault(row.complaint_id, []).append(tag)
    return {key: tuple(tags) for key, tags in found.items()}


def labels_for(user: User) -> list[tuple[int, str]]:
    """What he may hang, for a select."""
    return [(label.pk, label.name) for label in Label.objects.in_reach(user)]
