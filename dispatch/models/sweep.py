"""What was found here may lie elsewhere too: like places are looked at (举一反三)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Area, Complaint


class Sweep(models.Model):
    """Opened from a complaint once its result is known; ended when every place has been looked at.
    What is found there may be filed as a complaint of its own, with this one as its cause."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    what = models.CharField(_("查什么"), max_length=300)
    due_on = models.DateField(_("完成日期"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("发起时间"))
    ended_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = _("举一反三")
        verbose_name_plural = _("举一反三")
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("complaint",), condition=Q(ended_at__isnull=True), name="sweep_one_at_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.what}"


class SweptPlace(models.Model):
    """One community that is looked at, and what is there."""

    class Result(models.TextChoices):
        OPEN = "", _("待查看")
        CLEAR = "clear", _("没有同类问题")
        FOUND = "found", _("有同类问题")

    sweep = models.ForeignKey(Sweep, models.PROTECT, related_name="places")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("社区"))
    result = models.CharField(_("结果"), max_length=6, choices=Result, blank=True, default="")
    where = models.CharField(_("具体位置"), max_length=200, blank=True)
    words = models.CharField(_("查看情况"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("查看时间"), null=True)
    filed = models.ForeignKey(
        Complaint, models.PROTECT, null=True, related_name="+", verbose_name=_("据此立的诉求")
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("查看的地方")
        verbose_name_plural = _("查看的地方")
        ordering = ("area", "pk")
        constraints = (
            models.UniqueConstraint(fields=("sweep", "area"), name="swept_place_once"),
            models.UniqueConstraint(fields=("filed",), name="swept_place_files_one"),
            models.CheckConstraint(
                condition=Q(result="") | (Q(at__isnull=False, by__isnull=False) & ~Q(words="")),
                name="swept_place_has_words",
            ),
            models.CheckConstraint(
                condition=Q(filed__isnull=True) | Q(result="found", filed_by__isnull=False),
                name="swept_place_files_what_was_found",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sweep_id} {self.area_id}"
