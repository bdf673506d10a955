"""What a caller does after filing: adds to it, chases it, rates it, has it taken up again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.asking import Question
from complaints.models.complaint import Complaint
from complaints.models.people import Actor


class Signed(models.Model):
    """By the caller himself, or by a member of staff on his behalf."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(_("操作者"), max_length=10, choices=Actor)
    at = models.DateTimeField(_("时间"))

    class Meta:
        abstract = True


class Supplement(Signed):
    """More words to a complaint. Units read them once a person has checked what they read."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="supplements")
    text = models.TextField(_("补充内容"))
    redacted_text = models.TextField(_("派单内容"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(_("核对时间"), null=True)

    class Meta:
        verbose_name = _("补充内容")
        verbose_name_plural = _("补充内容")
        ordering = ("at", "pk")
        indexes = (
            models.Index(
                fields=("complaint",),
                condition=Q(checked_at__isnull=True),
                name="supplement_to_check",
            ),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at}"


class Chase(Signed):
    """The caller asks how long it will take (催办)."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="chases")

    class Meta:
        verbose_name = _("催办")
        verbose_name_plural = _("催办")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at}"


class WithdrawReason(models.TextChoices):
    """Why a caller takes it back: a choice, so that no words of his enter the history."""

    SOLVED = "solved", _("问题已经解决")
    MISTAKE = "mistake", _("填错了，或重复反映")
    ELSEWHERE = "elsewhere", _("改走别的途径")
    OTHER = "other", _("其他原因")


class Satisfaction(models.TextChoices):
    """How content a caller is."""

    SATISFIED = "satisfied", _("满意")
    BASIC = "basic", _("基本满意")
    NOT = "not", _("不满意")


class Rating(Signed):
    """The caller's own three answers, once a round. They stand for the callback's answers where
    nobody has called by then."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField(_("轮次"))
    contacted = models.BooleanField(_("是否联系"))
    resolved = models.BooleanField(_("是否解决"))
    satisfaction = models.CharField(_("是否满意"), max_length=9, choices=Satisfaction)
    words = models.CharField(_("诉求人的话"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("诉求人评价")
        verbose_name_plural = _("诉求人评价")
        constraints = (
            models.UniqueConstraint(fields=("complaint", "round"), name="rating_once_a_round"),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.round}"


class Reopening(Signed):
    """Why it was taken up again, and what stood there before."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="reopenings")
    round = models.PositiveSmallIntegerField(_("轮次"))
    reason = models.TextField(_("重新办理的理由"))
    answer_before = models.TextField(_("原答复"), blank=True)
    finished_before_at = models.DateTimeField(_("原办结时间"), null=True)

    class Meta:
        verbose_name = _("重新办理")
        verbose_name_plural = _("重新办理")
        ordering = ("round",)
        constraints = (
            models.UniqueConstraint(fields=("complaint", "round"), name="reopening_once_a_round"),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.round}"


class FormAnswer(models.Model):
    """What was answered to one of the form's questions; the words of the complaint hold it too, and
    of these units read what was checked."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="form_answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    value = models.CharField(_("回答"), max_length=200)

    class Meta:
        verbose_name = _("追问的回答")
        verbose_name_plural = _("追问的回答")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("complaint", "question"), name="form_answer_once"),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.question_id}"
