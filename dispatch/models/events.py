"""History of a branch and of a whistle, beside the complaint's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.events import Event
from dispatch.models.assignment import Assignment
from dispatch.models.summons import Summons
from dispatch.models.whistle import Whistle


class AssignmentEvent(Event):
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("派单记录")
        verbose_name_plural = _("派单记录")
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("assignment", "at"), name="assignment_event_order"),)


class WhistleEvent(Event):
    """With a summons, the states are the summons'; without one, the whistle's."""

    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="events")
    summons = models.ForeignKey(Summons, models.PROTECT, null=True, related_name="events")

    class Meta:
        verbose_name = _("吹哨记录")
        verbose_name_plural = _("吹哨记录")
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("whistle", "at"), name="whistle_event_order"),)
