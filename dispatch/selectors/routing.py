"""Which unit the rules name for a complaint, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from complaints.models import Area, Category, Complaint, Organisation, OrganisationKind
from dispatch.models import RoutingRule


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at. Codes run from the finest level up."""

    category_codes: tuple[str, ...]
    area_codes: tuple[str, ...]
    demand_kind: str

    def as_json(self) -> dict[str, object]:
        """For keeping beside the assignment."""
        return {
            "category": list(self.category_codes),
            "area": list(self.area_codes),
            "demand_kind": self.demand_kind,
        }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The unit, the rule that named it, the facts it saw, the rules tried before it, and, where no
    unit was found although a rule fits, which target is missing."""

    organisation: Organisation | None
    rule: RoutingRule | None
    facts: Facts
    passed_over: int
    missing_target: str = ""


def facts_of(complaint: Complaint) -> Facts:
    """What the rules look at, read off a complaint loaded `with_place`."""
    return Facts(
        category_codes=_codes(complaint.category),
        area_codes=tuple(
            area.code
            for area in (complaint.community, complaint.subdistrict, complaint.district)
            if area is not None
        ),
        demand_kind=complaint.demand_kind,
    )


def suggest_unit(complaint: Complaint, *, on: date | None = None) -> Suggestion:
    """The first rule in force whose conditions all hold, and the unit it names."""
    on = on or timezone.localdate()
    rules = RoutingRule.objects.current(on).select_related("category", "area", "organisation")
    return first_fit(rules, facts_of(complaint), lambda rule: target_of(rule, complaint, on))


def first_fit(
    rules: Iterable[RoutingRule],
    facts: Facts,
    target: Callable[[RoutingRule], Organisation | None],
) -> Suggestion:
    """The first rule that fits; `target` finds its unit."""
    passed_over = 0
    for rule in rules:
        if fits(rule, facts):
            unit = target(rule)
            missing = "" if unit else (rule.office_key or rule.target)
            return Suggestion(unit, rule, facts, passed_over, missing)
        passed_over += 1
    return Suggestion(None, None, facts, passed_over)


def fits(rule: RoutingRule, facts: Facts) -> bool:
    """Every condition that the rule states holds."""
    return (
        (rule.category is None or rule.category.code in facts.category_codes)
        and (rule.area is None or rule.area.code in facts.area_codes)
        and (not rule.demand_kind or rule.demand_kind == facts.demand_kind)
    )


def units_for(complaint: Complaint, *, on: date | None = None) -> list[Organisation]:
    """Every unit that may be asked for a complaint: of its street and community first, then of the
    district and the city."""
    on = on or timezone.localdate()
    places = [complaint.community_id, complaint.subdistrict_id, complaint.district_id]
    near = Organisation.objects.current(on).filter(area_id__in=[p for p in places if p])
    wide = Organisation.objects.current(on).filter(area__level=Area.Level.CITY)
    level = {place: order for order, place in enumerate(places) if place}
    found = {unit.pk: unit for unit in [*near, *wide]}
    return sorted(found.values(), key=lambda unit: (level.get(unit.area_id, 9), unit.code))


def target_of(rule: RoutingRule, complaint: Complaint, on: date) -> Organisation | None:
    """The unit that a rule names for a complaint."""
    if rule.target == RoutingRule.Target.ORGANISATION:
        unit = rule.organisation
        return unit if unit and (unit.until is None or unit.until >= on) else None
    units = Organisation.objects.current(on)
    community = rule.target == RoutingRule.Target.COMMUNITY
    area = complaint.community_id if community else complaint.subdistrict_id
    if area is None:
        return None
    kind = {"kind": OrganisationKind.COMMUNITY} if community else {"office_key": rule.office_key}
    return units.filter(area_id=area, **kind).first()


def _codes(category: Category | None) -> tuple[str, ...]:
    codes = []
    while category is not None:
        codes.append(category.code)
        category = category.parent
    return tuple(codes)
