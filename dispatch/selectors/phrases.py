"""Which phrases a person is offered at a step, filled in for the complaint at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.kernels.phrases import fill
from complaints.models import Area, Category, Complaint, Organisation, User
from dispatch.models import Assignment, Phrase
from dispatch.permissions import areas_of_office

OFFERED_MAX = 60


@dataclass(frozen=True, slots=True)
class Offered:
    """One option: its name, and the words as they would go out."""

    key: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Circles:
    """Those with whom a person may share a phrase."""

    units: tuple[Organisation, ...]
    areas: tuple[Area, ...]


def phrases_for(
    complaint: Complaint, user: User, use: str, *, branch: Assignment | None = None
) -> tuple[Offered, ...]:
    """One query: for this step or for any, of the complaint's category, one above it, or none; the
    closest category first, one's own before the unit's."""
    keys = _chain(complaint.category)
    rows = Phrase.objects.visible_to(user).filter(use__in=(use, Phrase.Use.ANY))
    rows = rows.filter(Q(category__isnull=True) | Q(category__in=keys))[:OFFERED_MAX]
    ranked = sorted(rows, key=lambda row: (_distance(row, keys), _circle(row), row.name))
    values = values_for(complaint, user, branch)
    return tuple(Offered(row.pk, row.name, fill(row.text, values)) for row in ranked)


def values_for(complaint: Complaint, user: User, branch: Assignment | None) -> Mapping[str, str]:
    """What the places of a phrase stand for here."""
    due = branch.feedback_due_at if branch else complaint.dispatch_due_at
    unit = branch.organisation.name if branch else _own_unit(user)
    return {"number": complaint.number, "unit": unit, "due": _day(due)}


def sample_values(user: User) -> Mapping[str, str]:
    """The same, for a preview without a complaint."""
    now = timezone.now()
    return {"number": f"{now:%Y%m%d}000001", "unit": _own_unit(user), "due": _day(now)}


def own_phrases(user: User) -> list[Phrase]:
    """All he is offered anywhere."""
    rows = Phrase.objects.visible_to(user).select_related("organisation", "area", "category")
    return list(rows.select_related("owner").order_by("use", "name", "pk"))


def circles_of(user: User) -> Circles:
    """His units, and the streets whose office he speaks for."""
    units = {post.organisation_id for post in user.current_posts}
    areas = Area.objects.filter(pk__in=areas_of_office(user)).defer("outline")
    return Circles(
        tuple(Organisation.objects.filter(pk__in=units).order_by("code")),
        tuple(areas.order_by("code")),
    )


def _own_unit(user: User) -> str:
    keys = [post.organisation_id for post in user.current_posts]
    names = Organisation.objects.filter(pk__in=keys[:1]).values_list("name", flat=True)
    return names.first() or ""


def _chain(category: Category | None) -> list[int]:
    keys = []
    while category is not None:
        keys.append(category.pk)
        category = category.parent
    return keys


def _distance(row: Phrase, keys: list[int]) -> int:
    return keys.index(row.category_id) if row.category_id in keys else len(keys)


def _circle(row: Phrase) -> int:
    return 2 if row.area_id else 1 if row.organisation_id else 0


def _day(at: datetime | None) -> str:
    if at is None:
        return _("（时限未定）")
    local = timezone.localtime(at)
    return f"{local:%m-%d %H:%M}"
