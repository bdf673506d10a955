"""Whose figures a reader of the month sees. Figures are sums; tickets stay with `visible_to`."""

from dataclasses import dataclass

from django.db.models import Q

from complaints.models import Area, User


@dataclass(frozen=True, slots=True)
class Scope:
    """Keys of areas: `own` by post, `districts` the districts these lie in.

    A street compares itself with the other streets of its district; units and communities it sees
    of its own only.
    """

    everywhere: bool = False
    own: frozenset[int] = frozenset()
    districts: frozenset[int] = frozenset()

    def units(self) -> Q:
        """Branches of the organisations that lie in the own areas."""
        if self.everywhere:
            return Q()
        return (
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

    def opens(self, level: str, area: int | None, parent: int | None) -> bool:
        """The tickets behind a row may be asked for."""
        if self.everywhere or level in {"unit", "community"}:
            return True
        return area in self.own or parent in self.own


EVERYWHERE = Scope(everywhere=True)


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
