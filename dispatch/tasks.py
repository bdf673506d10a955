"""Short periodic work: asks for unfinished rows, claims each under its lock; may run twice."""

from celery import shared_task
from django.utils import timezone

from complaints.models import Complaint, JointMember
from dispatch.actions.asks.reviewing import tell_of_reviews
from dispatch.actions.callbacks import open_callback
from dispatch.actions.duty_list import end_matters
from dispatch.actions.merging import send_joined
from dispatch.actions.presence import forget_presence
from dispatch.actions.route_checks import check_routes
from dispatch.actions.rule_trials import claim_trial, run_trial
from dispatch.actions.supervision.escalating import escalate_overdue, tell_of_escalations
from dispatch.actions.supervision.watching import supervise_below_mean, supervise_what_passed
from dispatch.actions.unit_endings import find_ended_units
from dispatch.actions.unit_learning import (
    ask_for_the_nights_learning,
    claim_unit_learning,
    run_unit_learning,
)
from dispatch.actions.whistles.answering import fall_silent
from dispatch.models import Assignment, Summons

BATCH = 500


@shared_task(name="dispatch.tasks.open_due_callbacks")
def open_due_callbacks() -> int:
    """Open the callback of each branch whose limit has passed; returns how many were opened."""
    now = timezone.now()
    due = Assignment.objects.awaiting_callback(now).order_by("feedback_due_at")
    opened = [open_callback(key, at=now) for key in due.values_list("pk", flat=True)[:BATCH]]
    return sum(callback is not None for callback in opened)


@shared_task(name="dispatch.tasks.send_joined_along")
def send_joined_along() -> int:
    """Let what its caller joined to another complaint follow that one to the units."""
    received = Complaint.StatusChoice.RECEIVED
    waiting = JointMember.objects.filter(until__isnull=True, complaint__status=received)
    # While the lead itself waits for dispatch there is nothing to follow.
    waiting = waiting.exclude(case__lead__status=received).order_by("pk")
    return sum(send_joined(key) for key in waiting.values_list("complaint_id", flat=True)[:BATCH])


@shared_task(name="dispatch.tasks.forget_who_was_here")
def forget_who_was_here() -> int:
    """Drop the rows of pages closed long ago."""
    return forget_presence()


@shared_task(name="dispatch.tasks.mark_silence")
def mark_silence() -> int:
    """Record each unit that was called and has not come in its time; returns how many."""
    now = timezone.now()
    due = Summons.objects.silent_at(now).order_by("report_by_at")
    return sum(fall_silent(key, at=now) for key in due.values_list("pk", flat=True)[:BATCH])


@shared_task(name="dispatch.tasks.tell_of_reviews")
def tell_of_shelf_reviews() -> int:
    """Tell the office what lies on the shelf and is to be looked at today; returns how many."""
    return tell_of_reviews()


@shared_task(name="dispatch.tasks.supervise_what_passed")
def supervise() -> int:
    """Demand a reply about what passed one of the office's thresholds; returns how many."""
    return supervise_what_passed()


@shared_task(name="dispatch.tasks.supervise_below_mean")
def supervise_units() -> int:
    """Demand a reply of the units below the mean of the period that ended, once a period."""
    return supervise_below_mean()


@shared_task(name="dispatch.tasks.escalate_overdue")
def escalate() -> int:
    """Write down what goes up the chain, then tell who is there; returns how many were told of."""
    escalate_overdue()
    return tell_of_escalations()


@shared_task(name="dispatch.tasks.find_ended_units")
def find_units_that_ended() -> int:
    """Tell the office of units whose last day is over while work is open; returns how many."""
    return find_ended_units()


@shared_task(name="dispatch.tasks.end_off_list_matters")
def end_off_list_matters() -> int:
    """End the temporary tasks whose last day is over; returns how many."""
    return end_matters()


@shared_task(name="dispatch.tasks.check_waiting_routes")
def check_waiting_routes() -> int:
    """See whether the rules name a unit for what waits; what they do not lies in a queue."""
    return check_routes()


@shared_task(name="dispatch.tasks.run_requested_trials")
def run_requested_trials() -> int:
    """Try the drafts that wait, one after another; returns how many were tried to the end."""
    done = 0
    while (run := claim_trial()) is not None:
        done += run_trial(run.pk, attempt=run.attempts)
    return done


@shared_task(name="dispatch.tasks.request_nightly_unit_learning")
def request_nightly_unit_learning() -> bool:
    """Ask in the night for one learning of which unit acts, however often this runs."""
    return ask_for_the_nights_learning() is not None


@shared_task(name="dispatch.tasks.run_requested_unit_learning")
def run_requested_unit_learning() -> int:
    """Do the learnings that wait; returns how many were done."""
    done = 0
    while (run := claim_unit_learning()) is not None:
        done += run_unit_learning(run.pk, attempt=run.attempts)
    return done
