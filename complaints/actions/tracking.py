"""A resident's own door: number and code, or the link; every try is counted."""

import hmac
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import fields
from complaints.errors import NotFound, TooMany
from complaints.kernels.codes import normalise_code
from complaints.models import Complaint, TrackingAttempt

TRIES = 5
WINDOW = timedelta(minutes=15)
FILINGS = 60
FILING_WINDOW = timedelta(hours=1)
# A form asks anew whenever its writer pauses; what others told is not for reading wholesale.
LOOKS = 240


def open_by_code(number: str, code: str, *, ip: str, at: datetime | None = None) -> Complaint:
    """The complaint of a number and its code; one answer for a wrong number and a wrong code.

    Wrong tries are counted by address: a stranger who knows a number, and numbers follow one
    another, must not be able to shut its caller out.
    """
    at = at or timezone.now()
    number = "".join(character for character in number if character.isdigit())[:20]
    pair = f"track number {number} from {ip}"
    count_try(pair, limit=TRIES, window=WINDOW, at=at)
    counted = count_try(f"track ip {ip}", limit=TRIES * 4, window=WINDOW, at=at)
    given = fields.keyed_hash(normalise_code(code), purpose="tracking code hash")
    complaint = Complaint.objects.with_place().filter(number=number).first()
    kept = complaint.code_hash if complaint else ""
    if complaint is None or not hmac.compare_digest(kept, given):
        raise NotFound(_("编号或查询码不对。请对照回执再试一次。"))
    forget_tries(pair)
    counted.delete()
    return complaint


def open_by_token(token: str) -> Complaint:
    """The complaint of a link; 128 bits leave nothing to guess."""
    kept = fields.keyed_hash(token, purpose="tracking token hash")
    complaint = Complaint.objects.with_place().filter(token_hash=kept).first()
    if complaint is None:
        raise NotFound(_("这个链接打不开。请检查是否完整，或用编号和查询码查询。"))
    return complaint


def count_filing(ip: str, *, at: datetime | None = None) -> None:
    """Count a submission from an address; a flood is stopped, a family behind one router is not."""
    count_try(f"file ip {ip}", limit=FILINGS, window=FILING_WINDOW, at=at or timezone.now())


def may_look_around(ip: str, *, at: datetime | None = None) -> bool:
    """Count a look at what others near told; False where an address has looked too often, which
    holds nobody up."""
    at = at or timezone.now()
    try:
        count_try(f"look ip {ip}", limit=LOOKS, window=FILING_WINDOW, at=at)
    except TooMany:
        return False
    return True


def count_try(what: str, *, limit: int, window: timedelta, at: datetime) -> TrackingAttempt:
    """Write one try down; more than `limit` inside `window` are refused, yet counted."""
    key = fields.keyed_hash(what, purpose="attempts")
    counted = TrackingAttempt.objects.create(key=key, at=at)
    if TrackingAttempt.objects.filter(key=key, at__gt=at - window).count() > limit:
        minutes = int(window.total_seconds()) // 60
        raise TooMany(
            _("尝试次数太多，请 %(minutes)s 分钟后再试，或拨打 12345。") % {"minutes": minutes}
        )
    return counted


def forget_tries(what: str) -> None:
    """After the right code, earlier slips no longer count."""
    TrackingAttempt.objects.filter(key=fields.keyed_hash(what, purpose="attempts")).delete()


def forget_old_tries(*, at: datetime | None = None) -> int:
    """Drop tries that no window reaches any more; returns how many."""
    limit = (at or timezone.now()) - FILING_WINDOW * 2
    deleted, _rows = TrackingAttempt.objects.filter(at__lt=limit).delete()
    return deleted
