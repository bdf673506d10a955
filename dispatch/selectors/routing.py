"""Which unit the rules name for a complaint, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from complaints.models import (
    Area,
    Category,
    Complaint,
    Organisation,
    OrganisationKind,
)
from dispatch.kernels.routing import Cause, Condition, Facts, Rule, decide
from dispatch.models import DoneRule, RoutingRule, RuleSet
from dispatch.selectors.beside import Beside, beside


@dataclass(frozen=True, slots=True)
class Found:
    """The unit that a rule names for a complaint, or why there is none."""

    unit: Organisation | None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The unit, the rule that named it, the facts it saw, the condition by which each rule before
    it was passed over, and, where no unit was found, the cause. `co_units` are those that the rule
    has asked at the same moment, as far as they are there."""

    organisation: Organisation | None
    rule: RoutingRule | None
    facts: Facts
    passed: tuple[Condition, ...] = ()
    cause: str = ""
    co_units: tuple[Organisation, ...] = ()

    @property
    def passed_over(self) -> int:
        """How many rules were tried before."""
        return len(self.passed)

    @property
    def clock_kind(self) -> str:
        """The limits that the rule asks for, where it names its unit; empty where it leaves them to
        the category."""
        return self.rule.clock_kind if self.rule and self.organisation else ""

    @property
    def done_rule(self) -> str:
        """When the whole is done, where the rule has several asked; else all of them."""
        asks = self.rule is not None and self.organisation is not None
        return self.rule.done_rule if self.rule and asks else DoneRule.ALL.value

    def as_json(self) -> dict[str, object]:
        """For keeping beside the assignment; no words of the caller."""
        kept: dict[str, object] = {
            "at": self.facts.at.isoformat(timespec="minutes"),
            "category": list(self.facts.category_codes),
            "area": list(self.facts.area_codes),
            "demand_kind": self.facts.demand_kind,
            "channel": self.facts.channel,
            "risk": sorted(self.facts.risks),
            "contract": list(self.facts.contracts),
            "border": list(self.facts.border),
            "border_m": self.facts.border_m,
            "passed_over": self.passed_over,
        }
        return {**kept, "cause": self.cause} if self.cause else kept


def facts_of(complaint: Complaint, beside: Beside, at: datetime) -> Facts:
    """What the rules look at, read off a complaint loaded `with_place`."""
    return Facts(
        at=timezone.localtime(at),
        category_codes=codes_of(complaint.category),
        area_codes=tuple(
            area.code
            for area in (complaint.community, complaint.subdistrict, complaint.district)
            if area is not None
        ),
        demand_kind=complaint.demand_kind,
        channel=complaint.channel,
        text=complaint.redacted_text,
        risks=beside.risks,
        contracts=tuple(sorted({one.organisation.code for one in beside.contracts})),
        border=tuple(one.code for one in beside.border),
        border_m=min((one.metres for one in beside.border), default=None),
    )


def rules_in_force(at: datetime) -> list[RoutingRule]:
    """The rules of the version that decides at an instant, in order; none before the first."""
    version = RuleSet.objects.in_force(at).values("pk")
    return list(with_chains(RoutingRule.objects.filter(rule_set__in=version)))


def with_chains(rules: QuerySet[RoutingRule]) -> QuerySet[RoutingRule]:
    """With what the conditions and the target read."""
    return rules.select_related(
        "category__parent__parent",
        "area__parent__parent__parent",
        "organisation",
        "rule_set",
        "duty",
    ).defer(*(f"area{'__parent' * up}__outline" for up in range(4)))


def conditions_of(rule: RoutingRule) -> Rule:
    """A row as the kernel reads it; loaded `with_chains`."""
    hours = None
    if rule.from_time is not None and rule.to_time is not None:
        hours = (rule.from_time, rule.to_time)
    return Rule(
        since=rule.since,
        until=rule.until,
        category=codes_of(rule.category),
        area=codes_of(rule.area),
        demand_kind=rule.demand_kind,
        channel=rule.channel,
        words=tuple(rule.words.split()),
        hours=hours,
        season=(rule.season_from, rule.season_to) if rule.season_from else None,
        risk=rule.risk_kind,
        contract=rule.contract,
        border=rule.border,
        within=rule.within_m,
    )


def suggest_unit(complaint: Complaint, *, at: datetime | None = None) -> Suggestion:
    """The first rule in force whose conditions all hold, and the unit it names."""
    at = at or timezone.now()
    return suggest_by(rules_in_force(at), complaint, at=at)[0]


