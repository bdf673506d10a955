"""Notes beside a complaint and the inbox of who was named in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from complaints.kernels.masking import mask
from complaints.models import Complaint, User
from complaints.permissions import can_read_original
from dispatch.models import Assignment, Mention, Note
from dispatch.permissions import can_read_note, can_write_note, unit_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Remark:
    """One note as this person may read it; `unit` is "" where it is the office's."""

    text: str
    by: str
    at: datetime
    unit: str
    is_shared: bool
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remarks:
    """Those this person may read, the oldest first, and whether he may write."""

    rows: tuple[Remark, ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """One note in an inbox."""

    key: int
    number: str
    place: str
    text: str
    by: str
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of it; `after` is where the next one begins, 0 at the end."""

    rows: tuple[Letter, ...]
    unread: int
    after: int


def remarks_on(complaint: Complaint, branches: Iterable[Assignment], user: User) -> Remarks:
    """One query; one more where anybody is named. `branches` say which units are on it."""
    units = {branch.organisation_id for branch in branches}
    rows = Note.objects.filter(complaint=complaint).select_related("by", "organisation")
    found = []
    for note in rows.prefetch_related("mentions__user").order_by("at", "pk"):
        note.complaint = complaint
        if can_read_note(user, note):
            found.append(_remark(note, user))
    return Remarks(tuple(found), can_write_note(user, complaint, units))


def inbox_of(user: User, *, after: int = 0) -> Inbox:
    """The newest first; what he may no longer see or read is not there."""
    rows = Mention.objects.visible_to(user).order_by("-pk").select_related(
        "note__by", "note__organisation", "note__complaint__subdistrict",
        "note__complaint__community",
    )  # fmt: skip
    outlines = [f"note__complaint__{name}__outline" for name in ("subdistrict", "community")]
    page = list(rows.defer(*outlines)[after : after + PAGE + 1])
    shown = [row for row in page[:PAGE] if can_read_note(user, row.note)]
    return Inbox(
        rows=tuple(_letter(row, user) for row in shown),
        unread=unread_count(user),
        after=after + PAGE if len(page) > PAGE else 0,
    )


def unread_count(user: User) -> int:
    """For the frame of every page."""
    return Mention.objects.visible_to(user).unread().count()


def _letter(mention: Mention, user: User) -> Letter:
    note = mention.note
    return Letter(
        key=mention.pk,
        number=note.complaint.number,
        place=note.complaint.place_words,
        text=_words(note, user),
        by=str(note.by),
        at=note.at,
        is_read=mention.read_at is not None,
    )


def _remark(note: Note, user: User) -> Remark:
    return Remark(
        text=_words(note, user),
        by=str(note.by),
        at=note.at,
        unit=note.organisation.name if note.organisation else "",
        is_shared=note.is_shared,
        named=tuple(str(mention.user) for mention in note.mentions.all()),
    )


def _words(note: Note, user: User) -> str:
    """As written for who wrote it, his unit and who reads the original; for others without what
    leads to the caller."""
    is_own = note.by_id == user.pk or (
        note.organisation_id is not None and unit_of(user, [note.organisation_id]) is not None
    )
    if is_own or can_read_original(user, note.complaint):
        return note.text
    return mask(note.text)
