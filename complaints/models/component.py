"""Things in the street that carry a code: a lamp, a cover, a bin. Whoever reads the code off has
told place and kind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.catalogue import Category
from complaints.models.territory import Area
from complaints.querysets import DatedQuerySet


class Component(models.Model):
    class Kind(models.TextChoices):
        UTILITY = "utility", _("公用设施")
        TRAFFIC = "traffic", _("道路交通")
        SANITATION = "sanitation", _("市容环境")
        GREENING = "greening", _("园林绿化")
        OTHER = "other", _("其他")

    code = models.CharField(_("编码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("所在社区"))
    where = models.CharField(_("位置"), max_length=120, blank=True)
    lon = models.FloatField(_("经度"))
    lat = models.FloatField(_("纬度"))
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("常见诉求分类"),
    )  # fmt: skip
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("城市部件")
        verbose_name_plural = _("城市部件")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
