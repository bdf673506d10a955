"""What is wrong with a rule before it decides anything: told when it is saved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from complaints.models import Organisation
from dispatch.kernels.routing import Fault, faults
from dispatch.models import RoutingRule
from dispatch.selectors.routing import conditions_of, with_chains

OUTCOME = (
    "target", "organisation_id", "office_key", "co_community", "co_property", "copy_district",
    "done_rule", "clock_kind", "whistle_kind",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault as a sentence, and the field of the form it is about."""

    words: str
    field: str


def rules_of(version: int) -> list[RoutingRule]:
    """A version's rules in order, with what the checks read."""
    return list(with_chains(RoutingRule.objects.filter(rule_set=version)))


def offices_there(*, on: date) -> frozenset[str]:
    """The kinds of office that some street has."""
    rows = Organisation.objects.current(on).exclude(office_key="").order_by()
    return frozenset(rows.values_list("office_key", flat=True).distinct())


def faults_of(
    rule: RoutingRule, others: Sequence[RoutingRule], *, on: date, offices: Collection[str]
) -> tuple[Finding, ...]:
    """What keeps a rule from ever deciding, and which others it contradicts; `others` come as
    `rules_of` gives them, with or without the rule itself, `offices` as `offices_there`."""
    return (*_alone(rule, on, offices), *_among(rule, others))


def _alone(rule: RoutingRule, on: date, offices: Collection[str]) -> list[Finding]:
    found = []
    if rule.until is not None and rule.until < rule.since:
        found.append(Finding(_("终止早于起始，这条规则永远不会适用。"), "until"))
    elif rule.until is not None and rule.until < on:
        found.append(Finding(_("终止日期已过，这条规则不会再适用。"), "until"))
    body = rule.organisation
    if body is not None and body.until is not None and body.until < on:
        found.append(Finding(_("这个单位已经撤销。"), "organisation"))
    if rule.office_key and rule.office_key not in offices:
        found.append(Finding(_("没有一个街道设有这种科室。"), "office_key"))
    if rule.target == RoutingRule.Target.PROPERTY and rule.contract == RoutingRule.Contract.NONE:
        found.append(Finding(_("没有物业合同，就没有物业企业可派。"), "contract"))
    return found


def _among(rule: RoutingRule, others: Sequence[RoutingRule]) -> list[Finding]:
    rows = [one for one in others if one is not rule and one.pk != rule.pk]
    rows = sorted([*rows, rule], key=lambda one: one.position)
    index = next(at for at, one in enumerate(rows) if one is rule)
    conditions = [conditions_of(one) for one in rows]
    outcomes = [tuple(getattr(one, name) for name in OUTCOME) for one in rows]
    return [
        Finding(_sentence(fault, rows[other].position), "position")
        for fault, other in faults(conditions, outcomes, index)
    ]


def _sentence(fault: Fault, position: int) -> str:
    words = {
        Fault.CONTRADICTS: _("与第 %(n)s 条条件相同而结果不同。"),
        Fault.REPEATS: _("与第 %(n)s 条完全相同。"),
        Fault.SHADOWED: _("符合它的诉求都先由第 %(n)s 条派走，它永远不会用到。"),
        Fault.HIDES: _("它把第 %(n)s 条的诉求全部派走，那一条就永远不会用到。"),
    }[fault]
    return words % {"n": position}
