"""What is never dispatched: the office's dated list of such ends, and what callers were told."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.kernels.replies import unknown_places
from complaints.models.complaint import Complaint
from complaints.models.following_up import Signed
from complaints.models.organisation import Organisation
from complaints.querysets import DatedQuerySet


class OutcomeKind(models.TextChoices):
    """The six special treatments of the regulation, in its order (条例 Art. 11)."""

    EMERGENCY = "emergency", gettext_lazy("紧急转接")
    STATUTORY = "statutory", gettext_lazy("告知法定渠道")
    REPEAT = "repeat", gettext_lazy("重复诉求，告知进展")
    SECRET = "secret", gettext_lazy("涉及秘密或隐私")
    OUTSIDE = "outside", gettext_lazy("不归单位办理")
    UNLAWFUL = "unlawful", gettext_lazy("违法或违背公序良俗")


class Outcome(models.Model):
    """One way to end a complaint without a unit. Replies may hold the places of `kernels.replies`;
    `phone` is whom to call, if anybody."""

    code = models.SlugField(gettext_lazy("代码"), max_length=40)
    kind = models.CharField(gettext_lazy("种类"), max_length=10, choices=OutcomeKind)
    name = models.CharField(gettext_lazy("名称"), max_length=60)
    name_en = models.CharField(gettext_lazy("英文名称"), max_length=120)
    ground = models.CharField(gettext_lazy("法定依据"), max_length=200)
    ground_en = models.CharField(gettext_lazy("法定依据（英文）"), max_length=300)
    reply = models.TextField(gettext_lazy("答复用语"))
    reply_en = models.TextField(gettext_lazy("答复用语（英文）"))
    turn_to = models.CharField(gettext_lazy("去哪里办"), max_length=200, blank=True)
    turn_to_en = models.CharField(gettext_lazy("去哪里办（英文）"), max_length=300, blank=True)
    phone = models.CharField(gettext_lazy("电话"), max_length=20, blank=True)
    since = models.DateField(gettext_lazy("起始"))
    until = models.DateField(gettext_lazy("终止"), null=True, blank=True)
    source = models.CharField(gettext_lazy("依据"), max_length=200)
    is_ours = models.BooleanField(gettext_lazy("用语为本系统拟定"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("不派单的处理")
        verbose_name_plural = gettext_lazy("不派单的处理")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("code", "since"), name="outcome_once_a_day"),
            models.CheckConstraint(
                # Nobody is told to call an emergency number that is not there.
                condition=~Q(kind="emergency") | ~Q(phone=""),
                name="outcome_emergency_has_a_number",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A place in a reply that nothing will fill is refused when it is written."""
        for name in ("reply", "reply_en"):
            if unknown := unknown_places(getattr(self, name)):
                words = {"unknown": _("、").join(f"{{{one}}}" for one in unknown)}
                raise ValidationError({name: _("答复用语里有不认识的占位：%(unknown)s。") % words})


class Advice(Signed):
    """One complaint's end without a unit, with the words its caller got."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="advices")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(gettext_lazy("轮次"))
    reply = models.TextField(gettext_lazy("答复"))
    # The same demand, told before.
    earlier = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="+")
    # A body that supervises and has nothing to do: it gets a copy in sight.
    handed_to = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    transferred_at = models.DateTimeField(gettext_lazy("转接时间"), null=True)
    taken_back_at = models.DateTimeField(gettext_lazy("撤销时间"), null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = gettext_lazy("不派单的告知")
        verbose_name_plural = gettext_lazy("不派单的告知")
        ordering = ("at", "pk")
        # The first of these is also the index by which a page and the month find what stands.
        constraints = (
            models.UniqueConstraint(
                fields=("complaint", "round"),
                condition=Q(taken_back_at__isnull=True),
                name="advice_once_a_round",
            ),
            models.CheckConstraint(
                condition=Q(earlier__isnull=True) | ~Q(earlier=F("complaint")),
                name="advice_earlier_is_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at}"
