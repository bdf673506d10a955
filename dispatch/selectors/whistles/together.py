"""What is done together under a whistle: its meetings and its duties as one person reads them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import User
from dispatch.models import Attendance, Duty, Fund, Meeting, Whistle
from dispatch.permissions import body_of, can_grant, can_settle_duty, side_of
from dispatch.selectors.offers import Offer
from dispatch.states import (
    MeetingVerb,
    WhistleVerb,
    meeting_allowed_from,
    whistle_allowed_from,
)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting with its last wording, how many there were, and who was there."""

    meeting: Meeting
    text: str
    wordings: int
    there: tuple[Attendance, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty; late where its day has passed without a result."""

    duty: Duty
    is_late: bool
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class FundLine:
    """Money asked for, and what the district says."""

    fund: Fund
    offers: tuple[Offer, ...]


def may_write_minutes(user: User, meeting: Meeting) -> bool:
    """While it lasts whose meeting it is; afterwards who was there."""
    verbs = meeting_allowed_from(meeting.status)
    if MeetingVerb.AMEND in verbs:
        return meeting.attendance.filter(user=user).exists()
    return MeetingVerb.WRITE in verbs and side_of(user, meeting.whistle) is not None


def meetings_of(whistle: Whistle, user: User) -> Iterator[MeetingLine]:
    rows = Meeting.objects.filter(whistle=whistle)
    for meeting in rows.prefetch_related("minutes", "attendance__user", "attendance__organisation"):
        meeting.whistle = whistle
        wordings = list(meeting.minutes.all())
        there = tuple(meeting.attendance.all())
        yield MeetingLine(
            meeting=meeting,
            text=wordings[-1].text if wordings else "",
            wordings=len(wordings),
            there=there,
            offers=tuple(_on_meeting(meeting, there, user)),
        )


def _on_meeting(meeting: Meeting, there: tuple[Attendance, ...], user: User) -> Iterator[Offer]:
    key, whistle = meeting.pk, meeting.whistle
    is_open = WhistleVerb.WORK in whistle_allowed_from(whistle.status)
    verbs = meeting_allowed_from(meeting.status) if is_open else frozenset()
    is_there = any(one.user_id == user.pk for one in there)
    is_side = side_of(user, whistle) is not None
    if MeetingVerb.ATTEND in verbs and not is_there and body_of(user, whistle) is not None:
        yield Offer(
            "attend", "office-meeting-attend", key, _("到会"), "person-check", is_first=True
        )
    if (MeetingVerb.AMEND in verbs and is_there) or (MeetingVerb.WRITE in verbs and is_side):
        words = _("修改纪要") if MeetingVerb.AMEND in verbs else _("记录纪要")
        yield Offer("minutes", "office-meeting-minutes", key, words, "pencil-square")
    steps = (
        (MeetingVerb.OPEN, "office-meeting-open", _("开会"), "people"),
        (MeetingVerb.END, "office-meeting-end", _("结束会议"), "check-lg"),
        (MeetingVerb.FREEZE, "office-meeting-freeze", _("纪要定稿"), "lock"),
        (MeetingVerb.DROP, "office-meeting-drop", _("会议不开了"), "x-circle"),
    )
    for verb, door, words, icon in steps:
        if verb in verbs and is_side:
            yield Offer(verb.value, door, key, words, icon)


def funds_of(whistle: Whistle, user: User) -> Iterator[FundLine]:
    is_open = WhistleVerb.WORK in whistle_allowed_from(whistle.status)
    for fund in Fund.objects.filter(whistle=whistle).select_related("body", "decided_by"):
        fund.whistle = whistle
        offers: tuple[Offer, ...] = ()
        if is_open and fund.decided_at is None and can_grant(user, fund):
            words = _("批复资金")
            offers = (Offer("grant", "office-fund-decide", fund.pk, words, "hourglass-split",
                            is_first=True),)  # fmt: skip
        yield FundLine(fund, offers)


def duties_of(whistle: Whistle, user: User) -> Iterator[DutyLine]:
    today = timezone.localdate()
    is_open = WhistleVerb.WORK in whistle_allowed_from(whistle.status)
    for duty in Duty.objects.filter(whistle=whistle).select_related("owner"):
        duty.whistle = whistle
        offers: tuple[Offer, ...] = ()
        if is_open and not duty.result and can_settle_duty(user, duty):
            words = _("填写结果")
            offers = (Offer("settle", "office-duty-settle", duty.pk, words, "check-lg"),)
        yield DutyLine(duty, not duty.result and duty.due_on < today, offers)
