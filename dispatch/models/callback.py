"""The callback after the limit: three answers apart, every try kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Satisfaction
from dispatch.models.assignment import Assignment


class Callback(models.Model):
    """One a branch, so that each unit is judged on its own; opened when the limit has passed."""

    class Status(models.TextChoices):
        OPEN = "open", _("待回访")
        DONE = "done", _("已回访")

    Satisfaction = Satisfaction

    class Channel(models.TextChoices):
        PHONE = "phone", _("电话")
        PAGE = "page", _("诉求人网上评价")

    class InvalidGround(models.TextChoices):
        UNREACHABLE = "unreachable", _("多次联系不上")
        REFUSED = "refused", _("拒绝回访")
        WRONG_NUMBER = "wrong_number", _("号码有误")
        NO_CONTACT = "no_contact", _("未留联系方式")

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="callback")
    status = models.CharField(_("状态"), max_length=4, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField(_("应回访时间"))
    channel = models.CharField(_("回访方式"), max_length=5, choices=Channel, default=Channel.PHONE)
    is_valid = models.BooleanField(_("有效回访"), null=True)
    invalid_ground = models.CharField(
        _("无效原因"), max_length=12, choices=InvalidGround, blank=True
    )
    contacted = models.BooleanField(_("是否联系"), null=True)
    resolved = models.BooleanField(_("是否解决"), null=True)
    satisfaction = models.CharField(_("是否满意"), max_length=9, choices=Satisfaction, blank=True)
    note = models.CharField(_("诉求人的话"), max_length=500, blank=True)
    completed_at = models.DateTimeField(_("回访时间"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("回访")
        verbose_name_plural = _("回访")
        ordering = ("opened_at", "pk")
        indexes = (
            models.Index(
                fields=("opened_at",), condition=Q(status="open"), name="callback_open_queue"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status="open")
                | (Q(status="done") & Q(is_valid__isnull=False) & Q(completed_at__isnull=False)),
                name="callback_done_says_if_valid",
            ),
            models.CheckConstraint(
                condition=~Q(is_valid=True)
                | (Q(contacted__isnull=False) & Q(resolved__isnull=False) & ~Q(satisfaction="")),
                name="callback_valid_has_three_answers",
            ),
            models.CheckConstraint(
                condition=~Q(is_valid=False) | ~Q(invalid_ground=""),
                name="callback_invalid_has_a_ground",
            ),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.status}"


class CallbackAttempt(models.Model):
    """One try to call back."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("已接通")
        NO_ANSWER = "no_answer", _("无人接听")
        REFUSED = "refused", _("拒绝回访")
        WRONG_NUMBER = "wrong_number", _("号码有误")

    callback = models.ForeignKey(Callback, models.PROTECT, related_name="attempts")
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("回访记录")
        verbose_name_plural = _("回访记录")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.callback_id} {self.outcome}"
