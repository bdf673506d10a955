"""A month that is closed: what every unit and place was counted, as it stood at an instant."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dispatch.models.scheme import ScoringScheme


class MonthClosing(models.Model):
    """One revision of one period. The first closes it; what came late goes into a stated later one
    and never into one that stands. `scheme_facts` are the scheme's values of that day; the greatest
    keys tell what had been written by then, whatever instants a late file gives its rows."""

    label = models.CharField(_("考核期"), max_length=7)
    revision = models.PositiveSmallIntegerField(_("版次"))
    starts_on = models.DateField(_("起始日"))
    ends_on = models.DateField(_("终止日"))
    scheme = models.ForeignKey(
        ScoringScheme, models.PROTECT, related_name="+", verbose_name=_("计分方案")
    )
    scheme_facts = models.JSONField(_("当日的计分方案"))
    as_of = models.DateTimeField(_("数据截至"))
    last_complaint = models.BigIntegerField()
    last_assignment = models.BigIntegerField()
    reason = models.CharField(_("重新封存的理由"), max_length=300, blank=True)
    digest = models.CharField(_("校验码"), max_length=64)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("月度封存")
        verbose_name_plural = _("月度封存")
        ordering = ("-label", "-revision")
        constraints = (
            models.UniqueConstraint(fields=("label", "revision"), name="month_closing_once"),
            models.CheckConstraint(
                condition=models.Q(revision=1) | ~models.Q(reason=""),
                name="month_closed_again_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.label} {self.revision}"


class ClosedCount(models.Model):
    """One unit or place of a closing: names and keys as they were, both bases as lists of counts
    (closed, the six of the tally, the five pairs)."""

    closing = models.ForeignKey(MonthClosing, models.PROTECT, related_name="counts")
    level = models.CharField(_("统计层级"), max_length=12)
    key = models.CharField(max_length=120)
    name = models.CharField(_("单位"), max_length=120)
    code = models.CharField(_("代码"), max_length=60, blank=True)
    kind = models.CharField(_("类别"), max_length=20, blank=True)
    area = models.BigIntegerField(null=True)
    parent = models.BigIntegerField(null=True)
    all_counts = models.JSONField(_("含剔除"))
    kept_counts = models.JSONField(_("不含剔除"))

    class Meta:
        verbose_name = _("封存的数字")
        verbose_name_plural = _("封存的数字")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("closing", "level", "key"), name="closed_count_once"),
        )

    def __str__(self) -> str:
        return f"{self.closing_id} {self.level} {self.key}"
