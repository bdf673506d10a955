"""Units that have ended with work open, and whom it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import Organisation, Post, Role, User
from dispatch.models import Assignment, UnitEnding
from dispatch.permissions import can_hand_over
from dispatch.states import OPEN

PAGE = 50
OFFICE = (Role.TRIAGE_OFFICER, Role.DESK)
# What only takes in and coordinates holds no work of its own.
NO_WORK = ("hotline", "centre", "district_body")


@dataclass(frozen=True, slots=True)
class Ending:
    """One of them with what is still open: `secret_count` needs a person named."""

    row: UnitEnding
    open_count: int
    secret_count: int


def endings_for(user: User, *, is_open: bool = True) -> list[Ending]:
    """Those this person may settle, the oldest first."""
    rows = UnitEnding.objects.select_related("organisation__area", "successor", "done_by")
    rows = rows.defer("organisation__area__outline").filter(done_at__isnull=is_open)
    order = "found_at" if is_open else "-done_at"
    mine = [
        row for row in rows.order_by(order, "pk")[:PAGE] if can_hand_over(user, row.organisation)
    ]
    return _counted(mine)


def find_ending(key: int, user: User) -> Ending:
    """One that this person may settle."""
    row = (
        UnitEnding.objects.select_related("organisation__area", "successor").filter(pk=key).first()
    )
    if row is None or not can_hand_over(user, row.organisation):
        raise NotFound(_("没有这项移交，或不在您的管理范围内。"))
    return _counted([row])[0]


def open_branches_of(unit: int) -> list[int]:
    """By key, the oldest first: leading ones before those that go along with them."""
    rows = Assignment.objects.open().filter(organisation=unit)
    first = F("follows_id").asc(nulls_first=True)
    return list(rows.order_by(first, "dispatched_at", "pk").values_list("pk", flat=True))


def ended_with_work(on: date, *, most: int = 100) -> list[int]:
    """Units whose last day is over, with open branches, and not found yet."""
    found = UnitEnding.objects.filter(done_at__isnull=True).values("organisation_id")
    rows = Assignment.objects.open().filter(organisation__until__lt=on)
    keys = rows.exclude(organisation__in=found).order_by("organisation_id")
    return list(keys.values_list("organisation_id", flat=True).distinct()[:most])


def successors_of(unit: Organisation, *, on: date | None = None) -> list[Organisation]:
    """Who may go on with it: units of its own area, of the one above, and of those within it."""
    on = on or timezone.localdate()
    area = unit.area
    places = {area.pk, area.parent_id} if area else set()
    rows = Organisation.objects.current(on).exclude(pk=unit.pk).exclude(kind__in=NO_WORK)
    near = Q(area__in=[key for key in places if key])
    if area is not None:
        near |= Q(area__parent=area.pk)
    return list(rows.filter(near).order_by("code"))


def units_to_end(user: User) -> list[Organisation]:
    """Units with open work that this person may hand on before their last day."""
    keys = Assignment.objects.open().values("organisation_id")
    rows = Organisation.objects.filter(pk__in=keys).select_related("area").defer("area__outline")
    return [unit for unit in rows.order_by("code") if can_hand_over(user, unit)]


def people_who_settle(unit: Organisation, *, on: date) -> list[int]:
    """The street's office; and who keeps the register of units."""
    area = unit.area
    places = [key for key in ((area.pk, area.parent_id) if area else ()) if key]
    there = Q(organisation__area__in=places, role__in=OFFICE)
    posts = Post.objects.current(on).filter(there | Q(role=Role.ADMINISTRATOR))
    posts = posts.filter(user__is_active=True)
    return list(posts.order_by("user_id").values_list("user_id", flat=True).distinct()[:50])


def _counted(rows: Sequence[UnitEnding]) -> list[Ending]:
    branches = Assignment.objects.filter(
        organisation__in=[row.organisation_id for row in rows],
        status__in=[status.value for status in OPEN],
    )
    counted = (
        branches.order_by()
        .values_list("organisation_id")
        .annotate(n=Count("pk"), secret=Count("pk", filter=Q(complaint__is_secret=True)))
    )
    known = {key: (n, secret) for key, n, secret in counted}
    return [Ending(row, *known.get(row.organisation_id, (0, 0))) for row in rows]
