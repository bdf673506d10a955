"""What complaints are about: three levels, each with its usual kind of demand, clock and office."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.languages import worded
from complaints.querysets import DatedQuerySet


class DemandKind(models.TextChoices):
    """The five kinds of 条例 Art. 2, and two more used in practice."""

    CONSULT = "consult", _("咨询")
    HELP = "help", _("求助")
    COMPLAIN = "complain", _("投诉")
    REPORT = "report", _("举报")
    SUGGEST = "suggest", _("建议")
    PRAISE = "praise", _("表扬")
    OTHER = "other", _("其他")


class ClockKind(models.TextChoices):
    """The four kinds of limit in DB11/T 2021—2022."""

    EMERGENCY = "emergency", _("紧急")
    LIVELIHOOD = "livelihood", _("水电气热等民生")
    GENERAL = "general", _("一般")
    COMPLEX = "complex", _("复杂疑难")


class Category(models.Model):
    class Sensitivity(models.TextChoices):
        NORMAL = "normal", _("一般")
        SENSITIVE = "sensitive", _("敏感")

    code = models.CharField(_("代码"), max_length=6, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    level = models.PositiveSmallIntegerField(_("级别"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    demand_kind = models.CharField(
        _("默认诉求类型"), max_length=10, choices=DemandKind, default=DemandKind.HELP
    )
    clock_kind = models.CharField(
        _("默认时限类型"), max_length=12, choices=ClockKind, default=ClockKind.GENERAL
    )
    sensitivity = models.CharField(
        _("敏感程度"), max_length=10, choices=Sensitivity, default=Sensitivity.NORMAL
    )
    # About things that all can see, and not about somebody: a neighbour may read what was checked.
    is_told_nearby = models.BooleanField(_("附近居民可见（只限公共设施和环境）"), default=False)
    # 条例 Art. 17; the city's list of what communities assist with is not public, so which: ours.
    community_assists = models.BooleanField(_("社区只协助，不主办"), default=False)
    office_key = models.CharField(_("默认责任科室"), max_length=30, blank=True)
    pinyin = models.CharField(_("拼音"), max_length=200, blank=True)
    initials = models.CharField(_("拼音首字母"), max_length=40, blank=True)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("诉求分类")
        verbose_name_plural = _("诉求分类")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(level__gte=1) & models.Q(level__lte=3),
                name="category_has_three_levels",
            ),
        )

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """In the reader's language."""
        return worded(self.name, self.name_en)
