"""A message on its way: claimed by one worker, sent outside every transaction, and written down."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from complaints.actions.outward.addresses import URL_FIELD
from complaints.fields import unseal
from complaints.models import OutwardAddress, OutwardMessage
from complaints.selectors.outward import words_of
from complaints.states import MessageStatus, MessageVerb, message_after

LEASE = timedelta(minutes=2)
# Between one try and the next; after the last the message is given up and shown.
BACK_OFF = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240, 720))
# A robot takes twenty messages a minute.
PACE = timedelta(seconds=4)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a worker carries out; `urls` are open and stay in its memory."""

    key: int
    attempt: int
    urls: tuple[str, ...]
    title: str
    body: str


def claim_parcel(*, at: datetime | None = None) -> Parcel | None:
    """The message that waits longest, now this worker's; a conditional update decides."""
    at = at or timezone.now()
    for message in OutwardMessage.objects.waiting(at).order_by("leave_at", "pk")[:20]:
        taken = OutwardMessage.objects.filter(
            pk=message.pk, status=message.status, attempts=message.attempts
        ).update(
            status=message_after(message.status, MessageVerb.CLAIM),
            attempts=F("attempts") + 1,
            lease_until=at + LEASE,
        )
        if taken:
            return _packed(OutwardMessage.objects.select_related("address").get(pk=message.pk))
    return None


def finish_parcel(
    key: int, *, attempt: int, cause: str, at: datetime | None = None
) -> OutwardMessage | None:
    """It arrived (no cause), or is tried later, or is given up. None where the lease went to
    another worker meanwhile."""
    at = at or timezone.now()
    with transaction.atomic():
        message = OutwardMessage.objects.select_for_update().get(pk=key)
        if message.status != MessageStatus.SENDING or message.attempts != attempt:
            return None
        later = BACK_OFF[attempt - 1] if attempt <= len(BACK_OFF) else None
        message.cause = cause[:200]
        if not cause:
            message.status, message.ended_at = _moved(message, MessageVerb.ARRIVE), at
        elif later is None:
            message.status, message.ended_at = _moved(message, MessageVerb.FAIL), at
        else:
            message.status = _moved(message, MessageVerb.TRY_LATER)
            message.leave_at = at + later
        message.save(update_fields=["status", "cause", "leave_at", "ended_at"])
        _note_at_the_address(message, at=at)
    return message


def _moved(message: OutwardMessage, verb: MessageVerb) -> str:
    return message_after(message.status, verb).value


def _note_at_the_address(message: OutwardMessage, *, at: datetime) -> None:
    """One that fails keeps nobody else waiting: it is left alone until the next try."""
    if message.address_id is None:
        return
    rows = OutwardAddress.objects.filter(pk=message.address_id)
    if message.cause:
        rows.update(failures=F("failures") + 1, quiet_until=max(message.leave_at, at + PACE))
    else:
        rows.update(failures=0, quiet_until=at + PACE, last_sent_at=at)


def _packed(message: OutwardMessage) -> Parcel:
    """In the office's own language: the reader is a group, not a person with a choice."""
    with override(settings.LANGUAGE_CODE):
        title, body = _("接诉即办提醒"), words_of(message)
    return Parcel(message.pk, message.attempts, _urls(message.address), title, body)


def _urls(address: OutwardAddress | None) -> tuple[str, ...]:
    if address is None:
        return tuple(settings.NOTIFY_URLS)
    return (unseal(address.sealed_url, row=address.row, field=URL_FIELD),)
