"""The lines that are shown of what may be the same matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isnan
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery

from complaints.kernels.related import Likeness
from complaints.models import Complaint, Photo
from complaints.models.complaint import worded_place
from complaints.models.languages import worded
from complaints.states import OPEN_TO_JOIN

WORDS = 160
LINE = (
    "pk", "number", "redacted_text", "redacted_address", "reported_subdistrict",
    "reported_community", "status", "received_at", "finished_at", "community__name",
    "subdistrict__name",
    "category__name", "category__name_en", "photo",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Related:
    """One complaint that may be the same matter. `metres` and `photo` are None where unknown;
    `days` is how long one came before the other."""

    number: str
    words: str
    place: str
    category: str
    status: str
    status_words: str
    received_at: datetime
    shared: tuple[str, ...]
    is_same_building: bool
    is_same_community: bool
    metres: int | None
    days: int
    photo: UUID | None
    may_be_joined: bool


class _Line(NamedTuple):
    pk: int
    number: str
    redacted_text: str
    redacted_address: str
    reported_subdistrict: str
    reported_community: str
    status: str
    received_at: datetime
    finished_at: datetime | None
    community: str | None
    subdistrict: str | None
    category: str | None
    category_en: str | None
    photo: UUID | None


def lines_of(ranked: Sequence[tuple[int, Likeness]]) -> tuple[Related, ...]:
    """Lines of rows that were read among those this person sees."""
    if not ranked:
        return ()
    shots = Photo.objects.filter(complaint=OuterRef("pk"), stage=Photo.Stage.REPORT)
    first = Subquery(shots.order_by("added_at", "pk").values("pk")[:1])
    found = Complaint.objects.filter(pk__in=[key for key, _one in ranked]).order_by()
    rows = {row[0]: _Line(*row) for row in found.annotate(photo=first).values_list(*LINE)}
    return tuple(_line(rows[key], one) for key, one in ranked if key in rows)


def _line(row: _Line, likeness: Likeness) -> Related:
    known = [name for name in (row.subdistrict, row.community) if name is not None]
    reported = (row.reported_subdistrict, row.reported_community)
    return Related(
        number=row.number,
        words=" ".join(row.redacted_text[:WORDS].split()),
        place=worded_place(known, reported, row.redacted_address),
        category=worded(row.category or "", row.category_en or ""),
        status=row.status,
        status_words=str(Complaint.StatusChoice(row.status).label),
        received_at=row.received_at,
        shared=likeness.words,
        is_same_building=likeness.is_same_building,
        is_same_community=likeness.is_same_area,
        metres=None if isnan(likeness.metres) else round(likeness.metres),
        days=int(likeness.days),
        photo=row.photo,
        may_be_joined=row.status in OPEN_TO_JOIN and row.finished_at is None,
    )
