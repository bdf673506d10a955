"""A unit has ended, or is about to, with work open: somebody says who goes on with it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Organisation


class UnitEnding(models.Model):
    """Found by the machine the day after a unit's last day, or opened by hand before. Its open
    branches go to the successor one by one; what was counted stays."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("撤销的单位")
    )
    found_at = models.DateTimeField(_("发现时间"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    successor = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("承接单位")
    )
    reason = models.CharField(_("移交依据"), max_length=500, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(_("移交时间"), null=True)
    moved_count = models.PositiveIntegerField(_("移交件数"), default=0)

    class Meta:
        verbose_name = _("单位移交")
        verbose_name_plural = _("单位移交")
        ordering = ("-found_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation",),
                condition=Q(done_at__isnull=True),
                name="unit_ending_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True)
                | (Q(done_by__isnull=False, successor__isnull=False) & ~Q(reason="")),
                name="unit_ending_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("organisation")),
                name="unit_ending_to_another_unit",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.found_at:%Y-%m-%d}"
