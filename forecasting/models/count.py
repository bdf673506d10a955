"""Complaints per day, street and category: what every scan starts from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models import Area, Category
from forecasting.querysets import DailyCountQuerySet


class DailyCount(models.Model):
    """`category` is the finest one known; null while a complaint waits to be classified."""

    day = models.DateField(_("日期"))
    subdistrict = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("街道"))
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", verbose_name=_("分类")
    )
    count = models.PositiveIntegerField(_("件数"))

    objects = DailyCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("逐日计数")
        verbose_name_plural = _("逐日计数")
        constraints = (
            models.UniqueConstraint(
                fields=("day", "subdistrict", "category"),
                name="daily_count_once",
            ),
            models.UniqueConstraint(
                fields=("day", "subdistrict"),
                condition=models.Q(category__isnull=True),
                name="daily_count_unsorted_once",
            ),
        )
        indexes = (models.Index(fields=("subdistrict", "day"), name="daily_count_street"),)

    def __str__(self) -> str:
        return f"{self.day} {self.subdistrict_id} {self.category_id} {self.count}"
