"""Rules and units read once; names the unit that `suggest_unit` names."""

from datetime import date

from complaints.models import Complaint, Organisation, OrganisationKind
from dispatch.models import RoutingRule
from dispatch.selectors.routing import Suggestion, facts_of, first_fit


class Routes:
    def __init__(self) -> None:
        rules = RoutingRule.objects.select_related("category", "area", "organisation")
        self._rules = list(rules.order_by("position", "pk"))
        self._in_force: dict[date, list[RoutingRule]] = {}
        self.units = {unit.pk: unit for unit in Organisation.objects.order_by("code")}
        self._offices: dict[tuple[int | None, str], list[Organisation]] = {}
        self._communities: dict[int | None, list[Organisation]] = {}
        for unit in self.units.values():
            self._offices.setdefault((unit.area_id, unit.office_key), []).append(unit)
            if unit.kind == OrganisationKind.COMMUNITY:
                self._communities.setdefault(unit.area_id, []).append(unit)

    def suggest(self, complaint: Complaint, *, on: date) -> Suggestion:
        """As `suggest_unit` of the same complaint on the same day."""
        if on not in self._in_force:
            self._in_force[on] = [rule for rule in self._rules if _is_current(rule, on)]
        return first_fit(
            self._in_force[on], facts_of(complaint), lambda rule: self._target(rule, complaint, on)
        )

    def _target(self, rule: RoutingRule, complaint: Complaint, on: date) -> Organisation | None:
        if rule.target == RoutingRule.Target.ORGANISATION:
            unit = rule.organisation
            return unit if unit and (unit.until is None or unit.until >= on) else None
        if rule.target == RoutingRule.Target.COMMUNITY:
            found = self._communities.get(complaint.community_id, [])
        else:
            found = self._offices.get((complaint.subdistrict_id, rule.office_key), [])
        return next((unit for unit in found if _is_current(unit, on)), None)


def _is_current(row: RoutingRule | Organisation, on: date) -> bool:
    return row.since <= on and (row.until is None or row.until >= on)
