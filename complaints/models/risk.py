"""Words that tell of danger or of need that cannot wait, and the complaints in which they stand."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.catalogue import ClockKind
from complaints.models.complaint import Complaint
from complaints.querysets import DatedQuerySet, RiskFlagQuerySet


class RiskKind(models.TextChoices):
    """What a word warns of."""

    THREAT = "threat", _("扬言")
    LIFE = "life", _("人身安全")
    FIRE = "fire", _("消防安全")
    GAS = "gas", _("燃气")
    HEATING = "heating", _("供暖")
    WATER = "water", _("供水")
    POWER = "power", _("供电")
    OTHER = "other", _("其他风险")


class RiskWord(models.Model):
    """One word of the office's list. It is looked for as it stands: 没有停水 holds 停水, and a
    person sets such a flag aside."""

    word = models.CharField(
        _("词语"),
        max_length=20,
        help_text=_("按字面查找，不分辨“没有”“以前”这样的说法；标错的可以在诉求上搁置。"),
    )
    kind = models.CharField(_("种类"), max_length=10, choices=RiskKind)
    what_to_do = models.CharField(_("怎样处理"), max_length=200)
    limit_hint = models.CharField(
        _("建议时限"), max_length=12, choices=ClockKind, blank=True, default=""
    )
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    is_ours = models.BooleanField(_("本系统默认值（无公开依据）"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("风险词")
        verbose_name_plural = _("风险词")
        ordering = ("kind", "word")
        constraints = (
            models.UniqueConstraint(fields=("word", "since"), name="risk_word_once_a_day"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="risk_word_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        """What holds a space or a comma would never be found, and nobody would be told."""
        if not self.word.isalnum():
            raise ValidationError({"word": _("风险词只能由汉字、字母和数字组成。")})


class RiskFlag(models.Model):
    """A word of the list stands in what a caller said, until a person sets the flag aside."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="risk_flags")
    word = models.ForeignKey(RiskWord, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    set_aside_at = models.DateTimeField(_("搁置时间"), null=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("搁置理由"), max_length=300, blank=True)

    objects = RiskFlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("风险提示")
        verbose_name_plural = _("风险提示")
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("complaint", "word"), name="risk_flag_once_a_word"),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True) | ~Q(reason=""),
                name="risk_flag_set_aside_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.word_id}"
