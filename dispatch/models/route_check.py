"""Whether the rules name a unit for a complaint that waits, as last looked at."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from dispatch.kernels.routing import Cause
from dispatch.models.rule import RoutingRule


class RouteCheck(models.Model):
    """One row a waiting complaint, written anew. It decides nothing: the dispatch looks again."""

    class CauseChoice(models.TextChoices):
        NO_RULES = Cause.NO_RULES.value, _("没有生效的规则")
        NO_RULE = Cause.NO_RULE.value, _("没有适用的规则")
        PLACE_UNKNOWN = Cause.PLACE_UNKNOWN.value, _("地点未定")
        UNIT_ENDED = Cause.UNIT_ENDED.value, _("单位已撤销")
        NO_OFFICE = Cause.NO_OFFICE.value, _("当地没有设置这个单位")
        NO_CONTRACT = Cause.NO_CONTRACT.value, _("没有有效的物业合同")
        MANY_CONTRACTS = Cause.MANY_CONTRACTS.value, _("几家物业同时有合同")

    complaint = models.OneToOneField(
        Complaint, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("诉求")
    )
    # The complaint as it was looked at.
    version = models.PositiveIntegerField(_("版本"))
    cause = models.CharField(
        _("没有单位的原因"), max_length=14, choices=CauseChoice, blank=True, default=""
    )
    rule = models.ForeignKey(
        RoutingRule, models.PROTECT, null=True, related_name="+", verbose_name=_("命中规则")
    )
    checked_at = models.DateTimeField(_("查看时间"))

    class Meta:
        verbose_name = _("规则预查")
        verbose_name_plural = _("规则预查")
        indexes = (
            # The queue of those that no rule sends on.
            models.Index(fields=("complaint",), condition=~Q(cause=""), name="route_check_unnamed"),
            models.Index(fields=("checked_at",), name="route_check_oldest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(cause__in=("", *(cause.value for cause in Cause))),
                name="route_check_cause_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.cause}"
