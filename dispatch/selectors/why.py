"""Why the rules name a unit: the rule, what it saw, those passed over; and the limits in force."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import OfficeError
from complaints.models import (
    Channel,
    ClockKind,
    ClockLimit,
    Complaint,
    DemandKind,
    RiskKind,
)
from complaints.selectors.clocks import due_instants
from complaints.selectors.places import StreetBeside
from dispatch.kernels.routing import Cause, Condition, Facts
from dispatch.models import Assignment, DoneRule, RoutingRule, RuleSet
from dispatch.selectors.beside import Beside
from dispatch.selectors.routing import Suggestion, rules_in_force, suggest_by

STAGES = (
    ClockLimit.Stage.SIGN,
    ClockLimit.Stage.CONTACT,
    ClockLimit.Stage.ONSITE,
    ClockLimit.Stage.FEEDBACK,
)


@dataclass(frozen=True, slots=True)
class RuleRead:
    """A rule as it was tried; `failed` names the condition by which it was passed over, and what
    it asks for there."""

    key: int
    position: int
    note: str
    failed: str = ""
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """The suggestion with its grounds; `seen` are the facts in words, `cause` why there is no unit,
    `also` what the rule asks for besides."""

    suggestion: Suggestion
    version: RuleSet | None
    matched: RuleRead | None
    passed_over: tuple[RuleRead, ...]
    seen: tuple[tuple[str, str], ...]
    border: tuple[StreetBeside, ...]
    also: tuple[tuple[str, str], ...]
    cause: str = ""


@dataclass(frozen=True, slots=True)
class DueRow:
    """What the limits of one kind would be from now on; `missing` says what the office lacks."""

    kind: str
    name: str
    due: tuple[tuple[str, datetime], ...]
    missing: str = ""


def why_unit(complaint: Complaint, *, at: datetime | None = None) -> Why:
    """The suggestion for a complaint, and how the rules came to it."""
    at = at or timezone.now()
    rules = rules_in_force(at)
    suggestion, near = suggest_by(rules, complaint, at=at)
    matched = suggestion.rule
    return Why(
        suggestion=suggestion,
        version=rules[0].rule_set if rules else None,
        matched=RuleRead(matched.pk, matched.position, matched.note) if matched else None,
        passed_over=tuple(
            RuleRead(rule.pk, rule.position, rule.note, condition_name(by), wanted(rule, by))
            for rule, by in zip(rules, suggestion.passed, strict=False)
        ),
        seen=_seen(complaint, suggestion.facts, near),
        border=near.border,
        also=outcome_words(matched) if matched else (),
        cause=cause_words(suggestion.cause) if suggestion.cause else "",
    )


def facts_kept(branch: Assignment) -> tuple[tuple[str, str], ...]:
    """What the rules saw when this branch was asked, from what is kept beside it; names where the
    complaint still has the same place and category, codes where it was changed. It tells flags."""
    kept = branch.rule_facts
    if not kept:
        return ()
    complaint = branch.complaint
    names = {
        row.code: str(getattr(row, "shown_name", row.name))
        for row in (complaint.category, complaint.community, complaint.subdistrict)
        if row is not None
    }
    joined = _("、").join
    risks, kinds = dict(RiskKind.choices), dict(DemandKind.choices)
    pairs = (
        (_("派单时"), str(kept.get("at", ""))[:16].replace("T", " ")),
        (_("分类"), joined(names.get(one, one) for one in kept.get("category", ())[:1])),
        (_("区域"), joined(names.get(one, one) for one in kept.get("area", ())[:1])),
        (_("类型"), str(kinds.get(kept.get("demand_kind", ""), ""))),
        (_("渠道"), str(dict(Channel.choices).get(kept.get("channel", ""), ""))),
        (_("风险提示"), joined(str(risks.get(one, one)) for one in kept.get("risk", ()))),
        (_("物业合同"), joined(kept.get("contract", ()))),
        (_("街道边界"), joined(kept.get("border", ()))),
        (_("离其他街道"), _metres(kept.get("border_m"))),
        (_("前面不适用的规则"), str(kept.get("passed_over") or "")),
    )
    return tuple((name, words) for name, words in pairs if words)


def _metres(kept: int | None) -> str:
    return "" if kept is None else _("%(metres)s 米") % {"metres": kept}


def condition_name(condition: str) -> str:
    """What a condition is called."""
    return {
        Condition.DAYS: _("有效期"),
        Condition.CATEGORY: _("分类"),
        Condition.AREA: _("区域"),
        Condition.DEMAND_KIND: _("类型"),
        Condition.CHANNEL: _("渠道"),
        Condition.WORDS: _("词语"),
        Condition.HOURS: _("时段"),
        Condition.SEASON: _("季节"),
        Condition.RISK: _("风险提示"),
        Condition.CONTRACT: _("物业合同"),
        Condition.BORDER: _("街道边界"),
        Condition.WITHIN: _("离其他街道"),
    }[Condition(condition)]


def wanted(rule: RoutingRule, condition: str) -> str:
    """What a rule asks for by this condition; empty where it does not ask."""
    until = f"{rule.until:%Y-%m-%d}" if rule.until else ""
    return {
        Condition.DAYS: f"{rule.since:%Y-%m-%d} – {until}",
        Condition.CATEGORY: rule.category.shown_name if rule.category else "",
        Condition.AREA: rule.area.name if rule.area else "",
        Condition.DEMAND_KIND: str(rule.get_demand_kind_display()),
        Condition.CHANNEL: str(rule.get_channel_display()),
        Condition.WORDS: _("、").join(rule.words.split()),
        Condition.HOURS: f"{rule.from_time:%H:%M} – {rule.to_time:%H:%M}"
        if rule.from_time and rule.to_time
        else "",
        Condition.SEASON: f"{rule.season_from} – {rule.season_to}" if rule.season_from else "",
        Condition.RISK: str(rule.get_risk_kind_display()),
        Condition.CONTRACT: str(rule.get_contract_display()),
        Condition.BORDER: str(rule.get_border_display()),
        Condition.WITHIN: ""
        if rule.within_m is None
        else _("不超过 %(metres)s 米") % {"metres": rule.within_m},
    }[Condition(condition)]


def outcome_words(rule: RoutingRule) -> tuple[tuple[str, str], ...]:
    """What a rule asks for besides the unit."""
    beside = (
        *((_("属地社区"),) if rule.co_community else ()),
        *((_("小区物业"),) if rule.co_property else ()),
    )
    copied = _("抄送区里") if rule.copy_district else ""
    pairs = (
        (_("同时派"), _("、").join(beside)),
        (_("时限"), str(rule.get_clock_kind_display())),
        (_("抄送"), copied),
        (_("整件办结"), _done_words(rule)),
        (_("职责"), f"{rule.duty.title} · {rule.duty.article}" if rule.duty else ""),
        (_("建议吹哨"), str(rule.get_whistle_kind_display())),
    )
    return tuple((name, words) for name, words in pairs if words)


def _done_words(rule: RoutingRule) -> str:
    """Told where it is not what everybody expects."""
    return "" if rule.done_rule == DoneRule.ALL else str(rule.get_done_rule_display())


def cause_words(cause: str) -> str:
    """Why the rules name nobody, as a sentence."""
    return {
        Cause.NO_RULES: _("现在没有生效的派单规则。"),
        Cause.NO_RULE: _("没有一条规则适用。"),
        Cause.PLACE_UNKNOWN: _("规则按地点找单位，而这件诉求的地点未定。"),
        Cause.UNIT_ENDED: _("规则指定的单位已经撤销。"),
        Cause.NO_OFFICE: _("规则所指的单位在当地还没有设置。"),
        Cause.NO_CONTRACT: _("没有查到小区现在有效的物业合同。"),
        Cause.MANY_CONTRACTS: _("小区同时有几家物业的合同，规则不能确定是哪一家。"),
    }[Cause(cause)]


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


def _seen(complaint: Complaint, facts: Facts, near: Beside) -> tuple[tuple[str, str], ...]:
    places = [complaint.district, complaint.subdistrict, complaint.community]
    risks = (str(RiskKind(one).label) for one in sorted(facts.risks))
    bodies = dict.fromkeys(one.organisation.name for one in near.contracts)
    return (
        (_("分类"), str(complaint.category or _("未定"))),
        (_("地点"), " ".join(area.name for area in places if area) or _("未定")),
        (_("类型"), str(complaint.get_demand_kind_display())),
        (_("渠道"), str(complaint.get_channel_display())),
        (_("时间"), f"{facts.at:%Y-%m-%d %H:%M}"),
        (_("风险提示"), _("、").join(risks) or _("无")),
        (_("物业合同"), _("、").join(bodies) or _("没有查到")),
        (_("街道边界"), _("、").join(_border_words(near)) or _("不在边界附近")),
    )


def _border_words(near: Beside) -> list[str]:
    return [
        _("离%(name)s %(metres)s 米") % {"name": one.name, "metres": one.metres}
        if one.metres
        else _("在%(name)s界内") % {"name": one.name}
        for one in near.border
    ]
