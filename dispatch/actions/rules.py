"""The routing rules a street starts with."""

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from complaints.errors import NotAllowed
from complaints.models import Actor, Area, By, Category, Organisation
from complaints.permissions import can_edit_reference
from dispatch.files.seeds import RuleSeed
from dispatch.models import RoutingRule


def load_rules(rules: Sequence[RuleSeed], *, by: By) -> int:
    """Add the rules whose position and first day no rule has yet; one that stands is the office's
    own. The ground must be laid: KeyError for a code it does not know.
    """
    if by != Actor.MACHINE and (isinstance(by, Actor) or not can_edit_reference(by)):
        raise NotAllowed(_("只有系统管理员可以载入派单规则。"))
    with transaction.atomic():
        categories = _keys(Category.objects.all())
        areas = _keys(Area.objects.filter(code__in={rule.area for rule in rules}))
        bodies = _keys(Organisation.objects.all())
        there = set(RoutingRule.objects.values_list("position", "since"))
        fresh = [
            RoutingRule(
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
            if (rule.position, rule.since) not in there
        ]
        RoutingRule.objects.bulk_create(fresh)
    return len(fresh)


def _keys(rows: models.QuerySet[Any]) -> dict[str, int | None]:
    """Keys by code; no code, no key."""
    return {"": None, **dict(rows.values_list("code", "pk"))}
