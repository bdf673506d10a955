"""A draft of the rules tried on what was dispatched before it goes live."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Organisation, Run
from complaints.states import RunStatus
from dispatch.models.rule import RuleSet


class RuleTrial(Run):
    """Both sets are asked about each complaint of the last months as if it came today: days of
    validity, units and contracts are today's, hours and season those of its first dispatch."""

    class StatusChoice(models.TextChoices):
        REQUESTED = RunStatus.REQUESTED.value, _("排队中")
        RUNNING = RunStatus.RUNNING.value, _("正在试算")
        DONE = RunStatus.DONE.value, _("已完成")
        FAILED = RunStatus.FAILED.value, _("未完成")

    status = models.CharField(
        _("状态"), max_length=10, choices=StatusChoice, default=StatusChoice.REQUESTED
    )
    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, related_name="trials", verbose_name=_("草稿")
    )
    against = models.ForeignKey(
        RuleSet, models.PROTECT, null=True, related_name="+", verbose_name=_("相比的版本")
    )
    # Of the rules as they were tried: a draft may have been changed since.
    digest = models.CharField(_("摘要"), max_length=64, blank=True)
    months = models.PositiveSmallIntegerField(_("月数"))
    since_at = models.DateTimeField(_("从"))
    as_of = models.DateTimeField(_("到"))
    total_count = models.PositiveIntegerField(_("诉求数"), default=0)
    done_count = models.PositiveIntegerField(_("已试算"), default=0)
    # Of those that a unit worked on: how many each set would have sent there at once.
    known_count = models.PositiveIntegerField(_("有承办单位的"), default=0)
    now_right_count = models.PositiveIntegerField(_("现行规则派对的"), default=0)
    then_right_count = models.PositiveIntegerField(_("草稿派对的"), default=0)

    class Meta:
        verbose_name = _("规则试算")
        verbose_name_plural = _("规则试算")
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("rule_set",),
                condition=Q(status__in=("requested", "running")),
                name="rule_trial_one_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(finished_at__isnull=False),
                name="rule_trial_done_has_an_instant",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule_set_id} {self.requested_at}"


class RuleTrialLine(models.Model):
    """One unit; without one: complaints for which no unit is named."""

    trial = models.ForeignKey(RuleTrial, models.PROTECT, related_name="lines")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    now_count = models.PositiveIntegerField(_("现行规则"))
    then_count = models.PositiveIntegerField(_("草稿"))
    gained = models.PositiveIntegerField(_("增加"))
    lost = models.PositiveIntegerField(_("减少"))
    now_returns = models.FloatField(_("现行规则预计退单"))
    then_returns = models.FloatField(_("草稿预计退单"))

    class Meta:
        verbose_name = _("规则试算结果")
        verbose_name_plural = _("规则试算结果")
        ordering = ("-then_count", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("trial", "organisation"), name="rule_trial_line_once_a_unit"
            ),
            models.UniqueConstraint(
                fields=("trial",),
                condition=Q(organisation__isnull=True),
                name="rule_trial_line_once_nobody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.trial_id} {self.organisation_id}"
