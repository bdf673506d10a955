"""Words that an office hangs on complaints to find them again: 名签."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models import Area, Complaint
from dispatch.querysets import LabelQuerySet


class Label(models.Model):
    """One word of the office. What hangs somewhere is archived, not removed."""

    class Colour(models.TextChoices):
        CALM = "calm", _("蓝")
        GOOD = "good", _("绿")
        SOON = "soon", _("黄")
        LATE = "late", _("红")
        STILL = "still", _("灰")

    name = models.CharField(_("名称"), max_length=12)
    colour = models.CharField(_("颜色"), max_length=5, choices=Colour, default=Colour.CALM)
    # Whose it is: a street's own, or with nothing here everybody's.
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("使用范围")
    )
    is_archived = models.BooleanField(_("已停用"), default=False)

    objects = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("名签")
        verbose_name_plural = _("名签")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("area", "name"), name="label_once_an_area"),
            models.UniqueConstraint(
                fields=("name",), condition=models.Q(area__isnull=True), name="label_once_for_all"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Labelling(models.Model):
    """A label hangs on a complaint; taken off, the row is gone and the history tells of it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    label = models.ForeignKey(Label, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("名签使用")
        verbose_name_plural = _("名签使用")
        # What hangs on the lines of a board, and the board's filter by label.
        indexes = (models.Index(fields=("label", "complaint"), name="labelling_label"),)
        constraints = (
            models.UniqueConstraint(fields=("complaint", "label"), name="labelling_once"),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.label_id}"
