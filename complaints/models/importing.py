"""A file taken in from a browser: what is remembered of its source, its run, what was not taken."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.events import Event
from complaints.models.organisation import Organisation
from complaints.querysets import ImportRunQuerySet
from complaints.states import ImportStatus

FOLDER = "imports"


def import_path(run: "ImportRun", _name: str) -> str:
    """A path that tells nothing of what came."""
    return f"{FOLDER}/{run.pk.hex}.sealed"


class ImportSource(models.Model):
    """Another system whose files come again, and which of their columns carry what."""

    name = models.CharField(_("来源名称"), max_length=40, unique=True)
    # As `feeds.maps` says it: names of columns, and words that hold for every row.
    columns = models.JSONField(_("列的对应"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("导入来源")
        verbose_name_plural = _("导入来源")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One file. Its bytes lie sealed until they have come in; `attempt` is the claim of the worker
    at it and `lease_until` frees it when that worker is lost. `rows_done` moves in the transaction
    that writes the rows, so that nothing comes in twice and nothing is left out."""

    class StatusChoice(models.TextChoices):
        UPLOADED = ImportStatus.UPLOADED.value, _("待对应列")
        REQUESTED = ImportStatus.REQUESTED.value, _("排队中")
        RUNNING = ImportStatus.RUNNING.value, _("导入中")
        CANCELLED = ImportStatus.CANCELLED.value, _("已停止")
        FINISHED = ImportStatus.FINISHED.value, _("已完成")
        FAILED = ImportStatus.FAILED.value, _("未完成")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The language in which the rows that are not taken are told why.
    language = models.CharField(max_length=10, default="zh-hans")
    source = models.CharField(_("来源名称"), max_length=40)
    file_name = models.CharField(_("文件名"), max_length=120)
    file = models.FileField(upload_to=import_path, max_length=120, blank=True)
    size_bytes = models.PositiveBigIntegerField(_("大小"))
    columns = models.JSONField(_("列的对应"), default=dict)

    status = models.CharField(
        _("状态"), max_length=10, choices=StatusChoice, default=StatusChoice.UPLOADED
    )
    version = models.PositiveIntegerField(default=1)
    attempt = models.PositiveIntegerField(default=0)
    # Claims since the last row came in: a run that gets nowhere is given up.
    vain_attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    rows_total = models.PositiveIntegerField(_("总行数"), null=True)
    rows_done = models.PositiveIntegerField(_("已处理"), default=0)
    accepted = models.PositiveIntegerField(_("已导入"), default=0)
    duplicate = models.PositiveIntegerField(_("已有"), default=0)
    rejected = models.PositiveIntegerField(_("未能导入"), default=0)
    cause = models.CharField(_("未完成原因"), max_length=300, blank=True)

    uploaded_at = models.DateTimeField(_("上传时间"))
    # Every row is judged as of this instant, however often the run is taken up again.
    started_at = models.DateTimeField(_("开始时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    erased_at = models.DateTimeField(_("原件删除时间"), null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入")
        verbose_name_plural = _("导入")
        ordering = ("-uploaded_at", "-pk")
        indexes = (
            # What the scheduler asks every few seconds.
            models.Index(
                fields=("started_at",),
                condition=Q(status__in=("requested", "running")),
                name="import_waiting",
            ),
            models.Index(fields=("organisation", "-uploaded_at"), name="import_of_body"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in ImportStatus]),
                name="import_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("uploaded", "cancelled")) | Q(started_at__isnull=False),
                name="import_started_has_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(
                    rows_done=models.F("accepted") + models.F("duplicate") + models.F("rejected")
                ),
                name="import_counts_every_row",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.file_name}"


class ImportReject(models.Model):
    """A row that was not taken; `sealed` holds its cells and the reason, which may quote one."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="rejects")
    line = models.PositiveIntegerField(_("行"))
    about = models.CharField(_("字段"), max_length=20, blank=True)
    sealed = models.TextField()

    class Meta:
        verbose_name = _("未导入的行")
        verbose_name_plural = _("未导入的行")
        ordering = ("line",)
        constraints = (
            models.UniqueConstraint(fields=("run", "line"), name="import_reject_once_a_line"),
        )

    def __str__(self) -> str:
        return f"{self.run_id} {self.line}"


class ImportEvent(Event):
    """What was done with the file, by whom."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("导入记录")
        verbose_name_plural = _("导入记录")
        ordering = ("at", "pk")
