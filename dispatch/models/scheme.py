"""How the month is scored: a dated record, so that a figure can name the one it stands on."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.languages import worded
from complaints.querysets import DatedQuerySet
from dispatch.kernels.rates import Rounding, Tie

MOST_DIGITS = 4
WHOLE = 100


class ScoringScheme(models.Model):
    """Weights are percents, 100 together. Defaults follow the arithmetic in domain notes 3.1.

    Four classes of units (先进, 进步, 整改, 治理) and a supervised set were published in 2019;
    of their rules only the tens were, the others are ours.
    """

    class RoundingChoice(models.TextChoices):
        HALF_UP = Rounding.HALF_UP.value, _("四舍五入")
        DOWN = Rounding.DOWN.value, _("舍去")

    class TieChoice(models.TextChoices):
        ACCEPTED = Tie.ACCEPTED.value, _("受理量多的在前")
        LOWEST_RANK = Tie.LOWEST_RANK.value, _("并列")

    name = models.CharField(_("名称"), max_length=60)
    response_weight = models.PositiveSmallIntegerField(_("响应率权重（%）"), default=10)
    resolution_weight = models.PositiveSmallIntegerField(_("解决率权重（%）"), default=50)
    satisfaction_weight = models.PositiveSmallIntegerField(_("满意率权重（%）"), default=40)
    basic_factor = models.DecimalField(
        _("基本满意系数"), max_digits=4, decimal_places=3, default=Decimal("0.9")
    )
    composite_digits = models.PositiveSmallIntegerField(_("小数位数"), default=1)
    rate_digits = models.PositiveSmallIntegerField(_("三率小数位数"), default=2)
    rounding = models.CharField(
        _("进位"), max_length=8, choices=RoundingChoice, default=RoundingChoice.HALF_UP
    )
    tie = models.CharField(
        _("成绩相同时"), max_length=12, choices=TieChoice, default=TieChoice.ACCEPTED
    )
    least_valid = models.PositiveSmallIntegerField(
        _("有效回访不足几件不排名"), default=0, help_text=_("不足的单位另列，不排名也不定等级。")
    )
    governance_count = models.PositiveSmallIntegerField(_("诉求量前几名为治理类"), default=10)
    advanced_percent = models.PositiveSmallIntegerField(_("名次前百分之几为先进类"), default=20)
    rectify_percent = models.PositiveSmallIntegerField(_("名次后百分之几为整改类"), default=20)
    progress_points = models.DecimalField(
        _("成绩比上期高几分为进步类"), max_digits=4, decimal_places=1, default=Decimal(2)
    )
    supervise_volume = models.PositiveSmallIntegerField(_("诉求量前几名列入督导"), default=10)
    supervise_bottom = models.PositiveSmallIntegerField(_("成绩后几名列入督导"), default=10)
    watch_minutes = models.PositiveSmallIntegerField(_("时限前几分钟内的联系要留意"), default=2)
    watch_least = models.PositiveSmallIntegerField(_("不足几件不提示"), default=5)
    public_least = models.PositiveSmallIntegerField(
        _("公开数字不少于几件"), default=10, help_text=_("更小的数字和由它算出的率不公开。")
    )
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
        for name in ("composite_digits", "rate_digits"):
            if getattr(self, name) > MOST_DIGITS:
                raise ValidationError(
                    {name: _("小数位数最多 %(most)s 位。") % {"most": MOST_DIGITS}}
                )
        if self.advanced_percent + self.rectify_percent > WHOLE:
            raise ValidationError({"rectify_percent": _("先进类和整改类合计不能超过百分之百。")})


class GradeBand(models.Model):
    """A grade of a scheme, and the composite as printed from which it is given; equal in standing
    to the rank (国办函〔2025〕66号: units are to be graded rather than placed)."""

    scheme = models.ForeignKey(ScoringScheme, models.CASCADE, related_name="bands")
    name = models.CharField(_("等级"), max_length=20)
    name_en = models.CharField(_("英文名称"), max_length=40)
    least = models.DecimalField(_("综合成绩不低于"), max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = _("等级")
        verbose_name_plural = _("等级")
        ordering = ("-least",)
        constraints = (
            models.UniqueConstraint(fields=("scheme", "least"), name="grade_band_once"),
            models.CheckConstraint(
                condition=models.Q(least__gte=0) & models.Q(least__lte=100),
                name="grade_band_within_a_hundred",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> str:
        """In the language of who reads."""
        return worded(self.name, self.name_en)
