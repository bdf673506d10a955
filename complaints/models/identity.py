"""Who called: sealed field by field, in a table of its own, and the record of who looked."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaint import Complaint


class Identity(models.Model):
    """Name, phone and exact home, each sealed under this row's id; opened by one action only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="+")
    name_sealed = models.TextField(blank=True)
    phone_sealed = models.TextField(blank=True)
    home_sealed = models.TextField(blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = _("诉求人信息")
        verbose_name_plural = _("诉求人信息")

    def __str__(self) -> str:
        return str(self.pk)


class IdentityAccess(models.Model):
    """One look at an identity: who, which fields, why, from where. A number that was asked for and
    led to nothing this person may see has no complaint; its keyed hash shows when one is asked for
    again, and never the number."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="+")
    asked_hash = models.CharField(max_length=64, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    fields = models.JSONField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(db_index=True)
    ip = models.GenericIPAddressField(null=True)

    class Meta:
        verbose_name = _("诉求人信息查看记录")
        verbose_name_plural = _("诉求人信息查看记录")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(complaint__isnull=False, asked_hash="")
                | models.Q(complaint__isnull=True) & ~models.Q(asked_hash=""),
                name="identity_access_of_a_complaint_or_a_number",
            ),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at}"

    @property
    def asked_mark(self) -> str:
        """Enough to see that the same number was asked for twice."""
        return self.asked_hash[:8]
