"""What a complaint encloses: its words cut where personal, its photos, videos and point."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.kernels.geometry import LonLat, convert
from complaints.kernels.masking import LABELS, find_personal
from complaints.models import Complaint, Photo, Recording


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the original words; `kind` names what is personal in it, if anything."""

    words: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo's key and caption; `is_shown` to neighbours who tell of the same matter."""

    key: UUID
    caption: str
    is_shown: bool = False


def pieces_of(words: str) -> tuple[Piece, ...]:
    """The words cut where something personal stands."""
    pieces, last = [], 0
    for span in find_personal(words):
        kind = _(LABELS[span.kind])
        pieces += [Piece(words[last : span.start]), Piece(words[span.start : span.end], kind)]
        last = span.end
    pieces.append(Piece(words[last:]))
    return tuple(piece for piece in pieces if piece.words)


def photos_of(complaint: Complaint, *stages: str) -> tuple[Shot, ...]:
    """Photos in order of stage and time."""
    order = [stage.value for stage in Photo.Stage]
    rows = Photo.objects.filter(complaint=complaint, stage__in=stages or order)
    shown = sorted(rows, key=lambda photo: (order.index(photo.stage), photo.added_at))
    return tuple(
        Shot(
            photo.pk,
            f"{photo.get_stage_display()} {timezone.localtime(photo.added_at):%m-%d %H:%M}",
            is_shown=photo.shown_at is not None,
        )
        for photo in shown
    )


def recordings_of(complaint: Complaint, *, reads_original: bool) -> tuple[Recording, ...]:
    """Those this person may play: units the released videos only."""
    rows = Recording.objects.filter(complaint=complaint)
    if not reads_original:
        rows = rows.filter(is_released=True, status=Recording.Status.READY)
    return tuple(rows)


def point_of(complaint: Complaint) -> LonLat | None:
    """The complaint's point on the map's datum."""
    if complaint.lon is None or complaint.lat is None:
        return None
    datum: Any = complaint.datum
    return convert(complaint.lon, complaint.lat, source=datum, target="wgs84")
