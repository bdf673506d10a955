"""What staff say to each other about a complaint, apart from all that its caller is told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, Notice, Organisation


class Note(models.Model):
    """Signed and never changed. `organisation` is the unit whose note it is; the office's own have
    none. Who reads it says `can_read_note`."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("承办单位"),
    )  # fmt: skip
    is_shared = models.BooleanField(_("各方可见"), default=False)
    text = models.TextField(_("便签"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("内部便签")
        verbose_name_plural = _("内部便签")
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("complaint", "at"), name="note_order"),)

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at}"


class Mention(models.Model):
    """A colleague whom a note names, and the notice that tells him."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("note", "user"), name="mention_once"),)

    def __str__(self) -> str:
        return f"{self.note_id} {self.user_id}"
