"""A board as somebody likes it: filters under a name, columns, and the keys switched on or off."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models import Organisation
from dispatch.querysets import SavedViewQuerySet


class SavedView(models.Model):
    """A queue with its filters, for its owner alone or for everybody of one of his units."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("建立人")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("共用单位"),
    )  # fmt: skip
    name = models.CharField(_("名称"), max_length=30)
    # The part of the board's address behind the question mark.
    query = models.CharField(_("筛选条件"), max_length=1000)
    # Empty: each reader's own.
    columns = models.JSONField(_("显示的列"), default=list, blank=True)
    saved_at = models.DateTimeField(_("保存时间"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("已存视图")
        verbose_name_plural = _("已存视图")
        ordering = ("name", "pk")
        indexes = (models.Index(fields=("organisation",), name="saved_view_unit"),)
        constraints = (
            models.UniqueConstraint(fields=("owner", "name"), name="saved_view_once_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class BoardChoice(models.Model):
    """What one person chose for every board he opens."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    first_view = models.ForeignKey(
        SavedView, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("打开工作台时的视图"),
    )  # fmt: skip
    columns = models.JSONField(_("显示的列"), default=list, blank=True)
    has_keys = models.BooleanField(_("快捷键"), default=True)
    has_preview = models.BooleanField(_("预览"), default=True)

    class Meta:
        verbose_name = _("工作台设置")
        verbose_name_plural = _("工作台设置")

    def __str__(self) -> str:
        return str(self.user_id)
