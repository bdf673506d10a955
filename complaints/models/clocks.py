"""Limits and calendars: dated rows with their source. A changed row moves no stored deadline."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.deadlines import LimitUnit
from complaints.models.catalogue import ClockKind
from complaints.querysets import DatedQuerySet


class ClockLimit(models.Model):
    """How long one stage may take for one kind of demand, from one day to another."""

    class Stage(models.TextChoices):
        DISPATCH = "dispatch", _("派单")
        STREET_DISPATCH = "street_dispatch", _("街道内派单")
        SIGN = "sign", _("签收")
        CONTACT = "contact", _("联系诉求人")
        ONSITE = "onsite", _("到场核实")
        FEEDBACK = "feedback", _("办理反馈")

    stage = models.CharField(_("环节"), max_length=16, choices=Stage)
    clock_kind = models.CharField(_("时限类型"), max_length=12, choices=ClockKind)
    amount = models.PositiveIntegerField(_("数值"))
    unit = models.CharField(
        _("单位"), max_length=14, choices=[(unit.value, unit.value) for unit in LimitUnit]
    )
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    is_ours = models.BooleanField(_("本系统默认值（无公开依据）"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("时限")
        verbose_name_plural = _("时限")
        ordering = ("stage", "clock_kind", "since")
        constraints = (
            models.UniqueConstraint(
                fields=("stage", "clock_kind", "since"), name="clock_limit_once_a_day"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="clock_limit_positive"),
        )

    def __str__(self) -> str:
        return (
            f"{self.get_stage_display()} {self.get_clock_kind_display()} {self.amount} {self.unit}"
        )


class CalendarYear(models.Model):
    """A year whose days off are known; `is_provisional` until the official notice is loaded."""

    year = models.PositiveSmallIntegerField(_("年份"), primary_key=True)
    source = models.CharField(_("依据"), max_length=200)
    is_provisional = models.BooleanField(_("暂定"), default=False)

    class Meta:
        verbose_name = _("工作日历年份")
        verbose_name_plural = _("工作日历年份")
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that differs from the plain week: a holiday, or a weekend worked (调休)."""

    day = models.DateField(_("日期"), primary_key=True)
    year = models.ForeignKey(
        CalendarYear, models.CASCADE, related_name="days", verbose_name=_("年份")
    )
    is_working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40)

    class Meta:
        verbose_name = _("特殊日期")
        verbose_name_plural = _("特殊日期")
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class WorkingSession(models.Model):
    """Opening hours that working-time clocks run in."""

    starts = models.TimeField(_("开始"))
    ends = models.TimeField(_("结束"))
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    is_ours = models.BooleanField(_("本系统默认值（无公开依据）"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作时段")
        verbose_name_plural = _("工作时段")
        ordering = ("since", "starts")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="session_ends_after_it_starts"
            ),
        )

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"
