"""Photos, stored under random names, served by a view that asks who looks."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaint import Complaint
from complaints.models.people import Actor


def photo_path(photo: "Photo", _name: str) -> str:
    """A path that tells nothing: two levels of the photo's random id."""
    key = photo.pk.hex
    return f"photos/{key[:2]}/{key[2:]}.jpg"


class Photo(models.Model):
    """A cleaned JPEG. Without a complaint it waits under `pending_key` for its form to be sent."""

    class Stage(models.TextChoices):
        REPORT = "report", _("反映时")
        BEFORE = "before", _("处理前")
        AFTER = "after", _("处理后")
        # What a unit shows with what it asks for; for colleagues, not for the caller.
        EVIDENCE = "evidence", _("申请依据")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="photos")
    pending_key = models.CharField(max_length=64, blank=True, db_index=True)
    stage = models.CharField(_("阶段"), max_length=8, choices=Stage, default=Stage.REPORT)
    file = models.FileField(upload_to=photo_path, max_length=120)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=10, choices=Actor)
    added_at = models.DateTimeField()
    # A person has looked at it and lets neighbours see it: no face, no door, no plate.
    shown_at = models.DateTimeField(_("给附近居民看"), null=True, blank=True)
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("照片")
        verbose_name_plural = _("照片")
        ordering = ("added_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(complaint__isnull=False) | ~models.Q(pending_key=""),
                name="photo_belongs_or_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(shown_at__isnull=True, shown_by__isnull=True)
                | models.Q(shown_at__isnull=False, shown_by__isnull=False, complaint__isnull=False),
                name="photo_shown_by_a_person",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
