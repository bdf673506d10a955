"""Nobody knows whose it is: units say what they think, and somebody decides (会商, Art. 12)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, Organisation
from dispatch.states import TalkStatus


class Consultation(models.Model):
    """Before dispatch; the dispatch limit runs on. Settled by naming who leads and who helps, or
    by handing it to the district, which then has it solved (区兜底)."""

    class StatusChoice(models.TextChoices):
        OPEN = TalkStatus.OPEN.value, _("会商中")
        SETTLED = TalkStatus.SETTLED.value, _("会商已定")
        CALLED_OFF = TalkStatus.CALLED_OFF.value, _("会商取消")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    question = models.CharField(_("会商事项"), max_length=500)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("发起时间"))
    due_at = models.DateTimeField(_("意见时限"))
    status = models.CharField(
        _("状态"), max_length=10, choices=StatusChoice, default=StatusChoice.OPEN
    )
    decision = models.CharField(_("会商结论"), max_length=500, blank=True)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("确定的主办单位")
    )
    is_fallback = models.BooleanField(_("区兜底"), default=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    class Meta:
        verbose_name = _("派单前会商")
        verbose_name_plural = _("派单前会商")
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("complaint",), condition=Q(status="talking"), name="talk_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in TalkStatus]),
                name="talk_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="talking", ended_at__isnull=True)
                | (~Q(status="talking") & Q(ended_at__isnull=False) & ~Q(decision="")),
                name="talk_ends_with_words",
            ),
            models.CheckConstraint(
                condition=~Q(status="settled") | Q(lead__isnull=False),
                name="talk_settled_names_who_leads",
            ),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.status}"


class Opinion(models.Model):
    """One unit asked, and what it thinks; it may think again until the talk has ended."""

    class Stance(models.TextChoices):
        NONE = "", _("还没有意见")
        LEAD = "lead", _("由我们主办")
        BESIDE = "beside", _("我们可以协办")
        NOT_OURS = "not_ours", _("不是我们的职责")

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="opinions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    stance = models.CharField(_("意见"), max_length=8, choices=Stance, blank=True, default="")
    words = models.CharField(_("理由和依据"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"), null=True)

    class Meta:
        verbose_name = _("会商意见")
        verbose_name_plural = _("会商意见")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "organisation"), name="opinion_once_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(stance="") | (~Q(words="") & Q(at__isnull=False, by__isnull=False)),
                name="opinion_has_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.organisation_id}"
