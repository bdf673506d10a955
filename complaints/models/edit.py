"""What an edit replaced: kept for the seconds in which it may be undone, then forgotten."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.events import ComplaintEvent


class EditBefore(models.Model):
    """The values before one edit. History tells only which fields an edit changed, never what they
    held: an address is somebody's. `version` is the complaint's after the edit."""

    event = models.OneToOneField(
        ComplaintEvent, models.PROTECT, primary_key=True, related_name="before"
    )
    version = models.PositiveIntegerField(_("版本"))
    values = models.JSONField(_("原值"), encoder=DjangoJSONEncoder)
    at = models.DateTimeField(_("时间"), db_index=True)

    class Meta:
        verbose_name = _("编辑前的内容")
        verbose_name_plural = _("编辑前的内容")

    def __str__(self) -> str:
        return str(self.event_id)
