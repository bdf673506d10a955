"""The whistle 吹哨: a street calls those whom it may call to a matter it cannot end alone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, Organisation
from dispatch.models.assignment import Assignment
from dispatch.models.whistle_kind import WhistleKind
from dispatch.querysets import WhistleQuerySet
from dispatch.states import WhistleStatus


class Whistle(models.Model):
    """Of residents who signed, only their number is kept and where the paper lies: who they are is
    nobody's need on a screen."""

    Kind = WhistleKind

    class Origin(models.TextChoices):
        TICKET = "ticket", _("诉求件")
        FINDING = "finding", _("巡查发现")
        RESIDENTS = "residents", _("居民联名")
        WORK = "work", _("日常工作")

    class StatusChoice(models.TextChoices):
        BLOWN = WhistleStatus.BLOWN.value, _("待报到")
        AT_WORK = WhistleStatus.AT_WORK.value, _("协同办理中")
        CONCLUDED = WhistleStatus.CONCLUDED.value, _("已销哨")
        CALLED_OFF = WhistleStatus.CALLED_OFF.value, _("已取消")

    number = models.CharField(_("哨号"), max_length=20, unique=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    origin = models.CharField(_("来源"), max_length=10, choices=Origin)
    title = models.CharField(_("事由"), max_length=120)
    reason = models.TextField(_("情况说明"))
    place = models.CharField(_("地点"), max_length=200)
    lon = models.FloatField(_("经度"), null=True, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    blower = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("吹哨单位")
    )
    # Who is told of silence and refusal (条例 Art. 44); found when the whistle is blown.
    district_body = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("区级统筹部门")
    )
    signature_count = models.PositiveIntegerField(_("签名人数"), default=0)
    signatures_kept_at = models.CharField(_("签名原件存放处"), max_length=120, blank=True)
    # Read out at the place to whoever comes: he shows by it that he is there.
    arrival_code = models.CharField(_("到场码"), max_length=6)
    status = models.CharField(
        _("状态"), max_length=10, choices=StatusChoice, default=StatusChoice.BLOWN
    )
    blown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    blown_at = models.DateTimeField(_("吹哨时间"))
    concluded_at = models.DateTimeField(_("销哨时间"), null=True)
    called_off_at = models.DateTimeField(_("取消时间"), null=True)
    call_off_reason = models.CharField(_("取消理由"), max_length=300, blank=True)

    objects = WhistleQuerySet.as_manager()

    class Meta:
        verbose_name = _("吹哨")
        verbose_name_plural = _("吹哨")
        ordering = ("-blown_at", "-pk")
        indexes = (
            # A street's own, newest first; a month's rate counts along it.
            models.Index(fields=("blower", "-blown_at"), name="whistle_blower"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in WhistleStatus]),
                name="whistle_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="concluded", concluded_at__isnull=False)
                | (~Q(status="concluded") & Q(concluded_at__isnull=True)),
                name="whistle_concluded_has_an_instant",
            ),
            models.CheckConstraint(
                condition=~Q(status="called_off")
                | (Q(called_off_at__isnull=False) & ~Q(call_off_reason="")),
                name="whistle_called_off_for_a_reason",
            ),
            models.CheckConstraint(
                condition=(Q(origin="residents", signature_count__gt=0) & ~Q(signatures_kept_at=""))
                | (~Q(origin="residents") & Q(signature_count=0, signatures_kept_at="")),
                name="whistle_of_residents_has_signatures",
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False),
                name="whistle_point_is_whole",
            ),
        )

    def __str__(self) -> str:
        return self.number


class WhistleTicket(models.Model):
    """A complaint that the whistle is about, put there by one of its sides."""

    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="tickets")
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("关联诉求")
        verbose_name_plural = _("关联诉求")
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("whistle", "complaint"), name="whistle_ticket_once"),
        )

    def __str__(self) -> str:
        return f"{self.whistle_id} {self.complaint_id}"


class MoreTime(models.Model):
    """A branch's limit moved by a whistle, once in its life; both instants are kept."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="+")
    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="+")
    due_before_at = models.DateTimeField(_("原时限"))
    due_after_at = models.DateTimeField(_("新时限"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("吹哨顺延")
        verbose_name_plural = _("吹哨顺延")
        constraints = (
            models.CheckConstraint(
                condition=Q(due_after_at__gt=F("due_before_at")), name="more_time_is_more"
            ),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.due_after_at}"
