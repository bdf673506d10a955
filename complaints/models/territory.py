"""Areas with official codes, and the office's own gazetteer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.querysets import AreaQuerySet


class Area(models.Model):
    """City, district, subdistrict or community. Codes nest: 6, 9, 12 digits; the city 110000."""

    class Level(models.TextChoices):
        CITY = "city", _("市")
        DISTRICT = "district", _("区")
        SUBDISTRICT = "subdistrict", _("街道/乡镇")
        COMMUNITY = "community", _("社区/村")

    class OutlineOrigin(models.TextChoices):
        OFFICIAL = "official", _("公开边界")
        OURS = "ours", _("演示用边界（本系统生成）")
        IMPORTED = "imported", _("导入边界")

    code = models.CharField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=80, db_index=True)
    level = models.CharField(_("层级"), max_length=12, choices=Level)
    kind = models.CharField(_("类别"), max_length=20, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    pinyin = models.CharField(_("拼音"), max_length=200, blank=True)
    initials = models.CharField(_("拼音首字母"), max_length=40, blank=True)
    outline = models.JSONField(_("边界"), null=True, blank=True)
    outline_origin = models.CharField(
        _("边界来源"), max_length=10, choices=OutlineOrigin, blank=True
    )
    lon = models.FloatField(_("经度"), null=True, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("区域")
        verbose_name_plural = _("区域")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(level__in=("city", "district", "subdistrict", "community")),
                name="area_level_known",
            ),
        )

    def __str__(self) -> str:
        return self.name


class GazetteerEntry(models.Model):
    """A named place inside an area: estate, road, lane, building, landmark."""

    class Kind(models.TextChoices):
        ESTATE = "estate", _("小区")
        ROAD = "road", _("道路")
        LANE = "lane", _("街巷胡同")
        BUILDING = "building", _("楼宇")
        LANDMARK = "landmark", _("地标")

    name = models.CharField(_("名称"), max_length=80, db_index=True)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="places", verbose_name=_("所在社区")
    )
    lon = models.FloatField(_("经度"), null=True, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    pinyin = models.CharField(_("拼音"), max_length=200, blank=True)
    initials = models.CharField(_("拼音首字母"), max_length=40, blank=True)
    origin = models.CharField(_("来源"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("地名")
        verbose_name_plural = _("地名库")
        constraints = (
            models.UniqueConstraint(fields=("name", "kind", "area"), name="gazetteer_entry_once"),
        )

    def __str__(self) -> str:
        return self.name
