"""A complaint laid before the head of the street, at the same time as the caller is contacted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from dispatch.states import EndorseStatus


class Endorsement(models.Model):
    """领导批办, practice of Huairou since 2019. The head signs with words, may pass it to a deputy,
    and takes on the spot what units cannot solve; his promise there has a day and an end."""

    class StatusChoice(models.TextChoices):
        WAITING = EndorseStatus.WAITING.value, _("待批办")
        SIGNED = EndorseStatus.SIGNED.value, _("已批办")
        PASSED_ON = EndorseStatus.PASSED_ON.value, _("已转分管领导")
        ON_SPOT = EndorseStatus.ON_SPOT.value, _("现场办公")
        DONE = EndorseStatus.DONE.value, _("现场办结")
        GIVEN_BACK = EndorseStatus.GIVEN_BACK.value, _("未批办")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(_("提请事由"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("提请时间"))
    due_at = models.DateTimeField(_("批办时限"))
    status = models.CharField(
        _("状态"), max_length=10, choices=StatusChoice, default=StatusChoice.WAITING
    )
    words = models.CharField(_("批示"), max_length=500, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(_("批办时间"), null=True)
    passed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("分管领导"),
    )  # fmt: skip
    passed_at = models.DateTimeField(_("转办时间"), null=True)
    went_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    went_at = models.DateTimeField(_("到场时间"), null=True)
    promise = models.CharField(_("现场承诺"), max_length=500, blank=True)
    promised_on = models.DateField(_("兑现日期"), null=True)
    result = models.CharField(_("现场结果"), max_length=500, blank=True)
    finished_at = models.DateTimeField(_("办结时间"), null=True)

    class Meta:
        verbose_name = _("领导批办")
        verbose_name_plural = _("领导批办")
        ordering = ("-asked_at", "-pk")
        indexes = (
            models.Index(
                fields=("due_at",),
                condition=~Q(status__in=("spot_done", "given_back")),
                name="endorsement_open",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("complaint", "round"),
                condition=~Q(status="given_back"),
                name="endorsement_once_a_round",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in EndorseStatus]),
                name="endorsement_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting") | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="endorsement_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="passed_on") | Q(passed_to__isnull=False),
                name="endorsement_passed_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("on_spot", "spot_done")) | Q(went_at__isnull=False),
                name="endorsement_on_the_spot_went",
            ),
            models.CheckConstraint(
                condition=~Q(status="spot_done")
                | (Q(finished_at__gte=F("went_at")) & ~Q(result="")),
                name="endorsement_done_with_a_result",
            ),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.status}"
