"""Telling the next person: a row for each one told, and the words of each kind of hand-over."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.kernels.phrases import PLACES, wrong_places
from complaints.models.complaint import Complaint
from complaints.models.languages import worded
from complaints.querysets import DatedQuerySet, NoticeQuerySet


class NoticeCode(models.TextChoices):
    """What has happened that somebody else must know."""

    DISPATCHED = "dispatched", _("新派单")
    HANDED = "handed", _("交给您办理")
    RETURNED = "returned", _("单位退回")
    REPORTED = "reported", _("单位已办理")
    CALLBACK = "callback", _("待回访")
    CHASED = "chased", _("诉求人催办")
    ADDED = "added", _("诉求人补充")
    REOPENED = "reopened", _("重新办理")
    WITHDRAWN = "withdrawn", _("诉求人撤回")
    EXCLUSION_ASKED = "exclude_asked", _("申请剔除")
    EXCLUSION_DECIDED = "exclude_done", _("剔除已审核")
    ASKED = "asked", _("单位提出申请")
    ASK_DECIDED = "ask_decided", _("申请已审核")
    SHELF_REVIEW = "shelf_review", _("挂账该复查了")
    ENDORSE = "endorse", _("请您批办")
    ENDORSED = "endorsed", _("领导已批办")
    COPIED = "copied", _("抄送区里")
    CONSULTED = "consulted", _("请参加会商")
    OPINED = "opined", _("会商有意见")
    SWEEP = "sweep", _("请查看同类问题")
    LINK_USED = "link_used", _("施工单位已报情况")
    UNIT_ENDED = "unit_ended", _("单位撤销，工单待移交")
    CO_CANNOT = "co_cannot", _("协办办不了")
    SUPERVISED = "supervised", _("督办")
    SUPERVISE_REPLIED = "sup_replied", _("督办已回复")
    SUPERVISE_SENT_BACK = "sup_sent_back", _("督办回复被退回")
    ESCALATED = "escalated", _("逾期提级")
    MENTIONED = "mentioned", _("同事提醒")


class NoticeTemplate(models.Model):
    """The words of one kind, for a person of the office or of a unit. They may leave the house, so
    they have places for the number, the unit and the limit, and for nothing of a caller."""

    code = models.CharField(_("事项"), max_length=14, choices=NoticeCode)
    words = models.CharField(
        _("提醒内容"),
        max_length=200,
        help_text=_("可用：{number} 编号，{unit} 承办单位，{due} 办理时限。不得写入个人信息。"),
    )
    words_en = models.CharField(_("英文内容"), max_length=300)
    is_urgent = models.BooleanField(
        _("立即发送"), default=False, help_text=_("不勾选的合并成每日一条。只影响站外发送。")
    )
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    is_ours = models.BooleanField(_("本系统默认值（无公开依据）"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("提醒用语")
        verbose_name_plural = _("提醒用语")
        ordering = ("code", "-since")
        constraints = (
            models.UniqueConstraint(fields=("code", "since"), name="notice_words_once_a_day"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="notice_words_end_after_they_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_code_display()} {self.since}"

    @property
    def said(self) -> str:
        """In the language of who reads."""
        return worded(self.words, self.words_en)

    def clean(self) -> None:
        """A place that nothing fills would be read as it stands."""
        for name in ("words", "words_en"):
            if wrong := wrong_places(getattr(self, name)):
                told = {"wrong": wrong[0], "places": " ".join(f"{{{one}}}" for one in PLACES)}
                words = _("“%(wrong)s”不能用。可以用的是 %(places)s。") % told
                raise ValidationError({name: words})


class Notice(models.Model):
    """One person is told of one hand-over. `url` leads to the work on this site; `facts` fill the
    words and hold nothing of a caller."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    code = models.CharField(_("事项"), max_length=14, choices=NoticeCode)
    complaint = models.ForeignKey(
        Complaint, models.PROTECT, null=True, blank=True, related_name="+"
    )
    url = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True, blank=True)
    # Looked at, whether it leaves the house too.
    gathered_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        ordering = ("-pk",)
        indexes = (
            # The number in the frame of every page, for one person.
            models.Index(
                fields=("recipient",), condition=Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(fields=("recipient", "-id"), name="notice_inbox"),
            # What nobody has looked at yet, asked every few seconds.
            models.Index(
                fields=("made_at",), condition=Q(gathered_at__isnull=True), name="notice_ungathered"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(url__startswith="/") & ~Q(url__startswith="//"),
                name="notice_leads_inside",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_at__gte=F("made_at")),
                name="notice_read_after_it_was_made",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.recipient_id}"
