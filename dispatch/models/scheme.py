"""How the month is scored: a dated record, so that a figure can name the one it stands on."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.querysets import DatedQuerySet

MOST_DIGITS = 4


class ScoringScheme(models.Model):
    """Weights are percents, 100 together. Defaults follow the arithmetic in domain notes 3.1."""

    name = models.CharField(_("名称"), max_length=60)
    response_weight = models.PositiveSmallIntegerField(_("响应率权重（%）"), default=10)
    resolution_weight = models.PositiveSmallIntegerField(_("解决率权重（%）"), default=50)
    satisfaction_weight = models.PositiveSmallIntegerField(_("满意率权重（%）"), default=40)
    basic_factor = models.DecimalField(
        _("基本满意系数"), max_digits=4, decimal_places=3, default=Decimal("0.9")
    )
    composite_digits = models.PositiveSmallIntegerField(_("小数位数"), default=1)
    start_day = models.PositiveSmallIntegerField(_("考核期起始日"), default=19)
    since = models.DateField(_("起始"), unique=True)
    until = models.DateField(_("终止"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    is_ours = models.BooleanField(_("本系统默认值（无公开依据）"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("计分方案")
        verbose_name_plural = _("计分方案")
        ordering = ("since",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    response_weight=100
                    - models.F("resolution_weight")
                    - models.F("satisfaction_weight")
                ),
                name="scheme_weights_add_up",
            ),
            models.CheckConstraint(
                condition=models.Q(start_day__gte=1) & models.Q(start_day__lte=28),
                name="scheme_start_day_exists_in_every_month",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """What no figure could be reckoned or printed by."""
        if not 0 <= self.basic_factor <= 1:
            raise ValidationError({"basic_factor": _("基本满意系数应在 0 到 1 之间。")})
        if self.composite_digits > MOST_DIGITS:
            raise ValidationError(
                {"composite_digits": _("小数位数最多 %(most)s 位。") % {"most": MOST_DIGITS}}
            )
