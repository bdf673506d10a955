"""What a form asks besides: questions that fit the kind of matter, and where else to turn."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.models.catalogue import Category
from complaints.models.languages import worded
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
    text_en = models.CharField(_("问题（英文）"), max_length=160, blank=True)
    kind = models.CharField(_("回答方式"), max_length=6, choices=Kind)
    options = models.TextField(_("选项（每行一个）"), blank=True)
    options_en = models.TextField(_("选项（英文，行数和顺序与中文相同）"), blank=True)
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
        return self.shown_text

    def clean(self) -> None:
        """English choices stand for the Chinese ones line by line."""
        if self.options_en.strip() and len(_lines(self.options_en)) != len(self.choices):
            raise ValidationError(
                {"options_en": gettext("英文选项要和中文选项一样多，一行对一行。")}
            )

    @property
    def choices(self) -> list[str]:
        """What may be chosen; empty where it is written."""
        return _lines(self.options)

    @property
    def shown_text(self) -> str:
        """In the reader's language."""
        return worded(self.text, self.text_en)

    @property
    def shown_choices(self) -> list[tuple[str, str]]:
        """Each choice as it is kept, and as it is read."""
        kept, english = self.choices, _lines(self.options_en)
        if len(english) != len(kept):
            english = [""] * len(kept)
        return [(one, worded(one, other)) for one, other in zip(kept, english, strict=True)]


class Elsewhere(models.Model):
    """A matter that is handled at another door, told early; it bars nobody from filing."""

    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    words = models.TextField(_("出现这些词时提示（空格或换行隔开）"))
    words_en = models.TextField(_("出现这些英文词时提示（每行一个）"), blank=True)
    advice = models.CharField(_("说明"), max_length=200)
    advice_en = models.CharField(_("说明（英文）"), max_length=300, blank=True)
    turn_to = models.CharField(_("找谁办"), max_length=120)
    turn_to_en = models.CharField(_("找谁办（英文）"), max_length=200, blank=True)
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
        return worded(self.name, self.name_en)

    @property
    def shown_advice(self) -> str:
        """In the reader's language."""
        return worded(self.advice, self.advice_en)

    @property
    def shown_turn_to(self) -> str:
        """In the reader's language."""
        return worded(self.turn_to, self.turn_to_en)


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]
