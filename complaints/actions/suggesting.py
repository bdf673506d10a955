"""Keeping what was suggested beside what a person kept."""

from datetime import datetime

from django.utils import timezone

from complaints.models import Complaint, Suggestion
from complaints.selectors.suggested import category_suggestion


def keep_suggestion(complaint: Complaint, *, words: str, at: datetime) -> None:
    """Called in the transaction in which a person sorts a complaint; `words` are those that he saw
    the suggestion for. The first suggestion stays, what is kept is what was chosen last."""
    row = Suggestion.objects.filter(complaint=complaint).first()
    if row is None:
        row = _suggested(complaint, words, at)
    if row is None or row.kept_id == complaint.category_id:
        return
    row.kept = complaint.category
    row.place = 1 + row.best.index(row.kept_id) if row.kept_id in row.best else 0
    row.at = at
    row.save()


def _suggested(complaint: Complaint, words: str, at: datetime) -> Suggestion | None:
    """The row, unsaved; nothing where nobody has sorted it or nothing can be suggested."""
    if complaint.category_id is None:
        return None
    suggestion = category_suggestion(words, on=timezone.localdate(at))
    if suggestion is None:
        return None
    first = suggestion.best[0]
    return Suggestion(
        complaint=complaint,
        version_id=suggestion.version_id,
        suggested=first.category,
        best=[one.category.pk for one in suggestion.best],
        confidence=first.confidence,
        is_sure=suggestion.is_sure,
    )
