"""Work done together: meetings and their minutes, duties and their results, dated actions."""

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import Organisation, User
from dispatch.actions.whistles.history import lock_for_side, lock_whistle, record_whistle
from dispatch.models import Attendance, Duty, JointAction, Meeting, Minutes, Whistle
from dispatch.permissions import body_of, can_settle_duty, side_of, speaks_for
from dispatch.states import (
    CAME,
    MeetingStatus,
    MeetingVerb,
    WhistleVerb,
    meeting_after,
    whistle_after,
)


def plan_meeting(
    key: int, *, by: User, place: str, starts_at: datetime, agenda: str, at: datetime | None = None
) -> Meeting:
    """Ask all who were called to one table."""
    at = at or timezone.now()
    if not place.strip() or not agenda.strip():
        raise Invalid(_("请写明会议地点和议题。"), field="place")
    with transaction.atomic():
        whistle, _side = lock_for_side(key, by=by)
        meeting = Meeting.objects.create(
            whistle=whistle, place=place.strip(), starts_at=starts_at, agenda=agenda.strip(),
            planned_by=by, planned_at=at,
        )  # fmt: skip
        _tell(whistle, "meet", by=by, at=at)
    return meeting


def open_meeting(key: int, *, by: User, at: datetime | None = None) -> Meeting:
    """It begins; who opens it is there."""
    at = at or timezone.now()
    with transaction.atomic():
        meeting, body = _lock_meeting(key, by=by, is_for_side=True)
        _move(meeting, MeetingVerb.OPEN, by=by, at=at)
        Attendance.objects.create(meeting=meeting, user=by, organisation=body, at=at)
    return meeting


def drop_meeting(key: int, *, by: User, at: datetime | None = None) -> Meeting:
    """It will not be held."""
    at = at or timezone.now()
    with transaction.atomic():
        meeting, _body = _lock_meeting(key, by=by, is_for_side=True)
        _move(meeting, MeetingVerb.DROP, by=by, at=at)
    return meeting


def attend_meeting(key: int, *, by: User, at: datetime | None = None) -> Meeting:
    """He is there for his body: he may amend the minutes later, and nobody else may."""
    at = at or timezone.now()
    with transaction.atomic():
        meeting, body = _lock_meeting(key, by=by)
        _move(meeting, MeetingVerb.ATTEND, by=by, at=at)
        Attendance.objects.get_or_create(
            meeting=meeting, user=by, defaults={"organisation": body, "at": at}
        )
    return meeting


def write_minutes(
    key: int, *, by: User, text: str, version: int, at: datetime | None = None
) -> Minutes:
    """A new wording: while it lasts by whose meeting it is, afterwards by whoever was there.
    `version` is the number of the wording that was read; 0 for none."""
    at = at or timezone.now()
    if not text.strip():
        raise Invalid(_("请写下会议纪要。"), field="text")
    with transaction.atomic():
        meeting, _body = _lock_meeting(key, by=by)
        is_over = meeting.status == MeetingStatus.AMENDING
        _move(meeting, MeetingVerb.AMEND if is_over else MeetingVerb.WRITE, by=by, at=at)
        if is_over and not meeting.attendance.filter(user=by).exists():
            raise NotAllowed(_("会后只有到会的人可以修改纪要。"))
        if not is_over and side_of(by, meeting.whistle) is None:
            raise NotAllowed(_("开会时由召集的一方记录。"))
        last = meeting.minutes.count()
        if last != version:
            raise Conflict(_("别人刚保存了纪要。请看过最新的一版再改；您写的还在。"))
        return Minutes.objects.create(
            meeting=meeting, number=last + 1, text=text.strip(), by=by, at=at
        )


def end_meeting(key: int, *, by: User, at: datetime | None = None) -> Meeting:
    """It is over; those who were there may amend what was written."""
    at = at or timezone.now()
    with transaction.atomic():
        meeting, _body = _lock_meeting(key, by=by, is_for_side=True)
        _move(meeting, MeetingVerb.END, by=by, at=at)
    return meeting


def freeze_minutes(key: int, *, by: User, at: datetime | None = None) -> Meeting:
    """The last wording stands for good, under a digest over it and who was there."""
    at = at or timezone.now()
    with transaction.atomic():
        meeting, _body = _lock_meeting(key, by=by, is_for_side=True)
        last = meeting.minutes.order_by("number").last()
        if last is None and meeting.status == MeetingStatus.AMENDING:
            raise Conflict(_("还没有纪要，不能定稿。"))
        changes = {"frozen_at": at, "digest": digest_of(meeting, last.text if last else "")}
        _move(meeting, MeetingVerb.FREEZE, by=by, at=at, **changes)
    return meeting


def digest_of(meeting: Meeting, text: str) -> str:
    """SHA-256 over what the meeting was, who was there and what was agreed, a line each."""
    rows = meeting.attendance.order_by("pk").values_list("user__username", "organisation__code")
    there = [f"{name} {code}" for name, code in rows]
    head = [meeting.whistle.number, meeting.starts_at.isoformat(), meeting.place, meeting.agenda]
    return sha256("\n".join([*head, *there, text]).encode()).hexdigest()


