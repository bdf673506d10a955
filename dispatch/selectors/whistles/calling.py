"""For whom a person may blow, and whom that body may call."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from complaints.models import Area, Organisation, OrganisationKind, Parameter, Role, User
from complaints.selectors.parameters import span_of
from dispatch.models import Whistle
from dispatch.permissions import APPLICANTS

K = OrganisationKind
REPORT_IN = {
    Whistle.Kind.DEMAND: Parameter.Key.WHISTLE_DEMAND,
    Whistle.Kind.KEY_WORK: Parameter.Key.WHISTLE_KEY_WORK,
    Whistle.Kind.ENFORCEMENT: Parameter.Key.WHISTLE_ENFORCEMENT,
    Whistle.Kind.EMERGENCY: Parameter.Key.WHISTLE_EMERGENCY,
}
# A street calls no department of the city: that is the district's whistle (跨级吹哨).
BY_STREET = (K.DISTRICT_DEPARTMENT, K.BRANCH_OFFICE, K.ENTERPRISE, K.PROPERTY)
BY_DISTRICT = (
    K.CITY_DEPARTMENT, K.DISTRICT_DEPARTMENT, K.BRANCH_OFFICE, K.SUBDISTRICT, K.ENTERPRISE,
    K.PROPERTY, K.OUTSIDE,
)  # fmt: skip


def blowers_for(user: User, *, on: date) -> list[Organisation]:
    """The bodies in whose name he may blow: his street, his district, his community."""
    posts = user.current_posts if user.is_active else ()
    streets = {post.area_id for post in posts if post.role in APPLICANTS and post.area_id}
    own = [p.organisation_id for p in posts if p.role == Role.COMMUNITY_WORKER]
    districts = {post.area_id for post in posts if post.role == Role.DISTRICT_LEADER}
    rows = Organisation.objects.current(on).filter(
        Q(kind=K.SUBDISTRICT, area__in=streets)
        | Q(kind=K.DISTRICT_BODY, area__in=districts)
        | Q(kind=K.COMMUNITY, pk__in=own)
    )
    return list(rows.select_related("area__parent__parent"))


def units_to_call(blower: Organisation, *, on: date) -> QuerySet[Organisation]:
    """Whom a body may call. Residents, through their community, call the street or the district."""
    rows = Organisation.objects.current(on).exclude(pk=blower.pk)
    if blower.kind == K.COMMUNITY:
        street = blower.area.parent_id if blower.area else None
        return rows.filter(
            Q(kind=K.SUBDISTRICT, area=street) | Q(kind=K.DISTRICT_BODY, area__children=street)
        )
    if blower.kind == K.DISTRICT_BODY:
        return rows.filter(kind__in=BY_DISTRICT)
    district = blower.area.parent_id if blower.area else None
    # Departments of another district are brought by the street there, once it has come.
    near = Q(kind__in=BY_STREET) & (
        Q(area=district) | Q(area=blower.area_id) | Q(area__parent=blower.area_id)
    )
    own = Q(kind=K.OFFICE, area=blower.area_id)
    return rows.filter(near | own | Q(kind__in=(K.SUBDISTRICT, K.OUTSIDE)))


def district_body_of(blower: Organisation, *, on: date) -> Organisation | None:
    """Who coordinates the district that a body lies in."""
    area: Area | None = blower.area
    while area is not None and area.level != Area.Level.DISTRICT:
        area = area.parent
    if area is None:
        return None
    return Organisation.objects.current(on).coordinating(area.pk).first()


def report_in_span(kind: str, *, on: date) -> timedelta:
    """How long a unit may take to come, by the rule in force on a day."""
    return span_of(REPORT_IN[Whistle.Kind(kind)], on=on)
