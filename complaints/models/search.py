"""Two-character terms of what units may read, in a table of their own for the index's sake."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaint import Complaint
from complaints.querysets import SearchTextQuerySet


class SearchText(models.Model):
    """Terms separated by spaces; identity and unredacted words are never in it."""

    complaint = models.OneToOneField(Complaint, models.CASCADE, primary_key=True, related_name="+")
    bigrams = models.TextField()

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("检索文本")
        verbose_name_plural = _("检索文本")

    def __str__(self) -> str:
        return str(self.complaint_id)
