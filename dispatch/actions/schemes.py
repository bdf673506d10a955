"""Laying the scoring schemes; a row that stands is left as the office has it."""

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.errors import NotAllowed
from complaints.models import Actor, By, User
from complaints.permissions import can_edit_reference
from dispatch.files.schemes import SchemeSeed
from dispatch.models import ScoringScheme


def load_schemes(seeds: Iterable[SchemeSeed], *, by: By = Actor.MACHINE) -> int:
    """Add the schemes whose first day no row has yet; returns how many."""
    if isinstance(by, User) and not can_edit_reference(by):
        raise NotAllowed(_("只有系统管理员可以载入计分方案。"))
    with transaction.atomic():
        there = set(ScoringScheme.objects.values_list("since", flat=True))
        fresh = [ScoringScheme(**asdict(seed)) for seed in seeds if seed.since not in there]
        ScoringScheme.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
