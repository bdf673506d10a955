"""Words that are written again and again: one's own, a unit's, or a whole street office's."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models import Area, Category, Organisation
from dispatch.querysets import PhraseQuerySet


class Phrase(models.Model):
    """Without `organisation` and `area` it is its owner's own. `category` may be of any level;
    {number}, {unit} and {due} are filled in when the phrase is used."""

    class Use(models.TextChoices):
        ANY = "any", _("各处都用")
        CONTACT = "contact", _("记录联系")
        RETURN = "return", _("退回")
        REPORT = "report", _("报办理结果")
        ANSWER = "answer", _("直接答复")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("建立人")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("本单位共用"),
    )  # fmt: skip
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("全街道共用"),
    )  # fmt: skip
    use = models.CharField(_("用在"), max_length=8, choices=Use, default=Use.ANY)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("分类")
    )
    name = models.CharField(_("名称"), max_length=30)
    text = models.CharField(_("内容"), max_length=1000)
    saved_at = models.DateTimeField(_("保存时间"))

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("常用语")
        verbose_name_plural = _("常用语")
        ordering = ("name", "pk")
        indexes = (
            models.Index(fields=("organisation",), name="phrase_unit"),
            models.Index(fields=("area",), name="phrase_street"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True) | models.Q(area__isnull=True),
                name="phrase_of_one_circle",
            ),
        )

    def __str__(self) -> str:
        return self.name
