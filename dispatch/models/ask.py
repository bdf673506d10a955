"""What a unit asks for beside its work: another unit, more time, a stopped clock, the shelf."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Organisation
from dispatch.models.assignment import Assignment, ContactAttempt
from dispatch.models.duty_list import DutyEntry
from dispatch.querysets import AskQuerySet
from dispatch.states import AskStatus


class Ask(models.Model):
    """Asked by one side, decided by another, never by the same person. The grounds are ours: the
    city's own lists are not public. An objection names who should act; more time and a stopped
    clock say until when, and both limits are kept once granted; the shelf (挂账) has a plan and a
    day on which it is looked at again, and ends by being struck off (销账) with a result."""

    class Kind(models.TextChoices):
        OBJECTION = "objection", _("派单异议")
        EXTENSION = "extension", _("延期")
        PAUSE = "pause", _("停表")
        SHELF = "shelf", _("挂账")

    class Ground(models.TextChoices):
        NOT_OURS = "not_ours", _("不属本单位职责")
        NOT_HERE = "not_here", _("不在本单位管辖范围")
        SHARED = "shared", _("涉及多个单位，需明确主办")
        HANDLED = "handled", _("已由其他单位办理")
        LAWFUL_TERM = "lawful_term", _("法定办理期限更长")
        WORKS = "works", _("需要备料或施工")
        PARTIES = "parties", _("需要多方协调")
        CALLER = "caller", _("等待诉求人配合")
        PROCEDURE = "procedure", _("等待法定程序")
        WEATHER = "weather", _("天气原因")
        FUNDS = "funds", _("资金未落实")
        PLANNING = "planning", _("受规划或项目制约")
        HISTORY = "history", _("历史遗留问题")
        NO_BASIS = "no_basis", _("暂无法律政策依据")
        OTHER = "other", _("其他")

    class StatusChoice(models.TextChoices):
        PENDING = AskStatus.PENDING.value, _("待审核")
        GRANTED = AskStatus.GRANTED.value, _("已同意")
        REFUSED = AskStatus.REFUSED.value, _("未同意")
        TAKEN_BACK = AskStatus.TAKEN_BACK.value, _("已撤回")
        ENDED = AskStatus.ENDED.value, _("已结束")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="asks")
    kind = models.CharField(_("申请"), max_length=10, choices=Kind)
    ground = models.CharField(_("理由"), max_length=12, choices=Ground)
    words = models.TextField(_("说明与依据"))
    unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("应办单位")
    )
    duty = models.ForeignKey(
        DutyEntry, models.PROTECT, null=True, related_name="+", verbose_name=_("引用的职责")
    )
    until_at = models.DateTimeField(_("申请到"), null=True)
    plan = models.TextField(_("解决计划"), blank=True)
    review_on = models.DateField(_("复查日期"), null=True)
    told_by = models.CharField(
        _("告知诉求人"), max_length=6, choices=ContactAttempt.Method, blank=True
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    status = models.CharField(
        _("状态"), max_length=10, choices=StatusChoice, default=StatusChoice.PENDING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True)
    decision_words = models.CharField(_("审核意见"), max_length=300, blank=True)
    due_before_at = models.DateTimeField(_("原时限"), null=True)
    due_after_at = models.DateTimeField(_("新时限"), null=True)
    # A day of review that was told of is not told of again.
    told_review_on = models.DateField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    result = models.TextField(_("结果"), blank=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理申请")
        verbose_name_plural = _("办理申请")
        ordering = ("-asked_at", "-pk")
        indexes = (
            # What waits for a decision, and the shelf by its next day.
            models.Index(
                fields=("kind", "asked_at"), condition=Q(status="pending"), name="ask_waiting"
            ),
            models.Index(
                fields=("review_on",), condition=Q(kind="shelf", status="granted"), name="ask_shelf"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("assignment", "kind"),
                condition=Q(status="pending") | Q(kind="shelf", status="granted"),
                name="ask_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in AskStatus]),
                name="ask_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("pending", "taken_back"), decided_by__isnull=True)
                | (
                    Q(status__in=("granted", "refused", "ended"), decided_at__isnull=False)
                    & ~Q(decided_by=F("asked_by"))
                ),
                name="ask_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(decision_words=""),
                name="ask_refused_with_words",
            ),
            models.CheckConstraint(
                condition=Q(due_after_at__isnull=True, due_before_at__isnull=True)
                | Q(due_after_at__gt=F("due_before_at")),
                name="ask_more_time_is_more",
            ),
            models.CheckConstraint(
                condition=~Q(kind="shelf") | (~Q(plan="") & Q(review_on__isnull=False)),
                name="ask_shelf_has_a_plan",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("extension", "pause")) | Q(until_at__isnull=False),
                name="ask_time_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | Q(ended_at__isnull=False),
                name="ask_ended_at_an_instant",
            ),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.kind}"


G, N = Ask.Kind, Ask.Ground
GROUNDS: dict[str, tuple[Ask.Ground, ...]] = {
    G.OBJECTION: (N.NOT_OURS, N.NOT_HERE, N.SHARED, N.HANDLED, N.OTHER),
    G.EXTENSION: (N.LAWFUL_TERM, N.WORKS, N.PARTIES, N.WEATHER, N.OTHER),
    G.PAUSE: (N.CALLER, N.PROCEDURE, N.WEATHER, N.OTHER),
    G.SHELF: (N.FUNDS, N.PLANNING, N.HISTORY, N.NO_BASIS, N.OTHER),
}


class ShelfReview(models.Model):
    """The shelf was looked at: what was found, and when next."""

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="reviews")
    words = models.TextField(_("复查情况"))
    next_on = models.DateField(_("下次复查"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("挂账复查")
        verbose_name_plural = _("挂账复查")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.ask_id} {self.at}"
