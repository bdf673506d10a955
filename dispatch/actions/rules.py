"""The routing rules a street starts with."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import NotAllowed
from complaints.models import Actor, Area, By, Category, Organisation
from complaints.permissions import can_edit_reference
from dispatch.files.seeds import RuleSeed
from dispatch.models import RoutingRule, RuleSet


def load_rules(rules: Sequence[RuleSeed], *, by: By, at: datetime | None = None) -> int:
    """The first version, live from the first day of its rules; where there is one, whatever stands
    is the office's own, and nothing is added. The ground must be laid: KeyError for a code it does
    not know.
    """
    if by != Actor.MACHINE and (isinstance(by, Actor) or not can_edit_reference(by)):
        raise NotAllowed(_("只有系统管理员可以载入派单规则。"))
    with transaction.atomic():
        if not rules or RuleSet.objects.exists():
            return 0
        categories = _keys(Category.objects.all())
        areas = _keys(Area.objects.filter(code__in={rule.area for rule in rules}))
        bodies = _keys(Organisation.objects.all())
        at = at or timezone.now()
        first = min(rule.since for rule in rules)
        version = RuleSet.objects.create(
            name=_("初始规则"),
            made_at=at,
            published_at=at,
            live_from=timezone.make_aware(datetime.combine(first, time())),
        )
        fresh = [
            RoutingRule(
                rule_set=version,
                position=rule.position,
                category_id=categories[rule.category],
                area_id=areas[rule.area],
                demand_kind=rule.demand_kind,
                target=rule.target,
                organisation_id=bodies[rule.organisation],
                office_key=rule.office_key,
                note=rule.note,
                since=rule.since,
            )
            for rule in rules
        ]
        RoutingRule.objects.bulk_create(fresh)
    return len(fresh)


def _keys(rows: models.QuerySet[Any]) -> dict[str, int | None]:
    """Keys by code; no code, no key."""
    return {"": None, **dict(rows.values_list("code", "pk"))}
