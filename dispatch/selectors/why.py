"""Why the rules name a unit: the rule, what it saw, those passed over; and the limits in force."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import OfficeError
from complaints.models import ClockKind, ClockLimit, Complaint
from complaints.selectors.clocks import due_instants
from dispatch.models import RoutingRule
from dispatch.selectors.routing import Facts, Suggestion, suggest_unit

STAGES = (
    ClockLimit.Stage.SIGN,
    ClockLimit.Stage.CONTACT,
    ClockLimit.Stage.ONSITE,
    ClockLimit.Stage.FEEDBACK,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a rule against what it saw."""

    name: str
    wanted: str
    holds: bool


@dataclass(frozen=True, slots=True)
class RuleRead:
    """A rule as it was tried."""

    position: int
    note: str
    target: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The suggestion with its grounds; `seen` are the facts in words."""

    suggestion: Suggestion
    matched: RuleRead | None
    passed_over: tuple[RuleRead, ...]
    seen: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DueRow:
    """What the limits of one kind would be from now on; `missing` says what the office lacks."""

    kind: str
    name: str
    due: tuple[tuple[str, datetime], ...]
    missing: str = ""


def why_unit(complaint: Complaint, *, at: datetime | None = None) -> Why:
    """The suggestion for a complaint, and how the rules came to it."""
    on = timezone.localdate(at)
    suggestion = suggest_unit(complaint, on=on)
    rules = RoutingRule.objects.current(on).select_related("category", "area", "organisation")
    tried = [_read(rule, suggestion.facts) for rule in rules[: suggestion.passed_over + 1]]
    has_match = suggestion.rule is not None
    return Why(
        suggestion=suggestion,
        matched=tried[-1] if has_match else None,
        passed_over=tuple(tried[:-1] if has_match else tried),
        seen=_seen(complaint),
    )


def due_preview(*, at: datetime | None = None) -> list[DueRow]:
    """The instants each kind of limit would give a unit asked at `at`."""
    at = at or timezone.now()
    return [_due_row(kind, at) for kind in ClockKind]


def _due_row(kind: ClockKind, at: datetime) -> DueRow:
    try:
        due = due_instants(STAGES, clock_kind=kind, start=at)
    except OfficeError as error:
        return DueRow(kind, str(kind.label), (), error.message)
    return DueRow(kind, str(kind.label), tuple((str(stage.label), due[stage]) for stage in STAGES))


def _read(rule: RoutingRule, facts: Facts) -> RuleRead:
    conditions = []
    if rule.category is not None:
        holds = rule.category.code in facts.category_codes
        conditions.append(Condition(_("分类"), rule.category.shown_name, holds))
    if rule.area is not None:
        conditions.append(Condition(_("区域"), rule.area.name, rule.area.code in facts.area_codes))
    if rule.demand_kind:
        words = str(rule.get_demand_kind_display())
        conditions.append(Condition(_("类型"), words, rule.demand_kind == facts.demand_kind))
    target = rule.organisation.name if rule.organisation else str(rule.get_target_display())
    return RuleRead(rule.position, rule.note, target, tuple(conditions))


def _seen(complaint: Complaint) -> tuple[tuple[str, str], ...]:
    places = [complaint.district, complaint.subdistrict, complaint.community]
    return (
        (_("分类"), str(complaint.category or _("未定"))),
        (_("地点"), " ".join(area.name for area in places if area) or _("未定")),
        (_("类型"), str(complaint.get_demand_kind_display())),
    )
