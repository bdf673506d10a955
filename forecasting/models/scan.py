"""One run of a scan, with what it takes to make it again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Run
from complaints.states import RunStatus


class ScanRun(Run):
    """One scan of what was said and done."""

    class Kind(models.TextChoices):
        DAILY_COUNTS = "daily_counts", _("逐日计数")

    class StatusChoice(models.TextChoices):
        REQUESTED = RunStatus.REQUESTED.value, _("排队中")
        RUNNING = RunStatus.RUNNING.value, _("运行中")
        DONE = RunStatus.DONE.value, _("已完成")
        FAILED = RunStatus.FAILED.value, _("未完成")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    status = models.CharField(
        _("状态"), max_length=10, choices=StatusChoice, default=StatusChoice.REQUESTED
    )
    as_of_on = models.DateField(_("截至日期"))
    period_key = models.CharField(_("周期"), max_length=20, blank=True)
    counted = models.PositiveIntegerField(_("计入诉求"), default=0)

    class Meta:
        verbose_name = _("扫描")
        verbose_name_plural = _("扫描")
        ordering = ("-requested_at", "-pk")
        constraints = (
            # The nightly run of a day exists once, however many schedulers ask for it.
            models.UniqueConstraint(
                fields=("kind", "period_key"),
                condition=~Q(period_key=""),
                name="scan_once_a_period",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(finished_at__isnull=False),
                name="scan_done_has_an_instant",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.as_of_on}"
