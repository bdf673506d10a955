"""Adjectives of forecasting's rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from complaints.models import User
    from forecasting.models.count import DailyCount


class DailyCountQuerySet(models.QuerySet["DailyCount"]):
    def seen_by(self, user: User) -> Self:
        """Counts of the areas this person leads or triages; secret complaints are never counted
        apart, so sight by area is the whole rule."""
        sight = user.sight
        if sight.everywhere:
            return self
        return self.filter(
            Q(subdistrict_id__in=sight.areas) | Q(subdistrict__parent_id__in=sight.areas)
        )

    def between(self, start: date, end: date) -> Self:
        """Days in [start, end)."""
        return self.filter(day__gte=start, day__lt=end)
