"""What a form asks besides: questions that fit the kind of matter, and where else to turn."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.catalogue import Category
from complaints.querysets import DatedQuerySet


class Question(models.Model):
    """Asked where the matter is of this category or of one below it; never demanded."""

    class Kind(models.TextChoices):
        YES_NO = "yes_no", _("是或否")
        CHOICE = "choice", _("选一项")
        WORDS = "words", _("填写")

    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", verbose_name=_("分类（含下级）")
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=10)
    text = models.CharField(_("问题"), max_length=80)
    kind = models.CharField(_("回答方式"), max_length=6, choices=Kind)
    options = models.TextField(_("选项（每行一个）"), blank=True)
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("追问")
        verbose_name_plural = _("追问")
        ordering = ("category__code", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(kind="choice") | ~models.Q(options=""),
                name="question_choice_has_options",
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def choices(self) -> list[str]:
        """What may be chosen; empty where it is written."""
        return [line.strip() for line in self.options.splitlines() if line.strip()]


class Elsewhere(models.Model):
    """A matter that is handled at another door, told early; it bars nobody from filing."""

    name = models.CharField(_("名称"), max_length=60)
    words = models.TextField(_("出现这些词时提示（空格或换行隔开）"))
    advice = models.CharField(_("说明"), max_length=200)
    turn_to = models.CharField(_("找谁办"), max_length=120)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    is_ours = models.BooleanField(_("本系统默认值（无公开依据）"), default=False)
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("别处办理的事项")
        verbose_name_plural = _("别处办理的事项")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
