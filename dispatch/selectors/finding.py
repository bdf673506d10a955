"""Finding a complaint or a part of it by its key, if this person may see it."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import Complaint, Identity, Photo, Recording, RiskFlag, User
from complaints.querysets import ComplaintQuerySet
from dispatch.models import Assignment, Labelling, Note


def find_ticket(number: str, user: User) -> Complaint:
    """The complaint of a number, if this person may see it."""
    found: Complaint = found_in(tickets(user), number)
    return found


def tickets(user: User) -> ComplaintQuerySet:
    """Those he may see, with their place and kind."""
    rows = Complaint.objects.visible_to(user).with_place()
    return rows.select_related("category__parent__parent", "component")


def found_in(rows: Any, number: str) -> Any:
    """The one of this number, or words that it is not there."""
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound(_("没有这件诉求，或不在您的查看范围内。"))
    return found


def number_of_photo(key: UUID, user: User) -> str:
    """The number of the complaint a photo belongs to, if this person may see it."""
    rows = Complaint.objects.visible_to(user)
    number: str | None = rows.filter(photos=key).values_list("number", flat=True).first()
    if number is None:
        raise NotFound(_("没有这张照片，或不在您的查看范围内。"))
    return number


def find_branch(key: int, user: User) -> Assignment:
    """A branch of a complaint that this person may see."""
    rows = Assignment.objects.visible_to(user).select_related("organisation", "complaint")
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound(_("没有这张派单，或不在您的查看范围内。"))
    return found


def with_beside(rows: ComplaintQuerySet) -> Any:
    """With what there is beside each, so that a page asks for nothing that is not there."""
    return rows.annotate(
        has_labels=_any(Labelling),
        has_flags=_any(RiskFlag),
        has_photos=_any(Photo),
        has_recordings=_any(Recording),
        has_identity=_any(Identity),
        has_notes=_any(Note),
    )


def _any(model: type[Model]) -> Exists:
    return Exists(QuerySet(model).filter(complaint=OuterRef("pk")))
