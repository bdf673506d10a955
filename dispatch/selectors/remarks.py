"""Notes beside a complaint."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from complaints.kernels.masking import mask
from complaints.models import Complaint, User
from complaints.permissions import can_read_original
from dispatch.models import Assignment, Note
from dispatch.permissions import can_read_note, can_write_note, unit_of


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


def remarks_on(
    complaint: Complaint, branches: Iterable[Assignment], user: User, *, has_notes: bool = True
) -> Remarks:
    """One query; one more where anybody is named. `branches` say which units are on it;
    `has_notes` is false where it is known that there are none."""
    units = {branch.organisation_id for branch in branches}
    rows = Note.objects.filter(complaint=complaint).select_related("by", "organisation")
    found: list[Remark] = []
    if not has_notes:
        return Remarks((), can_write_note(user, complaint, units))
    for note in rows.prefetch_related("mentions__user").order_by("at", "pk"):
        note.complaint = complaint
        if can_read_note(user, note):
            found.append(_remark(note, user))
    return Remarks(tuple(found), can_write_note(user, complaint, units))


def _remark(note: Note, user: User) -> Remark:
    return Remark(
        text=words_for(note, user),
        by=str(note.by),
        at=note.at,
        unit=note.organisation.name if note.organisation else "",
        is_shared=note.is_shared,
        named=tuple(str(mention.user) for mention in note.mentions.all()),
    )


def words_for(note: Note, user: User) -> str:
    """As written for who wrote it, his unit and who reads the original; for others without what
    leads to the caller."""
    is_own = note.by_id == user.pk or (
        note.organisation_id is not None and unit_of(user, [note.organisation_id]) is not None
    )
    if is_own or can_read_original(user, note.complaint):
        return note.text
    return mask(note.text)
