"""Routing rules: dated rows, tried in order of position; the first that fits names the unit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Area, Category, DemandKind, Organisation
from dispatch.querysets import RoutingRuleQuerySet


class RoutingRule(models.Model):
    """Conditions left empty fit everything. The target is an organisation, or the complaint's own
    street's office of a kind, or the community of the place."""

    class Target(models.TextChoices):
        ORGANISATION = "organisation", _("指定单位")
        STREET_OFFICE = "street_office", _("属地街道科室")
        COMMUNITY = "community", _("属地社区")

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
    target = models.CharField(_("派往"), max_length=14, choices=Target)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("指定单位"),
    )  # fmt: skip
    office_key = models.CharField(_("科室类型"), max_length=30, blank=True)
    note = models.CharField(_("依据"), max_length=200, blank=True)
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("派单规则")
        verbose_name_plural = _("派单规则")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(target="organisation") & Q(organisation__isnull=False))
                | (Q(target="street_office") & ~Q(office_key=""))
                | Q(target="community"),
                name="rule_names_its_target",
            ),
        )

    def __str__(self) -> str:
        return f"{self.position} {self.note}"