def suggest_by(
    rules: Sequence[RoutingRule], complaint: Complaint, *, at: datetime
) -> tuple[Suggestion, Beside]:
    """What these rules say of a complaint, and what they saw beside it."""
    on = timezone.localdate(at)
    near = beside([complaint], on=on)[complaint.pk]
    facts = facts_of(complaint, near, at)
    found = first_fit(rules, facts, lambda rule: target_of(rule, complaint, near, on))
    if found.rule is None or found.organisation is None:
        return found, near
    lead = found.organisation.pk
    beside_it = [one for one in _co_units(found.rule, complaint, near, on) if one.pk != lead]
    return replace(found, co_units=tuple(beside_it)), near


def _co_units(
    rule: RoutingRule, complaint: Complaint, near: Beside, on: date
) -> list[Organisation]:
    """A company is asked only where the estate has one and no other."""
    found = []
    if rule.co_community and complaint.community_id:
        bodies = Organisation.objects.current(on).filter(kind=OrganisationKind.COMMUNITY)
        found += list(bodies.filter(area=complaint.community_id)[:1])
    companies = {one.organisation_id: one.organisation for one in near.contracts}
    if rule.co_property and len(companies) == 1:
        found += list(companies.values())
    return found


def first_fit(
    rules: Sequence[RoutingRule],
    facts: Facts,
    target: Callable[[RoutingRule], Found],
    conditions: Sequence[Rule] | None = None,
) -> Suggestion:
    """The first rule that fits; `target` finds its unit. Whoever asks for many complaints gives
    the rules' `conditions` along."""
    if not rules:
        return Suggestion(None, None, facts, cause=Cause.NO_RULES)
    decision = decide(facts, conditions or [conditions_of(rule) for rule in rules])
    if decision.matched is None:
        return Suggestion(None, None, facts, decision.passed, Cause.NO_RULE)
    rule = rules[decision.matched]
    found = target(rule)
    return Suggestion(found.unit, rule, facts, decision.passed, found.cause)


class Routing:
    """The rules and what stands beside the complaints, read once; each target looked for once."""

    def __init__(
        self,
        rules: Sequence[RoutingRule],
        near: Mapping[int, Beside],
        at: datetime,
        conditions: Sequence[Rule] | None = None,
    ) -> None:
        """`conditions` stand in for those of the rules."""
        self._rules = rules
        self._conditions = conditions or [conditions_of(rule) for rule in rules]
        self._near = near
        self._at = at
        self._known: dict[tuple[int, int | None, int | None], Found] = {}

    def suggestion(self, row: Complaint, *, said_at: datetime | None = None) -> Suggestion:
        """As `suggest_unit` at this instant; hours and season may be those of another one."""
        near = self._near[row.pk]
        facts = facts_of(row, near, said_at or self._at)
        return first_fit(
            self._rules, facts, lambda rule: self._target(rule, row, near), self._conditions
        )

    def _target(self, rule: RoutingRule, row: Complaint, near: Beside) -> Found:
        on = timezone.localdate(self._at)
        fixed = fixed_target(rule, near, on)
        if fixed is not None:
            return fixed
        place = (rule.pk, row.subdistrict_id, row.community_id)
        if place not in self._known:
            self._known[place] = target_of(rule, row, near, on)
        return self._known[place]


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


def target_of(rule: RoutingRule, complaint: Complaint, near: Beside, on: date) -> Found:
    """The unit that a rule names for a complaint."""
    fixed = fixed_target(rule, near, on)
    if fixed is not None:
        return fixed
    community = rule.target == RoutingRule.Target.COMMUNITY
    area = complaint.community_id if community else complaint.subdistrict_id
    kind = {"kind": OrganisationKind.COMMUNITY} if community else {"office_key": rule.office_key}
    units = Organisation.objects.current(on).filter(**kind)
    return found_at(area, units.filter(area_id=area).first() if area else None)


def fixed_target(rule: RoutingRule, near: Beside, on: date) -> Found | None:
    """The unit, where the rule names it without regard to the place; None where the place says."""
    if rule.target == RoutingRule.Target.ORGANISATION:
        unit = rule.organisation
        is_there = unit is not None and (unit.until is None or unit.until >= on)
        return Found(unit) if is_there else Found(None, Cause.UNIT_ENDED)
    if rule.target != RoutingRule.Target.PROPERTY:
        return None
    bodies = {one.organisation_id: one.organisation for one in near.contracts}
    if len(bodies) == 1:
        return Found(next(iter(bodies.values())))
    return Found(None, Cause.MANY_CONTRACTS if bodies else Cause.NO_CONTRACT)


def found_at(area: int | None, unit: Organisation | None) -> Found:
    """What was found at the place, or what is missing there."""
    if unit is not None:
        return Found(unit)
    return Found(None, Cause.PLACE_UNKNOWN if area is None else Cause.NO_OFFICE)


def codes_of(row: Category | Area | None) -> tuple[str, ...]:
    """From this one up to the top."""
    codes = []
    while row is not None:
        codes.append(row.code)
        row = row.parent
    return tuple(codes)
