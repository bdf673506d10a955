"""What leaves the house: where an organisation wants to be told, and each message on its way."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.organisation import Organisation
from complaints.querysets import OutwardMessageQuerySet
from complaints.states import MessageStatus


class OutwardAddress(models.Model):
    """One place of one organisation: a group's robot, a mailbox, a gateway. Who has the address may
    write there, so it is sealed, shown to nobody again, and replaced by a new row."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    title = models.CharField(_("名称"), max_length=60)
    scheme = models.CharField(_("方式"), max_length=10)
    row = models.UUIDField(default=uuid4, unique=True, editable=False)
    sealed_url = models.TextField()
    since = models.DateTimeField(_("启用时间"))
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateTimeField(_("停用时间"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # After a failure everything to this address waits until then.
    quiet_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(_("连续失败"), default=0)
    last_sent_at = models.DateTimeField(_("最近送出"), null=True)

    class Meta:
        verbose_name = _("站外通知地址")
        verbose_name_plural = _("站外通知地址")
        ordering = ("organisation__code", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True)
                | (Q(until__gte=F("since")) & Q(ended_by__isnull=False)),
                name="outward_address_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.title}"


class OutwardMessage(models.Model):
    """One message to one address; without one to where the installation sends by default. `facts`
    fill the words: `lines` of an urgent one, each a hand-over with what fills its words, however
    many people of the unit were told of it; `counts` of a digest, how many of each kind."""

    class Kind(models.TextChoices):
        URGENT = "urgent", _("立即发送")
        DIGEST = "digest", _("每日汇总")
        TEST = "test", _("试发")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    address = models.ForeignKey(OutwardAddress, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("类型"), max_length=6, choices=Kind)
    code = models.CharField(_("事项"), max_length=14, blank=True)
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("时间"))
    leave_at = models.DateTimeField()
    status = models.CharField(_("状态"), max_length=8, default=MessageStatus.WAITING.value)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    lease_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("完成时间"), null=True)
    cause = models.CharField(_("未送出原因"), max_length=200, blank=True)

    objects = OutwardMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("站外通知")
        verbose_name_plural = _("站外通知")
        ordering = ("-pk",)
        indexes = (
            # What waits, the oldest first; asked every few seconds.
            models.Index(
                fields=("leave_at",),
                condition=Q(status__in=("waiting", "sending")),
                name="outward_waiting",
            ),
            models.Index(fields=("organisation", "-id"), name="outward_of_organisation"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=[one.value for one in MessageStatus]),
                name="outward_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="sending") | Q(lease_until__isnull=False),
                name="outward_sending_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("sent", "failed", "dropped")) | Q(ended_at__isnull=False),
                name="outward_ended_at_an_instant",
            ),
            models.CheckConstraint(
                condition=~Q(status="failed") | ~Q(cause=""), name="outward_failed_for_a_cause"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.organisation_id} {self.status}"
