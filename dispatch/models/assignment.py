"""One unit's part in a complaint, with the instants by which each step is due."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import ClockKind, Complaint, Organisation
from dispatch.models.done_rule import DoneRule
from dispatch.models.rule import RoutingRule
from dispatch.querysets import AssignmentQuerySet
from dispatch.states import BranchStatus


class Assignment(models.Model):
    """Due instants are computed once, at dispatch; a rule changed later never moves them."""

    class Role(models.TextChoices):
        LEAD = "lead", _("主办")
        CO = "co", _("协办")

    class StatusChoice(models.TextChoices):
        TO_SIGN = BranchStatus.TO_SIGN.value, _("待签收")
        SIGNED = BranchStatus.SIGNED.value, _("已签收")
        CONTACTED = BranchStatus.CONTACTED.value, _("已联系")
        REPORTED = BranchStatus.REPORTED.value, _("已报结果")
        RESIDENT_TOLD = BranchStatus.RESIDENT_TOLD.value, _("已反馈诉求人")
        HOTLINE_TOLD = BranchStatus.HOTLINE_TOLD.value, _("已反馈热线")
        CLOSED = BranchStatus.CLOSED.value, _("双反馈完成")
        RETURNED = BranchStatus.RETURNED.value, _("已退回")
        WITHDRAWN = BranchStatus.WITHDRAWN.value, _("诉求人已撤回")
        UNDONE = BranchStatus.UNDONE.value, _("派单已撤销")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("承办单位")
    )
    role = models.CharField(_("角色"), max_length=4, choices=Role, default=Role.LEAD)
    # As they were at dispatch, so that the database itself refuses a community as lead of a matter
    # with which it only assists.
    unit_kind = models.CharField(max_length=20, blank=True)
    is_assist = models.BooleanField(_("社区只协助"), default=False)
    status = models.CharField(
        _("状态"), max_length=14, choices=StatusChoice, default=StatusChoice.TO_SIGN
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("承办人"),
    )  # fmt: skip
    clock_kind = models.CharField(_("时限类型"), max_length=12, choices=ClockKind)
    dispatched_at = models.DateTimeField(_("派单时间"))
    # By when the street should have sent the complaint on, counted from its receipt.
    street_dispatch_due_at = models.DateTimeField(_("街道派单时限"), null=True, blank=True)
    sign_due_at = models.DateTimeField(_("签收时限"))
    contact_due_at = models.DateTimeField(_("联系时限"))
    onsite_due_at = models.DateTimeField(_("到场时限"))
    feedback_due_at = models.DateTimeField(_("反馈时限"))
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    contacted_at = models.DateTimeField(_("联系时间"), null=True, blank=True)
    reported_at = models.DateTimeField(_("报结果时间"), null=True, blank=True)
    resident_told_at = models.DateTimeField(_("反馈诉求人时间"), null=True, blank=True)
    hotline_told_at = models.DateTimeField(_("反馈热线时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("双反馈完成时间"), null=True, blank=True)
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    return_reason = models.CharField(_("退回理由"), max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    # The complaint's round at dispatch: what is reopened goes to a unit anew.
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)

    # Of the lead: when the whole is done.
    done_rule = models.CharField(
        _("整件何时算办结"), max_length=12, choices=DoneRule, default=DoneRule.ALL
    )

    # The branch whose steps it takes, where the complaint goes along with another one.
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("随主件办理"),
    )  # fmt: skip

    rule = models.ForeignKey(
        RoutingRule, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("命中规则"),
    )  # fmt: skip
    rule_facts = models.JSONField(_("规则所见事实"), default=dict)
    override_reason = models.CharField(_("改派理由"), max_length=300, blank=True)
    dispatched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("派单")
        verbose_name_plural = _("派单")
        ordering = ("-dispatched_at", "-pk")
        indexes = (
            models.Index(fields=("complaint",), name="assignment_complaint"),
            # A unit's own queue.
            models.Index(
                fields=("organisation", "status", "feedback_due_at"), name="assignment_unit"
            ),
            # What is open and due, asked by the board and the callback task.
            models.Index(
                fields=("feedback_due_at",),
                condition=~Q(status__in=("closed", "returned", "withdrawn", "undone")),
                name="assignment_open_due",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("complaint", "organisation", "round"),
                condition=~Q(status__in=("returned", "withdrawn", "undone")),
                name="assignment_once_a_unit",
            ),
            models.UniqueConstraint(
                fields=("complaint", "round"),
                condition=Q(role="lead") & ~Q(status__in=("returned", "withdrawn", "undone")),
                name="assignment_one_lead",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in BranchStatus]),
                name="assignment_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed")
                | (
                    Q(resident_told_at__isnull=False)
                    & Q(hotline_told_at__isnull=False)
                    & Q(closed_at__isnull=False)
                ),
                name="assignment_closes_after_both_feedbacks",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(return_reason=""),
                name="assignment_returned_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | Q(withdrawn_at__isnull=False),
                name="assignment_withdrawn_has_an_instant",
            ),
            models.CheckConstraint(
                condition=~Q(role="lead", unit_kind="community", is_assist=True),
                name="assignment_community_assists",
            ),
            models.CheckConstraint(
                condition=Q(feedback_due_at__gte=F("dispatched_at")),
                name="assignment_due_after_dispatch",
            ),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} → {self.organisation_id}"


class ContactAttempt(models.Model):
    """A try to reach the caller."""

    class Method(models.TextChoices):
        PHONE = "phone", _("电话")
        VISIT = "visit", _("上门")
        RELAY = "relay", _("经处置中心转接")

    class Outcome(models.TextChoices):
        REACHED = "reached", _("已联系上")
        NO_ANSWER = "no_answer", _("无人接听")
        REFUSED = "refused", _("拒绝沟通")
        WRONG_NUMBER = "wrong_number", _("号码有误")
        NO_CONTACT = "no_contact", _("未留联系方式")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="attempts")
    method = models.CharField(_("方式"), max_length=6, choices=Method)
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome)
    note = models.CharField(_("备注"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("联系记录")
        verbose_name_plural = _("联系记录")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.outcome}"


class Report(models.Model):
    """What the unit did and what came of it."""

    class Outcome(models.TextChoices):
        SOLVED = "solved", _("已解决")
        EXPLAINED = "explained", _("已解释说明")
        CANNOT_NOW = "cannot_now", _("暂时无法解决")

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="report")
    outcome = models.CharField(_("办理结果"), max_length=10, choices=Outcome)
    text = models.TextField(_("办理情况"))
    # Of who works beside the lead and cannot finish: why. The text says how far it came.
    cannot_reason = models.CharField(_("办不了的原因"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("办理结果")
        verbose_name_plural = _("办理结果")

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.outcome}"
