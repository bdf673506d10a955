"""The list in force, matters beside it counted by department, and figures the system has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import Complaint, JointMember, Organisation, OrganisationKind, User
from dispatch.models import DutyEntry, FigureRequest, OffListMatter
from dispatch.permissions import can_keep_figures, can_keep_matters
from dispatch.selectors.paging import page_of

PAGE = 50
K = OrganisationKind


@dataclass(frozen=True, slots=True)
class Handed:
    """How much a department handed down: all, refused, accepted, and its own work pushed on."""

    name: str
    all: int
    refused: int
    accepted: int
    own_work: int


def entries_on(day: date, *, words: str = "") -> list[tuple[str, list[DutyEntry]]]:
    """The list in force by group; `words` are looked for in title, article and code."""
    rows = DutyEntry.objects.current(day)
    for word in words.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(article__icontains=word) | Q(code__icontains=word)
        )
    found: dict[str, list[DutyEntry]] = {}
    for row in rows.order_by("code"):
        found.setdefault(row.group, []).append(row)
    groups = DutyEntry.Group
    return [(str(one.label), found[one.value]) for one in groups if one.value in found]


def duty_choices(day: date) -> list[tuple[str, str]]:
    """For a form that cites one."""
    rows = DutyEntry.objects.current(day).order_by("code")
    return [(str(row.pk), f"{row.code} {row.title} · {row.article}") for row in rows]


def streets_kept(user: User, *, on: date) -> list[Organisation]:
    """The streets for which he registers and decides."""
    rows = Organisation.objects.current(on).filter(
        kind=K.SUBDISTRICT, area__in=[post.area_id for post in user.current_posts if post.area_id]
    )
    return [one for one in rows.order_by("code") if can_keep_matters(user, one)]


def communities_kept(user: User, *, on: date) -> list[Organisation]:
    """The communities for which he registers."""
    posts = user.current_posts
    own = [post.organisation_id for post in posts]
    areas = [post.area_id for post in posts if post.area_id]
    rows = Organisation.objects.current(on).filter(kind=K.COMMUNITY)
    rows = rows.filter(Q(pk__in=own) | Q(area__parent__in=areas)).select_related("area")
    found = rows.defer("area__outline").order_by("code")
    return [one for one in found if can_keep_figures(user, one)]


def departments(street: Organisation, *, on: date) -> list[Organisation]:
    """Who might hand something down: departments of the district and of the city, and their
    branch offices in the street."""
    district = street.area.parent_id if street.area else None
    near = Q(area=district) | Q(area=street.area_id)
    kinds = Q(kind__in=(K.DISTRICT_DEPARTMENT, K.BRANCH_OFFICE)) & near
    rows = Organisation.objects.current(on).filter(kinds | Q(kind=K.CITY_DEPARTMENT))
    return list(rows.order_by("code"))


def matters_of(
    streets: Sequence[Organisation], *, after: int = 0
) -> tuple[list[OffListMatter], int]:
    """One page, what waits first; and where the next begins."""
    rows = OffListMatter.objects.filter(street__in=streets).select_related(
        "street", "department", "by", "decided_by"
    )
    waiting = Case(When(status="off_pending", then=0), default=1)
    rows = rows.order_by(waiting, "-received_on", "-pk")
    return page_of(rows, after=after, size=PAGE)


def find_matter(key: int, user: User) -> OffListMatter:
    """One of a street for which he decides."""
    rows = OffListMatter.objects.select_related("street", "department", "by", "decided_by")
    row = rows.filter(pk=key).first()
    if row is None or not can_keep_matters(user, row.street):
        raise NotFound(_("没有这个事项，或不在您的管理范围内。"))
    return row


def handed_down(streets: Sequence[Organisation]) -> list[Handed]:
    """Counted per department, the most first."""
    rows = OffListMatter.objects.filter(street__in=streets).order_by()
    counted = rows.values_list("department__name").annotate(
        all=Count("pk"),
        refused=Count("pk", filter=Q(status="off_refused")),
        accepted=Count("pk", filter=Q(status__in=("off_accepted", "off_ended"))),
        own=Count("pk", filter=Q(is_own_work=True)),
    )
    return sorted((Handed(*row) for row in counted), key=lambda one: (-one.all, one.name))


def figures_of(
    communities: Sequence[Organisation], *, after: int = 0
) -> tuple[list[FigureRequest], int]:
    """One page, the newest first."""
    rows = FigureRequest.objects.filter(community__in=communities)
    return page_of(rows.select_related("community", "by"), after=after, size=PAGE)


def figure_of(known: str, community: Organisation, *, since: date, until: date) -> int:
    """A figure that the system has of a community, received between two days, both included."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(since, time.min, zone)
    end = datetime.combine(until + timedelta(days=1), time.min, zone)
    rows = Complaint.objects.received_between(start, end).filter(community=community.area_id)
    if known == FigureRequest.Known.FINISHED:
        rows = rows.filter(finished_at__isnull=False)
    elif known == FigureRequest.Known.OPEN:
        rows = rows.under_way()
    elif known == FigureRequest.Known.CALLERS:
        rows = rows.filter(pk__in=JointMember.objects.values("complaint_id"))
    return rows.order_by().count()
