"""What one unit is called to by a whistle, and how it answers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Organisation
from dispatch.models.whistle import Whistle
from dispatch.querysets import SummonsQuerySet
from dispatch.states import SummonsStatus


class Summons(models.Model):
    """The instant by which to report in is computed once. Where somebody stood when he reported
    in is not kept, only how far that was from the place."""

    class StatusChoice(models.TextChoices):
        AWAITED = SummonsStatus.AWAITED.value, _("待报到")
        SILENT = SummonsStatus.SILENT.value, _("逾期未报到")
        REFUSED = SummonsStatus.REFUSED.value, _("拒绝报到")
        REPORTED_IN = SummonsStatus.REPORTED_IN.value, _("已报到")
        LEFT = SummonsStatus.LEFT.value, _("已离场")
        EXCUSED = SummonsStatus.EXCUSED.value, _("准予不到")
        LET_GO = SummonsStatus.LET_GO.value, _("不再等候")

    class Arrival(models.TextChoices):
        POSITION = "position", _("手机定位")
        CODE = "code", _("到场码")
        WITNESSED = "witnessed", _("吹哨单位登记")

    class Ground(models.TextChoices):
        NOT_NEEDED = "not_needed", _("现场已能处置")
        NOT_ITS_DUTY = "not_its_duty", _("不属其职责")
        MORE_URGENT = "more_urgent", _("同时有更紧急任务")
        OTHER = "other", _("其他")

    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="summons")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("报到单位")
    )
    reason = models.CharField(_("要它做什么"), max_length=300)
    legal_ground = models.CharField(_("依据"), max_length=200)
    summoned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    summoned_at = models.DateTimeField(_("通知时间"))
    report_by_at = models.DateTimeField(_("报到时限"))
    status = models.CharField(
        _("状态"), max_length=12, choices=StatusChoice, default=StatusChoice.AWAITED
    )
    reported_in_at = models.DateTimeField(_("报到时间"), null=True)
    reported_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    arrival = models.CharField(_("到场方式"), max_length=9, choices=Arrival, blank=True)
    # Of a body without accounts: who came, as the street wrote it down.
    arrived_name = models.CharField(_("到场人"), max_length=40, blank=True)
    distance_m = models.PositiveIntegerField(_("距现场（米）"), null=True)
    wrong_codes = models.PositiveSmallIntegerField(_("到场码输错次数"), default=0)
    refusal = models.CharField(_("拒绝理由"), max_length=500, blank=True)
    refused_at = models.DateTimeField(_("拒绝时间"), null=True)
    excuse_ground = models.CharField(_("准予不到的理由"), max_length=12, choices=Ground, blank=True)
    excuse_note = models.CharField(_("说明"), max_length=300, blank=True)
    excused_at = models.DateTimeField(_("准予时间"), null=True)
    left_at = models.DateTimeField(_("离场时间"), null=True)

    objects = SummonsQuerySet.as_manager()

    class Meta:
        verbose_name = _("报到通知")
        verbose_name_plural = _("报到通知")
        ordering = ("summoned_at", "pk")
        indexes = (
            # What one unit is still waited for, and what the clock has passed.
            models.Index(
                fields=("report_by_at",), condition=Q(status="awaited"), name="summons_awaited"
            ),
            models.Index(fields=("organisation", "status"), name="summons_unit"),
        )
        constraints = (
            models.UniqueConstraint(fields=("whistle", "organisation"), name="summons_once_a_unit"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in SummonsStatus]),
                name="summons_status_known",
            ),
            models.CheckConstraint(
                condition=Q(report_by_at__gt=F("summoned_at")), name="summons_due_after_it"
            ),
            models.CheckConstraint(
                condition=Q(status__in=("reported_in", "left"), reported_in_at__isnull=False)
                & ~Q(arrival="")
                | ~Q(status__in=("reported_in", "left"))
                & Q(reported_in_at__isnull=True, arrival=""),
                name="summons_reported_in_somehow",
            ),
            models.CheckConstraint(
                condition=~Q(arrival="position") | Q(distance_m__isnull=False),
                name="summons_position_has_a_distance",
            ),
            models.CheckConstraint(
                condition=~Q(arrival="witnessed") | ~Q(arrived_name=""),
                name="summons_witnessed_names_who_came",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | (Q(refused_at__isnull=False) & ~Q(refusal="")),
                name="summons_refused_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(status="excused")
                | (Q(excused_at__isnull=False) & ~Q(excuse_ground="") & ~Q(excuse_note="")),
                name="summons_excused_on_a_ground",
            ),
            models.CheckConstraint(
                condition=~Q(status="left") | Q(left_at__isnull=False),
                name="summons_left_has_an_instant",
            ),
        )

    def __str__(self) -> str:
        return f"{self.whistle_id} → {self.organisation_id}"


class Breach(models.Model):
    """Silence or refusal, once a summons, reported to the district as it happens (条例 Art. 44):
    the district looks into it, supervises, and writes it into the unit's year."""

    class Kind(models.TextChoices):
        SILENCE = "silence", _("逾期未报到")
        REFUSAL = "refusal", _("拒绝报到")

    class Decision(models.TextChoices):
        PENDING = "pending", _("待区里处理")
        UPHELD = "upheld", _("属实，督办并记入年度考核")
        SET_ASIDE = "set_aside", _("不予追究")

    summons = models.OneToOneField(Summons, models.PROTECT, related_name="breach")
    kind = models.CharField(_("情形"), max_length=8, choices=Kind)
    at = models.DateTimeField(_("时间"))
    reported_to = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("报告给")
    )
    decision = models.CharField(
        _("处理结果"), max_length=10, choices=Decision, default=Decision.PENDING
    )
    words = models.CharField(_("处理意见"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True)

    class Meta:
        verbose_name = _("未报到记录")
        verbose_name_plural = _("未报到记录")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(decision="pending", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~Q(decision="pending")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(words="")
                ),
                name="breach_decided_by_somebody_in_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.summons_id} {self.kind}"


class WhistleScore(models.Model):
    """双考核: the street scores each unit that came, and the unit the street."""

    class Direction(models.TextChoices):
        OF_UNIT = "of_unit", _("吹哨单位评报到单位")
        OF_BLOWER = "of_blower", _("报到单位评吹哨单位")

    summons = models.ForeignKey(Summons, models.PROTECT, related_name="scores")
    direction = models.CharField(_("方向"), max_length=9, choices=Direction)
    points = models.PositiveSmallIntegerField(_("分数"))
    words = models.CharField(_("评语"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("双考核评分")
        verbose_name_plural = _("双考核评分")
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("summons", "direction"), name="score_once_a_side"),
            models.CheckConstraint(condition=Q(points__lte=100), name="score_of_a_hundred"),
            models.CheckConstraint(condition=~Q(words=""), name="score_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.summons_id} {self.direction} {self.points}"
