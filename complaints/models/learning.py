"""What the office's own model has learnt, when, how well, and what became of its suggestions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.catalogue import Category
from complaints.models.complaint import Complaint
from complaints.models.people import Actor
from complaints.models.run import Run
from complaints.states import RunStatus


class ModelVersion(models.Model):
    """Arrays and JSON in `content`; figures come from texts that this version never saw. A version
    is never changed, so an earlier one can be used again as it was."""

    class Origin(models.TextChoices):
        DEMONSTRATION = "demonstration", _("演示语句")
        OFFICE = "office", _("本单位核对过的诉求")

    origin = models.CharField(_("学习来源"), max_length=14, choices=Origin)
    made_at = models.DateTimeField(_("训练时间"))
    # Later complaints were kept for the test; null where no complaint was learnt from.
    learned_until = models.DateTimeField(_("学到"), null=True)
    text_count = models.PositiveIntegerField(_("学习条数"))
    label_count = models.PositiveIntegerField(_("分类数"))
    threshold = models.FloatField(_("提示门槛"))
    figures = models.JSONField(_("检验结果"))
    parameters = models.JSONField(_("参数"))
    seed = models.PositiveIntegerField(_("随机种子"))
    code_version = models.CharField(_("程序版本"), max_length=20)
    digest = models.CharField(_("摘要"), max_length=64)
    content = models.BinaryField(_("模型"))

    class Meta:
        verbose_name = _("分类模型")
        verbose_name_plural = _("分类模型")
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.pk} {self.made_at}"


class ModelUse(models.Model):
    """Which version suggests, from when to when, and who decided so."""

    class Why(models.TextChoices):
        FIRST = "first", _("首个版本")
        BETTER = "better", _("检验更好，自动启用")
        CHOSEN = "chosen", _("人工选用")

    version = models.ForeignKey(ModelVersion, models.PROTECT, related_name="uses")
    why = models.CharField(_("缘由"), max_length=10, choices=Why)
    since = models.DateTimeField(_("起始"))
    until = models.DateTimeField(_("终止"), null=True)
    is_current = models.BooleanField(_("使用中"), default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(_("操作者"), max_length=10, choices=Actor)

    class Meta:
        verbose_name = _("模型启用记录")
        verbose_name_plural = _("模型启用记录")
        ordering = ("-since", "-pk")
        constraints = (
            # One version suggests at a time; each suggestion asks this index which.
            models.UniqueConstraint(
                fields=("is_current",), condition=Q(is_current=True), name="model_use_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(is_current=True, until__isnull=True)
                | Q(is_current=False, until__isnull=False),
                name="model_use_current_has_no_end",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.since}"


class LearningRun(Run):
    """One training of the office's own model."""

    class StatusChoice(models.TextChoices):
        REQUESTED = RunStatus.REQUESTED.value, _("排队中")
        RUNNING = RunStatus.RUNNING.value, _("正在训练")
        DONE = RunStatus.DONE.value, _("已完成")
        FAILED = RunStatus.FAILED.value, _("未完成")

    class Outcome(models.TextChoices):
        PROMOTED = "promoted", _("比原来的好，已启用")
        NOT_BETTER = "not_better", _("不比原来的好，未启用")
        TOO_FEW = "too_few", _("可学的诉求太少，没有训练")

    status = models.CharField(
        _("状态"), max_length=10, choices=StatusChoice, default=StatusChoice.REQUESTED
    )
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome, blank=True)
    as_of = models.DateTimeField(_("截至"))
    period_key = models.CharField(_("周期"), max_length=20, blank=True)
    parameters = models.JSONField(_("参数"), default=dict)
    seed = models.PositiveIntegerField(_("随机种子"))
    code_version = models.CharField(_("程序版本"), max_length=20)
    version = models.ForeignKey(ModelVersion, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("模型训练")
        verbose_name_plural = _("模型训练")
        ordering = ("-requested_at", "-pk")
        constraints = (
            # The nightly run of a day exists once, however many schedulers ask for it.
            models.UniqueConstraint(
                fields=("period_key",), condition=~Q(period_key=""), name="learning_once_a_period"
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(finished_at__isnull=False) & ~Q(outcome=""),
                name="learning_done_has_an_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"{self.as_of} {self.status}"


class Suggestion(models.Model):
    """What a version suggested for a complaint and what the person who sorted it kept. No words."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="suggestion")
    version = models.ForeignKey(ModelVersion, models.PROTECT, related_name="+")
    suggested = models.ForeignKey(
        Category, models.PROTECT, related_name="+", verbose_name=_("建议分类")
    )
    # Keys of the up to three categories shown, likeliest first.
    best = models.JSONField(_("列出的分类"))
    confidence = models.FloatField(_("把握"))
    is_sure = models.BooleanField(_("达到提示门槛"))
    kept = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", verbose_name=_("选定分类")
    )
    # 1 to 3 where the kept one was among the three shown, 0 where it was not.
    place = models.PositiveSmallIntegerField(_("名次"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("分类建议")
        verbose_name_plural = _("分类建议")
        indexes = (
            # The share accepted of the last weeks, by category.
            models.Index(fields=("at", "suggested"), name="suggestion_by_category"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(place__lte=3), name="suggestion_place_of_three"),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.suggested_id} {self.kept_id}"
