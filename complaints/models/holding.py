"""Who holds a complaint now; what `visible_to` reads for those who see only what is theirs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaint import Complaint
from complaints.models.organisation import Organisation


class Holding(models.Model):
    """An organisation holds a complaint for a time; a secret one is held by one named person."""

    class Role(models.TextChoices):
        LEAD = "lead", _("主办")
        CO = "co", _("协办")
        COPY = "copy", _("抄送")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="holdings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField(_("角色"), max_length=4, choices=Role)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("持有")
        verbose_name_plural = _("持有")
        indexes = (
            # What an organisation holds now: the board of everyone who sees only that.
            models.Index(
                fields=("organisation", "complaint"),
                condition=models.Q(until__isnull=True),
                name="holding_now",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("complaint", "organisation"),
                condition=models.Q(until__isnull=True),
                name="holding_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.organisation_id}"
