"""The versions of the routing rules as pages show them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from complaints.models import Area, Organisation
from dispatch.kernels.routing import Condition
from dispatch.models import RoutingRule, RuleSet
from dispatch.selectors.choices import Choices, all_categories, unit_choices
from dispatch.selectors.duty_list import duty_choices
from dispatch.selectors.reach import WIDE_KINDS
from dispatch.selectors.rule_checks import faults_of, rules_of
from dispatch.selectors.why import condition_name, outcome_words, wanted


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the list."""

    version: RuleSet
    rule_count: int
    is_in_force: bool
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in words; `faults` only for a draft."""

    rule: RoutingRule
    asks: tuple[tuple[str, str], ...]
    target: str
    also: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleChoices:
    """What the form of a rule offers."""

    categories: Choices
    areas: Choices
    bodies: Choices
    offices: list[tuple[str, str]]
    duties: list[tuple[str, str]]


def version_lines(*, at: datetime) -> list[VersionLine]:
    """Drafts first, then the latest; three queries."""
    rows = RuleSet.objects.select_related("made_by", "published_by")
    counts = RoutingRule.objects.order_by().values_list("rule_set").annotate(Count("pk"))
    found: dict[int, int] = dict(counts)
    now = RuleSet.objects.in_force(at).values_list("pk", flat=True).first()
    return [
        VersionLine(
            version=row,
            rule_count=found.get(row.pk, 0),
            is_in_force=row.pk == now,
            is_to_come=row.begins_after(at),
        )
        for row in rows
    ]


def rule_lines(version: RuleSet, *, on: date) -> list[RuleLine]:
    """The rules of a version in order, each in words."""
    rules = rules_of(version.pk)
    names = dict(office_choices(on=on))
    return [
        RuleLine(
            rule=rule,
            asks=asks_of(rule),
            target=target_words(rule, names),
            also=outcome_words(rule),
            faults=tuple(one.words for one in faults_of(rule, rules, on=on, offices=names.keys()))
            if version.is_draft
            else (),
        )
        for rule in rules
    ]


def asks_of(rule: RoutingRule) -> tuple[tuple[str, str], ...]:
    """The conditions that a rule states."""
    stated = [one for one in Condition if one is not Condition.DAYS or rule.until is not None]
    pairs = ((condition_name(one), wanted(rule, one)) for one in stated)
    return tuple((name, words) for name, words in pairs if words)


def target_words(rule: RoutingRule, offices: dict[str, str]) -> str:
    """Whom it names."""
    if rule.organisation is not None:
        return rule.organisation.name
    if rule.target == RoutingRule.Target.STREET_OFFICE:
        return f"{rule.get_target_display()} · {offices.get(rule.office_key, rule.office_key)}"
    return str(rule.get_target_display())


def rule_choices(rule: RoutingRule | None = None, *, on: date | None = None) -> RuleChoices:
    """The districts and streets, the bodies that may be named by themselves, and the kinds of
    office; and what the rule at hand has."""
    on = on or timezone.localdate()
    levels = (Area.Level.DISTRICT, Area.Level.SUBDISTRICT)
    rows = list(Area.objects.filter(level__in=levels).select_related("parent").defer(
        "outline", "parent__outline"
    ))  # fmt: skip
    if rule is not None and rule.area is not None and rule.area not in rows:
        rows.append(rule.area)
    options: list[tuple[Any, Any]] = [
        (str(row.pk), f"{row.parent.name} › {row.name}" if row.level != "district" and row.parent
         else row.name)
        for row in rows
    ]  # fmt: skip
    areas = Choices(options, {str(row.pk): f"{row.pinyin} {row.initials}" for row in rows})
    kinds = (*WIDE_KINDS, "hotline", "property")
    bodies = list(Organisation.objects.current(on).filter(kind__in=kinds).order_by("code"))
    if rule is not None and rule.organisation is not None and rule.organisation not in bodies:
        bodies.append(rule.organisation)
    return RuleChoices(
        all_categories(on=on), areas, unit_choices(bodies), office_choices(on=on), duty_choices(on)
    )


def office_choices(*, on: date) -> list[tuple[str, str]]:
    """The kinds of office that some street has, called as one of them is without its street."""
    rows = Organisation.objects.current(on).exclude(office_key="")
    first = rows.order_by().values("office_key").annotate(first=Min("pk")).values("first")
    named = Organisation.objects.filter(pk__in=first).select_related("area").order_by("code")
    return [
        (row.office_key, row.name.removeprefix(row.area.name if row.area else ""))
        for row in named.defer("area__outline")
    ]
