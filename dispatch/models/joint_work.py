"""What is done together under a whistle: meetings with minutes, duties, dated actions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Organisation
from dispatch.models.whistle import Whistle
from dispatch.states import MeetingStatus


class Meeting(models.Model):
    """A joint meeting. Once frozen, `digest` is over all that was agreed on and who was there."""

    class StatusChoice(models.TextChoices):
        PLANNED = MeetingStatus.PLANNED.value, _("已约定")
        IN_SESSION = MeetingStatus.IN_SESSION.value, _("正在开会")
        AMENDING = MeetingStatus.AMENDING.value, _("纪要待修改确认")
        FROZEN = MeetingStatus.FROZEN.value, _("纪要已定稿")
        NOT_HELD = MeetingStatus.NOT_HELD.value, _("未召开")

    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="meetings")
    place = models.CharField(_("会议地点"), max_length=200)
    starts_at = models.DateTimeField(_("开会时间"))
    agenda = models.TextField(_("议题"))
    status = models.CharField(
        _("状态"), max_length=10, choices=StatusChoice, default=StatusChoice.PLANNED
    )
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(_("约定时间"))
    frozen_at = models.DateTimeField(_("定稿时间"), null=True)
    digest = models.CharField(_("纪要摘要值"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("联席会议")
        verbose_name_plural = _("联席会议")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in MeetingStatus]),
                name="meeting_status_known",
            ),
            models.CheckConstraint(
                condition=(Q(status="frozen", frozen_at__isnull=False) & ~Q(digest=""))
                | (~Q(status="frozen") & Q(frozen_at__isnull=True, digest="")),
                name="meeting_frozen_has_a_digest",
            ),
        )

    def __str__(self) -> str:
        return f"{self.whistle_id} {self.starts_at}"


class Attendance(models.Model):
    """Somebody was there, for his body."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("到会记录")
        verbose_name_plural = _("到会记录")
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "user"), name="attendance_once_a_person"),
        )

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.user_id}"


class Minutes(models.Model):
    """One wording of a meeting's minutes; every wording is kept."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField(_("版本"))
    text = models.TextField(_("会议纪要"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("会议纪要")
        verbose_name_plural = _("会议纪要")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("meeting", "number"), name="minutes_once_a_number"),
            models.CheckConstraint(condition=~Q(text=""), name="minutes_say_something"),
        )

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number}"


class Duty(models.Model):
    """What one body owes the others, by when, and what came of it. On the spot: nobody of that
    body leaves before it has a result (事不完，人不走)."""

    class Result(models.TextChoices):
        OPEN = "", _("未完成")
        KEPT = "kept", _("已完成")
        NOT_KEPT = "not_kept", _("未能完成")

    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="duties")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("责任单位")
    )
    what = models.CharField(_("任务"), max_length=300)
    is_on_spot = models.BooleanField(_("当场办完，事不完人不走"), default=False)
    due_on = models.DateField(_("完成期限"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    result = models.CharField(
        _("结果"), max_length=8, choices=Result, default=Result.OPEN, blank=True
    )
    evidence = models.CharField(_("完成情况和凭据"), max_length=1000, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("办结时间"), null=True)

    class Meta:
        verbose_name = _("会议任务")
        verbose_name_plural = _("会议任务")
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(result="", settled_at__isnull=True, settled_by__isnull=True)
                | (
                    Q(result__in=("kept", "not_kept"))
                    & Q(settled_at__isnull=False, settled_by__isnull=False)
                    & ~Q(evidence="")
                ),
                name="duty_settled_with_evidence",
            ),
        )

    def __str__(self) -> str:
        return f"{self.whistle_id} {self.owner_id}"


class JointAction(models.Model):
    """One thing done together on one day: seven visits are one whistle with seven of these."""

    class Kind(models.TextChoices):
        TALK = "talk", _("约谈")
        VISIT = "visit", _("联合上门")
        INSPECTION = "inspection", _("联合检查")
        REMOVAL = "removal", _("拆除")
        CLEARING = "clearing", _("清理整治")
        OTHER = "other", _("其他")

    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="actions")
    kind = models.CharField(_("方式"), max_length=10, choices=Kind)
    done_on = models.DateField(_("日期"))
    what = models.CharField(_("做了什么"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("联合行动")
        verbose_name_plural = _("联合行动")
        ordering = ("done_on", "pk")

    def __str__(self) -> str:
        return f"{self.whistle_id} {self.kind} {self.done_on}"
