"""Taking a ticket out of the second base (不含剔除): asked by the street, decided above."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dispatch.models.assignment import Assignment


class Exclusion(models.Model):
    """The grounds follow 条例 Art. 11 and practice; the official list is not public."""

    class Ground(models.TextChoices):
        LAWSUIT = "lawsuit", _("涉法涉诉")
        PETITION_ENDED = "petition_ended", _("信访终结")
        OUTSIDE_POLICY = "outside_policy", _("政策外")
        KEY_PROJECT = "key_project", _("重点工程制约")
        REPEAT = "repeat", _("重复无新理由")
        BEYOND_DUTY = "beyond_duty", _("超出职责")
        UNLAWFUL = "unlawful", _("违法违背公序良俗")
        MALICIOUS = "malicious", _("恶意反复")
        CONSULT = "consult", _("咨询")
        PRAISE = "praise", _("表扬")
        OTHER = "other", _("其他")

    class Decision(models.TextChoices):
        PENDING = "pending", _("待审核")
        GRANTED = "granted", _("同意剔除")
        REFUSED = "refused", _("不予剔除")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="exclusions")
    ground = models.CharField(_("剔除理由"), max_length=16, choices=Ground)
    evidence = models.TextField(_("说明与依据"))
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(_("申请时间"))
    decision = models.CharField(
        _("审核结果"), max_length=8, choices=Decision, default=Decision.PENDING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True)
    decision_note = models.CharField(_("审核意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("剔除申请")
        verbose_name_plural = _("剔除申请")
        ordering = ("-applied_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("assignment",),
                condition=Q(decision__in=("pending", "granted")),
                name="exclusion_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decision="pending")
                | (Q(decided_by__isnull=False) & Q(decided_at__isnull=False)),
                name="exclusion_decided_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.ground}"
