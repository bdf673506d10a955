"""Short videos and voice notes, stored under random names, served by a view that asks who looks."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaint import Complaint
from complaints.models.people import Actor


def taken_path(recording: "Recording", _name: str) -> str:
    """Picture and sound as they came, nothing else; gone once it is made anew."""
    return _path(recording, "nut")


def made_path(recording: "Recording", _name: str) -> str:
    """What is played: MP4 in both kinds."""
    return _path(recording, "mp4")


def silent_path(recording: "Recording", _name: str) -> str:
    """A video without its sound."""
    return _path(recording, "silent.mp4")


def _path(recording: "Recording", ending: str) -> str:
    key = recording.pk.hex
    return f"recordings/{key[:2]}/{key[2:]}.{ending}"


class Recording(models.Model):
    """Made anew in the background: `waiting` until then. A caller is known by his voice, so units
    see a video only once it is released, and never hear it.
    """

    class Kind(models.TextChoices):
        VIDEO = "video", _("视频")
        VOICE = "voice", _("语音")

    class Status(models.TextChoices):
        WAITING = "waiting", _("正在处理")
        READY = "ready", _("可以播放")
        REFUSED = "refused", _("打不开")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="recordings")
    pending_key = models.CharField(max_length=64, blank=True, db_index=True)
    kind = models.CharField(_("种类"), max_length=5, choices=Kind)
    status = models.CharField(_("状态"), max_length=7, choices=Status, default=Status.WAITING)
    taken = models.FileField(upload_to=taken_path, max_length=120, blank=True)
    file = models.FileField(upload_to=made_path, max_length=120, blank=True)
    silent = models.FileField(upload_to=silent_path, max_length=120, blank=True)
    seconds = models.FloatField(_("秒"))
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    turn = models.PositiveSmallIntegerField(default=0)
    is_released = models.BooleanField(_("承办单位可看"), default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=10, choices=Actor)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("录像或录音")
        verbose_name_plural = _("录像和录音")
        ordering = ("added_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(complaint__isnull=False) | ~Q(pending_key=""),
                name="recording_belongs_or_waits",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | ~Q(file=""), name="recording_ready_has_file"
            ),
            # A voice is somebody.
            models.CheckConstraint(
                condition=Q(is_released=False) | Q(kind="video"), name="recording_voice_stays"
            ),
        )
        indexes = (
            # The next one to be made.
            models.Index(
                fields=["added_at"], condition=Q(status="waiting"), name="recording_waiting"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_playable(self) -> bool:
        return self.status == self.Status.READY
