"""History of a branch, beside the complaint's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.events import Event
from dispatch.models.assignment import Assignment


class AssignmentEvent(Event):
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("派单记录")
        verbose_name_plural = _("派单记录")
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("assignment", "at"), name="assignment_event_order"),)
