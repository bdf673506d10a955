"""Short periodic work: asks for unfinished rows, claims each under its lock; may run twice."""

from celery import shared_task
from django.utils import timezone

from dispatch.actions.callbacks import open_callback
from dispatch.models import Assignment

BATCH = 500


@shared_task(name="dispatch.tasks.open_due_callbacks")
def open_due_callbacks() -> int:
    """Open the callback of each branch whose limit has passed; returns how many were opened."""
    now = timezone.now()
    due = Assignment.objects.awaiting_callback(now).order_by("feedback_due_at")
    opened = [open_callback(key, at=now) for key in due.values_list("pk", flat=True)[:BATCH]]
    return sum(callback is not None for callback in opened)
