"""What was learnt of which unit acts, and how well it told what came after."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Run
from complaints.states import RunStatus


class UnitLearning(Run):
    """One learning from what was dispatched and accepted. The newest that is done suggests: counts
    that know more days are not worse than those that know fewer."""

    class StatusChoice(models.TextChoices):
        REQUESTED = RunStatus.REQUESTED.value, _("排队中")
        RUNNING = RunStatus.RUNNING.value, _("正在学习")
        DONE = RunStatus.DONE.value, _("已完成")
        FAILED = RunStatus.FAILED.value, _("未完成")

    status = models.CharField(
        _("状态"), max_length=10, choices=StatusChoice, default=StatusChoice.REQUESTED
    )
    period_key = models.CharField(_("周期"), max_length=20, blank=True)
    as_of = models.DateTimeField(_("截至"))
    row_count = models.PositiveIntegerField(_("学习条数"), default=0)
    # Of the latest rows, told by what came before them; the rates are null without any.
    test_count = models.PositiveIntegerField(_("检验条数"), default=0)
    first_rate = models.FloatField(_("第一个就对"), null=True)
    among_rate = models.FloatField(_("前三个里有"), null=True)
    code_version = models.CharField(_("程序版本"), max_length=20)
    digest = models.CharField(_("摘要"), max_length=64, blank=True)
    content = models.BinaryField(_("模型"), default=bytes)

    class Meta:
        verbose_name = _("承办单位学习")
        verbose_name_plural = _("承办单位学习")
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("period_key",),
                condition=~Q(period_key=""),
                name="unit_learning_once_a_period",
            ),
            models.UniqueConstraint(
                fields=("code_version",),
                condition=Q(status__in=("requested", "running")),
                name="unit_learning_one_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(finished_at__isnull=False),
                name="unit_learning_done_has_an_instant",
            ),
        )

    def __str__(self) -> str:
        return f"{self.as_of} {self.status}"

    @property
    def first_percent(self) -> int:
        """Of the rows told, how many the first guess named."""
        return round(100 * (self.first_rate or 0.0))

    @property
    def among_percent(self) -> int:
        """And how many one of three."""
        return round(100 * (self.among_rate or 0.0))