def lay_duty(
    key: int,
    *,
    by: User,
    owners: Iterable[int],
    what: str,
    due_on: date,
    is_on_spot: bool = False,
    at: datetime | None = None,
) -> list[Duty]:
    """Each of these bodies owes this by that day; each answers for itself."""
    at = at or timezone.now()
    chosen = set(owners)
    if not what.strip() or not chosen:
        raise Invalid(_("请写明任务和责任单位。"), field="what")
    if due_on < timezone.localdate(at):
        raise Invalid(_("完成期限已经过去。"), field="due_on")
    with transaction.atomic():
        whistle, _side = lock_for_side(key, by=by)
        bodies = {body.pk: body for body in bodies_at_work(whistle)}
        if not chosen <= set(bodies):
            raise Invalid(_("任务只能交给吹哨单位和已报到的单位。"), field="owners")
        made = [
            Duty.objects.create(
                whistle=whistle, owner=bodies[one], what=what.strip()[:300], due_on=due_on,
                is_on_spot=is_on_spot, by=by, at=at,
            )
            for one in sorted(chosen)
        ]  # fmt: skip
        _tell(whistle, "oblige", by=by, at=at, units=[one.owner.code for one in made])
    return made


def settle_duty(
    key: int, *, by: User, is_kept: bool, evidence: str, at: datetime | None = None
) -> Duty:
    """What came of it, with what shows it. That it was not kept says whoever blew the whistle."""
    at = at or timezone.now()
    if not evidence.strip():
        raise Invalid(_("请写明完成情况和凭据。"), field="evidence")
    found = Duty.objects.filter(pk=key).values_list("whistle_id", flat=True).first()
    with transaction.atomic():
        whistle = lock_whistle(found or 0, by=by)
        duty = Duty.objects.select_for_update(of=("self",)).select_related("owner").get(pk=key)
        duty.whistle = whistle
        if not can_settle_duty(by, duty):
            raise NotAllowed(_("任务结果由责任单位或吹哨单位填写。"))
        if not is_kept and not speaks_for(by, whistle.blower):
            raise NotAllowed(_("未能完成由吹哨单位认定。"))
        if duty.result:
            raise Conflict(_("这项任务已经有结果。"))
        duty.result = Duty.Result.KEPT if is_kept else Duty.Result.NOT_KEPT
        duty.evidence = evidence.strip()[:1000]
        duty.settled_by = by
        duty.settled_at = at
        duty.save(update_fields=["result", "evidence", "settled_by", "settled_at"])
        _tell(whistle, "settle_duty", by=by, at=at, units=[duty.owner.code])
    return duty


def act_together(
    key: int, *, by: User, kind: str, done_on: date, what: str, at: datetime | None = None
) -> JointAction:
    """Write down what was done on a day, by any side or unit that came."""
    at = at or timezone.now()
    if kind not in JointAction.Kind.values or not what.strip():
        raise Invalid(_("请写明方式和做了什么。"), field="what")
    if done_on > timezone.localdate(at):
        raise Invalid(_("还没有到这一天。"), field="done_on")
    with transaction.atomic():
        whistle = lock_whistle(key, by=by)
        if body_of(by, whistle) is None:
            raise NotAllowed(_("联合行动由吹哨单位和已报到的单位记录。"))
        made = JointAction.objects.create(
            whistle=whistle, kind=kind, done_on=done_on, what=what.strip()[:500], by=by, at=at
        )
        _tell(whistle, "act", by=by, at=at)
    return made


def bodies_at_work(whistle: Whistle) -> list[Organisation]:
    """Who blew it and who came: they may be given something to do."""
    there = whistle.summons.filter(status__in=[one.value for one in CAME])
    return [whistle.blower, *(one.organisation for one in there.select_related("organisation"))]


def _lock_meeting(key: int, *, by: User, is_for_side: bool = False) -> tuple[Meeting, Organisation]:
    """The meeting under its whistle, both locked, and for whom he is there."""
    found = Meeting.objects.filter(pk=key).values_list("whistle_id", flat=True).first()
    if found is None:
        raise NotFound(_("没有这次会议，或不在您的查看范围内。"))
    whistle = lock_whistle(found, by=by)
    body = side_of(by, whistle) if is_for_side else body_of(by, whistle)
    if body is None:
        raise NotAllowed(_("这一步不由您办理。"))
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=key)
    meeting.whistle = whistle
    return meeting, body


def _move(
    meeting: Meeting, verb: MeetingVerb, *, by: User, at: datetime, **changes: object
) -> None:
    meeting.status = meeting_after(meeting.status, verb)
    for name, value in changes.items():
        setattr(meeting, name, value)
    _tell(meeting.whistle, f"meeting_{verb.value}", by=by, at=at)
    meeting.save(update_fields=["status", *changes])


def _tell(
    whistle: Whistle, verb: str, *, by: User, at: datetime, units: Iterable[str] = ()
) -> None:
    """Nothing is worked on any more once the whistle is over."""
    whistle_after(whistle.status, WhistleVerb.WORK)
    record_whistle(
        whistle, verb, by=by, at=at, from_status=whistle.status, facts={"units": list(units)}
    )
