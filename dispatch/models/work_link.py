"""A link for who has no account here: a contractor at work on one ticket, once."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dispatch.models.assignment import Assignment


class WorkLink(models.Model):
    """Shows place and problem and nothing of a caller; takes photos and one report. The token is
    not stored. The report is the contractor's word to the unit, not the unit's result."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="links")
    company = models.CharField(_("施工单位"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("发出时间"))
    expires_at = models.DateTimeField(_("有效期至"))
    text = models.CharField(_("施工情况"), max_length=2000, blank=True)
    reported_at = models.DateTimeField(_("提交时间"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = _("施工链接")
        verbose_name_plural = _("施工链接")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="work_link_lives_a_while"
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True, text="")
                | (Q(reported_at__isnull=False) & ~Q(text="")),
                name="work_link_reports_in_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.company}"
