"""A matter is supervised (督办): somebody above demands a reply by a time."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, Organisation
from dispatch.querysets import SupervisionQuerySet
from dispatch.states import SuperviseStatus


class Supervision(models.Model):
    """Raised by the office's own thresholds (dated rows), by a leader's word, or for a month in
    which a unit stayed below the mean; the last is about a unit, all others about a complaint.
    Demanded again as often as the reply does not do; ended by another person than replied."""

    class Trigger(models.TextChoices):
        OVERDUE = "overdue", _("逾期未办结")
        CHASED = "chased", _("多次催办")
        CALLERS = "callers", _("多人反映")
        RETURNED = "returned", _("多次退回")
        THREAT = "threat", _("扬言，须回复市中心")
        LEADER = "leader", _("领导交办")
        BELOW_MEAN = "below_mean", _("考核低于平均")

    class Level(models.TextChoices):
        STREET = "street", _("街道督办")
        DISTRICT = "district", _("区级督办")

    class StatusChoice(models.TextChoices):
        DEMANDED = SuperviseStatus.DEMANDED.value, _("待回复")
        REPLIED = SuperviseStatus.REPLIED.value, _("已回复待审")
        CLEARED = SuperviseStatus.CLEARED.value, _("已销督")

    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    # Of what is about a unit: the unit, and the first day of the period.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("被督办单位")
    )
    period_on = models.DateField(_("考核期"), null=True)
    trigger = models.CharField(_("事由"), max_length=10, choices=Trigger)
    level = models.CharField(_("层级"), max_length=8, choices=Level)
    # What was counted, and the threshold of that day: numbers only.
    facts = models.JSONField(default=dict)
    words = models.CharField(_("督办要求"), max_length=500, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("督办时间"))
    due_at = models.DateTimeField(_("回复时限"))
    arrive_by_at = models.DateTimeField(_("到场时限"), null=True)
    status = models.CharField(
        _("状态"), max_length=8, choices=StatusChoice, default=StatusChoice.DEMANDED
    )
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    replied_at = models.DateTimeField(_("回复时间"), null=True)
    reply = models.CharField(_("回复"), max_length=500, blank=True)
    sent_back_words = models.CharField(_("退回意见"), max_length=500, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cleared_at = models.DateTimeField(_("销督时间"), null=True)
    cleared_words = models.CharField(_("销督意见"), max_length=500, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("督办")
        verbose_name_plural = _("督办")
        ordering = ("-opened_at", "-pk")
        indexes = (
            models.Index(
                fields=("due_at",), condition=~Q(status="cleared"), name="supervision_open"
            ),
        )
        constraints = (
            # Raised by a threshold once a round; by a leader one at a time.
            models.UniqueConstraint(
                fields=("complaint", "round", "trigger"),
                condition=Q(complaint__isnull=False) & ~Q(trigger="leader"),
                name="supervision_once_a_round",
            ),
            models.UniqueConstraint(
                fields=("complaint", "level"),
                condition=Q(trigger="leader") & ~Q(status="cleared"),
                name="supervision_one_word_at_a_time",
            ),
            models.UniqueConstraint(
                fields=("organisation", "period_on"),
                condition=Q(trigger="below_mean"),
                name="supervision_once_a_period",
            ),
            models.CheckConstraint(
                condition=Q(
                    trigger="below_mean", complaint__isnull=True, organisation__isnull=False,
                    period_on__isnull=False,
                )
                | (Q(complaint__isnull=False, period_on__isnull=True) & ~Q(trigger="below_mean")),
                name="supervision_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in SuperviseStatus]),
                name="supervision_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(trigger="leader") | (Q(opened_by__isnull=False) & ~Q(words="")),
                name="supervision_by_a_leader_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(status="replied")
                | (Q(replied_at__isnull=False, replied_by__isnull=False) & ~Q(reply="")),
                name="supervision_replied_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(status="cleared")
                | (
                    Q(cleared_at__isnull=False, cleared_by__isnull=False)
                    & ~Q(cleared_words="")
                    & (Q(replied_by__isnull=True) | ~Q(cleared_by=F("replied_by")))
                ),
                name="supervision_cleared_by_another",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.complaint_id or self.organisation_id} {self.trigger}"
