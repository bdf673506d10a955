"""What a resident's own browser session may see, and for how long."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from complaints.models import Complaint

# Long enough to write the code down, short enough for a shared computer.
RECEIPT_LASTS = timedelta(minutes=15)
TRACKING_LASTS = timedelta(minutes=30)
_RECEIPT, _TRACKED, _PENDING = "receipt", "tracked", "pending"


def show_receipt(request: HttpRequest, *, key: str) -> None:
    """Let this browser see the receipt of a submission for a while."""
    request.session[_RECEIPT] = [key, _until(RECEIPT_LASTS)]


def receipt_key(request: HttpRequest) -> str:
    """The submission whose receipt may be shown; empty when there is none any more."""
    key, until = request.session.get(_RECEIPT, ["", 0])
    return str(key) if until > timezone.now().timestamp() else ""


def open_tracking(request: HttpRequest, complaint: Complaint) -> None:
    """Number and code were right: this browser may read this complaint for a while."""
    request.session[_TRACKED] = [complaint.pk, _until(TRACKING_LASTS)]


def close_tracking(request: HttpRequest) -> None:
    """The resident is done, or sits at a shared computer."""
    request.session.pop(_TRACKED, None)
    request.session.pop(_RECEIPT, None)


def tracked_complaint(request: HttpRequest) -> int:
    """The key of the complaint this browser opened; 0 when none."""
    key, until = request.session.get(_TRACKED, [0, 0])
    return int(key) if until > timezone.now().timestamp() else 0


def own_complaint(request: HttpRequest) -> Complaint | None:
    """The complaint this browser opened, if it still may."""
    key = tracked_complaint(request)
    return Complaint.objects.with_place().filter(pk=key).first() if key else None


def keep_pending_key(request: HttpRequest, key: str) -> None:
    """Photos that wait under this key belong to this browser."""
    request.session[_PENDING] = key


def pending_key(request: HttpRequest) -> str:
    """The key of the form that was sent back to this browser, if one was."""
    return str(request.session.get(_PENDING, ""))


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, for counting only."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _until(lasts: timedelta) -> float:
    return (timezone.now() + lasts).timestamp()
