"""Short periodic work of the ground; each may run twice."""

from celery import shared_task

from complaints.actions.photos import sweep_photos
from complaints.actions.tracking import forget_old_tries


@shared_task(name="complaints.tasks.forget_tracking_attempts")
def forget_tracking_attempts() -> int:
    """Drop counted tries that no window reaches."""
    return forget_old_tries()


@shared_task(name="complaints.tasks.sweep_orphan_photos")
def sweep_orphan_photos() -> int:
    """Drop photos of forms never sent, and files that no row names."""
    return sweep_photos()
