"""Whose figures a reader of the month sees. Figures are sums; tickets stay with `visible_to`."""

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from complaints.models import Area, OrganisationKind, User

K = OrganisationKind


class League(TextChoices):
    """Units of one kind are compared with each other: an office of a street heats no houses."""

    EVERY = "", _("全部单位")
    OFFICE = "office", _("街道科室")
    DEPARTMENT = "department", _("职能部门")
    ENTERPRISE = "enterprise", _("公共服务企业")
    COMMUNITY = "community", _("社区")
    PROPERTY = "property", _("物业")


KINDS = {
    League.OFFICE: (K.OFFICE, K.CENTRE, K.SUBDISTRICT),
    League.DEPARTMENT: (K.DISTRICT_DEPARTMENT, K.BRANCH_OFFICE, K.CITY_DEPARTMENT),
    League.ENTERPRISE: (K.ENTERPRISE,),
    League.COMMUNITY: (K.COMMUNITY,),
    League.PROPERTY: (K.PROPERTY,),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Keys of areas: `own` by post, `districts` the districts these lie in.

    A street compares itself with the other streets of its district; units and communities it sees
    of its own only.
    """

    everywhere: bool = False
    own: frozenset[int] = frozenset()
    districts: frozenset[int] = frozenset()
    league: League = League.EVERY

    def units(self) -> Q:
        """Branches of the organisations that lie in the own areas, of the kinds of the league."""
        kinds = KINDS.get(self.league)
        of_kind = Q(organisation__kind__in=kinds) if kinds else Q()
        if self.everywhere:
            return of_kind
        return of_kind & (
            Q(organisation__area_id__in=self.own)
            | Q(organisation__area__parent_id__in=self.own)
            | Q(organisation__area__parent__parent_id__in=self.own)
        )

    def places(self, level: str, prefix: str = "") -> Q:
        """Complaints placed where this level may be seen; `prefix` leads to the complaint."""
        if self.everywhere:
            return Q()
        own = Q(**{f"{prefix}subdistrict_id__in": self.own}) | Q(
            **{f"{prefix}district_id__in": self.own}
        )
        if level == "community":
            return own
        return own | Q(**{f"{prefix}district_id__in": self.districts})

    def areas(self, level: str) -> frozenset[int] | None:
        """Keys of the areas whose rows are seen at a level; None for all."""
        if self.everywhere:
            return None
        roots = self.own if level in {"unit", "community"} else self.own | self.districts
        under = Q(pk__in=roots) | Q(parent__in=roots) | Q(parent__parent__in=roots)
        return frozenset(Area.objects.filter(under).values_list("pk", flat=True))

    def opens(self, level: str, area: int | None, parent: int | None) -> bool:
        """The tickets behind a row may be asked for."""
        if self.everywhere or level in {"unit", "community"}:
            return True
        return area in self.own or parent in self.own


EVERYWHERE = Scope(everywhere=True)


@dataclass(frozen=True, slots=True)
class _Closed(Scope):
    def opens(self, level: str, area: int | None, parent: int | None) -> bool:
        """Figures of a closed month stand for themselves."""
        return False


NOTHING_OPENS = _Closed()


def scope_of(user: User) -> Scope:
    """By the posts in force today."""
    sight = user.sight
    if sight.everywhere:
        return EVERYWHERE
    areas = list(Area.objects.filter(pk__in=sight.areas).values_list("pk", "level", "parent_id"))
    if any(level == Area.Level.CITY for _pk, level, _parent in areas):
        return EVERYWHERE
    districts = {parent if level == Area.Level.SUBDISTRICT else pk for pk, level, parent in areas}
    return Scope(
        own=frozenset(pk for pk, _level, _parent in areas),
        districts=frozenset(key for key in districts if key),
    )
