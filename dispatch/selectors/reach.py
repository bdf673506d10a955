"""Which areas and units a person's lists offer to choose from."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from complaints.models import Area, Organisation, OrganisationKind, User

# Whoever sees the whole city chooses among bodies, not among every committee of it.
WIDE_KINDS = (
    OrganisationKind.SUBDISTRICT, OrganisationKind.DISTRICT_BODY, OrganisationKind.ENTERPRISE,
    OrganisationKind.DISTRICT_DEPARTMENT, OrganisationKind.CITY_DEPARTMENT,
    OrganisationKind.OUTSIDE,
)  # fmt: skip

STREET_DIGITS = 9


def areas_in_reach(user: User | None, level: str, *, within: str = "") -> QuerySet[Area]:
    """Areas of a level that this person works with; `within` is the code of a chosen street."""
    rows = Area.objects.filter(level=level).defer("outline").order_by("code")
    if user is None:
        return rows.none()
    if within:
        return rows.filter(code__startswith=within) if _is_street(within) else rows.none()
    sight = user.sight
    if sight.everywhere:
        # Seven thousand communities are no list: the street is chosen first.
        return rows.none() if level == Area.Level.COMMUNITY else rows
    own = _codes(user, sight.areas) or _codes(user, _areas_of_posts(user))
    return rows.filter(_under(own)) if own else rows.none()


def units_in_reach(user: User | None, *, within: str = "") -> QuerySet[Organisation]:
    """Units that may hold complaints this person sees."""
    rows = Organisation.objects.current(timezone.localdate()).order_by("code")
    if user is None:
        return rows.none()
    if within:
        return rows.filter(area__code__startswith=within) if _is_street(within) else rows.none()
    sight = user.sight
    if sight.everywhere:
        return rows.filter(kind__in=WIDE_KINDS)
    own = _codes(user, sight.areas)
    held = Q(pk__in=sight.holders)
    return rows.filter(held | _under(own, "area__code")) if own else rows.filter(held)


def _is_street(code: str) -> bool:
    return code.isdigit() and len(code) == STREET_DIGITS


def _areas_of_posts(user: User) -> frozenset[int]:
    return frozenset(post.area_id for post in user.current_posts if post.area_id)


def _codes(user: User, areas: frozenset[int]) -> list[str]:
    """Of areas that this person's posts lie in, with which their codes were read."""
    known = {post.area_id: post.area_code for post in user.current_posts}
    return sorted(code for area in areas if (code := known.get(area)))


def _under(codes: list[str], column: str = "code") -> Q:
    found = Q(pk__in=[])
    for code in codes:
        found |= Q(**{f"{column}__startswith": code.removesuffix("0000")})
    return found
