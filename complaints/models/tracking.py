"""Counted tries at the public doors, so that guessing a code or flooding the form is stopped."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TrackingAttempt(models.Model):
    """`key` is a keyed hash of what is counted: a number's tries, an address's submissions."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("公众端尝试")
        verbose_name_plural = _("公众端尝试")
        indexes = (models.Index(fields=("key", "at"), name="tracking_attempt_window"),)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at}"
