"""Adjectives of forecasting's rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from complaints.states import RunStatus

if TYPE_CHECKING:
    from complaints.models import User
    from forecasting.models.count import DailyCount
    from forecasting.models.scan import ScanRun


class ScanRunQuerySet(models.QuerySet["ScanRun"]):
    def waiting(self, at: datetime) -> Self:
        """Asked for, or left by a worker whose lease has ended."""
        return self.filter(
            Q(status=RunStatus.REQUESTED) | Q(status=RunStatus.RUNNING, lease_until__lt=at)
        )


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
