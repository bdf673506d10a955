"""Who is asked and who may take which step: the office as the generator sees it."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from complaints.demo.demands import Demand
from complaints.demo.people import Staff
from complaints.models import Area, Complaint, Organisation, OrganisationKind, User
from complaints.selectors.clocks import LimitBook
from dispatch.actions.bulk.routes import Routes
from dispatch.demo.quality import Quality, quality_of

# Where a returned order goes instead, by the office that gave it back.
_INSTEAD = {
    "urban_management": "enforcement_team",
    "enforcement_team": "urban_management",
    "safety": "community_building",
    "community_building": "urban_management",
    "livelihood": "community_building",
    "complaint_centre": "general_support",
    "party_work": "community_building",
    "general_support": "urban_management",
}


@dataclass(frozen=True, slots=True)
class Street:
    """The people who send orders out and close them."""

    triage: User
    desk: User
    code: str


class Office:
    def __init__(self, staff: Staff, *, seed: int, at: datetime) -> None:
        self.staff = staff
        self.at = at
        self.limits = LimitBook()
        self._seed = seed
        self._routes = Routes()
        self._areas: dict[int, Area] = {}
        self._streets: dict[int, Street] = {}
        self._qualities: dict[int, Quality] = {}
        units: Iterable[Organisation] = self._routes.units.values()
        self._by_office = {(u.area_id, u.office_key): u for u in units if u.office_key}
        self._committees = {
            u.area_id: u for u in units if u.kind == OrganisationKind.COMMUNITY and u.area_id
        }

    def street_of(self, demand: Demand) -> Street:
        key = demand.filler.scene.community.street_id
        if key not in self._streets:
            code = self._area(key).code
            self._streets[key] = Street(self.staff.triage[key], self.staff.desks[key], code)
        return self._streets[key]

    def unit_for(self, demand: Demand, at: datetime) -> Organisation | None:
        """The unit that the rules will name, if anybody works there."""
        community = self._area(demand.filler.scene.community.pk)
        complaint = Complaint(
            community=community,
            subdistrict=community.parent,
            district=community.parent.parent if community.parent else None,
            category=demand.category,
            demand_kind=demand.category.demand_kind,
        )
        unit = self._routes.suggest(complaint, at=at).organisation
        return unit if unit and unit.pk in self.staff.workers else None

    def instead_of(self, unit: Organisation, demand: Demand) -> Organisation:
        """Who takes over what a unit gave back."""
        office_key = _INSTEAD.get(unit.office_key, "urban_management")
        return self._by_office[demand.filler.scene.community.street_id, office_key]

    def helpers_of(self, demand: Demand, unit: Organisation) -> list[Organisation]:
        """Community and property manager, asked beside the office (双派单)."""
        scene = demand.filler.scene
        found = [self._committees.get(scene.community.pk)]
        if scene.estate.manager_id is not None:
            found.append(self._routes.units[scene.estate.manager_id])
        return [helper for helper in found if helper is not None and helper.pk != unit.pk]

    def worker_of(self, unit: Organisation, rng: random.Random) -> User:
        return rng.choice(self.staff.workers[unit.pk])

    def quality_of(self, unit: Organisation, demand: Demand) -> Quality:
        """By the day the demand came in."""
        if unit.pk not in self._qualities:
            street = unit.code.split("-")[1] if unit.code.startswith("ST-") else ""
            self._qualities[unit.pk] = quality_of(self._seed, street, unit.code)
        return self._qualities[unit.pk].on(demand.at.date(), self.at.date())

    def teller(self, unit: Organisation, demand: Demand) -> User:
        """Who tells the hotline body: of the centre, and never of the unit itself."""
        street = self.street_of(demand)
        if unit.office_key != "complaint_centre":
            return street.triage
        return self.staff.clerks[0] if demand.draft.is_secret else street.desk

    def _area(self, key: int) -> Area:
        if key not in self._areas:
            rows = Area.objects.select_related("parent__parent__parent").defer("outline")
            self._areas[key] = rows.get(pk=key)
        return self._areas[key]
