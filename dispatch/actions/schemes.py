"""Laying the scoring schemes; a row that stands is left as the office has it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.errors import NotAllowed
from complaints.models import Actor, By, User
from complaints.permissions import can_edit_reference
from dispatch.files.schemes import BandSeed, SchemeSeed
from dispatch.models import GradeBand, ScoringScheme


def load_schemes(
    seeds: Iterable[SchemeSeed], *, bands: Sequence[BandSeed] = (), by: By = Actor.MACHINE
) -> int:
    """Add the schemes whose first day no row has yet, each with these grades; returns how many."""
    if isinstance(by, User) and not can_edit_reference(by):
        raise NotAllowed(_("只有系统管理员可以载入计分方案。"))
    with transaction.atomic():
        there = set(ScoringScheme.objects.values_list("since", flat=True))
        fresh = [ScoringScheme(**asdict(seed)) for seed in seeds if seed.since not in there]
        ScoringScheme.objects.bulk_create(fresh, ignore_conflicts=True)
        days = [scheme.since for scheme in fresh]
        GradeBand.objects.bulk_create(
            GradeBand(scheme=scheme, **asdict(band))
            for scheme in ScoringScheme.objects.filter(since__in=days)
            for band in bands
        )
    return len(fresh)
