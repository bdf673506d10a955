"""History: written in the transaction of the change, never changed, without personal data."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaint import Complaint
from complaints.models.people import Actor


class Event(models.Model):
    """What happened, when, by whom. `facts` are keys and words of the office, never of a person."""

    verb = models.CharField(_("动作"), max_length=30)
    from_status = models.CharField(_("原状态"), max_length=14, blank=True)
    to_status = models.CharField(_("新状态"), max_length=14, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(_("操作者"), max_length=10, choices=Actor)
    at = models.DateTimeField(_("时间"))
    facts = models.JSONField(_("事实"), default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.verb} {self.at}"


class ComplaintEvent(Event):
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("诉求记录")
        verbose_name_plural = _("诉求记录")
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("complaint", "at"), name="complaint_event_order"),)
