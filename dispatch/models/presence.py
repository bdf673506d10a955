"""Who has a complaint open just now, so that two do not write the same thing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, Organisation


class Presence(models.Model):
    """One row a person and complaint, seen anew every twenty seconds while the page is open; no
    history, swept when it is old. `organisation` is the unit he looks at it for, none the office
    or an onlooker."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+"
    )
    is_office = models.BooleanField(_("处置中心一方"), default=False)
    is_writing = models.BooleanField(_("正在填写"), default=False)
    seen_at = models.DateTimeField(_("最近一次"), db_index=True)

    class Meta:
        verbose_name = _("在场")
        verbose_name_plural = _("在场")
        constraints = (models.UniqueConstraint(fields=("complaint", "user"), name="presence_once"),)

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.user_id}"
