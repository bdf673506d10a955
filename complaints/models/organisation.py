"""Who may be asked to act, and which estates a property manager serves under contract."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.territory import Area, GazetteerEntry
from complaints.querysets import DatedQuerySet, OrganisationQuerySet


class OrganisationKind(models.TextChoices):
    HOTLINE = "hotline", _("市民热线中心")
    DISTRICT_BODY = "district_body", _("区级统筹部门")
    SUBDISTRICT = "subdistrict", _("街道办事处/乡镇政府")
    OFFICE = "office", _("街道科室")
    CENTRE = "centre", _("市民诉求处置中心")
    COMMUNITY = "community", _("居（村）委会")
    PROPERTY = "property", _("物业服务企业")
    ENTERPRISE = "enterprise", _("公共服务企业")
    DISTRICT_DEPARTMENT = "district_department", _("区级部门")
    # Stands in the street's tree: led, assessed and summoned by it (街道办事处条例 Art. 11).
    BRANCH_OFFICE = "branch_office", _("区级部门派出机构")
    CITY_DEPARTMENT = "city_department", _("市级部门")
    OUTSIDE = "outside", _("外部单位")


class Organisation(models.Model):
    """A body with a place in the tree. `office_key` names one of 六办一队 or the centre."""

    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("类别"), max_length=20, choices=OrganisationKind)
    office_key = models.CharField(_("科室类型"), max_length=30, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="organisations",
        verbose_name=_("所在区域"),
    )  # fmt: skip
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    around_the_clock = models.BooleanField(_("全天候服务"), default=False)
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        ordering = ("code",)
        indexes = (
            # The office of a kind in a street, asked at every dispatch.
            models.Index(fields=("area", "office_key"), name="organisation_area_office"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="organisation_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.name


class PropertyContract(models.Model):
    """A property manager serves an estate from one day to another."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contracts", verbose_name=_("物业服务企业")
    )
    estate = models.ForeignKey(
        GazetteerEntry, models.PROTECT, related_name="contracts", verbose_name=_("小区")
    )
    since = models.DateField(_("合同起始"))
    until = models.DateField(_("合同终止"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("物业合同")
        verbose_name_plural = _("物业合同")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="contract_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} – {self.estate}"
