"""Routing rules: a version of the whole set goes live at an instant and is then never changed."""

from datetime import datetime

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import (
    Area,
    Category,
    Channel,
    ClockKind,
    DemandKind,
    Organisation,
    RiskKind,
)
from dispatch.models.done_rule import DoneRule
from dispatch.models.duty_list import DutyEntry
from dispatch.models.whistle_kind import WhistleKind
from dispatch.querysets import RuleSetQuerySet

MONTH_AND_DAY = RegexValidator(
    r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", _("请写成“月-日”，例如 11-15。")
)


class RuleSet(models.Model):
    """One version. A draft has no `live_from`; of the others the latest that has begun decides.
    What a complaint was sent by stays on it, whatever comes after."""

    name = models.CharField(_("名称"), max_length=60)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("起草人"),
    )  # fmt: skip
    made_at = models.DateTimeField(_("起草时间"))
    live_from = models.DateTimeField(_("生效时间"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("发布人"),
    )  # fmt: skip
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("派单规则版本")
        verbose_name_plural = _("派单规则版本")
        ordering = (F("live_from").desc(nulls_first=True), "-pk")
        constraints = (
            models.UniqueConstraint(fields=("live_from",), name="rule_set_one_an_instant"),
            models.CheckConstraint(
                condition=Q(live_from__isnull=True, published_at__isnull=True)
                | Q(live_from__isnull=False, published_at__isnull=False),
                name="rule_set_live_was_published",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        """It may still be changed."""
        return self.live_from is None

    def begins_after(self, at: datetime) -> bool:
        """It is published and has decided nothing yet."""
        return self.live_from is not None and self.live_from > at


class RoutingRule(models.Model):
    """Conditions left empty fit everything. The target is an organisation, the complaint's own
    street's office of a kind, the community of the place, or who manages the estate."""

    class Target(models.TextChoices):
        ORGANISATION = "organisation", _("指定单位")
        STREET_OFFICE = "street_office", _("属地街道科室")
        COMMUNITY = "community", _("属地社区")
        PROPERTY = "property", _("小区的物业服务企业")

    class Contract(models.TextChoices):
        SOME = "some", _("小区有物业合同")
        NONE = "none", _("没有查到物业合同")

    class Border(models.TextChoices):
        SOME = "some", _("在街道边界附近")
        NONE = "none", _("不在街道边界附近")

    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, related_name="rules", verbose_name=_("版本")
    )
    position = models.PositiveIntegerField(_("顺序"))
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("分类（含下级）"),
    )  # fmt: skip
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("区域（含下级）"),
    )  # fmt: skip
    demand_kind = models.CharField(
        _("诉求类型"), max_length=10, choices=DemandKind, blank=True, default=""
    )
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel, blank=True, default="")
    # Any of them, as they stand; parted by a space.
    words = models.CharField(_("含有词语"), max_length=200, blank=True, default="")
    from_time = models.TimeField(_("每天从"), null=True, blank=True)
    to_time = models.TimeField(_("每天到"), null=True, blank=True)
    season_from = models.CharField(
        _("每年从"), max_length=5, blank=True, default="", validators=[MONTH_AND_DAY]
    )
    season_to = models.CharField(
        _("每年到"), max_length=5, blank=True, default="", validators=[MONTH_AND_DAY]
    )
    risk_kind = models.CharField(
        _("风险提示"), max_length=10, choices=RiskKind, blank=True, default=""
    )
    contract = models.CharField(
        _("物业合同"), max_length=4, choices=Contract, blank=True, default=""
    )
    border = models.CharField(_("街道边界"), max_length=4, choices=Border, blank=True, default="")
    # Metres to the nearest other street, at most; never beyond what counts as near a border.
    within_m = models.PositiveIntegerField(_("离其他街道不超过（米）"), null=True, blank=True)
    target = models.CharField(_("派往"), max_length=14, choices=Target)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("指定单位"),
    )  # fmt: skip
    office_key = models.CharField(_("科室类型"), max_length=30, blank=True)
    # Asked at the same moment beside the lead, each with its own clocks and its own score.
    co_community = models.BooleanField(_("同时派属地社区"), default=False)
    co_property = models.BooleanField(_("同时派小区物业"), default=False)
    # Of what goes directly to the street, the district has a copy (条例 Art. 12).
    copy_district = models.BooleanField(_("抄送区里"), default=False)
    done_rule = models.CharField(
        _("几个单位时何时算办结"), max_length=12, choices=DoneRule, default=DoneRule.ALL
    )
    # Left empty, the category says which limits run.
    clock_kind = models.CharField(
        _("时限类型"), max_length=12, choices=ClockKind, blank=True, default=""
    )
    # What kind of whistle is worth a thought; it blows none.
    whistle_kind = models.CharField(
        _("建议吹哨"), max_length=12, choices=WhistleKind, blank=True, default=""
    )
    duty = models.ForeignKey(
        DutyEntry, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("职责清单条目"),
    )  # fmt: skip
    note = models.CharField(_("依据"), max_length=200, blank=True)
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)

    class Meta:
        verbose_name = _("派单规则")
        verbose_name_plural = _("派单规则")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(target="organisation") & Q(organisation__isnull=False))
                | (Q(target="street_office") & ~Q(office_key=""))
                | Q(target__in=("community", "property")),
                name="rule_names_its_target",
            ),
            models.CheckConstraint(
                condition=Q(from_time__isnull=True, to_time__isnull=True)
                | Q(from_time__isnull=False, to_time__isnull=False),
                name="rule_hours_have_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(season_from="", season_to="") | (~Q(season_from="") & ~Q(season_to="")),
                name="rule_season_has_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(within_m__isnull=True) | ~Q(border="none"),
                name="rule_near_a_border_or_not",
            ),
        )

    def __str__(self) -> str:
        return f"{self.position} {self.note}"

    @property
    def asks_several(self) -> bool:
        """Others are asked beside the unit that leads."""
        return self.co_community or self.co_property
