"""Money for what a whistle is about: asked by who works on it, granted by the district."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Organisation
from dispatch.models.whistle import Whistle


class Fund(models.Model):
    """Yuan, two places. Granted less than asked, or nothing, it is said why; never granted by who
    asked. (人财物 follow the matter: 街道办事处条例 Art. 10, D-4 of the handbook.)"""

    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="funds")
    body = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("申请单位")
    )
    what = models.CharField(_("用途"), max_length=300)
    asked_yuan = models.DecimalField(_("申请金额（元）"), max_digits=14, decimal_places=2)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    granted_yuan = models.DecimalField(
        _("批准金额（元）"), max_digits=14, decimal_places=2, null=True
    )
    source = models.CharField(_("资金来源"), max_length=120, blank=True)
    words = models.CharField(_("批复意见"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("批复时间"), null=True)

    class Meta:
        verbose_name = _("资金申请")
        verbose_name_plural = _("资金申请")
        ordering = ("asked_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(asked_yuan__gt=0), name="fund_asks_for_money"),
            models.CheckConstraint(
                condition=Q(granted_yuan__isnull=True, decided_at__isnull=True)
                | (
                    Q(granted_yuan__gte=0, decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(decided_by=F("asked_by"))
                ),
                name="fund_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(granted_yuan__isnull=True)
                | Q(granted_yuan__gte=F("asked_yuan"))
                | ~Q(words=""),
                name="fund_granted_less_with_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.whistle_id} {self.asked_yuan}"
