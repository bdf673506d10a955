"""Rules and units read once; names the unit that `suggest_unit` names."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from complaints.models import Complaint, Organisation, OrganisationKind, PropertyContract
from complaints.selectors.risks import RiskBook
from dispatch.kernels.routing import Rule
from dispatch.models import RoutingRule, RuleSet
from dispatch.selectors.beside import Beside, across_a_border, border_metres, contracts_of
from dispatch.selectors.routing import (
    Found,
    Suggestion,
    conditions_of,
    facts_of,
    first_fit,
    fixed_target,
    found_at,
    with_chains,
)


@dataclass(frozen=True, slots=True)
class _Version:
    rules: Sequence[RoutingRule]
    conditions: Sequence[Rule]


class Routes:
    def __init__(self) -> None:
        live = RuleSet.objects.filter(live_from__isnull=False).order_by("live_from")
        instants = live.values_list("live_from", "pk")
        self._begun: list[tuple[datetime, int]] = [(at, key) for at, key in instants if at]
        self._rules: dict[int, list[RoutingRule]] = {}
        keys = [key for _at, key in self._begun]
        for rule in with_chains(RoutingRule.objects.filter(rule_set__in=keys)):
            self._rules.setdefault(rule.rule_set_id, []).append(rule)
        self._versions: dict[int, _Version] = {}
        self._contracts: dict[int, list[PropertyContract]] = {}
        contracts = PropertyContract.objects.select_related("organisation", "estate")
        for one in contracts.order_by("pk"):
            self._contracts.setdefault(one.estate.area_id, []).append(one)
        self._books: dict[date, RiskBook] = {}
        self._metres: dict[date, int] = {}
        self.units = {unit.pk: unit for unit in Organisation.objects.order_by("code")}
        self._offices: dict[tuple[int | None, str], list[Organisation]] = {}
        self._communities: dict[int | None, list[Organisation]] = {}
        for unit in self.units.values():
            self._offices.setdefault((unit.area_id, unit.office_key), []).append(unit)
            if unit.kind == OrganisationKind.COMMUNITY:
                self._communities.setdefault(unit.area_id, []).append(unit)

    def suggest(self, complaint: Complaint, *, at: datetime) -> Suggestion:
        """As `suggest_unit` of the same complaint at the same instant, as long as what its caller
        said is flagged and nobody has set a flag aside."""
        on = timezone.localdate(at)
        version = self._version(at)
        near = self._beside(complaint, on)
        return first_fit(
            version.rules,
            facts_of(complaint, near, at),
            lambda rule: self._target(rule, complaint, near, on),
            version.conditions,
        )

    def _version(self, at: datetime) -> _Version:
        begun = bisect_right([since for since, _key in self._begun], at)
        if begun == 0:
            return _Version((), ())
        key = self._begun[begun - 1][1]
        if key not in self._versions:
            rules = self._rules.get(key, [])
            self._versions[key] = _Version(rules, [conditions_of(rule) for rule in rules])
        return self._versions[key]

    def _beside(self, complaint: Complaint, on: date) -> Beside:
        told = timezone.localdate(complaint.received_at)
        book = self._books.get(told) or self._books.setdefault(told, RiskBook(told))
        risks = frozenset(word.kind for word in book.words_in(complaint.text))
        here = self._contracts.get(complaint.community_id or 0, [])
        contracts = contracts_of(complaint, [c for c in here if _is_current(c, on)])
        if on not in self._metres:
            self._metres[on] = border_metres(on)
        return Beside(risks, contracts, across_a_border(complaint, self._metres[on]))

    def _target(self, rule: RoutingRule, complaint: Complaint, near: Beside, on: date) -> Found:
        fixed = fixed_target(rule, near, on)
        if fixed is not None:
            return fixed
        if rule.target == RoutingRule.Target.COMMUNITY:
            area = complaint.community_id
            found = self._communities.get(area, [])
        else:
            area = complaint.subdistrict_id
            found = self._offices.get((area, rule.office_key), [])
        unit = next((unit for unit in found if _is_current(unit, on)), None)
        return found_at(area, unit if area else None)


def _is_current(row: PropertyContract | Organisation, on: date) -> bool:
    return row.since <= on and (row.until is None or row.until >= on)
